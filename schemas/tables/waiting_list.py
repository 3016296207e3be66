"""Workers who qualify but stand above the quota, in the declared order."""

import pandera.polars as pa

from schemas.tables.table import Table

WAITING_LIST = Table(
    name="waiting_list",
    zone="steward",
    description="Workers who qualify but stand above the quota, in the declared order.",
    columns=(
        "month",
        "segment",
        "funding_source",
        "position",
        "worker_id",
        "row_id",
        "sender",
        "occupation",
        "kecamatan_code",
        "desa_code",
        "nik",
        "name",
        "first_seen",
    ),
    grain=("month", "segment", "funding_source", "position"),
    order=("month", "segment", "funding_source", "position"),
    nullable=("occupation", "kecamatan_code", "desa_code"),
    checks={"position": [pa.Check.ge(1)]},
)
