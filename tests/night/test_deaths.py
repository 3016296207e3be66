"""A death told by one office, in nights month by month: cover closes after it, its heirs are looked for, and a ruling
that the person lives gives the cover back."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from schemas.rulings import HEADINGS
from tests.night.plain import HEADING, NAMES, night

SEPTEMBER, OCTOBER = "2023-09", "2023-10"
NIK = "3504110101709001"
LIVING = tuple(f"{n},350411{n:02d}01709001,{NAMES[n]},{n:02d}-01-1970,L,Pulosari,Ngunut,buruh tani" for n in (2, 3, 4))
KARTO = f"1,{NIK},KARTO,01-01-1970,L,Pulosari,Ngunut,buruh tani"
RULING = {
    "ruling": "waive_reason", "nik": NIK, "code": "DEATH_ON_RECORD", "reason": "datang sendiri dengan KTP",
    "decided_by": "Sri Lestari", "approved_by": "Budi Santoso", "decided_on": "2023-10-02", "expires_on": "2023-10-31",
}  # fmt: skip


def send(home: Path, month: str, sender: str, *rows: str) -> None:
    folder = home / "raw" / "rosters" / month / sender
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "daftar.csv").write_text(HEADING + "".join(f"{row}\n" for row in rows))


def read(folder: Path, table: str, zone: str = "steward") -> pl.DataFrame:
    return pl.read_parquet(folder / zone / f"{table}.parquet")


def covered(folder: Path, month: str) -> set[str]:
    part = folder / "steward" / "workers" / f"month={month}" / "part-0.parquet"
    return set(pl.read_parquet(part, hive_partitioning=False)["nik"])


def published(home: Path, month: str) -> Path:
    done = night(home, month)
    assert done.verdict == "published"
    return done.folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two offices have KARTO in September; one writes Alm., and both send him living in October."""
    home = tmp_path_factory.mktemp("deaths")
    send(home, SEPTEMBER, "dinas-pertanian", *LIVING, KARTO)
    send(home, SEPTEMBER, "dinas-perikanan", KARTO.replace("KARTO", "Alm. KARTO"))
    for sender in ("dinas-pertanian", "dinas-perikanan"):
        send(home, OCTOBER, sender, *LIVING, KARTO)
    return home


@pytest.fixture(scope="module")
def september(home: Path) -> Path:
    return published(home, SEPTEMBER)


@pytest.fixture(scope="module")
def october(home: Path, september: Path) -> Path:
    assert september
    return published(home, OCTOBER)


def test_the_month_of_the_word_is_covered_and_the_next_is_not(september: Path, october: Path) -> None:
    assert NIK in covered(september, SEPTEMBER)
    assert covered(october, OCTOBER) == {row.split(",")[1] for row in LIVING}
    log = read(october, "reason_log").filter(pl.col("severity") == "reject")
    assert set(log.select("code", "column", "original").rows()) == {
        ("DEATH_ON_RECORD", "nik", "Menurut daftar kantor bulan 09-2023: meninggal, tanpa tanggal.")
    }


def test_the_steward_is_asked_whether_the_person_lives(october: Path) -> None:
    asked = read(october, "open_questions").filter(pl.col("code") == "DEATH_ON_RECORD")
    assert set(asked.select("question", "nik").rows()) == {("set_aside", NIK)}


@pytest.mark.parametrize("which", ["september", "october"])
def test_the_heirs_are_looked_for(which: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(which)
    (owed,) = read(folder, "unclaimed_deaths").rows(named=True)
    worker = read(folder, "deaths")["worker_id"].item()
    assert (owed["nik"], owed["worker_id"], owed["told_by"]) == (NIK, worker, "roster")
    assert (owed["covered_in"].isoformat(), owed["owed_rp"], owed["lapses_on"].isoformat()) == (
        "2023-09-01", 42_000_000, "2028-09-01",
    )  # fmt: skip


def test_the_living_get_their_cover_back(home: Path, october: Path, tmp_path: Path) -> None:
    ruled = tmp_path / "home"
    assert october
    shutil.copytree(home, ruled, symlinks=True)
    (ruled / "raw" / "decisions").mkdir()
    pl.DataFrame([RULING], schema=dict.fromkeys(HEADINGS, pl.String)).write_csv(ruled / "raw/decisions/a.csv")
    folder = published(ruled, OCTOBER)
    assert NIK in covered(folder, OCTOBER)
    assert read(folder, "decisions")["status"].to_list() == ["applied"]
    assert read(folder, "deaths").is_empty()
    assert read(folder, "unclaimed_deaths").is_empty()
