"""Answers from outside: each file received, what it was taken for, and the rows of it that could not be used."""

import polars as pl

from schemas.columns import ROWS_BY_REASON, Column
from schemas.tables.table import Table, one_of

ANSWER_FILES = Table(
    name="answer_files",
    zone="steward",
    description="Answers from outside: each file, what it was taken for, and the rows of it that could not be used.",
    columns=("source_file", "file_sha256", "kind", "trouble", "rows_read", "rows_used", "unused_rows", "first_unused"),
    grain=("source_file",),
    order=("source_file",),
    nullable=("file_sha256", "kind", "trouble", "first_unused"),
    own_columns=(
        Column("source_file", pl.String, "Berkas", "Answer file, relative to raw/.", "", "personal"),
        Column("kind", pl.String, "Jenis", "What the file holds (schemas/answers.py); null where it cannot be told."),
        Column("trouble", pl.String, "Masalah", "Why nothing of the file can be used, in a sentence."),
        Column("rows_read", pl.Int64, "Baris dibaca", "Filled rows below the heading.", "rows"),
        Column("rows_used", pl.Int64, "Baris dipakai", "Rows that were understood.", "rows"),
        Column("unused_rows", ROWS_BY_REASON, "Baris tidak dipakai", "Rows that were not, counted by why.", "rows"),
        Column("first_unused", pl.String, "Contoh baris", "Where the first of them stands, by sheet and row."),
    ),
    checks={"kind": [one_of("dukcapil", "members", "bill", "payment", "claims", "aid")]},
)
