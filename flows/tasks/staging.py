"""The tables of the snapshot, staged."""

import polars as pl

from flows.night import Night
from flows.publishing.parquet import carry_parts, with_other_months, write_tables
from flows.review.balance import (
    check_balance,
    files_received,
    rows_by_sender,
    rows_with_advice,
    senders_heard,
    status_counts,
)
from flows.review.scores import faulty_rows, with_scores
from flows.tasks.later_months import (
    changes_of_the_next_month,
    restage_streaks,
    substitutions_of_the_next_month,
)
from flows.tasks.steps import step
from schemas.tables import TABLES

_OF_ALL_MONTHS = ("budget_totals", "changes", "received_files", "senders", "substitutions", "waiting_list")
"""Tables that hold every month: tonight's rows take the place of the month's, beside those of the other months."""


@step("stage the tables")
def stage_tables(night: Night) -> int:
    """Every table of the snapshot, written and checked against its contract. Returns tables staged."""
    _keep_balance(night)
    kept = {name: night.load(f"tables/{name}") for name in night.kept()}
    for name in _OF_ALL_MONTHS:
        kept[name] = with_other_months(night.previous, TABLES[name], night.first_day, kept[name])
    kept["changes"] = changes_of_the_next_month(night, kept["changes"])
    kept["substitutions"] = substitutions_of_the_next_month(night, kept)
    arranged = {name: table.arrange(kept.get(name, table.empty())) for name, table in TABLES.items()}
    # Both tables of workers stand in one order: sorting a million of them once is enough.
    arranged["covered_workers"] = arranged["workers"].select(TABLES["covered_workers"].columns)
    write_tables(night.staging, night.month, arranged)
    restage_streaks(night, arranged["changes"])
    carry_parts(night.previous, night.staging, night.month)
    return len(arranged)


def _keep_balance(night: Night) -> None:
    """What became of every row and file, and how each sender stands."""
    counts = status_counts(night.scan("tables/rows"))
    check_balance(night.load("received"), counts)
    files = files_received(night.load("files").join(_ignored(night), on="source_file", how="left"), counts)
    log = night.load("tables/reason_log", ("row_id", "code", "severity"))
    expected = [name for name, sender in night.senders.items() if sender.expected]
    keys = night.load("files").select("file_key", "sender")
    heard = senders_heard(files, counts, rows_with_advice(log, keys), expected)
    faulty = faulty_rows(log, night.load("tables/duplicates", ("row_id", "winner_row_id", "kind")))
    faults = rows_by_sender(faulty, keys, "faulty")
    night.keep("senders", with_scores(heard, files, faults, night.load("sender_sums")))
    night.keep("received_files", files)


def _ignored(night: Night) -> pl.DataFrame:
    """By `source_file` the rows that are no people and why, those of all batches added up."""
    each = night.load("ignored").explode("ignored_rows").unnest("ignored_rows")
    whole = each.group_by("source_file", "why").agg(pl.col("rows").sum()).sort("source_file", "why")
    return whole.group_by("source_file", maintain_order=True).agg(pl.struct("why", "rows").alias("ignored_rows"))
