"""A return workbook that came back: known by its content, and read for what was mended in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.intake.grid import Grid
from schemas.returned import COLOURED, FIX, MARK, NO_FIELDS, ROW_ID


@dataclass(frozen=True)
class MendedRow:
    """A row as it came back: its cells by field, the fields that were coloured, and what stands under "Perbaikan"."""

    row_id: str
    cells: Mapping[str, str]
    coloured: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class MendedSheet:
    """The rows of one file; `nameless` are filled rows without an id, which somebody added."""

    file_key: str
    rows: tuple[MendedRow, ...]
    nameless: int


@dataclass(frozen=True)
class Returned:
    """What came back: a sheet for each file with rows to mend, and the names of the files by their key."""

    sheets: tuple[MendedSheet, ...]
    files: Mapping[str, str]

    @property
    def rows(self) -> int:
        """Rows that came back."""
        return sum(len(sheet.rows) + sheet.nameless for sheet in self.sheets)


def read_returned(grids: Sequence[Grid]) -> Returned | None:
    """What was mended in a return workbook; null for any other file, whatever it is called.

    One sheet of it is enough, in a workbook of its own or as delimited text: each carries the marks it needs.
    """
    files: dict[str, str] = {}
    sheets: list[MendedSheet] = []
    marked = False
    for grid in grids:
        first = next(iter(next(iter(grid.top()), ())), "")
        mark, _, key = first.partition(" ")
        if mark != MARK:
            continue
        marked = True
        if key:
            sheets.append(_read_sheet(grid, key))
        else:
            files |= {row[0]: row[1] for row in grid.rows_as_text(1, grid.height) if len(row) > 1}
    return Returned(tuple(sheets), files) if marked else None


def _read_sheet(grid: Grid, key: str) -> MendedSheet:
    """The rows below the hidden row of marks and the visible heading."""
    marks, _, *rows = grid.rows_as_text(0, grid.height)
    places = {mark: column for column, mark in enumerate(marks) if column and mark}
    fields = {mark: column for mark, column in places.items() if mark not in NO_FIELDS}
    read: list[MendedRow] = []
    nameless = 0
    for row in rows:
        said = {mark: row[column].strip() if column < len(row) else "" for mark, column in places.items()}
        if said.get(ROW_ID):
            cells = {field: said[field] for field in fields}
            read.append(MendedRow(said[ROW_ID], cells, tuple(said.get(COLOURED, "").split()), said.get(FIX, "")))
        else:
            nameless += any(said.values())
    return MendedSheet(key, tuple(read), nameless)
