"""The tables of the snapshot, staged."""

import polars as pl

from flows.night import Night
from flows.publishing.parquet import carry_parts, with_other_months, write_tables
from flows.review.balance import files_received, row_statuses, senders_heard, with_regencies
from flows.review.rules import rejected
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
    log, duplicates, waiting = (night.load(f"tables/{name}") for name in ("reason_log", "duplicates", "waiting_list"))
    rows = row_statuses(
        night.load("received"), rejected(log), duplicates["row_id"], waiting["row_id"], night.load("winners")
    )
    files = files_received(night.load("files"), rows)
    expected = [name for name, sender in night.senders.items() if sender.expected]
    advised = log.filter(pl.col("severity") == "advise")["row_id"]
    heard = with_regencies(senders_heard(files, rows, advised, expected), night.senders)
    night.keep("senders", with_scores(heard, files, rows, faulty_rows(log, duplicates), night.load("sender_sums")))
    night.keep("rows", rows)
    night.keep("received_files", files)
