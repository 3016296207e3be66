"""The trail of nights, read back from the snapshots that are still there."""

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from flows.publishing.parquet import table_path, write_table
from flows.publishing.snapshot import write_manifest
from flows.publishing.trail import trailing_nights
from schemas.tables import TABLES
from schemas.tables.trail import TRAIL

FIRST = datetime(2023, 9, 12, 18, tzinfo=UTC)


def published(curated: Path, number: int, previous: int | None = None, **changes: Any) -> Path:
    """A snapshot with all that the trail reads, thirty senders and two months of them."""
    folder = curated / "snapshots" / f"r{number:02d}"
    folder.mkdir(parents=True)
    write_manifest(folder, {
        "run_id": folder.name, "month": "2023-09", "started": (FIRST + timedelta(days=number)).isoformat(),
        "previous": None if previous is None else f"r{previous:02d}",
        "balance": {"rows_read": 10 * number, "covered": 7, "waiting": 0, "duplicate": 2, "rejected": 1},
        "segments": [{"segment": "bpd", "label": "BPD", "workers": number, "contribution_rp": 1}],
        **changes,
    })  # fmt: skip
    sent = [
        {"month": month, "sender": f"office-{office}", "files": 1, "carried_forward": False, "missing": False,
         "rows_read": number + office, "covered": 3, "waiting": 0, "duplicate": 2, "rejected": 1, "with_advice": 0,
         "score": 90.5}
        for month in (date(2023, 8, 1), date(2023, 9, 1)) for office in range(30)
    ]  # fmt: skip
    table = TABLES["senders"]
    write_table(table, pl.DataFrame(sent, schema=table.dtypes), table_path(folder, table, "2023-09"))
    return folder


def chain(curated: Path, nights: int) -> Path:
    folders = [published(curated, number, number - 1 if number else None) for number in range(nights)]
    return folders[-1]


def runs(trail: pl.DataFrame) -> list[str]:
    return trail["run_id"].unique(maintain_order=True).to_list()


def test_before_the_first_night_the_trail_is_empty(tmp_path: Path) -> None:
    trail = trailing_nights(tmp_path, None)
    assert (trail.schema, trail.height) == (TRAIL, 0)


def test_nights_come_oldest_first_up_to_the_one_continued(tmp_path: Path) -> None:
    assert runs(trailing_nights(tmp_path, chain(tmp_path, 4))) == ["r00", "r01", "r02", "r03"]


def test_only_the_newest_nights_count(tmp_path: Path) -> None:
    assert runs(trailing_nights(tmp_path, chain(tmp_path, 5), nights=2)) == ["r03", "r04"]


def test_a_trail_ends_where_old_snapshots_were_removed(tmp_path: Path) -> None:
    newest = chain(tmp_path, 4)
    shutil.rmtree(tmp_path / "snapshots" / "r01")
    assert runs(trailing_nights(tmp_path, newest)) == ["r02", "r03"]


def test_after_a_rollback_the_nights_rolled_back_are_not_in_it(tmp_path: Path) -> None:
    chain(tmp_path, 3)
    onwards = published(tmp_path, 9, previous=0)
    assert runs(trailing_nights(tmp_path, onwards)) == ["r00", "r09"]


def test_the_snapshot_that_closed_a_month_is_no_night(tmp_path: Path) -> None:
    chain(tmp_path, 2)
    published(tmp_path, 2, previous=1, closed={"month": "2023-09"})
    newest = published(tmp_path, 3, previous=2)
    assert runs(trailing_nights(tmp_path, newest, nights=2)) == ["r01", "r03"]


def test_a_night_is_told_whole_by_segment_and_by_sender(tmp_path: Path) -> None:
    trail = trailing_nights(tmp_path, published(tmp_path, 5))
    assert trail.schema == TRAIL
    assert trail["scope"].to_list() == ["night", "segment", *["sender"] * 30]
    facts = ("scope", "name", "rows_read", "covered", "duplicate", "rejected", "score")
    assert trail.select(facts).head(3).rows() == [
        ("night", None, 50, 7, 2, 1, None),
        ("segment", "bpd", None, 5, None, None, None),
        ("sender", "office-0", 5, 3, 2, 1, 90.5),
    ]
    assert trail.select("run_id", "started", "month").unique().rows() == [
        ("r05", FIRST + timedelta(days=5), date(2023, 9, 1))
    ]


def test_a_month_without_senders_is_told_by_night_and_segment(tmp_path: Path) -> None:
    assert trailing_nights(tmp_path, published(tmp_path, 1, month="2023-10"))["scope"].to_list() == ["night", "segment"]
