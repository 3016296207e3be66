"""Pairs that may be one person under two NIKs, for a steward to rule on."""

import pandera.polars as pa
import polars as pl

from schemas.columns import Column
from schemas.tables.table import Table

LOOKALIKES = Table(
    name="lookalikes",
    zone="steward",
    description="Pairs that may be one person under two NIKs, for a steward to rule on.",
    columns=("nik_a", "nik_b", "row_id_a", "row_id_b", "score", "evidence", "ruling"),
    grain=("row_id_a", "row_id_b"),
    order=("score", "nik_a", "nik_b"),
    descending=("score",),
    nullable=("ruling",),
    own_columns=(Column("score", pl.Float64, "Kemiripan", "How alike the two are.", "0 to 1"),),
    checks={"score": [pa.Check.in_range(0, 1)]},
)
