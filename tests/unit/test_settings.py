"""Where things are, as the environment says."""

from pathlib import Path

import pytest

from flows.settings import Settings


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
