"""What waits for a steward's ruling, one question a row, with what he needs to see to answer it."""

import polars as pl

from schemas.columns import Column
from schemas.rulings import QUESTIONS
from schemas.tables.table import Table, one_of

_COLUMNS = (
    "question",
    "row_id",
    "nik",
    "other_nik",
    "file",
    "code",
    "column",
    "value",
    "sender",
    "source_file",
    "sheet",
    "source_row",
    "name",
    "context",
)
_ALWAYS = {"question", "context"}

OPEN_QUESTIONS = Table(
    name="open_questions",
    zone="steward",
    description="What waits for a steward's ruling; `payung decisions template` lists them to be filled in.",
    columns=_COLUMNS,
    grain=(),
    order=("question", "sender", "source_file", "sheet", "source_row", "nik", "other_nik", "code", "column", "context"),
    nullable=tuple(name for name in _COLUMNS if name not in _ALWAYS),
    own_columns=(
        Column("question", pl.String, "Pertanyaan", f"What is asked: {', '.join(QUESTIONS)}."),
        Column("other_nik", pl.String, "NIK lain", "The other NIK of a pair.", "", "personal"),
        Column("file", pl.String, "Berkas", "File that a ruling not applied is about.", "", "personal"),
        Column("column", pl.String, "Kolom", "Column whose value is proposed."),
        Column("value", pl.String, "Isi yang diusulkan", "What the cell may mean.", "", "personal"),
        Column("context", pl.String, "Penjelasan", "What the steward needs to know, in Indonesian.", "", "personal"),
    ),
    checks={"question": [one_of(*QUESTIONS)]},
)
