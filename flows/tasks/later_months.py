"""The later months of the snapshot, where tonight's month is an older one: they follow on from what it is now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from flows.night import Night
from flows.programme.cover.follow_on import changes_anew, streaks_anew, substitutions_anew
from flows.programme.cover.substitutions import NEWCOMER
from flows.publishing.parquet import read_table, scan_files, scan_table, table_files, table_path, write_table
from schemas.tables import TABLES

_STREAK = ("worker_id", "months_in_a_row", "full_death_benefit")
_MOVED = ("worker_id", "regency_code", "segment", "kecamatan_code", "desa_code", "contribution_rp")


@dataclass(frozen=True)
class Later:
    """The `month` after tonight's, which is published already, beside tonight's as it is now: its `changes` and its
    `substitutions`, told anew."""

    month: date
    changes: pl.DataFrame
    substitutions: pl.DataFrame

    def of(self, table: str) -> pl.DataFrame | None:
        """The month's rows of a table; None of one that is not told anew."""
        return {"changes": self.changes, "substitutions": self.substitutions}.get(table)


def told_anew(night: Night) -> Later | None:
    """What follows for the month after tonight's; None where it is not published."""
    month = next(_months_after(night), None)
    if month is None:
        return None
    part, of_it = f"{month:%Y-%m}", pl.col("month") == month
    published = read_table(night.previous, TABLES["changes"], where=of_it)
    after = read_table(night.previous, TABLES["workers"], part, _MOVED)
    changes = changes_anew(after, night.load("tables/workers", _MOVED), published, month)
    columns = tuple(dict.fromkeys((*NEWCOMER, *_STREAK)))
    known = [name for name in columns if name != "received"]
    received = read_table(night.previous, TABLES["received_files"], where=of_it)
    covered = read_table(night.previous, TABLES["workers"], part, (*known, "source_file")).join(
        received.select("source_file", received="first_seen"), on="source_file", how="left"
    )
    queue = night.load("tables/waiting_list").filter(pl.col("month") == night.first_day)
    anew = substitutions_anew(covered, night.load("tables/workers", known), changes, queue, month)
    return Later(month, changes, anew)


def restage_streaks(night: Night, later: Later | None) -> None:
    """The parts of later months staged anew, as far as their streaks are others now; the rest is left to be carried.

    A month whose streaks stay as they were ends it, for those after it depend on nothing else.
    """
    before = night.load("tables/workers", _STREAK)
    for month in _months_after(night):
        told = read_table(night.previous, TABLES["changes"], where=pl.col("month") == month)
        if later and month == later.month:
            told = later.changes
        if not _restaged(night, month, before, told):
            return
        before = read_table(night.staging, TABLES["workers"], f"{month:%Y-%m}", _STREAK)


def _restaged(night: Night, month: date, before: pl.DataFrame, told: pl.DataFrame) -> bool:
    """Whether any streak of the month is another one now; then all its parts are staged, part by part."""
    scan = scan_table(night.previous, TABLES["workers"], f"{month:%Y-%m}")
    if streaks_anew(scan.select(_STREAK).collect(), before, told, month) is None:
        return False
    for number, part in enumerate(table_files(night.previous, TABLES["workers"], f"{month:%Y-%m}")):
        workers = scan_files(TABLES["workers"], [part]).collect()
        anew = streaks_anew(workers, before, told, month)
        for name in ("workers", "covered_workers"):
            table = TABLES[name]
            path = table_path(night.staging, table, f"{month:%Y-%m}", number)
            write_table(table, (workers if anew is None else anew).select(table.columns), path)
    return True


def _months_after(night: Night) -> Iterator[date]:
    """The months that follow tonight's without a gap in the previous snapshot, as their first days."""
    month = night.first_day
    while True:
        month = (month + timedelta(days=31)).replace(day=1)
        if not table_files(night.previous, TABLES["workers"], f"{month:%Y-%m}"):
            return
        yield month
