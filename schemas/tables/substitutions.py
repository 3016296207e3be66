"""Who took the place of whom: a newcomer who could only be covered since somebody left."""

import polars as pl

from schemas.columns import Column
from schemas.tables.changes import LEAVING
from schemas.tables.table import Table, one_of

_WHY = (*LEAVING, "moved_segment")
"""Who left the segment may still be covered in another."""

SUBSTITUTIONS = Table(
    name="substitutions",
    zone="analyst",
    description="Who took the place of whom: a newcomer who could only be covered since somebody left.",
    columns=(
        "month",
        "segment",
        "funding_source",
        "worker_id",
        "replaced_worker_id",
        "why",
        "queued_at",
        "death_benefit_rp",
        "full_death_benefit_rp",
        "full_death_benefit_from",
    ),
    grain=("month", "worker_id"),
    order=("month", "segment", "funding_source", "worker_id"),
    nullable=("queued_at",),
    own_columns=(
        Column("month", pl.Date, "Bulan", "First month of the newcomer's cover.", "month"),
        Column("worker_id", pl.String, "ID pengganti", "The newcomer.", "", "pseudonym"),
        Column("replaced_worker_id", pl.String, "ID yang diganti", "Who left.", "", "pseudonym"),
        Column("why", pl.String, "Sebab", f"Why the other left: {', '.join(_WHY)}."),
        Column("queued_at", pl.Int64, "Urutan sebelumnya", "Place on the waiting list of the month before, if any."),
        Column("death_benefit_rp", pl.Int64, "Santunan bulan ini", "What the newcomer's heirs would be paid.", "Rp"),
        Column("full_death_benefit_rp", pl.Int64, "Santunan penuh", "What they would be paid in full.", "Rp"),
        Column(
            "full_death_benefit_from",
            pl.Date,
            "Santunan penuh mulai",
            "First month of the whole death benefit by this month's terms, if no month is missed.",
            "month",
        ),
    ),
    checks={"why": [one_of(*_WHY)]},
)
