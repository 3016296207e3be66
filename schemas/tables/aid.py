"""Aid given to people (bantuan usaha and the like), with who received it twice."""

import polars as pl

from schemas.columns import Column
from schemas.tables.table import Table

AID = Table(
    name="aid",
    zone="steward",
    description="Aid given to people, such as bantuan usaha to returned migrant workers; double receipt is flagged.",
    columns=(
        "programme",
        "nik",
        "worker_id",
        "name",
        "received_on",
        "amount_rp",
        "item",
        "times",
        "received_twice",
        "source_file",
        "sheet",
        "source_row",
    ),
    grain=("source_file", "sheet", "source_row"),
    order=("programme", "nik", "received_on", "source_file", "sheet", "source_row"),
    nullable=("name", "received_on", "amount_rp", "item"),
    own_columns=(
        Column("programme", pl.String, "Program bantuan", "Name of the aid, as written on its list."),
        Column("received_on", pl.Date, "Tanggal terima", "Day on which it was received.", "day"),
        Column("amount_rp", pl.Int64, "Nilai", "Value of the aid.", "Rp", "personal"),
        Column("item", pl.String, "Bentuk", "What was given, where it is not money."),
        Column("times", pl.Int64, "Berapa kali", "How often this person received any aid.", "times"),
        Column("received_twice", pl.Boolean, "Ganda", "True when the person received aid more than once in a year."),
        Column("source_file", pl.String, "Berkas", "Answer file, relative to raw/.", "", "personal"),
    ),
)
