"""Member numbers at BPJS Ketenagakerjaan: one row a NIK and number."""

import polars as pl

from schemas.columns import Column
from schemas.tables.table import Table

MEMBERS = Table(
    name="members",
    zone="steward",
    description="Member numbers at BPJS Ketenagakerjaan, as answered after registration.",
    columns=("nik", "kpj", "worker_id", "name", "member_from", "source_file", "sheet", "source_row"),
    grain=("nik", "kpj"),
    order=("nik", "member_from", "kpj"),
    nullable=("name", "member_from"),
    own_columns=(
        Column("member_from", pl.Date, "Peserta sejak", "Day from which the membership counts.", "day"),
        Column("source_file", pl.String, "Berkas", "Answer file, relative to raw/.", "", "personal"),
    ),
)
