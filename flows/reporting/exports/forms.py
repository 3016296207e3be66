"""The forms that others take (`schemas/reference/upload_columns.csv`), filled in with people: nothing but text."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from flows.reporting.exports.people import one_line
from schemas.reference import reference

LARGEST = 10_000
"""Rows that SIPP takes in one file."""


@dataclass(frozen=True)
class Form:
    """`name` is that of its columns in `upload_columns.csv`. SIPP looks for the sheet by its name, and refuses a file
    whose name was changed: a `(1)` or `_1` behind it is enough. So parts stand in folders of their own."""

    name: str
    sheet: str
    file: str


NEW_BPU = Form("bpu_new", "Data TK Baru", "data_tk_baru_bpu.xlsx")
NEW_PU = Form("pu_new", "data_tk_baru", "data_tk_baru.xlsx")
INACTIVE = Form("inactive", "data_tk_na", "data_tk_na.xlsx")
MATCHING = Form("matching", "padan_nik", "padan_nik.xlsx")


@dataclass(frozen=True)
class Upload:
    """One workbook to be uploaded: where it stands in the folder of the export, and the rows below its headings."""

    place: str
    form: Form
    rows: pl.DataFrame


@dataclass(frozen=True)
class Export:
    """The workbooks of an export, and what the operator must know of them, in lines that name nobody."""

    uploads: list[Upload]
    notes: list[str]


def filled(form: Form, people: pl.DataFrame) -> pl.DataFrame:
    """The rows of a form, one a person in the order given, with its headings as columns.

    A cell is what the form takes from a field of `people`, or the same for everybody; null where nobody knows it.
    """
    return people.select(
        (one_line(pl.col(field)) if field else pl.lit(constant, pl.String)).alias(heading)
        for heading, field, constant in _columns(form)
    )


def parts(place: str, form: Form, rows: pl.DataFrame) -> Iterator[Upload]:
    """The rows in workbooks that are small enough; `place` has a gap for their number, counted from 1."""
    for number, part in enumerate(rows.iter_slices(LARGEST), start=1):
        yield Upload(place.format(number), form, part)


def by_segment(form: Form, people: pl.DataFrame) -> list[Upload]:
    """The people in workbooks of a form, a segment at a time: the segments are paid from different purses."""
    return [
        upload
        for segment in people["segment"].unique().sort()
        for upload in parts(
            f"{segment}-{{}}/{form.file}", form, filled(form, people.filter(pl.col("segment") == segment))
        )
    ]


def blanks(form: Form, uploads: list[Upload]) -> list[str]:
    """Which columns of the form are blank, and which in part: SIPP refuses some rows for want of what no roster has."""
    rows = [upload.rows for upload in uploads if upload.form == form]
    if not rows:
        return []
    empty = pl.concat(rows).null_count().row(0, named=True)
    people = sum(part.height for part in rows)
    never = [heading for heading, cells in empty.items() if cells == people]
    partly = [f"{heading} ({cells:,} of {people:,})" for heading, cells in empty.items() if 0 < cells < people]
    said = (("blank, nobody has told it", never), ("blank in part", partly))
    return [f"{form.file}: {what}: {', '.join(headings)}" for what, headings in said if headings]


def _columns(form: Form) -> Iterator[tuple[str, str | None, str | None]]:
    columns = reference("upload_columns").filter(pl.col("form") == form.name)
    yield from columns.select("heading", "field", "constant").iter_rows()
