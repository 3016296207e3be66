"""The programme's accounts: what the month costs, where the year stands, what changed."""

from flows.night import Night
from flows.programme.budget import budget_position, budget_totals
from flows.programme.changes import month_changes
from flows.publishing.parquet import read_table, with_other_months
from flows.tasks.steps import step
from schemas.tables import TABLES


@step("keep the accounts")
def keep_accounts(night: Night) -> int:
    """Totals and position of the money, and what changed since the month before. Returns workers covered."""
    covered = night.load("tables/workers")
    before = read_table(night.previous, TABLES["covered_workers"], night.month_before)
    totals = budget_totals(covered)
    of_all_months = with_other_months(night.previous, TABLES["budget_totals"], night.first_day, totals)
    night.keep("budget_totals", totals)
    night.keep("budget_position", budget_position(of_all_months))
    night.keep("changes", month_changes(before, covered, night.first_day))
    return covered.height
