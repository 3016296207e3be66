"""The later months of the snapshot, where tonight's month is an older one: they follow on from what it is now."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import polars as pl

from flows.night import Night
from flows.programme.cover.follow_on import changes_anew, streaks_anew, substitutions_anew
from flows.publishing.parquet import read_table, table_path, write_table
from schemas.tables import TABLES

_FACTS = ("worker_id", "months_in_a_row", "full_death_benefit")


def restage_streaks(night: Night, changes: pl.DataFrame) -> None:
    """The parts of later months staged anew, as far as their streaks are others now; the rest is left to be carried.

    A month whose streaks stay as they were ends it, for those after it depend on nothing else. `changes` is the table
    of all months.
    """
    before = night.load("tables/workers", _FACTS)
    for month in _months_after(night):
        told = changes.filter(pl.col("month") == month)
        workers = read_table(night.previous, TABLES["workers"], f"{month:%Y-%m}")
        anew = streaks_anew(workers, before, told, month)
        if anew is None:
            return
        for name in ("workers", "covered_workers"):
            table = TABLES[name]
            write_table(table, anew.select(table.columns), table_path(night.staging, table, f"{month:%Y-%m}"))
        before = anew


def changes_of_the_next_month(night: Night, changes: pl.DataFrame) -> pl.DataFrame:
    """`changes`, the table of all months, with those of the month after tonight's told anew, where it is published."""
    month = next(_months_after(night), None)
    if month is None:
        return changes
    of_it = pl.col("month") == month
    after = read_table(night.previous, TABLES["workers"], f"{month:%Y-%m}")
    anew = changes_anew(after, night.load("tables/workers"), changes.filter(of_it), month)
    return pl.concat([changes.filter(~of_it), anew])


def substitutions_of_the_next_month(night: Night, tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The table of all months, with the substitutions of the month after tonight's told anew, where it is published.

    `tables` are those of all months: `substitutions`, `changes` (told anew), `waiting_list` and `received_files`.
    """
    month = next(_months_after(night), None)
    if month is None:
        return tables["substitutions"]
    of_it = pl.col("month") == month
    received = tables["received_files"].filter(of_it).select("source_file", received="first_seen")
    after = read_table(night.previous, TABLES["workers"], f"{month:%Y-%m}").join(received, on="source_file", how="left")
    queue = tables["waiting_list"].filter(pl.col("month") == night.first_day)
    anew = substitutions_anew(after, night.load("tables/workers"), tables["changes"].filter(of_it), queue, month)
    return pl.concat([tables["substitutions"].filter(~of_it), anew])


def _months_after(night: Night) -> Iterator[date]:
    """The months that follow tonight's without a gap in the previous snapshot, as their first days."""
    month = night.first_day
    while True:
        month = (month + timedelta(days=31)).replace(day=1)
        path = night.previous and table_path(night.previous, TABLES["workers"], f"{month:%Y-%m}")
        if not (path and path.is_file()):
            return
        yield month
