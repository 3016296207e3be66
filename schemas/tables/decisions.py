"""Rulings of stewards that this night knew of, and the rows they touched."""

import polars as pl

from schemas.columns import Column
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
        "decided_by",
        "approved_by",
        "decided_on",
        "expires_on",
        "status",
        "rows_touched",
    ),
    grain=(),
    order=("decided_on", "ruling", "row_id", "code"),
    nullable=("row_id", "code", "approved_by", "expires_on", "rows_touched"),
    own_columns=(Column("decided_by", pl.String, "Diputuskan oleh", "Who ruled.", "", "personal"),),
    checks={"status": [one_of("applied", "expired", "contradicted", "dangling", "unapproved")]},
)
