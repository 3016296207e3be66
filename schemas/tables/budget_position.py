"""Each segment beside its quota and ceiling; what is computed is never made to equal the ceiling."""

import polars as pl

from schemas.columns import Column
from schemas.tables.table import Table

BUDGET_POSITION = Table(
    name="budget_position",
    zone="analyst",
    description="Each segment beside its quota and ceiling; what is computed is never made to equal the ceiling.",
    columns=(
        "year",
        "segment",
        "funding_source",
        "quota_workers",
        "covered_workers",
        "ceiling_rp",
        "committed_rp",
        "projected_rp",
        "remaining_rp",
        "months_funded",
        "adjusted_rp",
        "ceiling_reached",
        "regency_code",
    ),
    grain=("year", "regency_code", "segment", "funding_source"),
    order=("year", "regency_code", "segment", "funding_source"),
    nullable=("quota_workers", "ceiling_rp", "remaining_rp", "months_funded", "ceiling_reached"),
    own_columns=(
        Column(
            "ceiling_reached",
            pl.Date,
            "Pagu habis",
            "Month in which committed and adjusted, going on at the newest month's pace, pass the ceiling; "
            "null: not within the funded months.",
            "month",
        ),
    ),
)
