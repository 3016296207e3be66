"""Corrections of closed months, each booked in a later month: a closed month itself is never written again."""

import pandera.polars as pa
import polars as pl

from schemas.columns import Column
from schemas.tables.table import Table, one_of

ADJUSTMENTS = Table(
    name="adjustments",
    zone="analyst",
    description="Corrections of closed months, each booked in a later month; a closed month is never written again.",
    columns=(
        "month",
        "adjusted_month",
        "worker_id",
        "kind",
        "why",
        "segment",
        "funding_source",
        "kecamatan_code",
        "jkk_rp",
        "jkm_rp",
        "contribution_rp",
        "regency_code",
    ),
    grain=("month", "adjusted_month", "worker_id", "regency_code", "segment", "funding_source"),
    order=("month", "adjusted_month", "kind", "worker_id", "regency_code", "segment", "funding_source"),
    nullable=("kecamatan_code",),
    own_columns=(
        Column("month", pl.Date, "Bulan", "Month in which the correction is booked.", "month"),
        Column("adjusted_month", pl.Date, "Bulan yang disesuaikan", "The closed month that it corrects.", "month"),
        Column(
            "kind",
            pl.String,
            "Jenis",
            "withdrawn: should not have been covered. changed: at other terms than is booked so far, a row for each "
            "segment and purse concerned. left_out: should have been covered; cover is never back-dated, so no money.",
        ),
        Column(
            "why", pl.String, "Sebab", "deceased: died before the month. late_list: lists, or rulings, after closing."
        ),
        Column("jkk_rp", pl.Int64, "Iuran JKK", "Work-accident contribution to add; below zero: to come back.", "Rp"),
        Column("jkm_rp", pl.Int64, "Iuran JKM", "Death-benefit contribution to add; below zero: to come back.", "Rp"),
        Column("contribution_rp", pl.Int64, "Iuran", "JKK and JKM together.", "Rp"),
    ),
    checks={
        "kind": [one_of("withdrawn", "changed", "left_out")],
        "why": [one_of("deceased", "late_list")],
        "worker_id": [pa.Check.str_matches(r"^w1_[a-z2-7]{26}$")],
    },
)
