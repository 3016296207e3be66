"""Workers and contributions by month, regency, segment, funding source and kecamatan (none outside the regency)."""

import pandera.polars as pa

from schemas.tables.table import Table

BUDGET_TOTALS = Table(
    name="budget_totals",
    zone="analyst",
    description="Workers and contributions by month, regency, segment, funding source and kecamatan (none outside it).",
    columns=(
        "month",
        "segment",
        "funding_source",
        "kecamatan_code",
        "kecamatan_name",
        "workers",
        "jkk_rp",
        "jkm_rp",
        "contribution_rp",
        "regency_code",
    ),
    grain=(),
    order=("month", "regency_code", "segment", "funding_source", "kecamatan_code"),
    nullable=("kecamatan_code", "kecamatan_name"),
    checks={"workers": [pa.Check.gt(0)], "contribution_rp": [pa.Check.gt(0)]},
)
