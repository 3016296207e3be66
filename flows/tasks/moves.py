"""What changed since the month before: who joined, who left and why, who moved, who took whose place."""

from datetime import date

import polars as pl

from flows.night import Night
from flows.programme.cover.changes import changes_between
from flows.programme.cover.leaving import told_by_deaths, told_by_rows, told_by_rulings, told_by_silence
from flows.programme.cover.quotas import GROUP
from flows.programme.cover.substitutions import substitutions
from flows.publishing.parquet import read_table
from flows.tasks.steps import step
from schemas.tables import TABLES
from schemas.tables.changes import CHANGES


@step("tell what changed", counts="changes")
def tell_changes(night: Night) -> int:
    """The changes since the month before, and who took whose place. Returns changes told."""
    before, covered = night.load("changed_before"), night.load("changed")
    filled = night.load("places_before").group_by(GROUP).agg(pl.col("filled").sum())
    # Who waits is not covered under the corrected NIK either.
    corrected = night.load("corrected").join(night.load("tables/waiting_list"), on="worker_id", how="anti")
    changes = CHANGES.empty()
    if filled.height:
        changes = changes_between(before, covered, night.first_day, _told(night, before), corrected)
    received = night.load("files").select("source_file", received="first_seen")
    waited = read_table(night.previous, TABLES["waiting_list"], columns=("month", "worker_id", "position"))
    night.keep("changes", changes)
    night.keep(
        "substitutions",
        substitutions(
            before,
            covered.join(received, on="source_file", how="left"),
            changes.filter(pl.col("kind") == "left"),
            waited.filter(pl.col("month") == date.fromisoformat(f"{night.month_before}-01")),
            night.first_day,
            filled,
        ),
    )
    return changes.height


def _told(night: Night, before: pl.DataFrame) -> pl.DataFrame:
    """`worker_id` and `why` of workers covered before, as far as tonight says it: several rows a worker, or none."""
    refused = night.scan("tables/reason_log").filter(pl.col("severity") == "reject").collect()
    set_aside = refused.join(night.load("set_aside", ("row_id", "nik")), on="row_id")
    of_niks = pl.concat([told_by_rows(set_aside), told_by_rulings(night.load("tables/decisions"))])
    # Who waits under a corrected NIK has left under the former one.
    pairs = night.load("corrected")
    former = pl.col("worker_id").replace(pairs["worker_id"], pairs["former_worker_id"])
    waiting = night.load("tables/waiting_list", ("worker_id", "why")).with_columns(former)
    heard = night.load("files").filter(pl.col("status") != "set_aside")["sender"].unique()
    return pl.concat([
        before.select("worker_id", "nik").join(of_niks, on="nik").select("worker_id", "why"),
        waiting,
        told_by_deaths(night.load("tables/deaths"), waiting),
        told_by_silence(before, heard),
    ])  # fmt: skip
