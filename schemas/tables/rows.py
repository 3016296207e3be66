"""Every data row received for the month and what became of it. Nothing is ever dropped."""

from schemas.tables.table import Table, one_of

ROWS = Table(
    name="rows",
    zone="steward",
    description="Every data row received for the month and what became of it. Nothing is ever dropped.",
    columns=(
        "row_id",
        "sender",
        "source_file",
        "file_sha256",
        "sheet",
        "source_row",
        "status",
        "nik_text",
        "worker_id",
    ),
    grain=("row_id",),
    order=("source_file", "sheet", "source_row", "row_id"),
    nullable=("nik_text", "worker_id"),
    checks={"status": [one_of("covered", "waiting", "duplicate", "rejected")]},
)
