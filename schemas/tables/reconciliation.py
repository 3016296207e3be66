"""The bills beside the ledger: every line that disagrees, with the rupiah at stake."""

import polars as pl

from schemas.columns import Column
from schemas.tables.table import Table, one_of

FINDINGS = (
    "on_bill_not_ours",
    "ours_not_billed",
    "billed_twice",
    "billed_after_death",
    "billed_after_exit",
    "wrong_rate",
    "wrong_wage",
    "nik_corrected",
    "kpj_changed",
)
"""on_bill_not_ours: nobody of that NIK or member number is covered by the programme. ours_not_billed: covered, and
maybe not insured. billed_twice: a second line for one worker and month. billed_after_death, billed_after_exit: known to
us, and not covered in the month any more. wrong_rate: another contribution than ours on the same wage (8,400 for
16,800). wrong_wage: another wage, and so another contribution. nik_corrected: the member number is ours, the NIK is
not. kpj_changed: the NIK is ours, the member number another one than before."""

_COLUMNS = (
    "month",
    "finding",
    "worker_id",
    "nik",
    "kpj",
    "name",
    "segment",
    "funding_source",
    "expected_rp",
    "billed_rp",
    "at_stake_rp",
    "evidence",
    "source_file",
    "sheet",
    "source_row",
)
_ALWAYS = {"month", "finding", "expected_rp", "billed_rp", "at_stake_rp", "evidence"}

RECONCILIATION = Table(
    name="reconciliation",
    zone="steward",
    description="The bills beside the ledger: every line that disagrees, with the rupiah at stake.",
    columns=_COLUMNS,
    grain=(),
    order=("month", "finding", "worker_id", "source_file", "sheet", "source_row"),
    nullable=tuple(column for column in _COLUMNS if column not in _ALWAYS),
    own_columns=(
        Column("finding", pl.String, "Temuan", f"What disagrees: {', '.join(FINDINGS)}."),
        Column("expected_rp", pl.Int64, "Seharusnya", "What Payung computes for the worker and month.", "Rp"),
        Column("billed_rp", pl.Int64, "Ditagih", "What the line bills; 0 where there is none.", "Rp"),
        Column("at_stake_rp", pl.Int64, "Selisih", "Billed less expected; below zero: billed too little.", "Rp"),
        Column("evidence", pl.String, "Bukti", "What disagrees, in a sentence.", "", "personal"),
        Column("source_file", pl.String, "Berkas", "Bill, relative to raw/; null: no line.", "", "personal"),
    ),
    checks={"finding": [one_of(*FINDINGS)]},
)
