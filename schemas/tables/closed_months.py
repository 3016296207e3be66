"""Months closed by decree: who was covered then is carried unchanged into every later snapshot."""

import polars as pl

from schemas.columns import Column
from schemas.tables.table import Table

CLOSED_MONTHS = Table(
    name="closed_months",
    zone="analyst",
    description="Months closed by decree: their covered workers are carried unchanged into every later snapshot.",
    columns=(
        "month",
        "decree",
        "closed_by",
        "closed_at",
        "workers",
        "contribution_rp",
        "covered_workers_sha256",
        "workers_sha256",
        "received_sha256",
    ),
    grain=("month",),
    order=("month",),
    own_columns=(
        Column("decree", pl.String, "SK", "Decree that names the covered workers."),
        Column("closed_by", pl.String, "Ditutup oleh", "Who closed the month."),
        Column("closed_at", pl.Datetime("us", "UTC"), "Ditutup", "When the month was closed."),
        Column(
            "covered_workers_sha256",
            pl.String,
            "Sidik jari",
            "SHA-256 of the month's part of covered_workers; of several, that of theirs, sorted, a line feed between.",
        ),
        Column(
            "workers_sha256", pl.String, "Sidik jari (pengelola)", "SHA-256 of the month of workers, made likewise."
        ),
        Column(
            "received_sha256",
            pl.String,
            "Sidik jari daftar",
            "SHA-256 over the lists that counted for the month: when it is another one, the month is looked at again.",
        ),
    ),
)
