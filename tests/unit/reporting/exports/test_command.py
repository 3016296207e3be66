"""What every export has in common: whose eyes it is for, and what it refuses."""

import os
import shutil
import stat
from pathlib import Path

import pytest

from flows.publishing.parquet import write_table
from flows.reporting.exports.closed import closed_folder, write_closed
from schemas.tables import TABLES
from tests.unit.reporting.exports.offices import (
    OCTOBER,
    SEPTEMBER,
    close,
    frame,
    left,
    member,
    nik,
    payung,
    person,
    publish,
)

EXPORTS = ("bpjs-registration", "bpjs-deactivation", "dukcapil-matching", "decree-annex")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A snapshot of two months from which every export has something to write: two stay, one left."""
    before = frame("workers", person(1, "KARTO WIBISANA"), person(2, "SITI AMINAH"), person(3, "AGUS SALIM"))
    now = frame("workers", *(person(n, "KARTO WIBISANA", month=OCTOBER) for n in (1, 2)))
    tables = {"members": frame("members", member(3, "23098765432")), "changes": frame("changes", left(3, "moved"))}
    publish(tmp_path / "curated", [before, now], **tables)
    return tmp_path


@pytest.mark.parametrize("export", EXPORTS)
def test_only_the_owner_can_read_it(home: Path, export: str) -> None:
    old = os.umask(0)
    try:
        done = payung(export, "--curated", home / "curated", "--out", home)
    finally:
        os.umask(old)
    assert "it holds personal data, and only you can read it" in done.output
    made = home / f"{export}-2023-10"
    paths = [made, *made.rglob("*")]
    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in paths}
    assert modes - {(True, 0o700)} == {(False, 0o600)}, modes


@pytest.mark.parametrize("export", EXPORTS)
def test_names_of_files_are_such_as_every_portal_takes(home: Path, export: str) -> None:
    payung(export, "--curated", home / "curated", "--out", home)
    names = [path.name for path in (home / f"{export}-2023-10").rglob("*")]
    assert names
    assert [name for name in names if not set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789_-.")] == []


@pytest.mark.parametrize("export", EXPORTS)
def test_nobody_is_named_in_the_terminal(home: Path, export: str) -> None:
    said = payung(export, "--curated", home / "curated", "--out", home).output
    secrets = (nik(1), nik(2), nik(3), "KARTO", "WIBISANA", "SITI", "AGUS", "23098765432")
    assert [word for word in secrets if word in said] == []


@pytest.mark.parametrize("export", EXPORTS)
def test_what_stands_is_not_written_over(home: Path, export: str) -> None:
    target = home / f"{export}-2023-10"
    target.mkdir()
    (target / "mine.txt").write_text("mine")
    done = payung(export, "--curated", home / "curated", "--out", home)
    assert done.exit_code == 1
    assert "exists already, and is not written over" in done.output
    assert sorted(path.name for path in home.iterdir()) == sorted(["curated", target.name])
    assert [path.name for path in target.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("export", EXPORTS)
def test_a_month_that_is_not_published_is_said(home: Path, export: str) -> None:
    done = payung(export, "--month", "2023-08", "--curated", home / "curated", "--out", home)
    assert done.exit_code == 1
    assert "2023-08 is not published" in done.output
    assert "published: 2023-09, 2023-10" in done.output


@pytest.mark.parametrize("export", EXPORTS)
def test_an_earlier_month_is_exported_on_demand(home: Path, export: str) -> None:
    done = payung(export, "--month", "2023-09", "--curated", home / "curated", "--out", home)
    assert done.exit_code == 0
    if export == "bpjs-deactivation":
        assert "nothing to write" in done.output  # the first month of all
    else:
        assert (home / f"{export}-2023-09").is_dir()


@pytest.mark.parametrize("export", EXPORTS)
def test_nothing_is_exported_where_a_closed_month_is_not_what_was_closed(home: Path, export: str) -> None:
    folder = (home / "curated" / "latest").resolve()
    close(folder, SEPTEMBER, "SK 1")
    part = folder / "steward" / "workers" / "month=2023-09" / "part-0.parquet"
    write_table(TABLES["workers"], frame("workers", person(1)), part)
    done = payung(export, "--month", "2023-09", "--curated", home / "curated", "--out", home)
    assert done.exit_code == 1
    assert "2023-09 is closed by SK 1, but its part of workers is not the one that was closed" in done.output
    assert [path.name for path in home.iterdir()] == ["curated"]


@pytest.mark.parametrize("export", EXPORTS)
def test_nothing_is_exported_before_the_first_night(tmp_path: Path, export: str) -> None:
    done = payung(export, "--curated", tmp_path, "--out", tmp_path)
    assert (done.exit_code, "nothing is published" in done.output) == (1, True)
    assert payung(export, "--month", "2023-9", "--curated", tmp_path).exit_code == 1


@pytest.mark.parametrize("export", EXPORTS)
def test_without_the_stewards_zone_there_is_nothing_to_export(home: Path, export: str) -> None:
    shutil.rmtree(home / "curated" / "latest" / "steward")
    done = payung(export, "--curated", home / "curated", "--out", home)
    assert done.exit_code == 1
    assert "an export is made of what is only for stewards" in done.output


def test_the_folder_it_is_put_into_is_made(home: Path) -> None:
    done = payung("decree-annex", "--curated", home / "curated", "--out", home / "out" / "sk")
    assert done.exit_code == 0, done.output
    assert (home / "out" / "sk" / "decree-annex-2023-10").is_dir()


def test_a_folder_is_whole_or_not_there(tmp_path: Path) -> None:
    def broken() -> None:
        with closed_folder(tmp_path / "out") as folder:
            write_closed(folder / "a" / "one.xlsx", b"one")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()
    assert list(tmp_path.iterdir()) == []


BLITAR = {"regency_code": "35.05", "kecamatan_code": "35.05.19", "kecamatan_name": "Kesamben"}


@pytest.fixture
def province(tmp_path: Path) -> Path:
    """Two regencies in two months: of Tulungagung one stays, one left, and one is covered by Blitar by now."""
    before = frame("workers", *(person(n, f"KARTO {n}") for n in (1, 2, 3)), person(4, "YOGA", **BLITAR))
    now = frame("workers", person(1, "KARTO 1", month=OCTOBER),
                *(person(n, "YOGA", month=OCTOBER, **BLITAR) for n in (3, 4, 5)))  # fmt: skip
    tables = {
        "members": frame("members", *(member(n, f"2309876543{n}") for n in (2, 3, 4))),
        "changes": frame("changes", left(2, "moved")),
    }
    publish(tmp_path / "curated", [before, now], **tables)
    return tmp_path


@pytest.mark.parametrize("export", EXPORTS)
def test_in_a_province_each_regency_has_papers_of_its_own(province: Path, export: str) -> None:
    given = (export, "--curated", province / "curated", "--out", province)
    refused = payung(*given)
    assert refused.exit_code == 1
    assert "each regency has papers of its own; say --regency, one of 35.04, 35.05" in refused.output
    unknown = payung(*given, "--regency", "35.06")
    assert "nobody of 35.06 is covered in 2023-10; covered: 35.04, 35.05" in unknown.output


@pytest.mark.parametrize(
    ("export", "regency", "people"),
    [
        ("bpjs-registration", "35.04", 1),
        ("bpjs-registration", "35.05", 1),
        ("dukcapil-matching", "35.04", 1),
        ("dukcapil-matching", "35.05", 3),
        ("decree-annex", "35.05", 3),
        ("bpjs-deactivation", "35.04", 1),
    ],
)
def test_the_papers_of_a_regency_are_about_its_own(province: Path, export: str, regency: str, people: int) -> None:
    done = payung(export, "--curated", province / "curated", "--out", province, "--regency", regency)
    assert done.exit_code == 0, done.output
    assert f"{people:,} people in {province / f'{export}-2023-10-{regency}'}" in " ".join(done.output.split())
    assert ("1 covered by another regency now" in done.output) == (export == "bpjs-deactivation")
