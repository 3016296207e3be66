"""The programme's accounts: what the month costs, where the year stands, and what was billed and paid for it."""

import polars as pl

from flows.night import Night
from flows.programme.money.budget import add_up, budget_position
from flows.programme.money.four_facts import four_facts
from flows.programme.money.workforce_share import workforce_share
from flows.publishing.parquet import with_other_months
from flows.tasks.ledger import ledger
from flows.tasks.steps import step
from schemas.tables import TABLES

_PURSE = ("month", "worker_id", "regency_code", "funding_source")
"""What tells from which purse a worker was covered."""


@step("keep the accounts", counts="workers")
def keep_accounts(night: Night) -> int:
    """Totals and position of the money, the four facts of each month, coverage. Returns workers covered."""
    adjustments, bills, payments = (night.load(f"tables/{name}") for name in ("adjustments", "bills", "payments"))
    totals = add_up(night.load("totals"))
    of_all_months = with_other_months(night.previous, TABLES["budget_totals"], night.first_day, totals)
    billed = ledger(night, _PURSE, pl.col("month").is_in(bills["month"].unique().implode()))
    night.keep("budget_totals", totals)
    night.keep("budget_position", budget_position(of_all_months, adjustments))
    night.keep("contributions", four_facts(of_all_months, adjustments, bills, payments, billed))
    night.keep("coverage", workforce_share(of_all_months))
    return int(totals["workers"].sum())
