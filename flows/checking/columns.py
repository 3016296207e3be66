"""What each column of a list was taken for, and where a cell of it stands on the sheet."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl
from xlsxwriter.utility import xl_col_to_name

from flows.intake.reading import ReadList
from flows.intake.spellings import suggestion
from schemas.columns import field_label
from schemas.tables.cells import FIRST_PARTS

_HOW = {"own": "terdaftar untuk pengirim ini", "typo": "salah ketik, tetap dibaca", "content": "dikenal dari isinya"}


@dataclass(frozen=True)
class ReadColumn:
    """A column by its letters and the words of its heading; `field` is what it was taken for, null where nothing.

    `known` is false where the words mean nothing to Payung; `remark` says in Indonesian what a reader should know.
    """

    letters: str
    words: str
    field: str | None
    known: bool = True
    remark: str = ""


def read_columns(read: ReadList) -> tuple[ReadColumn, ...]:
    """The columns of a list that have a heading, or were read without one, from left to right."""
    fields = {column: field for field, column in read.layout.heading.columns.items()}
    return tuple(_column(read, column, fields.get(column)) for column in sorted({*read.words, *fields}))


def addresses(lists: Iterable[ReadList]) -> pl.DataFrame:
    """`letters` of the column that holds a field, by `sheet_number`, `list_number` and `column` (the field).

    `below` is 1 where the field stands in the second of two rows that a person has.
    """
    rows = [
        (read.sheet_number, read.list_number, field, *_place(read, column))
        for read in lists
        for field, column in {**_of_parts(read), **read.layout.heading.columns}.items()
    ]
    numbers = {"sheet_number": pl.UInt16, "list_number": pl.UInt16}
    shape = {**numbers, "column": pl.String, "letters": pl.String, "below": pl.UInt32}
    return pl.DataFrame(rows, schema=shape, orient="row")


def _place(read: ReadList, column: int) -> tuple[str, int]:
    """The letters of a column of the sheet, and whether it is that of the second row of two."""
    folded = read.layout.folded
    second = folded is not None and column >= folded
    return xl_col_to_name(column - folded if second and folded else column), int(second)


def _of_parts(read: ReadList) -> dict[str, int]:
    columns = read.layout.heading.columns
    return {whole: columns[part] for whole, part in FIRST_PARTS.items() if part in columns}


def _column(read: ReadList, column: int, field: str | None) -> ReadColumn:
    heading, said = read.layout.heading, read.words.get(column, "")
    letters, below = _place(read, column)
    letters = f"{letters} (baris ke-2)" if below else letters
    if field and field != "ignored":
        meaning = heading.meanings.get(field)
        return ReadColumn(letters, said, field, remark=_HOW.get(meaning.how, "") if meaning else "")
    if said in heading.unrecognised:
        near = suggestion(said)
        remark = f"tidak dikenal; maksudnya {near[0].upper()} ({field_label(near[1])})?" if near else "tidak dikenal"
        return ReadColumn(letters, said, None, known=False, remark=remark)
    other = dict(heading.surplus).get(said)
    if other:
        return ReadColumn(letters, said, None, remark=f"{field_label(other)} sudah diambil dari kolom lain")
    return ReadColumn(letters, said, None)
