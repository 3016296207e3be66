"""A clerk who mends return workbooks from the identity cards."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from schemas.returned import ABOUT, COLOURED, FIX, MARK, SHEET

RED, AMBER = "FFF4B6B6", "FFFFE699"


@dataclass(frozen=True)
class Line:
    """A row of a return workbook: where it stands in the sender's own file, and its cells by mark."""

    source_file: str
    sheet: str
    source_row: int
    cells: Mapping[str, Any]

    @property
    def where(self) -> tuple[str, str, int]:
        return self.source_file, self.sheet, self.source_row

    @property
    def coloured(self) -> set[tuple[str, str]]:
        """Field and colour of the bad cells, as a person sees them."""
        looks = {mark: cell.fill.fgColor.rgb for mark, cell in self.cells.items() if cell.fill.fill_type == "solid"}
        return {(mark, look) for mark, look in looks.items() if look in {RED, AMBER}}


def lines(book: openpyxl.Workbook, folder: str, sheets_of: Mapping[str, str]) -> Iterator[Line]:
    """The rows of a return workbook of the sender's `folder`; `sheets_of` names the one sheet of each file."""
    files = {row[0]: str(row[1]) for row in book[ABOUT].iter_rows(min_row=2, max_col=2, values_only=True)}
    for sheet in book.worksheets:
        mark, _, key = str(sheet["A1"].value).partition(" ")
        if mark == MARK and key:
            source_file = f"{folder}/{files[key]}"
            yield from _lines_of(sheet, source_file, sheets_of.get(source_file, ""))


def _lines_of(sheet: Worksheet, source_file: str, only_sheet: str) -> Iterator[Line]:
    marks = [str(cell.value) for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=3):
        cells = dict(zip(marks[1:], row[1:], strict=True))
        of_sheet = cells[SHEET].value if SHEET in cells else only_sheet
        yield Line(source_file, str(of_sheet or ""), int(str(row[0].value)), cells)


def mend(line: Line, person: Mapping[str, Any]) -> None:
    """Types what the identity card says into the coloured cells, or takes the row out."""
    if person["mess"] in MUST_GO:
        line.cells[FIX].value = "HAPUS"
        return
    for field in str(line.cells[COLOURED].value).split():
        if field in _TYPED:
            line.cells[field].value = _TYPED[field](person)
        if field == "desa" and "kecamatan" in line.cells:
            line.cells["kecamatan"].value = person["kecamatan"]


_TYPED: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "nik": lambda person: person["nik"],
    "nkk": lambda person: person["nkk"],
    "name": lambda person: person["name"],
    "birth_date": lambda person: f"{person['birth_date']:%d-%m-%Y}",
    "sex": lambda person: person["sex"],
    "desa": lambda person: person["desa"],
    "segment": lambda _: "Pekerja rentan",
}
MUST_GO = frozenset(
    {"child", "elder", "outside", "servant_by_work", "servant_by_status", "servant_by_post", "young_servant"}
    | {"dead_by_name", "dead_by_note", "dead_elder"}
)
"""Messes whose person may not be in the list, whatever is typed."""
