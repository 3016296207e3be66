"""Deaths that are known, and from where. A death closes cover from the month after it."""

import polars as pl

from schemas.columns import Column
from schemas.tables.table import Table, one_of

DEATHS = Table(
    name="deaths",
    zone="steward",
    description="Deaths that are known, and from where. A death closes cover from the month after it.",
    columns=("nik", "worker_id", "name", "died_on", "told_by", "told_in"),
    grain=("nik",),
    order=("nik",),
    nullable=("name", "died_on"),
    own_columns=(
        Column("told_by", pl.String, "Sumber", "claim, dukcapil or roster: the surest that tells it."),
        Column("told_in", pl.Date, "Diketahui bulan", "First month covered for which it was known.", "month"),
    ),
    checks={"told_by": [one_of("claim", "dukcapil", "roster")]},
)
