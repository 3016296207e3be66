"""The annex of a decree as a workbook to print and sign: the list, and behind it what it comes to and who signs it."""

import hashlib
import math
from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from flows.reporting.exports.annex import COLUMNS, TOTALS, Annex
from flows.reporting.exports.closed import closed_folder, write_closed
from flows.reporting.exports.people import home_regency
from flows.reporting.exports.upload_book import IN_MEMORY
from flows.reporting.return_summary import MONTHS, as_printed

LARGEST = 1_000_000
"""People that one sheet can hold, with room for what stands around them."""

_BOOK = {**IN_MEMORY, "default_format_properties": {"font_name": "Arial", "font_size": 10}}
_WIDTHS = (8, 18, 31, 37, 20, 18, 23, 32, 14)
_CLOSING_WIDTHS = (30, 16, 12, 18, 18, 20)
_HEADING_ROW = 8
_TITLE_AT, _SIGNED_AT = 6, 3
"""Columns from which the letterhead stands in the list, and the signature behind it."""
_LINE_HEIGHT = 14.25
_CAPITAL = 1.2
"""How much wider a capital letter is than the digit that column widths are counted in."""
_MARGINS = (0.5, 0.5, 0.5, 0.75)
_TO_FILL_IN = "." * 36
_TITLE = "DAFTAR PESERTA PROGRAM JAMINAN KECELAKAAN KERJA DAN JAMINAN KEMATIAN"
_HOW = (
    "Sidik jari daftar dihitung atas baris bernomor: isi kolom No sampai Iuran sebulan dipisah tab, tiap baris "
    "diakhiri ganti baris (UTF-8). Sidik jari tabel adalah SHA-256 berkas tabel workers bulan ini pada pengelola data."
)


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
        looks = _Looks(book)
        people, closing = book.add_worksheet("Daftar"), book.add_worksheet("Jumlah dan tanda tangan")
        _write_title(people, annex, looks)
        _write_people(people, annex, looks)
        _write_signature(
            closing, _write_fingerprints(closing, annex, _write_totals(closing, annex, looks), looks), looks
        )
        for sheet in (people, closing):
            _prepare_print(sheet, annex)
        people.repeat_rows(_HEADING_ROW)
    return made.getvalue()


class _Looks:
    """How cells look, made once a workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        def look(**how: object) -> Format:
            return book.add_format({"num_format": "@", "valign": "top", **how})

        self.plain = look()
        self.title = look(bold=True, font_size=13, align="center", valign="vcenter")
        self.heading = look(bold=True, border=1, bg_color="#D9E2EC", text_wrap=True, align="center", valign="vcenter")
        self.cell = look(border=1, text_wrap=True, align="left", indent=1)
        self.centred_cell = look(border=1, align="center")
        self.number = look(border=1, align="right", indent=1)
        self.sum = look(border=1, bold=True, align="left", indent=1)
        self.sum_number = look(border=1, bold=True, align="right", indent=1)
        self.small = look(font_size=9, text_wrap=True)
        self.centred = look(align="center")


def _write_title(sheet: Worksheet, annex: Annex, looks: _Looks) -> None:
    said = (
        ("LAMPIRAN", ""),
        (f"KEPUTUSAN {_bupati()}", ""),
        ("NOMOR", f": {annex.decree or _TO_FILL_IN}"),
        ("TANGGAL", f": {_TO_FILL_IN}"),
    )
    for row, (label, value) in enumerate(said):
        sheet.write_string(row, _TITLE_AT, label, looks.plain)
        if value:
            sheet.write_string(row, _TITLE_AT + 1, value, looks.plain)
    below = f"{home_regency()} bulan {_month(annex.month)}".upper()
    for row, title in enumerate((_TITLE, below), start=len(said) + 1):
        sheet.merge_range(row, 0, row, len(COLUMNS) - 1, title, looks.title)


def _write_people(sheet: Worksheet, annex: Annex, looks: _Looks) -> None:
    _write_heading(sheet, _HEADING_ROW, COLUMNS, _WIDTHS, looks)
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


def _write_totals(sheet: Worksheet, annex: Annex, looks: _Looks) -> int:
    """Heads and rupiah by segment; returns the first row behind them."""
    words = "Jumlah peserta dan iuran sebulan (rupiah) menurut segmen"
    sheet.merge_range(0, 0, 0, len(TOTALS) - 1, f"{words}, {_month(annex.month)}", looks.title)
    _write_heading(sheet, 2, TOTALS, _CLOSING_WIDTHS, looks)
    for row, cells in enumerate(annex.totals.iter_rows(), start=3):
        everybody = row == 2 + annex.totals.height
        for column, cell in enumerate(cells):
            text, number = (looks.sum, looks.sum_number) if everybody else (looks.cell, looks.number)
            sheet.write_string(row, column, cell, number if column > 1 else text)
    sheet.ignore_errors({"number_stored_as_text": f"A1:F{3 + annex.totals.height}"})
    return 3 + annex.totals.height


def _write_fingerprints(sheet: Worksheet, annex: Annex, row: int, looks: _Looks) -> int:
    """What ties the signature to the list and to the table it was made from; returns the first row behind it."""
    fingerprints = (
        f"Sidik jari daftar (SHA-256): {annex.list_sha256}",
        f"Sidik jari tabel (SHA-256): {annex.workers_sha256}",
        _HOW,
    )
    for place, line in enumerate(fingerprints, start=row + 1):
        sheet.merge_range(place, 0, place, len(TOTALS) - 1, line, looks.small)
    below = row + 1 + len(fingerprints)
    sheet.set_row(below - 1, 26)
    return below


def _write_signature(sheet: Worksheet, row: int, looks: _Looks) -> None:
    last = len(TOTALS) - 1
    sheet.merge_range(row + 1, _SIGNED_AT, row + 1, last, f"{_bupati()},", looks.centred)
    sheet.merge_range(row + 6, _SIGNED_AT, row + 6, last, f"( {_TO_FILL_IN} )", looks.centred)


def _write_heading(sheet: Worksheet, row: int, words: Sequence[str], widths: Sequence[int], looks: _Looks) -> None:
    for column, (heading, width) in enumerate(zip(words, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(row, column, heading, looks.heading)


def _prepare_print(sheet: Worksheet, annex: Annex) -> None:
    """Every page says below what it is a page of, with the beginning of the fingerprint of the list."""
    as_printed(sheet)
    sheet.set_margins(*_MARGINS)
    sheet.center_horizontally()
    decree = annex.decree[:80] if annex.decree else "keputusan"
    name = f"Lampiran {decree}, {_month(annex.month)}".replace("&", "&&")
    sheet.set_footer(f"&L&8{name}&C&8Halaman &P dari &N&R&8SHA-256 daftar {annex.list_sha256[:16]}")


def _bupati() -> str:
    return home_regency().upper().replace("KABUPATEN", "BUPATI")


def _month(month: date) -> str:
    return f"{MONTHS[month.month - 1]} {month.year}"
