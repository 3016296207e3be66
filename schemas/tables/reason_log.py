"""Why a row was set aside or carries advice, with the cell as it came."""

from schemas.tables.table import Table, one_of

REASON_LOG = Table(
    name="reason_log",
    zone="steward",
    description="Why a row was set aside or carries advice, with the cell as it came.",
    columns=("row_id", "code", "severity", "column", "original"),
    grain=("row_id", "code", "column"),
    order=("row_id", "code", "column"),
    nullable=("original",),
    checks={"severity": [one_of("reject", "advise")]},
)
