"""The covered workers with what identifies them and the row they came from."""

import pandera.polars as pa

from schemas.tables.covered_workers import COVERED_WORKERS
from schemas.tables.table import Table

WORKERS = Table(
    name="workers",
    zone="steward",
    description="The covered workers with what identifies them and the row they came from.",
    columns=(
        *COVERED_WORKERS.columns,
        "nik",
        "nkk",
        "name",
        "birth_date",
        "address",
        "phone",
        "source_file",
        "sheet",
        "source_row",
    ),
    grain=("month", "worker_id"),
    order=("month", "kecamatan_code", "desa_code", "worker_id"),
    nullable=(*COVERED_WORKERS.nullable, "nkk", "address", "phone"),
    partitioned=True,
    checks={"nik": [pa.Check.str_matches(r"^[0-9]{16}$")]},
)
