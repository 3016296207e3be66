"""HTML tables (what many programs call .xls) to a grid of cells, with the standard library's parser."""

from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path

from flows.intake.delimited import find_encoding
from flows.intake.failures import FileSetAside
from flows.intake.grid import CellGrid
from flows.intake.spreadsheet_xml import NAMESPACE, read_spreadsheet_xml

_WIDEST = 1000
"""Columns a cell may span by the HTML standard; a larger number is a slip."""
_LOWEST = 65_534
_HEAD = 4000
"""Letters in which a file of Excel 2003's XML says that it is one."""


def read_markup(path: Path) -> list[CellGrid]:
    """All rows of all tables as one unnamed sheet, under one another, as a spreadsheet program shows them.

    A cell that spans several columns or rows has its text in its first one, like a merged cell of a workbook; a table
    inside a cell is text of that cell.

    Raises:
        FileSetAside: FILE_UNREADABLE when there is no table.
    """
    text = _decoded(path.read_bytes())
    if NAMESPACE in text[:_HEAD]:
        return read_spreadsheet_xml(path)
    tables = _Tables()
    tables.feed(text)
    tables.close()
    if not tables.found:
        raise FileSetAside("FILE_UNREADABLE")
    width = max(map(len, tables.rows), default=0)
    return [CellGrid("", [[*row, *[""] * (width - len(row))] for row in tables.rows], merges=tables.merges)]


def _decoded(content: bytes) -> str:
    encoding = find_encoding(content)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


class _Tables(HTMLParser):
    """Collects `rows` and `merges`; `found` is true once a table began."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = False
        self.rows: list[list[object]] = []
        self.merges: list[tuple[int, int, int]] = []
        self._depth = 0
        self._words: list[str] | None = None
        self._cell: dict[str, str | None] = {}
        self._below: dict[int, int] = {}  # rows that a cell above still covers, by column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
            self.found = True
        elif tag == "br":
            self.handle_data(" ")
        elif self._depth == 1 and tag == "tr":
            self._begin_row()
        elif self._depth == 1 and tag in {"td", "th"}:
            self._end_cell()
            self._words, self._cell = [], dict(attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            if self._depth == 1:
                self._end_cell()
                self._below = {}
            self._depth = max(self._depth - 1, 0)
        elif self._depth == 1 and tag in {"td", "th", "tr"}:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._words is not None:
            self._words.append(data)

    def _begin_row(self) -> None:
        self._end_cell()
        self._below = {column: rows - 1 for column, rows in self._below.items() if rows > 1}
        self.rows.append([])

    def _end_cell(self) -> None:
        if self._words is None:
            return
        if not self.rows:
            self.rows.append([])
        row = self.rows[-1]
        while self._below.get(len(row)):
            row.append("")
        wide, low = self._span("colspan", _WIDEST), self._span("rowspan", _LOWEST)
        if low > 1:
            # One more than the rows below: the beginning of the next row takes one off.
            if wide == 1:
                self.merges.append((len(row), len(self.rows) - 1, len(self.rows) + low - 2))
            self._below |= dict.fromkeys(range(len(row), len(row) + wide), low)
        row += [_value(" ".join("".join(self._words).split()), "x:num" in self._cell), *[""] * (wide - 1)]
        self._words = None

    def _span(self, name: str, most: int) -> int:
        with suppress(ValueError):
            return min(max(int(self._cell.get(name) or 1), 1), most)
        return 1


def _value(text: str, number: bool) -> object:
    """The text; a whole number where Excel says that the cell held one, so that a NIK typed as a number is known."""
    return int(text) if number and text.isascii() and text.isdigit() and str(int(text)) == text else text
