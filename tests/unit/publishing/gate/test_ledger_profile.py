"""The ledger in numbers: closed months as they were closed, nobody covered after death, no place left free."""

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.publishing.gate.ledger_profile import ledger_profile
from flows.publishing.parquet import table_path
from schemas.tables import TABLES

AUGUST, SEPTEMBER = date(2023, 8, 1), date(2023, 9, 1)
QUOTA = 1_776  # of BPD in 2023


def staged(folder: Path, **tables: list[dict[str, Any]]) -> Path:
    """A staged night with these rows; the workers are those of September."""
    for name, rows in tables.items():
        table = TABLES[name]
        path = table_path(folder, table, "2023-09")
        path.parent.mkdir(parents=True, exist_ok=True)
        filled = [{column: row.get(column) for column in table.columns} for row in rows]
        pl.DataFrame(filled, schema=table.dtypes).write_parquet(path)
    return folder


def bpd(people: int) -> list[dict[str, Any]]:
    return [
        {"worker_id": f"w{n}", "regency_code": "35.04", "segment": "bpd", "funding_source": "ADD"}
        for n in range(people)
    ]


def closed(folder: Path, month: date) -> dict[str, Any]:
    """A closed month, by the parts of it that stand in the folder now."""
    paths = {name: table_path(folder, TABLES[name], f"{month:%Y-%m}") for name in ("covered_workers", "workers")}
    hashes = {f"{name}_sha256": hashlib.sha256(path.read_bytes()).hexdigest() for name, path in paths.items()}
    return {"month": month, "closed_at": datetime(2023, 10, 1, tzinfo=UTC), **hashes}


def test_a_closed_month_that_was_written_again_shows(tmp_path: Path) -> None:
    staged(tmp_path, workers=bpd(2), covered_workers=bpd(2))
    staged(tmp_path, closed_months=[closed(tmp_path, SEPTEMBER)])
    assert ledger_profile(tmp_path, SEPTEMBER)["closed_changed"] == 0
    staged(tmp_path, covered_workers=bpd(1))
    assert ledger_profile(tmp_path, SEPTEMBER)["closed_changed"] == 1
    table_path(tmp_path, TABLES["workers"], "2023-09").unlink()
    assert ledger_profile(tmp_path, SEPTEMBER)["closed_changed"] == 2


@pytest.mark.parametrize(
    ("worker_id", "closed_from", "counted"),
    [("w0", AUGUST, 1), ("w0", SEPTEMBER, 1), ("w0", date(2023, 10, 1), 0), ("w9", AUGUST, 0)],
)
def test_nobody_is_covered_whose_death_closed_the_cover(
    tmp_path: Path, worker_id: str, closed_from: date, counted: int
) -> None:
    known = {"worker_id": worker_id, "closed_from": closed_from}
    assert ledger_profile(staged(tmp_path, workers=bpd(2), deaths=[known]), SEPTEMBER)["covered_dead"] == counted


@pytest.mark.parametrize(
    ("covered", "why", "counted"),
    [(QUOTA, "over_quota", 0), (QUOTA - 2, "over_quota", 2), (0, "over_quota", 3), (0, "not_funded", 0)],
)
def test_nobody_waits_beside_a_free_place(tmp_path: Path, covered: int, why: str, counted: int) -> None:
    waiting = [{"month": SEPTEMBER, "regency_code": "35.04", "segment": "bpd", "funding_source": "ADD", "why": why}] * 3
    folder = staged(tmp_path, workers=bpd(covered), waiting_list=waiting)
    assert ledger_profile(folder, SEPTEMBER)["waiting_with_room"] == counted


def test_a_segment_without_a_quota_has_no_places_to_count(tmp_path: Path) -> None:
    waiting = [
        {
            "month": date(2019, 1, 1),
            "regency_code": "35.04",
            "segment": "bpd",
            "funding_source": "ADD",
            "why": "over_quota",
        }
    ]
    assert ledger_profile(staged(tmp_path, waiting_list=waiting), date(2019, 1, 1))["waiting_with_room"] == 0
