"""Workers who qualify but wait for a place, month by month in the declared order."""

import pandera.polars as pa
import polars as pl

from schemas.columns import Column
from schemas.tables.table import Table, one_of

WAITING_LIST = Table(
    name="waiting_list",
    zone="steward",
    description="Workers who qualify but wait for a place, month by month in the declared order.",
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
        "why",
        "regency_code",
    ),
    grain=("month", "regency_code", "segment", "funding_source", "position"),
    order=("month", "regency_code", "segment", "funding_source", "position"),
    own_columns=(
        Column(
            "why",
            pl.String,
            "Sebab",
            "over_quota: others come first. not_funded: no money this month. Null in a list of before this was told.",
        ),
    ),
    nullable=("occupation", "kecamatan_code", "desa_code", "why"),
    checks={"position": [pa.Check.ge(1)], "why": [one_of("over_quota", "not_funded")]},
)
