"""Claims on BPJS Ketenagakerjaan, each beside the month of the event."""

import polars as pl

from schemas.columns import Column
from schemas.tables.table import Table, one_of
from schemas.text import letters_of

PROGRAMMES = ("jkk", "jkm", "scholarship")
FINDINGS = (
    "in_order",
    "not_covered",
    "unknown_person",
    "month_not_kept",
    "event_undated",
    "paid_too_little",
    "paid_too_much",
    "paid_twice",
    "lapsed",
)
"""not_covered: the worker was not covered in the month of the event. unknown_person: the programme never covered that
NIK. month_not_kept: the ledger does not reach back to the event. paid_too_little, paid_too_much: beside the benefit in
force. paid_twice: another claim for the same event is paid too. lapsed: reported after the claim had lapsed."""

_HEIR = letters_of(pl.col("heir")).replace("", None)
OF_DEATH = (
    (pl.col("programme") == "jkm") | ((pl.col("programme") == "jkk") & (letters_of(pl.col("name")) != _HEIR))
).fill_null(value=False)
"""True of a claim that heirs make: on JKM, or on JKK in another's name than the worker's."""

STANDING = pl.col("claim_status").ne_missing("refused")
"""True of a claim that is not refused: a refused one is no word of a death, and leaves heirs where they were."""

_COLUMNS = (
    "claim_id",
    "programme",
    "nik",
    "kpj",
    "worker_id",
    "name",
    "event_on",
    "reported_on",
    "paid_on",
    "claimed_rp",
    "claim_status",
    "heir",
    "covered_then",
    "months_in_a_row",
    "expected_rp",
    "finding",
    "lapses_on",
    "source_file",
    "sheet",
    "source_row",
)
_ALWAYS = {"programme", "finding", "source_file", "sheet", "source_row"}

CLAIMS = Table(
    name="claims",
    zone="steward",
    description="Claims on BPJS Ketenagakerjaan, each checked against the month of the event being covered.",
    columns=_COLUMNS,
    grain=("source_file", "sheet", "source_row"),
    order=("event_on", "claim_id", "source_file", "sheet", "source_row"),
    nullable=tuple(column for column in _COLUMNS if column not in _ALWAYS),
    own_columns=(
        Column("claim_id", pl.String, "Nomor klaim", "Number of the claim."),
        Column("programme", pl.String, "Program", f"What is claimed: {', '.join(PROGRAMMES)}."),
        Column("event_on", pl.Date, "Tanggal kejadian", "Day of the accident or death.", "day", "personal"),
        Column("reported_on", pl.Date, "Tanggal lapor", "Day on which it was reported.", "day"),
        Column("paid_on", pl.Date, "Tanggal bayar", "Day on which it was paid.", "day"),
        Column("claimed_rp", pl.Int64, "Nominal", "Amount claimed, or paid once it is.", "Rp", "personal"),
        Column("claim_status", pl.String, "Status klaim", "reported, paid or refused."),
        Column("heir", pl.String, "Ahli waris", "Heir named by the claim.", "", "personal"),
        Column("covered_then", pl.Boolean, "Terlindungi saat itu", "True when covered in the month of the event."),
        Column("expected_rp", pl.Int64, "Manfaat", "Benefit in force; null where it depends on treatment.", "Rp"),
        Column("finding", pl.String, "Temuan", f"Beside the ledger: {', '.join(FINDINGS)}."),
        Column("lapses_on", pl.Date, "Kedaluwarsa", "Day on which a claim on the event lapses.", "day"),
        Column("source_file", pl.String, "Berkas", "Answer file, relative to raw/.", "", "personal"),
    ),
    checks={"programme": [one_of(*PROGRAMMES)], "finding": [one_of(*FINDINGS)]},
)
