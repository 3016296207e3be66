"""The bills of BPJS Ketenagakerjaan, line by line as they came."""

import polars as pl

from schemas.columns import Column
from schemas.tables.table import Table

BILLS = Table(
    name="bills",
    zone="steward",
    description="The bills of BPJS Ketenagakerjaan, line by line as they came.",
    columns=(
        "month",
        "nik",
        "kpj",
        "worker_id",
        "name",
        "wage_base_rp",
        "jkk_rp",
        "jkm_rp",
        "billed_rp",
        "source_file",
        "sheet",
        "source_row",
    ),
    grain=("source_file", "sheet", "source_row"),
    order=("month", "source_file", "sheet", "source_row"),
    nullable=("nik", "kpj", "worker_id", "name", "wage_base_rp", "jkk_rp", "jkm_rp"),
    own_columns=(
        Column("month", pl.Date, "BLTH", "Month billed.", "month"),
        Column("nik", pl.String, "NIK (tagihan)", "NIK as billed; null where the line has none.", "", "personal"),
        Column("worker_id", pl.String, "ID pekerja", "Keyed pseudonym of the NIK as billed.", "", "pseudonym"),
        Column("source_file", pl.String, "Berkas", "Answer file, relative to raw/.", "", "personal"),
    ),
)
