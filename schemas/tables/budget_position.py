"""Each segment beside its quota and ceiling; what is computed is never made to equal the ceiling."""

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
    ),
    grain=("year", "segment", "funding_source"),
    order=("year", "segment", "funding_source"),
    nullable=("quota_workers", "ceiling_rp", "remaining_rp"),
)
