"""How the sheets of an annex look, and the words that both have."""

from collections.abc import Sequence
from datetime import date

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from flows.reporting.return_summary import MONTHS


class Looks:
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


def write_heading(sheet: Worksheet, row: int, words: Sequence[str], widths: Sequence[int], looks: Looks) -> None:
    """The heading of a table, and its columns as wide as they are to be."""
    for column, (heading, width) in enumerate(zip(words, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(row, column, heading, looks.heading)


def head_of(regency: str) -> str:
    """Who signs: BUPATI TULUNGAGUNG, WALI KOTA KEDIRI."""
    return regency.upper().replace("KABUPATEN", "BUPATI").replace("KOTA", "WALI KOTA")


def month_in_words(month: date) -> str:
    """September 2023."""
    return f"{MONTHS[month.month - 1]} {month.year}"
