"""The annex of a decree as a workbook to print and sign: the list, and behind it what is signed."""

import hashlib
import math
from datetime import datetime, time
from io import BytesIO
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from flows.reporting.exports.annex import COLUMNS, Annex
from flows.reporting.exports.annex_closing import write_closing
from flows.reporting.exports.annex_looks import Looks, head_of, month_in_words, write_heading
from flows.reporting.exports.closed import closed_folder, write_closed
from flows.reporting.exports.upload_book import IN_MEMORY
from flows.reporting.return_summary import as_printed

LARGEST = 1_000_000
"""People that one sheet can hold, with room for what stands around them."""

_BOOK = {**IN_MEMORY, "default_format_properties": {"font_name": "Arial", "font_size": 10}}
_WIDTHS = (8, 18, 31, 37, 20, 18, 23, 32, 14)
_HEADING_ROW = 8
_TITLE_AT = 6
"""Column from which the letterhead stands."""
_LINE_HEIGHT = 14.25
_CAPITAL = 1.2
"""How much wider a capital letter is than the digit that column widths are counted in."""
_MARGINS = (0.5, 0.5, 0.5, 0.75)
_TO_FILL_IN = "." * 36
_TITLE = "DAFTAR PESERTA PROGRAM JAMINAN KECELAKAAN KERJA DAN JAMINAN KEMATIAN"


def write_annex(target: Path, annex: Annex) -> Path:
    """The workbook in a new closed folder `target`, beside a file with its SHA-256 (for `sha256sum --check`).

    Raises:
        OSError: the folder exists already, or cannot be written.
    """
    name = f"lampiran-sk-{annex.month:%Y-%m}.xlsx"
    made = workbook(annex)
    with closed_folder(target) as folder:
        write_closed(folder / name, made)
        write_closed(folder / f"{name}.sha256", f"{hashlib.sha256(made).hexdigest()}  {name}\n".encode())
    return target / name


def workbook(annex: Annex) -> bytes:
    """The bytes of the workbook: the same from the same annex, whenever it is written. Every cell is a text."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, _BOOK) as book:
        book.set_properties({"created": datetime.combine(annex.month, time())})
        looks = Looks(book)
        people, closing = book.add_worksheet("Daftar"), book.add_worksheet("Jumlah dan tanda tangan")
        _write_title(people, annex, looks)
        _write_people(people, annex, looks)
        write_closing(closing, annex, looks)
        for sheet in (people, closing):
            _prepare_print(sheet, annex)
        people.repeat_rows(_HEADING_ROW)
    return made.getvalue()


def _write_title(sheet: Worksheet, annex: Annex, looks: Looks) -> None:
    said = (
        ("LAMPIRAN", ""),
        (f"KEPUTUSAN {head_of(annex.regency)}", ""),
        ("NOMOR", f": {annex.decree or _TO_FILL_IN}"),
        ("TANGGAL", f": {_TO_FILL_IN}"),
    )
    for row, (label, value) in enumerate(said):
        sheet.write_string(row, _TITLE_AT, label, looks.plain)
        if value:
            sheet.write_string(row, _TITLE_AT + 1, value, looks.plain)
    below = f"{annex.regency} bulan {month_in_words(annex.month)}".upper()
    for row, title in enumerate((_TITLE, below), start=len(said) + 1):
        sheet.merge_range(row, 0, row, len(COLUMNS) - 1, title, looks.title)


def _write_people(sheet: Worksheet, annex: Annex, looks: Looks) -> None:
    write_heading(sheet, _HEADING_ROW, COLUMNS, _WIDTHS, looks)
    look = [looks.centred_cell, looks.centred_cell, *[looks.cell] * (len(COLUMNS) - 3), looks.number]
    for row, cells in enumerate(annex.people.iter_rows(), start=_HEADING_ROW + 1):
        sheet.set_row(row, _LINE_HEIGHT * max(map(_lines, cells, _WIDTHS)))
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell, look[column])
    sheet.freeze_panes(_HEADING_ROW + 1, 0)
    sheet.ignore_errors({"number_stored_as_text": f"A1:I{_HEADING_ROW + annex.people.height + 1}"})


def _lines(cell: str, width: int) -> int:
    """Lines that a cell takes: not every program makes a row higher by itself for what is in it."""
    room = width - 2
    if len(cell) * _CAPITAL <= room:
        return 1
    return math.ceil(sum(_CAPITAL if letter.isupper() else 1 for letter in cell) / room)


def _prepare_print(sheet: Worksheet, annex: Annex) -> None:
    """Every page says below what it is a page of, with the beginning of the fingerprint of the list."""
    as_printed(sheet)
    sheet.set_margins(*_MARGINS)
    sheet.center_horizontally()
    decree = annex.decree[:80] if annex.decree else "keputusan"
    name = f"Lampiran {decree}, {month_in_words(annex.month)}".replace("&", "&&")
    sheet.set_footer(f"&L&8{name}&C&8Halaman &P dari &N&R&8SHA-256 daftar {annex.list_sha256[:16]}")
