"""The four facts of the money of a month, side by side and never made to agree: computed, adjusted, billed, paid."""

import polars as pl

from schemas.columns import Column
from schemas.tables.table import Table

CONTRIBUTIONS = Table(
    name="contributions",
    zone="analyst",
    description="Contributions of a month as computed, billed and paid; the ceiling is in budget_position.",
    columns=(
        "month",
        "funding_source",
        "workers",
        "computed_rp",
        "adjusted_rp",
        "billed_workers",
        "billed_rp",
        "paid_rp",
        "regency_code",
    ),
    grain=(),
    order=("month", "regency_code", "funding_source"),
    nullable=("regency_code", "funding_source", "billed_workers", "billed_rp", "paid_rp"),
    own_columns=(
        Column(
            "funding_source",
            pl.String,
            "Sumber dana",
            "Public money that pays; null for what is billed or paid and cannot be told apart.",
        ),
        Column(
            "regency_code",
            pl.String,
            "Kode kabupaten",
            "Regency that pays; null for what is billed or paid and cannot be told apart.",
            of_old="35.04",
        ),
        Column("billed_workers", pl.Int64, "Orang ditagih", "Lines of the bill; null where no bill came.", "lines"),
    ),
)
