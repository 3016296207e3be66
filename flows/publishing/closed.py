"""Months closed by decree: which they are, and that what a snapshot holds of them is still what was closed."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from flows.files import file_sha256
from flows.publishing.parquet import read_table, scan_table, table_files
from flows.publishing.snapshot import CuratedUnusable
from schemas.tables.closed_months import CLOSED_MONTHS
from schemas.tables.covered_workers import COVERED_WORKERS
from schemas.tables.received_files import COUNTED, RECEIVED_FILES
from schemas.tables.table import Table
from schemas.tables.workers import WORKERS

FROZEN = (COVERED_WORKERS, WORKERS)
"""The tables whose parts of a closed month are carried from snapshot to snapshot, byte for byte."""


class MonthClosed(Exception):  # noqa: N818 - an outcome the operator must act on
    """The month can have no night any more; the message says by which decree, and what to do instead."""


def closed_months(folder: Path | None) -> pl.DataFrame:
    """The `closed_months` of a snapshot, oldest first."""
    return read_table(folder, CLOSED_MONTHS).sort("month")


def open_months(months: Sequence[str], closed: pl.DataFrame) -> list[str]:
    """Those of the months (YYYY-MM) that can still have a night.

    Closed months are always the oldest: a month before them that was never published would come too late, for their
    streaks would have to follow.

    Raises:
        MonthClosed: there is none.
    """
    still_open = [month for month in months if not _closed_by(month, closed)]
    if not still_open:
        raise MonthClosed(
            f"{_closed_by(months[-1], closed)}; no list of a later month is received: put it into raw/rosters/"
        )
    return still_open


def check_open(month: str, closed: pl.DataFrame) -> None:
    """Nothing, where the month can have a night.

    Raises:
        MonthClosed: it is closed, or older than a month that is.
    """
    if told := _closed_by(month, closed):
        raise MonthClosed(f"{told}; a correction of it is booked by the night of a later month: run that one")


def check_unchanged(folder: Path | None, closed: pl.DataFrame) -> None:
    """Nothing, where the parts of every closed month in the snapshot are those that were closed.

    Raises:
        CuratedUnusable: one of them is another file by now, or gone.
    """
    for line, table in changed_parts(folder, closed):
        raise CuratedUnusable(
            f"{line['month']:%Y-%m} is closed by {line['decree']}, but its part of {table.name} is not the one"
            f" that was closed: point latest back at a snapshot that still has it"
        )


def changed_parts(folder: Path | None, closed: pl.DataFrame) -> Iterator[tuple[dict[str, Any], Table]]:
    """The parts of closed months in the snapshot that are not those that were closed: the month's row, the table."""
    for line in closed.iter_rows(named=True):
        for table in FROZEN:
            if part_sha256(folder, table, line["month"]) != line[f"{table.name}_sha256"]:
                yield line, table


def check_not_rolled_back(curated: Path, month: str) -> None:
    """Nothing, where no snapshot that is still there closed the month, which `latest` has open.

    Raises:
        MonthClosed: one did, and `latest` does not continue it: it was rolled back to before the closing.
    """
    for path in sorted(curated.glob(f"snapshots/*/{CLOSED_MONTHS.zone}/{CLOSED_MONTHS.name}.parquet")):
        if told := _closed_by(month, closed_months(path.parents[1])):
            raise MonthClosed(
                f"{told} in snapshots/{path.parents[1].name}, which latest does not continue: point latest at it, or"
                f" take that snapshot away if the closing is void"
            )


def part_sha256(folder: Path | None, table: Table, month: date) -> str | None:
    """The SHA-256 of a month of a partitioned table; None where the snapshot has nothing of it.

    That of its file; where a large month has several, that of their SHA-256s in the order of the alphabet, a line feed
    between two: so a month is the same however its files are named.
    """
    hashes = sorted(file_sha256(path) for path in table_files(folder, table, f"{month:%Y-%m}"))
    if len(hashes) > 1:
        return hashlib.sha256("\n".join(hashes).encode()).hexdigest()
    return hashes[0] if hashes else None


def lists_sha256(hashes: Iterable[str]) -> str:
    """One SHA-256 over those of a month's lists, whatever their order, names and copies."""
    return hashlib.sha256("\n".join(sorted(set(hashes))).encode()).hexdigest()


def closing(folder: Path, month: date, decree: str, by: str, at: datetime) -> pl.DataFrame:
    """The row of `closed_months` that closes the month as the snapshot has it.

    The lists that counted are those read, or carried forward, mended return workbooks among them.
    """
    covered = scan_table(folder, COVERED_WORKERS, f"{month:%Y-%m}").select(
        workers=pl.len(), contribution_rp=pl.col("contribution_rp").sum()
    )
    received = read_table(folder, RECEIVED_FILES, columns=("month", "status", "file_sha256"))
    counted = received.filter(pl.col("month") == month, pl.col("status").is_in(COUNTED))["file_sha256"].drop_nulls()
    row = {
        "month": month,
        "decree": decree,
        "closed_by": by,
        "closed_at": at,
        **covered.collect(engine="streaming").row(0, named=True),
        "received_sha256": lists_sha256(counted),
        **{f"{table.name}_sha256": part_sha256(folder, table, month) for table in FROZEN},
    }
    return CLOSED_MONTHS.arrange(pl.DataFrame([row]))


def _closed_by(month: str, closed: pl.DataFrame) -> str:
    """By which decree the month is closed, in words; empty where it is open."""
    if closed.is_empty() or month > f"{closed['month'][-1]:%Y-%m}":
        return ""
    for line in closed.iter_rows(named=True):
        if f"{line['month']:%Y-%m}" == month:
            return f"{month} is closed by {line['decree']}"
    last = closed.row(-1, named=True)
    return f"{month} lies before {last['month']:%Y-%m}, which is closed by {last['decree']}"
