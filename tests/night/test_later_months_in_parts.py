"""A month run again under a later one that is published in several parts."""

import warnings
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.night import Night
from flows.publishing.parquet import read_table, table_files, table_path, write_table
from flows.publishing.staged import carry_parts
from schemas.tables import TABLES

SEPTEMBER, OCTOBER = date(2023, 9, 1), date(2023, 10, 1)
WORKERS, COVERED, CHANGES = TABLES["workers"], TABLES["covered_workers"], TABLES["changes"]


def worker_id(letter: str) -> str:
    return "w1_" + letter * 26


def workers(month: date, **months_in_a_row: int) -> pl.DataFrame:
    """Workers by a letter, with their months in a row."""
    base: dict[str, Any] = {
        "month": month, "segment": "bpd", "membership": "PU", "sex": "L", "age_band": "45-54", "sender": "dpmd",
        "regency_code": "35.04", "funding_source": "ADD", "wage_base_rp": 2_000_000, "jkk_rp": 4_800, "jkm_rp": 6_000,
        "contribution_rp": 10_800, "advice": [], "full_death_benefit": True, "name": "KARTO",
        "birth_date": date(1970, 1, 1), "source_file": "a.csv", "sheet": "", "source_row": 2,
    }  # fmt: skip
    rows = [
        {**base, "worker_id": worker_id(name), "nik": f"35041101017{ord(name):05d}", "months_in_a_row": months}
        for name, months in months_in_a_row.items()
    ]
    return WORKERS.arrange(pl.DataFrame(rows, schema=WORKERS.dtypes))


def published(folder: Path, month: date, *parts: pl.DataFrame) -> None:
    for number, part in enumerate(parts):
        for table in (WORKERS, COVERED):
            write_table(table, part.select(table.columns), table_path(folder, table, f"{month:%Y-%m}", number))


@pytest.fixture
def night(tmp_path: Path) -> Night:
    """Tonight's month is September; October is published in two parts, after a September without b."""
    previous = tmp_path / "previous"
    published(previous, SEPTEMBER, workers(SEPTEMBER, a=1))
    published(previous, OCTOBER, workers(OCTOBER, a=2, c=1), workers(OCTOBER, b=1, d=1))
    joined = [{"month": OCTOBER, "worker_id": worker_id(name), "kind": "joined", "after": "bpd"} for name in "bcd"]
    write_table(CHANGES, pl.DataFrame(joined, schema=CHANGES.dtypes), table_path(previous, CHANGES, ""))
    return Night(
        run_id="r",
        month="2023-09",
        sender=None,
        raw=tmp_path,
        curated=tmp_path,
        key_file=tmp_path,
        staging=tmp_path / "staging",
        previous=previous,
        keep_snapshots=1,
        shards=2,
        started=datetime(2023, 11, 1, tzinfo=UTC),
    )


def staged(night: Night, *tonight: pl.DataFrame) -> pl.DataFrame:
    """The changes of October told anew, once its parts are staged."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the libraries, while they are imported
        from flows.tasks.later_months import restage_streaks, told_anew  # noqa: PLC0415
    for part, frame in enumerate(tonight):
        night.keep("workers", frame, part)
    night.keep("waiting_list", TABLES["waiting_list"].empty())
    later = told_anew(night)
    restage_streaks(night, later)
    carry_parts(night.previous, night.staging, night.month)
    assert later is not None
    return later.changes


def test_streaks_follow_in_every_part(night: Night) -> None:
    changes = staged(night, workers(SEPTEMBER, a=1), workers(SEPTEMBER, b=1))
    assert len(table_files(night.staging, WORKERS, "2023-10")) == 2
    months = read_table(night.staging, COVERED, "2023-10", ("worker_id", "months_in_a_row"))
    assert {worker[-1]: streak for worker, streak in months.iter_rows()} == {"a": 2, "b": 2, "c": 1, "d": 1}
    assert sorted(worker[-1] for worker in changes["worker_id"]) == ["c", "d"]


def test_where_no_streak_is_another_the_parts_are_carried_as_they_are(night: Night) -> None:
    staged(night, workers(SEPTEMBER, a=1))
    for table in (WORKERS, COVERED):
        before = [path.read_bytes() for path in table_files(night.previous, table, "2023-10")]
        assert [path.read_bytes() for path in table_files(night.staging, table, "2023-10")] == before
