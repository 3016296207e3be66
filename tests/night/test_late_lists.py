"""Lists that come after their month was closed: what they correct is booked in the month of the night, once, and the
closed month stays as it is. The nights are real, if without Prefect."""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.closing import close
from flows.intake.reading import Reading
from flows.intake.roster import read_roster
from flows.night import Night
from flows.publishing.snapshot import latest_snapshot, read_manifest
from flows.settings import Settings
from schemas.senders.sender import Sender
from schemas.tables import TABLES
from tests.night.plain import HEADING, night, receive

SEPTEMBER, OCTOBER, NOVEMBER = "2023-09", "2023-10", "2023-11"
PEOPLE = 40
BPU, RT = 16_800, 10_800
HEADS = (
    HEADING.replace("Pekerjaan", "Jabatan")
    + "1,3504110101709001,SUPARMAN SUPARMAN,01-01-1970,L,Pulosari,Ngunut,Ketua RT\n"
    + "2,3504112003709777,SITI AMINAH,20-03-1970,L,Pulosari,Ngunut,Ketua RT\n"
)
LAST = "7,3504112812709040,PAIJO KARTO,28-12-1970,L,Pulosari,Ngunut,buruh tani\n"


@pytest.fixture(scope="module")
def september_closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """September closed, October open."""
    home = tmp_path_factory.mktemp("closed")
    send(home, OCTOBER, "dpmd", "rt rw.csv", HEADS)
    for month in (SEPTEMBER, OCTOBER):
        receive(home, PEOPLE, month)
        assert night(home, month).verdict == "published"
    shut(home, SEPTEMBER)
    return home


@pytest.fixture(scope="module")
def late_lists(september_closed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """After that, for September: the list of farm hands again without its last, and one of neighbourhood heads with one
    of the farm hands and a stranger."""
    home = tmp_path_factory.mktemp("late") / "home"
    shutil.copytree(september_closed, home, symlinks=True)
    receive(home, PEOPLE - 1, SEPTEMBER)
    send(home, SEPTEMBER, "dpmd", "rt rw.csv", HEADS)
    assert night(home, OCTOBER).verdict == "published"
    return home


@pytest.fixture
def home(late_lists: Path, tmp_path: Path) -> Path:
    shutil.copytree(late_lists, tmp_path / "home", symlinks=True)
    return tmp_path / "home"


def shut(home: Path, month: str) -> Path:
    at = datetime(2023, 12, 3, tzinfo=UTC)
    return close(home / "curated", month, decree="SK 1", by="Bu Wati", at=at, run_id=f"{at:%Y%m%dT%H%M%SZ}-{month}")


def send(home: Path, month: str, sender: str, name: str, text: str) -> None:
    folder = home / "raw" / "rosters" / month / sender
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)


def latest(home: Path) -> Path:
    folder = latest_snapshot(home / "curated")
    assert folder is not None
    return folder


def table(folder: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(folder / f"{name}.parquet")


def booked(folder: Path) -> list[tuple[Any, ...]]:
    """The adjustments, without whom they are about."""
    facts = ("month", "adjusted_month", "kind", "why", "segment", "funding_source", "contribution_rp")
    rows = table(folder, "analyst/adjustments").select(facts).sort(facts).rows()
    assert {row[1] for row in rows} <= {date(2023, 9, 1)}
    return [(f"{row[0]:%Y-%m}", *row[2:]) for row in rows]


def opened(home: Path, sender: str | None) -> tuple[Night, Callable[[Night], int]]:
    """A night of October opened, and the step that looks again at closed months."""
    from flows.tasks import hear_answers, look_again, open_night  # noqa: PLC0415

    settings = Settings(raw=home / "raw", curated=home / "curated", key_file=home / "secrets" / "payung.key")
    opened_night = open_night.fn(settings, OCTOBER, sender)
    hear_answers.fn(opened_night)
    for name in ("deaths", "decisions"):
        opened_night.keep(name, TABLES[name].empty())
    return opened_night, look_again.fn


LATE = [
    (OCTOBER, "changed", "late_list", "pekerja_rentan", "DBHCHT", -BPU),
    (OCTOBER, "changed", "late_list", "rt_rw", "ADD", RT),
    (OCTOBER, "left_out", "late_list", "rt_rw", "ADD", 0),
    (OCTOBER, "withdrawn", "late_list", "pekerja_rentan", "DBHCHT", -BPU),
]


def test_late_lists_are_booked_as_adjustments_and_as_nothing_else(september_closed: Path, late_lists: Path) -> None:
    before, after = latest(september_closed), latest(late_lists)
    assert booked(before) == []
    assert booked(after) == LATE
    changed = {
        name for name, one in read_manifest(after)["tables"].items()
        if read_manifest(before)["tables"][name]["sha256"] != one["sha256"]
    }  # fmt: skip
    assert changed - ALSO_BY_MONEY == {"analyst/adjustments.parquet"}


ALSO_BY_MONEY = {"analyst/budget_position.parquet", "analyst/contributions.parquet"}
"""What may follow from the adjustments."""


def test_jkk_and_jkm_are_adjusted_apart(late_lists: Path) -> None:
    rows = table(latest(late_lists), "analyst/adjustments").filter(pl.col("kind") == "withdrawn")
    assert rows.select("jkk_rp", "jkm_rp").rows() == [(-10_000, -6_800)]


def test_the_manifest_says_which_months_were_looked_at_again_without_a_file_name(late_lists: Path) -> None:
    manifest = read_manifest(latest(late_lists))
    (looked,) = manifest["looked_again"]
    assert (looked["month"], [one["sender"] for one in looked["late_lists"]]) == (
        SEPTEMBER,
        ["dinas-pertanian", "dpmd"],
    )
    assert "rt rw" not in str(manifest)
    said = [(one["month"], one["kind"], one["workers"], one["contribution_rp"]) for one in manifest["adjustments"]]
    assert said == [
        (SEPTEMBER, "changed", 1, RT - BPU),
        (SEPTEMBER, "left_out", 1, 0),
        (SEPTEMBER, "withdrawn", 1, -BPU),
    ]


def test_the_next_night_books_the_same_without_reading_the_lists_again(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def noting(path: Path, name: str, sender: Sender, **named: Any) -> Reading:
        read.append(name)
        return read_roster(path, name, sender, **named)

    monkeypatch.setenv("PAYUNG_CACHE_BYTES", "0")
    monkeypatch.setattr("flows.tasks.kept.read_roster", noting)
    after = night(home, OCTOBER).folder
    assert booked(after) == LATE
    assert {name.split("/")[1] for name in read} == {OCTOBER}
    assert read_manifest(after)["unchanged"]


def test_a_later_month_does_not_book_what_is_booked(home: Path) -> None:
    receive(home, PEOPLE, NOVEMBER)
    assert booked(night(home, NOVEMBER).folder) == LATE
    shut(home, OCTOBER)
    assert booked(night(home, NOVEMBER).folder) == LATE


def test_a_list_that_takes_a_correction_back_is_booked_the_other_way_round(home: Path) -> None:
    shut(home, OCTOBER)
    receive(home, PEOPLE, NOVEMBER)
    receive(home, PEOPLE, SEPTEMBER)
    assert booked(night(home, NOVEMBER).folder) == [
        *LATE, (NOVEMBER, "changed", "late_list", "pekerja_rentan", "DBHCHT", BPU)
    ]  # fmt: skip


def test_lists_that_are_put_away_correct_nothing(home: Path) -> None:
    shutil.rmtree(home / "raw" / "rosters" / SEPTEMBER)
    after = night(home, OCTOBER).folder
    assert booked(after) == LATE
    assert read_manifest(after)["unchanged"]


def test_what_one_sender_says_alone_leaves_closed_months_as_they_were_looked_at(home: Path) -> None:
    send(home, SEPTEMBER, "dishub", "ojek.csv", HEADING + LAST)
    one, look_again = opened(home, "dishub")
    assert look_again(one) == len(LATE)
    assert one.load("looked_again").to_dicts() == read_manifest(latest(home))["looked_again"]


def test_who_died_before_a_closed_month_is_withdrawn_without_a_list_being_read(home: Path) -> None:
    """Two deaths of people covered in September, one before it and one within it; lists are as they were."""
    workers = pl.read_parquet(latest(home) / "steward" / "workers" / f"month={SEPTEMBER}" / "part-0.parquet")
    who = workers.filter(pl.col("nik").is_in(["3504111101709011", "3504111201709012"])).sort("nik")
    deaths = who.select("nik", "worker_id", "name").with_columns(
        pl.Series("died_on", [date(2023, 8, 31), date(2023, 9, 2)]),
        pl.lit("dukcapil").alias("told_by"),
        pl.lit(date(2023, 10, 1)).alias("told_in"),
    )
    one, look_again = opened(home, None)
    one.keep("deaths", deaths)
    assert look_again(one) == len(LATE) + 1
    assert one.load("tables/adjustments").filter(pl.col("why") == "deceased").select(
        "worker_id", "month", "adjusted_month", "kind", "segment", "jkk_rp", "jkm_rp", "contribution_rp"
    ).rows() == [
        (who["worker_id"][0], date(2023, 10, 1), date(2023, 9, 1), "withdrawn", "pekerja_rentan", -10_000, -6_800, -BPU)
    ]  # fmt: skip


def test_lists_of_a_closed_month_put_away_before_anything_late_came(september_closed: Path, tmp_path: Path) -> None:
    """A late list of one office is compared with what that office had sent; another's, put away, is not missed."""
    home = tmp_path / "home"
    shutil.copytree(september_closed, home, symlinks=True)
    shutil.rmtree(home / "raw" / "rosters" / SEPTEMBER / "dinas-pertanian")
    send(home, SEPTEMBER, "dishub", "ojek.csv", HEADING + LAST)
    rows = booked(night(home, OCTOBER).folder)
    assert rows == [(OCTOBER, "left_out", "late_list", "pekerja_rentan", "DBHCHT", 0)]
