"""The months after the launch month: what the offices send again, and the true ledger."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from flows.demo import DemoHistory, DemoMonth, write_history
from flows.demo.history import ledger as true_ledger
from flows.demo.history.quotas import limit, priority
from flows.demo.offices import population
from schemas.tables.changes import LEAVING
from tests.unit.demo.fingerprints import fingerprint

MONTHS = 6


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder half a year is written to."""
    return tmp_path_factory.mktemp("history")


@pytest.fixture(scope="module")
def history(home: Path) -> DemoHistory:
    """Half a year of 1,000 workers."""
    return write_history(home, MONTHS, workers=1000)


@pytest.fixture(scope="module")
def ledger(history: DemoHistory) -> pl.DataFrame:
    """The true ledger."""
    return pl.read_parquet(history.truth / "truth_ledger.parquet")


def _of(ledger: pl.DataFrame, month: str, status: str) -> set[str]:
    return set(ledger.filter(pl.col("month") == date.fromisoformat(f"{month}-01"), pl.col("status") == status)["nik"])


def test_the_first_month_is_the_launch_month_byte_for_byte(
    raw: Path, month: DemoMonth, home: Path, history: DemoHistory
) -> None:
    launch = {name: seen for name, seen in fingerprint(home).items() if name.startswith("rosters/2023-09/")}
    assert launch == fingerprint(raw)
    for table in ("truth_rows", "truth_people", "truth_files", "truth_pairs", "truth_totals"):
        one, two = month.truth / f"{table}.parquet", history.truth / "2023-09" / f"{table}.parquet"
        assert one.read_bytes() == two.read_bytes(), table


def test_a_longer_history_begins_with_the_shorter_one(
    home: Path, history: DemoHistory, ledger: pl.DataFrame, tmp_path: Path
) -> None:
    short = write_history(tmp_path, 3, workers=history.workers)
    both = fingerprint(home)
    assert fingerprint(tmp_path).items() <= both.items()
    assert {name.split("/")[1] for name in both if name.startswith("rosters/")} == set(history.months)
    months = pl.col("month") <= date(2023, 11, 1)
    assert pl.read_parquet(short.truth / "truth_ledger.parquet").equals(ledger.filter(months))


def test_the_ledger_has_a_person_once_a_month(ledger: pl.DataFrame) -> None:
    assert ledger.select("month", "nik").is_unique().all()
    assert set(ledger["why"].drop_nulls()) <= {*LEAVING, "corrected_nik"}


def test_every_way_to_leave_occurs(ledger: pl.DataFrame) -> None:
    whys = set(ledger.filter(pl.col("status") == "out")["why"].drop_nulls())
    assert whys == {
        "deceased", "moved", "age", "employed", "term_ended", "resigned", "replaced", "list_expired",
        "no_longer_sent", "corrected_nik",
    }  # fmt: skip


def test_the_dead_stay_out(ledger: pl.DataFrame) -> None:
    died = ledger.filter(pl.col("why") == "deceased").select("nik", died="month")
    after = ledger.join(died, on="nik").filter(pl.col("month") >= pl.col("died"))
    assert died.height >= MONTHS - 1
    assert set(after["status"]) == {"out"}


def test_the_people_of_a_list_that_ran_out_come_back_with_it(ledger: pl.DataFrame) -> None:
    expired = set(ledger.filter(pl.col("why") == "list_expired")["nik"])
    assert expired <= _of(ledger, "2023-12", "covered")
    assert expired <= _of(ledger, "2024-01", "out")


def test_some_are_left_out_for_one_month(ledger: pl.DataFrame) -> None:
    back = ledger.sort("month").group_by("nik", maintain_order=True).agg(pl.col("status").str.head(1).str.join(""))
    assert back.filter(pl.col("status").str.contains("co{1}c")).height >= 2


def test_places_are_filled_again(ledger: pl.DataFrame) -> None:
    held = ledger.filter(pl.col("status") == "covered", pl.col("month").dt.year() == 2023)
    for (month,), people in held.group_by("month"):
        assert people.height == pytest.approx(1000, abs=6), month


def test_whoever_asks_beyond_the_quota_waits_for_a_free_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The quota of the full size, in proportion: at 1,000 workers the declared one never binds."""
    monkeypatch.setattr(true_ledger, "limit", lambda segment, _: population(1000)[segment])
    written = write_history(tmp_path, 3, workers=1000)
    ledger = pl.read_parquet(written.truth / "truth_ledger.parquet")
    waiting = ledger.filter(pl.col("status") == "waiting")
    assert set(waiting["why"]) == {"over_quota"}
    assert _of(ledger, "2023-10", "waiting") <= _of(ledger, "2023-11", "covered")
    assert len(_of(ledger, "2023-10", "covered")) == 1000


def test_a_year_has_its_funded_months() -> None:
    assert limit("pekerja_rentan", date(2023, 9, 1)) == 27_500
    assert limit("pekerja_rentan", date(2024, 9, 1)) == 0
    assert limit("pekerja_rentan", date(2024, 10, 1)) == 35_750
    assert limit("non_asn", date(2024, 9, 1)) is None


def test_tobacco_goes_first() -> None:
    assert priority("Petani tembakau") < priority("KULI BANGUNAN") < priority("dukun bayi") == priority(None)


def test_a_history_needs_a_month(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="months must be 1 or more, not 0"):
        write_history(tmp_path, 0)


def test_nothing_received_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "rosters" / "2023-10" / "bpbd").mkdir(parents=True)
    with pytest.raises(FileExistsError, match="2023-10 already holds rosters"):
        write_history(tmp_path, 2, workers=1000)
    assert not (tmp_path / "rosters" / "2023-09").exists()
