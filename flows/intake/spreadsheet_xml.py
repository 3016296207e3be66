"""Workbooks in the XML of Excel 2003, which web applications still write and call .xls."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

from flows.intake.failures import FileSetAside
from flows.intake.grid import CellGrid

NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_SS = f"{{{NAMESPACE}}}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_WIDEST, _LOWEST = 16_384, 1_048_576
"""Columns and rows a sheet may have; a place beyond them is a slip."""


def read_spreadsheet_xml(path: Path) -> list[CellGrid]:
    """Every sheet in the workbook's order, hidden ones too; row 1 is the first.

    Raises:
        FileSetAside: FILE_UNREADABLE.
    """
    try:
        book = ElementTree.fromstring(path.read_bytes())  # noqa: S314 - expat bounds expansion
        return [_grid(sheet) for sheet in book.iter(f"{_SS}Worksheet")]
    except (ElementTree.ParseError, ValueError):
        raise FileSetAside("FILE_UNREADABLE") from None


def _grid(sheet: ElementTree.Element) -> CellGrid:
    rows: list[list[object]] = []
    merges: list[tuple[int, int, int]] = []
    unseen: set[int] = set()
    for row in sheet.iter(f"{_SS}Row"):
        place = _place(row, len(rows), _LOWEST)
        rows += [[] for _ in range(place - len(rows))]
        if row.get(f"{_SS}Hidden") == "1":
            unseen.add(place)
        cells: list[object] = []
        for column, value, down in _cells(row):
            cells += [""] * (column - len(cells)) + [value]
            merges += [(column, place, place + down)] if down else []
        rows.append(cells)
    width = max(map(len, rows), default=0)
    visible = sheet.find(f"{_EXCEL}WorksheetOptions/{_EXCEL}Visible")
    return CellGrid(
        sheet.get(f"{_SS}Name", ""),
        [[*cells, *[""] * (width - len(cells))] for cells in rows],
        hidden=visible is not None and visible.text in {"SheetHidden", "SheetVeryHidden"},
        merges=merges,
        hidden_rows=frozenset(unseen),
    )


def _cells(row: ElementTree.Element) -> Iterator[tuple[int, object, int]]:
    """Column, value and rows merged below of each cell; a cell says its column only where it is not the next."""
    column = 0
    for cell in row.iter(f"{_SS}Cell"):
        column = _place(cell, column, _WIDEST)
        yield column, _value(cell.find(f"{_SS}Data")), int(cell.get(f"{_SS}MergeDown", "0"))
        column += 1 + int(cell.get(f"{_SS}MergeAcross", "0"))


def _place(element: ElementTree.Element, otherwise: int, most: int) -> int:
    place = int(element.get(f"{_SS}Index", otherwise + 1)) - 1
    if not otherwise <= place < most:
        raise ValueError("a row or cell out of its order")
    return place


def _value(data: ElementTree.Element | None) -> object:
    text = "".join(data.itertext()) if data is not None else ""
    kind = data.get(f"{_SS}Type") if data is not None else None
    if kind == "Number":
        return float(text)
    return datetime.fromisoformat(text) if kind == "DateTime" else text
