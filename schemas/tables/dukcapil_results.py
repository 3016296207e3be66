"""What Dukcapil answered of each NIK: the newest answer."""

import polars as pl

from schemas.columns import Column
from schemas.tables.table import Table, one_of

OUTCOMES = ("found", "deceased", "duplicate", "not_found", "inactive", "malformed")
MATCHES = ("name_match", "birth_date_match", "birth_place_match", "sex_match", "address_match")

DUKCAPIL_RESULTS = Table(
    name="dukcapil_results",
    zone="steward",
    description="What Dukcapil answered of each NIK: the newest answer.",
    columns=("nik", "outcome", "died_on", *MATCHES, "answered_on", "source_file", "sheet", "source_row"),
    grain=("nik",),
    order=("nik",),
    nullable=("died_on", *MATCHES, "answered_on"),
    own_columns=(
        Column("outcome", pl.String, "Hasil", f"The answer: {', '.join(OUTCOMES)}."),
        *(
            Column(name, pl.Boolean, f"{label} sesuai", "True: as Dukcapil has it; null: not answered.", "", "personal")
            for name, label in zip(
                MATCHES, ("Nama", "Tanggal lahir", "Tempat lahir", "Jenis kelamin", "Alamat"), strict=True
            )
        ),
        Column("answered_on", pl.Date, "Tanggal jawaban", "Day of the answer, if told.", "day"),
        Column("source_file", pl.String, "Berkas", "Answer file, relative to raw/.", "", "personal"),
    ),
    checks={"outcome": [one_of(*OUTCOMES)]},
)
