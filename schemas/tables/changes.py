"""What changed between the month before and this month. The first month of all has no changes."""

from schemas.tables.table import Table, one_of

CHANGES = Table(
    name="changes",
    zone="analyst",
    description="What changed between the month before and this month. The first month of all has no changes.",
    columns=("month", "worker_id", "kind", "before", "after"),
    grain=("month", "worker_id", "kind"),
    order=("month", "kind", "worker_id"),
    nullable=("before", "after"),
    checks={"kind": [one_of("joined", "left", "moved_segment", "moved_place", "changed_rate")]},
)
