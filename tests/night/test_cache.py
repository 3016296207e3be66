"""Nights that find what earlier nights made: the same tables, whatever became of the cache."""

import shutil
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.intake.reading import Reading
from flows.intake.roster import read_roster
from tests.night.place import MONTH
from tests.night.plain import night

CHANGED = "rosters/2023-09/dinas-pertanian/one more.csv"
HEADING = "No,NIK,Nama,Tgl Lahir,JK,Desa,Kecamatan,Pekerjaan\n"
ONE_MORE = "1,3504110101709001,SUPARMAN,01-01-1970,L,Pulosari,Ngunut,buruh tani\n"
NAMELESS = "2,3504110201709002,,02-01-1970,L,Pulosari,Ngunut,buruh tani\n"


@pytest.fixture(scope="module")
def changed(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a regency that has published its small month once, and then received one file more."""
    home = tmp_path_factory.mktemp("changed") / "home"
    shutil.copytree(published, home, symlinks=True)
    (home / "raw" / CHANGED).write_text(HEADING + ONE_MORE + NAMELESS)
    return home


@pytest.fixture(scope="module")
def anew(changed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The snapshot of a night over it that reads every list anew."""
    home = tmp_path_factory.mktemp("anew") / "home"
    shutil.copytree(changed, home, symlinks=True)
    kept = cache(home)
    before = sorted(kept.rglob("*"))
    with pytest.MonkeyPatch.context() as without:
        without.setenv("PAYUNG_CACHE_BYTES", "0")
        folder = night(home).folder
    assert sorted(kept.rglob("*")) == before, "a night without a cache neither keeps nor clears anything"
    return folder


@pytest.fixture
def home(changed: Path, tmp_path: Path) -> Path:
    shutil.copytree(changed, tmp_path / "home", symlinks=True)
    return tmp_path / "home"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that a night opens and reads."""
    names: list[str] = []

    def noted(path: Path, source_file: str, *given: Any, **named: Any) -> Reading:
        names.append(source_file)
        return read_roster(path, source_file, *given, **named)

    monkeypatch.setattr("flows.tasks.kept.read_roster", noted)
    return names


def cache(home: Path) -> Path:
    return home / ".curated-cache"


def entries(home: Path, kind: str = "*") -> list[Path]:
    return sorted(path for path in cache(home).glob(f"{kind}/*") if path.is_file())


def tables(snapshot: Path) -> dict[str, pl.DataFrame]:
    return {path.relative_to(snapshot).as_posix(): pl.read_parquet(path) for path in snapshot.glob("*/**/*.parquet")}


def assert_same(one: Path, other: Path) -> None:
    """Both snapshots hold the same tables row for row, and the same return workbooks are there."""
    ours, theirs = tables(one), tables(other)
    assert ours.keys() == theirs.keys()
    for name, frame in ours.items():
        assert frame.equals(theirs[name]), name
    books = [sorted(path.name for path in folder.glob("steward/returns/*")) for folder in (one, other)]
    assert books[0] == books[1]


def test_of_a_night_with_one_new_file_only_that_is_read(home: Path, anew: Path, read: list[str]) -> None:
    before = {path: path.stat().st_mtime for path in entries(home)}
    found = night(home)
    assert_same(found.folder, anew)
    refused = pl.read_parquet(found.folder / "steward" / "received_files.parquet").filter(
        pl.col("sheets").list.len() == 0
    )
    assert CHANGED in read
    assert set(read) - {CHANGED} <= set(refused["source_file"]), "only what could not be read is tried again"
    made = {path.parent.name: 0 for path in entries(home)}
    for path in entries(home):
        made[path.parent.name] += path not in before
    assert made == {"readings": 1, "rows": 1, "returns": 1}


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def garbled(path: Path) -> None:
    path.write_bytes(bytes(reversed(path.read_bytes())))


SPOILT: tuple[Callable[[Path], None], ...] = (emptied, cut, garbled, Path.unlink)


def test_what_is_spoilt_is_made_anew(home: Path, anew: Path) -> None:
    for path, spoil in zip(entries(home), cycle(SPOILT), strict=False):
        spoil(path)
    assert_same(night(home).folder, anew)


def test_it_can_be_deleted_in_the_middle_of_a_night(home: Path, anew: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.tasks.kept import typed_once  # noqa: PLC0415 - after the night has quieted the libraries

    monkeypatch.setattr("flows.tasks.reviewing.typed_once", after_deleting(cache(home), typed_once))
    assert_same(night(home).folder, anew)


def after_deleting(folder: Path, work: Callable[..., Any]) -> Callable[..., Any]:
    def run(*given: Any) -> Any:
        shutil.rmtree(folder)
        return work(*given)

    return run


def test_it_stays_within_what_it_may_hold(home: Path, anew: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAYUNG_CACHE_BYTES", "100000")
    assert_same(night(home).folder, anew)
    assert 0 < sum(path.stat().st_size for path in entries(home)) <= 100_000


def test_a_file_that_changes_while_it_is_read_is_not_kept(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def changing(path: Path, source_file: str, *given: Any, **named: Any) -> Reading:
        if source_file == CHANGED:
            path.write_text(HEADING + NAMELESS)
        return read_roster(path, source_file, *given, **named)

    before = len(entries(home, "readings"))
    monkeypatch.setattr("flows.tasks.kept.read_roster", changing)
    night(home, MONTH)
    assert len(entries(home, "readings")) == before
