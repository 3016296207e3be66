"""Deaths that are known, and from where. A death closes cover from the month after it."""

import polars as pl

from schemas.columns import Column
from schemas.tables.table import Table, one_of

TELLERS = ("claim", "dukcapil", "roster")
"""Who tells of a death, the surest first: a claim has papers and heirs behind it, Dukcapil its register, a roster the
word of a clerk."""

DEATHS = Table(
    name="deaths",
    zone="steward",
    description="Deaths that are known and stand, and from where. A death closes cover from the month after it. A "
    "living person recorded here gets cover back when a steward waives DEATH_ON_RECORD for the NIK (raw/decisions), "
    "or Dukcapil answers anew.",
    columns=("nik", "worker_id", "name", "died_on", "told_by", "told_in", "closed_from"),
    grain=("nik",),
    order=("nik",),
    nullable=("name", "died_on"),
    own_columns=(
        Column("told_by", pl.String, "Sumber", "claim, dukcapil or roster: the surest that tells it."),
        Column("told_in", pl.Date, "Diketahui bulan", "First month covered for which it was known.", "month"),
        Column(
            "closed_from",
            pl.Date,
            "Tidak dilindungi sejak",
            "First month without cover: the one after the death; of a death without a day, the one after it was told, "
            "or that of the answer where Dukcapil tells it.",
            "month",
        ),
    ),
    checks={"told_by": [one_of(*TELLERS)]},
)
