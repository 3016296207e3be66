"""What changed since the month before: who joined, who left, who moved."""

from flows.night import Night
from flows.programme.changes import month_changes
from flows.publishing.parquet import read_table
from flows.tasks.steps import step
from schemas.tables import TABLES


@step("tell what changed")
def tell_changes(night: Night) -> int:
    """The changes since the month before. Returns changes told."""
    before = read_table(night.previous, TABLES["covered_workers"], night.month_before)
    changes = month_changes(before, night.load("tables/workers"), night.first_day)
    night.keep("changes", changes)
    return changes.height
