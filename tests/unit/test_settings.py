"""Settings: places on this machine, in a store, and for workers with a folder of their own."""

from pathlib import Path

import pytest

from flows.settings import Settings, store_url


@pytest.mark.parametrize(
    ("curated", "folder"),
    [("curated", ".curated-cache"), ("/srv/payung/curated", "/srv/payung/.curated-cache"), ("/data", "/.data-cache")],
)
def test_the_cache_lies_hidden_beside_what_is_published(curated: str, folder: str) -> None:
    assert Settings(curated=Path(curated)).cache_folder == Path(folder)


def test_the_cache_lies_where_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PAYUNG_CACHE", str(tmp_path))
    monkeypatch.setenv("PAYUNG_CACHE_BYTES", "1000")
    settings = Settings()
    assert (settings.cache_folder, settings.cache_bytes) == (tmp_path, 1_000)


def test_a_night_without_a_cache_has_room_for_nothing() -> None:
    assert Settings().with_cache(False).cache_bytes == 0
    assert Settings().with_cache(True).cache_bytes > 0


@pytest.mark.parametrize(
    ("place", "url"),
    [
        ("s3://kabupaten/raw", "s3://kabupaten/raw"),
        ("s3://kabupaten/raw/", "s3://kabupaten/raw"),
        ("s3://kabupaten", "s3://kabupaten"),
        ("raw", None),
        ("/data/s3/raw", None),
        ("s3", None),
    ],
)
def test_a_place_in_a_store_is_known_as_text_and_as_a_path(place: str, url: str | None) -> None:
    assert store_url(place) == store_url(Path(place)) == url


def test_a_place_in_a_store_becomes_a_folder_of_its_own_below_the_cache(tmp_path: Path) -> None:
    settings = Settings(cache=tmp_path).with_places("s3://kabupaten/raw", "s3://kabupaten/a-b")
    other = Settings(cache=tmp_path).with_places("s3://kabupaten/raw", "s3://kabupaten/a/b")
    assert (settings.raw_store, settings.curated_store) == ("s3://kabupaten/raw", "s3://kabupaten/a-b")
    assert settings.raw == other.raw
    assert len({settings.raw, settings.curated, other.curated, tmp_path}) == 4
    assert {settings.raw.parent, settings.curated.parent, other.curated.parent} == {tmp_path}


def test_a_place_in_the_environment_may_be_in_a_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAYUNG_CURATED", "s3://kabupaten/curated")
    monkeypatch.setenv("PAYUNG_CACHE", str(tmp_path))
    settings = Settings().with_places()
    assert (settings.curated_store, settings.raw_store, settings.raw) == ("s3://kabupaten/curated", None, Path("raw"))


def test_only_whoever_has_another_working_folder_gets_absolute_places() -> None:
    assert Settings().run_by(None).raw == Settings().run_by("thread").raw == Path("raw")
    by_dask = Settings().run_by("dask")
    assert by_dask.runner == "dask"
    assert all(place.is_absolute() for place in (by_dask.raw, by_dask.curated, by_dask.key_file))
