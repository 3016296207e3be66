"""One received file and how it was read, from the survey to the published table."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

import polars as pl

from schemas.columns import ROWS_BY_REASON
from schemas.tables.cells import FILE_KEY_LENGTH, SentColumn

_FILE_SHAPE: dict[str, pl.DataType | type[pl.DataType]] = {
    "month": pl.Date,
    "file_key": pl.String,
    "sender": pl.String,
    "source_file": pl.String,
    "file_sha256": pl.String,
    "first_seen": pl.Datetime("us", "UTC"),
    "size": pl.Int64,
    "status": pl.String,
    "code": pl.String,
    "same_as": pl.String,
    "sheets": pl.List(pl.String),
    "heading": pl.String,
}


@dataclass(frozen=True)
class ReceivedFile:
    """One file that counts for the month. `status` is read, resent, set_aside or carried_forward.

    `same_as` is, for a re-sent file, the `source_file` it equals byte for byte; `sheets` and `heading` say how it
    was read, `columns` what its sender sees of it. `correction_rows` are those of a return workbook that came back;
    null for a roster.
    """

    sender: str
    source_file: str
    file_sha256: str | None
    first_seen: datetime
    size: int
    status: str
    code: str | None = None
    same_as: str | None = None
    sheets: tuple[str, ...] = ()
    heading: str = ""
    columns: tuple[SentColumn, ...] = ()
    correction_rows: int | None = None

    @property
    def is_usable_roster(self) -> bool:
        """True for a file that gave rows, and is not set aside whole."""
        return self.status != "set_aside" and self.correction_rows is None

    @property
    def file_key(self) -> str:
        """Twelve hex digits that name the file in row ids: from its path and its bytes."""
        return hashlib.sha256(f"{self.source_file}\0{self.file_sha256}".encode()).hexdigest()[:FILE_KEY_LENGTH]


def settle(surveyed: Iterable[ReceivedFile], read: Iterable[ReceivedFile]) -> list[ReceivedFile]:
    """Every file with how it was read, by path; a copy of a file that had to be set aside is set aside with it."""
    known = {file.source_file: file for file in (*surveyed, *read)}
    originals = {file.source_file: known.get(file.same_as or "") for file in known.values()}
    settled = [
        replace(file, status="set_aside", code=original.code)
        if (original := originals[file.source_file]) and original.status == "set_aside"
        else file
        for file in known.values()
    ]
    return sorted(settled, key=lambda file: file.source_file)


def correction_rows(files: Iterable[ReceivedFile]) -> pl.DataFrame:
    """By `source_file` the `ignored_rows` of the return workbooks: their rows count where they were first sent."""
    rows = [
        (file.source_file, [{"why": "correction", "rows": file.correction_rows}])
        for file in files
        if file.correction_rows
    ]
    return pl.DataFrame(rows, schema={"source_file": pl.String, "ignored_rows": ROWS_BY_REASON}, orient="row")


def files_frame(files: Iterable[ReceivedFile], month: date) -> pl.DataFrame:
    """The files as a frame, one row each, with the `month` they count for and their `file_key`."""
    return pl.DataFrame(
        [
            (month, file.file_key, *(getattr(file, name) for name in _FILE_SHAPE if name not in {"month", "file_key"}))
            for file in files
        ],
        schema=_FILE_SHAPE,
        orient="row",
    )
