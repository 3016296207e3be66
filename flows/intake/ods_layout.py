"""What calamine does not say of an ods: rows that are not shown, cells merged downwards, and the styles of cells."""

from collections.abc import Iterator
from xml.etree import ElementTree

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CELLS = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})
_MOST_ROWS = 65_536
"""Rows that one repeated row may stand for; a sheet is filled up to its end with one such row."""

Merges = dict[str, list[tuple[int, int, int]]]
"""Column, first and last row (0-based) of cells one column wide, by sheet name."""


def ods_hidden_rows(content: bytes) -> dict[str, frozenset[int]]:
    """The hidden rows of each sheet of a `content.xml` that has some, 0-based, by sheet name."""
    if b"table:visibility=" not in content:
        return {}
    found = {}
    for name, table in _tables(content):
        hidden = (
            set(range(place, place + repeated))
            for place, repeated, row in _rows(table)
            if row.get(f"{_TABLE}visibility", "visible") != "visible"
        )
        if rows := frozenset().union(*hidden):
            found[name] = rows
    return found


def ods_merges(content: bytes) -> Merges:
    """The cells of each sheet of a `content.xml` that are merged over several rows of one column."""
    if b"table:number-rows-spanned=" not in content:
        return {}
    return {name: merges for name, table in _tables(content) if (merges := list(_merges(table)))}


def _tables(content: bytes) -> Iterator[tuple[str, ElementTree.Element]]:
    for table in ElementTree.fromstring(content).iter(f"{_TABLE}table"):  # noqa: S314 - expat bounds
        yield table.get(f"{_TABLE}name", ""), table


def _rows(table: ElementTree.Element) -> Iterator[tuple[int, int, ElementTree.Element]]:
    """Place, how many rows it stands for, and the row."""
    place = 0
    for row in table.iter(f"{_TABLE}table-row"):
        repeated = int(row.get(f"{_TABLE}number-rows-repeated", "1"))
        yield place, min(repeated, _MOST_ROWS), row
        place += repeated


def _cells(row: ElementTree.Element) -> Iterator[tuple[int, ElementTree.Element]]:
    """Column and element of each cell; of cells that are alike the first."""
    column = 0
    for cell in row:
        if cell.tag in _CELLS:
            yield column, cell
            column += int(cell.get(f"{_TABLE}number-columns-repeated", "1"))


def _merges(table: ElementTree.Element) -> Iterator[tuple[int, int, int]]:
    for place, _, row in _rows(table):
        for column, cell in _cells(row):
            down = int(cell.get(f"{_TABLE}number-rows-spanned", "1"))
            if down > 1 and cell.get(f"{_TABLE}number-columns-spanned", "1") == "1":
                yield column, place, place + down - 1


def ods_cells(
    content: ElementTree.Element, sheet: str
) -> Iterator[tuple[tuple[int, int], str | None, ElementTree.Element]]:
    """Row and column, style and element of each cell of a sheet; of cells that are alike the first.

    A cell without a style of its own has that of its row, else that of its column.
    """
    for table in (table for table in content.iter(f"{_TABLE}table") if table.get(f"{_TABLE}name", "") == sheet):
        columns = [
            (int(column.get(f"{_TABLE}number-columns-repeated", "1")), column.get(f"{_TABLE}default-cell-style-name"))
            for column in table.iter(f"{_TABLE}table-column")
        ]
        for row, _, line in _rows(table):
            usual = line.get(f"{_TABLE}default-cell-style-name")
            for place, cell in _cells(line):
                style = cell.get(f"{_TABLE}style-name") or usual or _of_column(columns, place)
                yield (row, place), style, cell


def _of_column(columns: list[tuple[int, str | None]], place: int) -> str | None:
    for repeated, style in columns:
        if place < repeated:
            return style
        place -= repeated
    return None
