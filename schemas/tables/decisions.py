"""Rulings of stewards that this night knew of, and the rows they touched."""

from schemas.tables.table import Table, one_of

DECISIONS = Table(
    name="decisions",
    zone="steward",
    description="Rulings of stewards that this night knew of, and the rows they touched.",
    columns=(
        "ruling",
        "row_id",
        "code",
        "reason",
        "ruled_by",
        "approved_by",
        "ruled_on",
        "expires_on",
        "status",
        "rows_touched",
    ),
    grain=(),
    order=("ruled_on", "ruling", "row_id", "code"),
    required=("ruling", "reason", "ruled_by", "ruled_on", "status"),
    checks={"status": [one_of("applied", "expired", "contradicted", "dangling", "unapproved")]},
)
