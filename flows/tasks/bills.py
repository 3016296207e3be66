"""The bills beside the ledger."""

import polars as pl

from flows.night import Night
from flows.programme.answers.billed_persons import WORKER
from flows.programme.answers.reconciliation import reconcile
from flows.publishing.parquet import read_table, with_other_months
from flows.tasks.steps import step
from schemas.tables import TABLES


@step("reconcile the bills")
def reconcile_bills(night: Night) -> int:
    """Every bill beside the ledger of its month. Returns findings."""
    bills = night.load("tables/bills")
    if bills.is_empty():
        return 0
    members, deaths = night.load("tables/members"), night.load("tables/deaths")
    findings = reconcile(bills, _ledger(night), members, deaths, niks_corrected(night))
    night.keep("reconciliation", findings)
    return findings.height


def _ledger(night: Night) -> pl.DataFrame:
    """The covered workers of every month: tonight's, and those of the previous snapshot."""
    others = read_table(night.previous, TABLES["workers"], columns=WORKER).filter(pl.col("month") != night.first_day)
    return pl.concat([others, night.load("tables/workers").select(others.columns)])


def niks_corrected(night: Night) -> pl.DataFrame:
    """Workers whose NIK was corrected, in any month: their former id and the present one."""
    changes = with_other_months(night.previous, TABLES["changes"], night.first_day, night.load("tables/changes"))
    corrected = changes.filter(pl.col("kind") == "corrected_nik")
    return corrected.select(former_worker_id="before", worker_id="after")
