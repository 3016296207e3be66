"""Workers who died covered and for whom nobody has claimed: to be followed up before the claim lapses."""

import polars as pl

from schemas.columns import Column
from schemas.tables.table import Table, one_of

UNCLAIMED_DEATHS = Table(
    name="unclaimed_deaths",
    zone="steward",
    description="Workers who died covered, with no claim: what their heirs are owed, and the day it lapses.",
    columns=(
        "worker_id",
        "nik",
        "name",
        "died_on",
        "covered_in",
        "told_by",
        "segment",
        "kecamatan_name",
        "desa_name",
        "sender",
        "months_in_a_row",
        "full_death_benefit",
        "owed_rp",
        "lapses_on",
    ),
    grain=("worker_id",),
    order=("lapses_on", "worker_id"),
    nullable=("died_on", "kecamatan_name", "desa_name"),
    checks={"told_by": [one_of("dukcapil", "roster")]},
    own_columns=(
        Column(
            "covered_in",
            pl.Date,
            "Bulan dilindungi",
            "Month of the death; where its day is not known, the last month covered.",
            "month",
        ),
        Column("told_by", pl.String, "Sumber", "Who told of the death: dukcapil or roster."),
        Column("owed_rp", pl.Int64, "Hak ahli waris", "Death benefit in force on that day.", "Rp", "personal"),
        Column(
            "lapses_on",
            pl.Date,
            "Kedaluwarsa",
            "Day on which the claim lapses, by the earliest day the death can be.",
            "day",
        ),
    ),
)
