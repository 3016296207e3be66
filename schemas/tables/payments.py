"""What was paid to BPJS Ketenagakerjaan, payment by payment."""

import polars as pl

from schemas.columns import Column
from schemas.tables.table import Table

PAYMENTS = Table(
    name="payments",
    zone="steward",
    description="What was paid to BPJS Ketenagakerjaan, payment by payment.",
    columns=("month", "funding_source", "payment_code", "paid_on", "paid_rp", "source_file", "sheet", "source_row"),
    grain=("source_file", "sheet", "source_row"),
    order=("month", "paid_on", "source_file", "sheet", "source_row"),
    nullable=("funding_source", "payment_code", "paid_on"),
    own_columns=(
        Column("month", pl.Date, "BLTH", "Month paid for.", "month"),
        Column("payment_code", pl.String, "Kode iuran", "Code under which it was paid."),
        Column("paid_on", pl.Date, "Tanggal bayar", "Day of the payment.", "day"),
        Column("source_file", pl.String, "Berkas", "Answer file, relative to raw/.", "", "personal"),
    ),
)
