"""Every word that a person has died, also those that a steward took back. `deaths` are made of it."""

import polars as pl

from schemas.columns import Column
from schemas.tables.deaths import TELLERS
from schemas.tables.table import Table, one_of

DEATH_NOTICES = Table(
    name="death_notices",
    zone="steward",
    description="Every word that a person has died, from whom, and whether a steward took it back. A roster's word "
    "(Alm.) is remembered from the month after it on; one that is mended within its month leaves no trace.",
    columns=("nik", "told_by", "name", "died_on", "told_in", "taken_back_in"),
    grain=("nik", "told_by"),
    order=("nik", "told_by"),
    nullable=("name", "died_on", "taken_back_in"),
    own_columns=(
        Column("told_by", pl.String, "Sumber", f"Who tells it: {', '.join(TELLERS)}."),
        Column("told_in", pl.Date, "Diketahui bulan", "First month covered for which it was told.", "month"),
        Column(
            "taken_back_in",
            pl.Date,
            "Dibatalkan bulan",
            "Month in which a ruling of a steward took it back; null: it stands.",
            "month",
        ),
    ),
    checks={"told_by": [one_of(*TELLERS)]},
)
