"""What each office sent for the month and what became of it."""

import pandera.polars as pa
import polars as pl

from schemas.columns import Column
from schemas.tables.table import Table

SCORE_PARTS = ("completeness", "validity", "uniqueness", "timeliness", "default_values")
"""What the score is made of (`schemas/reference/score_parts.csv` weighs them)."""

SENDERS = Table(
    name="senders",
    zone="analyst",
    description="What each office sent for the month and what became of it.",
    columns=(
        "month",
        "sender",
        "files",
        "last_received",
        "carried_forward",
        "missing",
        "rows_read",
        "covered",
        "waiting",
        "duplicate",
        "rejected",
        "with_advice",
        "score",
        *SCORE_PARTS,
        "regency_code",
    ),
    grain=("month", "sender"),
    order=("month", "sender"),
    nullable=("last_received", "score", *SCORE_PARTS, "regency_code"),
    own_columns=(
        Column(
            "regency_code",
            pl.String,
            "Kode kabupaten",
            "Regency of the office; null for a folder that is no declared office.",
            of_old="35.04",
        ),
    ),
    checks={name: [pa.Check.in_range(0, 100)] for name in ("score", *SCORE_PARTS)},
)
