"""The programme's accounts: what the month costs, and where the year stands."""

from flows.night import Night
from flows.programme.budget import budget_position, budget_totals
from flows.publishing.parquet import with_other_months
from flows.tasks.steps import step
from schemas.tables import TABLES


@step("keep the accounts")
def keep_accounts(night: Night) -> int:
    """Totals and position of the money. Returns workers covered."""
    covered = night.load("tables/workers")
    totals = budget_totals(covered)
    of_all_months = with_other_months(night.previous, TABLES["budget_totals"], night.first_day, totals)
    night.keep("budget_totals", totals)
    night.keep("budget_position", budget_position(of_all_months))
    return covered.height
