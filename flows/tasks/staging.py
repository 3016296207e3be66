"""The tables of the snapshot, staged."""

from collections.abc import Sequence
from datetime import date

from flows.intake.data_rows import summed_ignored
from flows.night import Night
from flows.publishing.staged import Staged, carry_parts, other_months, stage_all
from flows.review.balance import (
    check_balance,
    files_received,
    row_counts,
    senders_heard,
    with_regencies,
)
from flows.review.noted import noted_rows
from flows.review.scores import with_scores
from flows.tasks.later_months import Later, restage_streaks, told_anew
from flows.tasks.steps import step
from schemas.tables import TABLES
from schemas.tables.table import Table

_OF_ALL_MONTHS = ("budget_totals", "changes", "received_files", "senders", "substitutions", "waiting_list")
"""Tables that hold every month: tonight's rows take the place of the month's, beside those of the other months."""
_TWINS = {"workers": ("workers", "covered_workers")}
"""Both tables of workers stand in one order: their rows are sorted once."""
_LARGEST_FIRST = ("workers", "rows", "reason_log", "duplicates", "waiting_list", "changes")


@step("stage the tables", counts="tables")
def stage_tables(night: Night) -> int:
    """Every table of the snapshot, written and checked against its contract. Returns tables staged."""
    _keep_balance(night)
    later = told_anew(night)
    names = [*_LARGEST_FIRST, *(name for name in TABLES if name not in _LARGEST_FIRST)]
    staged = [_staged(night, TABLES[name], later) for name in names if name != "covered_workers"]
    stage_all(night.staging, night.month, staged)
    restage_streaks(night, later)
    carry_parts(night.previous, night.staging, night.month)
    return len(TABLES)


def _staged(night: Night, table: Table, later: Later | None) -> Staged:
    """The table's rows: those of the other months where it has them, tonight's, and those told anew of the next."""
    tonight = night.scan_parts(f"tables/{table.name}")
    tables = [TABLES[name] for name in _TWINS.get(table.name, (table.name,))]
    if table.name not in _OF_ALL_MONTHS:
        return Staged(tables, tonight)
    anew = later.of(table.name) if later else None
    months: Sequence[date] = (night.first_day, *([later.month] if later and anew is not None else ()))
    others = other_months(night.previous, table, months)
    return Staged(tables, [*others, *tonight, *([] if anew is None else [anew.lazy()])])


def _keep_balance(night: Night) -> None:
    """What became of every row and file, and how each sender stands."""
    counts = row_counts(night.scan("tables/rows"))
    check_balance(counts, night.load("rows_received"))
    read = night.load("files")
    noted = noted_rows(night.scan("tables/reason_log"), night.scan("tables/duplicates"), read)
    ignored = summed_ignored(night.load("ignored"))
    files = files_received(read.join(ignored, on="source_file", how="left"), counts)
    expected = [name for name, sender in night.senders.items() if sender.expected]
    heard = with_regencies(senders_heard(files, counts, noted, expected), night.senders)
    night.keep("senders", with_scores(heard, files, noted, night.load("sender_sums")))
    night.keep("received_files", files)
