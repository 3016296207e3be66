"""Sheets of cells to the bytes of a file, as programs of offices write them; never by what this project writes with."""

import csv
import html
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

import openpyxl
import polars as pl
import xlwt
from odf.opendocument import OpenDocument, OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from tests.properties.forms import Cell

Area = tuple[int, int, int, int]
"""A merged cell: first row, first column, last row, last column; 0-based."""


@dataclass
class Sheet:
    """Rows of cells as they were set, ragged at the right."""

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[Area] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: list[int] = field(default_factory=list)


def as_text(cell: Cell) -> str:
    """A cell as a program writes it where cells are text."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def xlsx(sheets: Sequence[Sheet]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for row, cells in enumerate(sheet.rows, 1):
            for column, cell in enumerate(cells, 1):
                if cell is not None:
                    place = page.cell(row, column)
                    place.value = cell
                    place.data_type = "s" if isinstance(cell, str) else place.data_type
        for first, left, last, right in sheet.merges:
            page.merge_cells(start_row=first + 1, start_column=left + 1, end_row=last + 1, end_column=right + 1)
        for row in sheet.hidden_rows:
            page.row_dimensions[row + 1].hidden = True
        page.sheet_state = "hidden" if sheet.hidden else "visible"
    return _bytes(book)


def xls(sheets: Sequence[Sheet]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    dated = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for sheet in sheets:
        page = book.add_sheet(sheet.name, cell_overwrite_ok=True)
        for row, cells in enumerate(sheet.rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    page.write(row, column, datetime.combine(cell, time()), dated)
                elif cell is not None:
                    page.write(row, column, cell)
        for first, left, last, right in sheet.merges:
            page.merge(first, last, left, right)
        for row in sheet.hidden_rows:
            page.row(row).hidden = True
        page.visibility = int(sheet.hidden)
    return _bytes(book)


def ods(sheets: Sequence[Sheet]) -> bytes:
    book = OpenDocumentSpreadsheet()
    for sheet in sheets:
        table = Table(name=sheet.name)
        spans = {(first, left): area for area in sheet.merges for first, left in [area[:2]]}
        covered = {place for area in sheet.merges for place in _covered(area)}
        width = max((len(cells) for cells in sheet.rows), default=0)
        width = max([width, *(area[3] + 1 for area in sheet.merges)])
        for row, cells in enumerate(sheet.rows):
            line = TableRow(visibility="collapse") if row in sheet.hidden_rows else TableRow()
            for column in range(width):
                cell = cells[column] if column < len(cells) else None
                line.addElement(_ods_cell(cell, spans.get((row, column)), (row, column) in covered))
            table.addElement(line)
        book.spreadsheet.addElement(table)
    return _bytes(book)


def _ods_cell(cell: Cell, area: Area | None, covered: bool) -> object:
    if covered:
        return CoveredTableCell()
    span = {"numberrowsspanned": area[2] - area[0] + 1, "numbercolumnsspanned": area[3] - area[1] + 1} if area else {}
    if isinstance(cell, date):
        return TableCell(valuetype="date", datevalue=cell.isoformat(), **span)
    if isinstance(cell, int | float):
        return TableCell(valuetype="float", value=str(cell), **span)
    made = TableCell(valuetype="string", **span) if cell is not None else TableCell(**span)
    for line in as_text(cell).split("\n") if cell is not None else []:
        made.addElement(P(text=line))
    return made


def delimited(sheet: Sheet, separator: str, encoding: str, line_end: str, ragged: bool, quoting: int) -> bytes:
    """`ragged`: rows end with their last filled cell, as people's programs write them; else all are as wide."""
    width = 0 if ragged else max(map(len, sheet.rows), default=0)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator=line_end, quoting=quoting)  # type: ignore[arg-type]
    for cells in sheet.rows:
        texts = [as_text(cell) for cell in cells]
        while ragged and texts and not texts[-1]:
            texts.pop()
        writer.writerow([*texts, *[""] * (width - len(texts))])
    return out.getvalue().encode(encoding)


def markup(sheet: Sheet, encoding: str) -> bytes:
    """A table as web pages export it and programs call .xls."""
    spans = {area[:2]: area for area in sheet.merges}
    covered = {place for area in sheet.merges for place in _covered(area)}
    lines = ["<html><head><style>td {mso-number-format:'@'}</style></head><body><table border=1>"]
    for row, cells in enumerate(sheet.rows):
        shown = [(column, cell) for column, cell in enumerate(cells) if (row, column) not in covered]
        line = "".join(f"<td{_span(spans.get((row, column)))}>{_escaped(cell)}</td>" for column, cell in shown)
        lines.append(f"<tr>{line}</tr>")
    return "\n".join([*lines, "</table></body></html>"]).encode(encoding)


def parquet(sheet: Sheet) -> bytes:
    """The first row is the names of the columns; a column of one type keeps it."""
    names, *rows = sheet.rows
    columns = {as_text(name): [row[place] for row in rows] for place, name in enumerate(names)}
    frame = pl.DataFrame([_typed(name, cells) for name, cells in columns.items()])
    out = io.BytesIO()
    frame.write_parquet(out, use_pyarrow=True)
    return out.getvalue()


def _typed(name: str, cells: list[Cell]) -> pl.Series:
    kinds = {type(cell) for cell in cells if cell is not None}
    if len(kinds) == 1 and kinds <= {int, float, date}:
        return pl.Series(name, cells)
    return pl.Series(name, [None if cell is None else as_text(cell) for cell in cells], dtype=pl.String)


def _escaped(cell: Cell) -> str:
    return html.escape(as_text(cell)).replace("\n", "<br>").replace("\u00a0", "&nbsp;")


def _span(area: Area | None) -> str:
    if not area:
        return ""
    first, left, last, right = area
    low = f' rowspan="{last - first + 1}"' if last > first else ""
    return low + (f' colspan="{right - left + 1}"' if right > left else "")


def _covered(area: Area) -> list[tuple[int, int]]:
    first, left, last, right = area
    places = [(row, column) for row in range(first, last + 1) for column in range(left, right + 1)]
    return places[1:]


def _bytes(book: openpyxl.Workbook | xlwt.Workbook | OpenDocument) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
