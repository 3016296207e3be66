"""What changed between the month before and this month. The first month of all has no changes."""

import polars as pl

from schemas.columns import Column
from schemas.tables.table import Table, one_of

LEAVING = (
    "deceased",
    "moved",
    "age",
    "employed",
    "term_ended",
    "resigned",
    "replaced",
    "not_funded",
    "over_quota",
    "excluded",
    "set_aside",
    "list_expired",
    "no_longer_sent",
)
"""Why a worker is not covered any more, the plainest first: what is known of the person goes before what is not.

deceased, moved (out of the regency), age (over the limit), employed (civil servant, or by an employer), term_ended (of
office), resigned: as told. replaced: another holds the post. not_funded: the funded months are over. over_quota: the
quota shrank. excluded: by a ruling. set_aside: the row has another fault. list_expired: the office has been silent too
long. no_longer_sent: the office's new list has no such person.
"""

CHANGES = Table(
    name="changes",
    zone="analyst",
    description="What changed between the month before and this month. The first month of all has no changes.",
    columns=("month", "worker_id", "kind", "before", "after", "why"),
    grain=("month", "worker_id", "kind"),
    order=("month", "kind", "worker_id"),
    nullable=("before", "after", "why"),
    own_columns=(Column("why", pl.String, "Sebab", f"Why a worker left: {', '.join(LEAVING)}."),),
    checks={
        "kind": [one_of("joined", "left", "moved_segment", "moved_place", "changed_rate", "corrected_nik")],
        "why": [one_of(*LEAVING)],
    },
)
