"""What changed since the month before: who joined, who left and why, who moved, who took whose place."""

from datetime import date

import polars as pl

from flows.night import Night
from flows.programme.cover.changes import month_changes
from flows.programme.cover.corrected import under_new_niks
from flows.programme.cover.leaving import told_by_deaths, told_by_rows, told_by_rulings, told_by_silence
from flows.programme.cover.substitutions import substitutions
from flows.publishing.parquet import read_table
from flows.tasks.steps import step
from schemas.tables import TABLES

_BEFORE = (
    "worker_id", "regency_code", "segment", "funding_source", "kecamatan_code", "desa_code", "contribution_rp",
    "sender", "nik",
)  # fmt: skip
"""What is looked at in the workers covered the month before."""


@step("tell what changed")
def tell_changes(night: Night) -> int:
    """The changes since the month before, and who took whose place. Returns changes told."""
    covered = night.load("tables/workers")
    corrected = night.load("corrected").join(covered, on="worker_id", how="semi")
    before = read_table(night.previous, TABLES["workers"], night.month_before, _BEFORE)
    before = under_new_niks(before, corrected)
    changes = month_changes(before, covered, night.first_day, _told(night, before), corrected)
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
        ),
    )
    return changes.height


def _told(night: Night, before: pl.DataFrame) -> pl.DataFrame:
    """`worker_id` and `why` of workers covered before, as far as tonight says it: several rows a worker, or none."""
    refused = night.load("tables/reason_log").filter(pl.col("severity") == "reject")
    rows = pl.concat([night.load(name, ("row_id", "nik")) for name in ("set_aside", "accepted")])
    of_niks = pl.concat(
        [told_by_rows(refused.join(rows, on="row_id")), told_by_rulings(night.load("tables/decisions"))]
    )
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
