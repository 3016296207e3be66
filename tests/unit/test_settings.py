"""Settings: places on this machine, in a store, for workers with a folder of their own; the regencies of a night."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from flows.settings import Settings, declared_senders, store_url
from schemas.reference import HOME_REGENCY, ReferenceDataError, known_regencies
from schemas.senders.sender import DeclarationError, Sender, all_senders, senders

OFFICE = "name: Kantor\nkind: opd\ncontact: Siapa\nsends: Daftar.\n"


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


# --- regencies --------------------------------------------------------------------------------------------------------


def declare(folder: Path, name: str, more: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.yml").write_text(f"sender: {name}\n{OFFICE}{more}", encoding="utf-8")
    return folder


def test_a_night_that_is_told_no_regency_is_tulungagungs() -> None:
    assert Settings().regencies == (HOME_REGENCY,)


def test_regencies_stand_between_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAYUNG_REGENCIES", "35.04, 35.05")
    assert Settings().regencies == ("35.04", "35.05")


@pytest.mark.parametrize("said", ["", "3504", "35.04;35.05", "Blitar"])
def test_what_is_no_regency_is_refused(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("PAYUNG_REGENCIES", said)
    with pytest.raises(ValidationError, match="regencies"):
        Settings()


def test_a_regency_counts_once_and_only_where_its_places_are_known() -> None:
    assert known_regencies(["35.05", "35.04", "35.05"]) == ("35.05", "35.04")
    with pytest.raises(ReferenceDataError, match=r"holds no kecamatan of 33\.01"):
        known_regencies(["35.04", "33.01"])


def test_senders_of_a_folder_of_ones_own_stand_beside_those_of_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAYUNG_SENDERS", str(declare(tmp_path, "kantor-blitar", 'regency_code: "35.05"\n')))
    found = declared_senders()
    assert found.keys() - senders().keys() == {"kantor-blitar"}
    assert found["kantor-blitar"].regency_code == "35.05"


def test_a_sender_is_declared_once(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match=r"dishub\.yml: schemas/senders declares dishub too"):
        all_senders(declare(tmp_path, "dishub"))


@pytest.mark.parametrize(
    ("more", "regency"),
    [
        ({}, HOME_REGENCY),
        ({"kecamatan_code": "35.05.19"}, "35.05"),
        ({"regency_code": "35.05"}, "35.05"),
        ({"regency_code": "35.05", "kecamatan_code": "35.05.19"}, "35.05"),
    ],
)
def test_the_regency_of_a_sender(more: dict[str, str], regency: str) -> None:
    said = {"sender": "kantor", "name": "-", "kind": "opd", "contact": "-", "sends": "-", **more}
    assert Sender.model_validate(said).regency_code == regency


def test_a_kecamatan_lies_in_the_regency_of_its_office(tmp_path: Path) -> None:
    more = 'regency_code: "35.04"\nkecamatan_code: "35.05.19"\n'
    with pytest.raises(DeclarationError, match=r"kantor\.yml: key 'kecamatan_code': .*not in the regency 35\.04"):
        all_senders(declare(tmp_path, "kantor", more))
