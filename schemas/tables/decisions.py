"""Rulings of stewards that this night knew of, what became of each, and the rows they touched."""

import polars as pl

from schemas.columns import Column
from schemas.tables.table import Table, one_of

STATUSES = ("applied", "unapproved", "expired", "contradicted", "dangling", "invalid")
"""applied: it holds tonight. unapproved: a second person is wanting. expired: it ended before the month. contradicted:
another says otherwise. dangling: what it is about is not there tonight. invalid: it cannot be read."""

_COLUMNS = (
    "ruling",
    "row_id",
    "code",
    "reason",
    "decided_by",
    "approved_by",
    "decided_on",
    "expires_on",
    "status",
    "rows_touched",
    "decision_id",
    "why",
    "nik",
    "other_nik",
    "file",
    "column",
    "value",
    "source_file",
    "source_row",
)
_ALWAYS = {"status", "rows_touched", "decision_id", "why", "source_file"}

DECISIONS = Table(
    name="decisions",
    zone="steward",
    description="Rulings of stewards that this night knew of, what became of each, and the rows they touched.",
    columns=_COLUMNS,
    grain=("decision_id",),
    order=("decided_on", "ruling", "row_id", "nik", "code", "decision_id"),
    nullable=tuple(name for name in _COLUMNS if name not in _ALWAYS),
    own_columns=(
        Column("ruling", pl.String, "Keputusan", "Kind of ruling (schemas/rulings.py), or what stands in its place."),
        Column("decided_by", pl.String, "Diputuskan oleh", "Who ruled.", "", "personal"),
        Column("status", pl.String, "Status", f"What became of the ruling: {', '.join(STATUSES)}."),
        Column("decision_id", pl.String, "ID keputusan", "Name of the ruling, from all it says: 12 hex digits."),
        Column("why", pl.String, "Penjelasan", "What became of the ruling, in a sentence for the steward."),
        Column("other_nik", pl.String, "NIK lain", "The second NIK that the ruling is about.", "", "personal"),
        Column("file", pl.String, "Berkas", "File that the ruling is about: its place or its SHA-256.", "", "personal"),
        Column("column", pl.String, "Kolom", "Column that an accepted value is for."),
        Column("value", pl.String, "Isi yang benar", "What the cell says instead.", "", "personal"),
        Column("source_file", pl.String, "Berkas keputusan", "File of the ruling, relative to raw/.", "", "personal"),
    ),
    checks={"status": [one_of(*STATUSES)]},
)
