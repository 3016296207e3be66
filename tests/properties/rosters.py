"""A written roster, and what every person in it must come back as: true people set down as offices set them down.

`rosters` draws the office, its people, the layout of every sheet, the form of every cell and the bytes of the file. It
never writes what a careful clerk could not read with certainty; where it damages a cell beyond reading, it says so.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from tests.properties.forms import Cell
from tests.properties.lists import bare_sheet, lay_beside, lay_list
from tests.properties.offices import SEGMENT_TITLES, WORKBOOKS, Office, Written, an_office, desas_of
from tests.properties.people import Draw, chance, pick
from tests.properties.titles import close, sheet_name, titles
from tests.properties.written import Sheet, as_text, delimited, markup, ods, parquet, xls, xlsx

_WRITERS = {"xlsx": xlsx, "xls": xls, "ods": ods}
_KINDS = ("csv", "xlsx", "html", "xls", "ods", "parquet")


@dataclass
class Roster:
    """A file, and its people in the order in which they must come back."""

    sender: str
    file_name: str
    content: bytes
    sheets: list[Sheet]
    people: list[Written]

    def __repr__(self) -> str:
        pages = []
        for sheet in self.sheets:
            pages.append(f"--- {sheet.name} {sheet.merges}")
            pages += [f"{row}: {cells}" for row, cells in enumerate(sheet.rows, 1)]
        return f"Roster({self.sender}, {self.file_name}, {self.content[:16]!r}\n" + "\n".join(pages) + ")"


@st.composite
def rosters(draw: Draw, kinds: Sequence[str] = ("csv", "xlsx", "html", "xls", "ods", "parquet")) -> Roster:
    """A roster in any of the kinds of file."""
    office = an_office(draw, pick(draw, list(kinds)))
    if office.kind == "parquet":
        sheets = [bare_sheet(draw, office)]
    else:
        sheets = [_sheet(draw, office, place) for place in range(1 + (office.several and chance(draw, 3)))]
        sheets += extras(draw, office, sheets)
    stem = f"daftar {SEGMENT_TITLES[office.segment][0]}" if office.segment and office.segment_in == "file" else "daftar"
    ending, content = _content(draw, office, sheets)
    file_name = f"{stem.lower().replace('/', ' ').replace(' ', pick(draw, [' ', '_', '-']))}{ending}"
    return Roster(office.sender, file_name, content, sheets, office.written)


def _sheet(draw: Draw, office: Office, place: int) -> Sheet:
    """A sheet with one list, two under one another, or two side by side, and all that stands around them."""
    desas = desas_of(draw, office)
    sheet = Sheet(sheet_name(draw, office, desas, place))
    sheet.rows += [[] for _ in range(pick(draw, [0, 0, 1, 3]))]
    left = pick(draw, [0, 0, 0, 1, 3])
    layout = pick(draw, ["one", "one", "beside", "two"])
    if layout == "beside" and office.source != "groups":
        sheet.rows += titles(draw, office, desas, left)
        lay_beside(draw, office, sheet, left, desas)
    else:
        sheet.rows += titles(draw, office, desas, left)
        lay_list(draw, office, sheet, left, desas)
        if layout == "two":
            desas = desas if office.source == "sheet" else desas_of(draw, office)
            sheet.rows += [[] for _ in range(pick(draw, [1, 2]))]
            sheet.rows += titles(draw, office, desas, left)
            lay_list(draw, office, sheet, left, desas)
    close(draw, sheet, left)
    return sheet


def extras(draw: Draw, office: Office, sheets: list[Sheet]) -> list[Sheet]:
    """Sheets without people: a recapitulation, a hidden list of words."""
    if not office.several:
        return []
    extras = []
    if chance(draw, 5):
        rows: list[list[Cell]] = [
            ["REKAPITULASI"],
            [],
            ["NO", "DESA", "JUMLAH"],
            ["1", "Pulosari", 3],
            [None, "JUMLAH", 3],
        ]
        extras.append(Sheet("REKAP", rows))
    if chance(draw, 6):
        extras.append(Sheet("Pilihan", [["Laki-laki"], ["Perempuan"]], hidden=True))
    if len(sheets) > 1 and chance(draw, 5):
        sheets[1].hidden = True
    return extras


def _content(draw: Draw, office: Office, sheets: list[Sheet]) -> tuple[str, bytes]:
    if office.kind in WORKBOOKS:
        return f".{office.kind}", _WRITERS[office.kind](sheets)
    (sheet,) = sheets
    if office.kind == "parquet":
        return ".parquet", parquet(sheet)
    whole = "\n".join(as_text(cell) for row in sheet.rows for cell in row)
    encodings = [name for name in ("utf-8", "utf-8-sig", "cp1252", "utf-16") if _fits(whole, name)]
    encoding = str(pick(draw, encodings))
    if office.kind == "html":
        return pick(draw, [".xls", ".html"]), markup(sheet, encoding)
    ragged, quoting = chance(draw, 2), pick(draw, [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
    separator, end = str(pick(draw, [",", ";", "\t", "|"])), str(pick(draw, ["\r\n", "\n"]))
    return pick(draw, [".csv", ".txt"]), delimited(sheet, separator, encoding, end, ragged, quoting)


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
