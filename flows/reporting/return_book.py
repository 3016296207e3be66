"""A return workbook on disk: a sheet that says what to do, one for each file with rows to mend, and what it knows of
itself when it comes back (`schemas/returned.py`)."""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from flows.reporting.return_rows import ReturnedFile, ReturnRow
from flows.reporting.return_summary import Summary, as_printed, write_summary
from schemas.returned import ABOUT, COLOURED, FIX, MARK, PROBLEM, ROW_ID, SHEET, shown

_BOOK = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
"""In memory: otherwise ten temporary files a workbook, with the rows of people in them."""
_FIRST = "Ringkasan"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31
_NARROWEST, _WIDEST = 6, 34
_PROBLEM_WIDTH, _FIX_WIDTH = 62, 26
_BELOW = 2
"""Rows above the first row of the list: the hidden marks and the heading."""


def write_book(target: Path | BytesIO, summary: Summary, files: Sequence[ReturnedFile], about: Sequence[str]) -> None:
    """One return workbook. `about` is the sender and the month; without it nothing is read back from the workbook.

    Every cell is written as text, so a NIK keeps its digits and a name that begins with `=` stays a name.
    """
    with xlsxwriter.Workbook(target, _BOOK) as book:
        formats = _Formats(book)
        write_summary(book, book.add_worksheet(_FIRST), summary)
        names = _sheet_names([file.name for file in files])
        for file, name in zip(files, names, strict=True):
            _write_file(book.add_worksheet(name), file, formats, to_read_back=bool(about))
        hidden = book.add_worksheet(ABOUT)
        lines = [(MARK, *about), *((file.key, file.name) for file in files)]
        for row, line in enumerate(lines):
            for column, cell in enumerate(line):
                hidden.write_string(row, column, shown(cell))
        hidden.very_hidden()


class _Formats:
    """How cells look, made once a workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        text = {"num_format": "@", "valign": "top"}
        self.heading = book.add_format(
            {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter"}
        )
        self.plain = book.add_format(text)
        self.wrapped = book.add_format({**text, "text_wrap": True})
        self.own = book.add_format({**text, "font_color": "#7F7F7F"})
        self.fix = book.add_format(
            {**text, "text_wrap": True, "bg_color": "#E2EFDA", "border": 1, "border_color": "#A9D08E"}
        )
        self.bad = {
            "reject": book.add_format({**text, "bg_color": "#F4B6B6", "border": 1, "border_color": "#C00000"}),
            "advise": book.add_format({**text, "bg_color": "#FFE699", "border": 1, "border_color": "#BF8F00"}),
        }


def _write_file(sheet: Worksheet, file: ReturnedFile, formats: _Formats, *, to_read_back: bool) -> None:
    """The sender's row numbers and cells, what is wrong, and room for what is right."""
    before = ["Baris", "Lembar"] if file.several else ["Baris"]
    headings = [*before, *(column.heading for column in file.columns), "Masalah dan cara memperbaiki"]
    marks = [
        f"{MARK} {file.key}",
        *([SHEET] if file.several else []),
        *(column.mark for column in file.columns),
        PROBLEM,
    ]
    if to_read_back:
        headings, marks = [*headings, "Perbaikan", "", ""], [*marks, FIX, ROW_ID, COLOURED]
    for column, (heading, mark) in enumerate(zip(headings, marks, strict=True)):
        sheet.write_string(0, column, mark)
        sheet.write_string(1, column, shown(heading), formats.heading)
    sheet.set_row(0, None, None, {"hidden": True})
    _set_widths(sheet, file, headings, len(before), formats)
    for number, row in enumerate(file.rows, start=_BELOW):
        _write_row(sheet, number, row, file, formats, to_read_back=to_read_back)
    last = len(before) + len(file.columns) + (1 if to_read_back else 0)
    sheet.freeze_panes(_BELOW, len(before))
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{_BELOW + len(file.rows)}"})
    as_printed(sheet)
    sheet.repeat_rows(1)
    sheet.autofilter(1, 0, _BELOW - 1 + len(file.rows), last)


def _write_row(
    sheet: Worksheet, number: int, row: ReturnRow, file: ReturnedFile, formats: _Formats, *, to_read_back: bool
) -> None:
    sheet.write_string(number, 0, str(row.source_row), formats.own)
    if file.several:
        sheet.write_string(number, 1, shown(row.sheet), formats.own)
    first = 2 if file.several else 1
    for place, cell in enumerate(row.cells):
        look = formats.bad.get(row.colours.get(place, ""))
        if cell:
            sheet.write_string(number, first + place, cell, look or formats.plain)
        elif look:
            sheet.write_blank(number, first + place, None, look)
    after = first + len(row.cells)
    sheet.write_string(number, after, row.problem, formats.wrapped)
    if to_read_back:
        sheet.write_blank(number, after + 1, None, formats.fix)
        sheet.write_string(number, after + 2, row.row_id)
        fields = (file.columns[place].mark for place in sorted(row.colours))
        sheet.write_string(number, after + 3, " ".join(fields))


def _set_widths(sheet: Worksheet, file: ReturnedFile, headings: Sequence[str], before: int, formats: _Formats) -> None:
    sheet.set_column(0, 0, _NARROWEST, formats.own)
    if file.several:
        sheet.set_column(1, 1, 16, formats.own)
    for place in range(len(file.columns)):
        longest = max([len(headings[before + place]), *(len(row.cells[place]) for row in file.rows)])
        sheet.set_column(before + place, before + place, min(max(longest + 2, _NARROWEST), _WIDEST), formats.plain)
    after = before + len(file.columns)
    sheet.set_column(after, after, _PROBLEM_WIDTH, formats.wrapped)
    if len(headings) > after + 1:
        sheet.set_column(after + 1, after + 1, _FIX_WIDTH, formats.wrapped)
        sheet.set_column(after + 2, after + 3, None, None, {"hidden": True})


def _sheet_names(files: Sequence[str]) -> Iterator[str]:
    """A name for each file's sheet that every spreadsheet program takes, none twice whatever its capitals."""
    taken = {_FIRST.casefold(), ABOUT.casefold(), "history"}
    for file in files:
        stem = _FORBIDDEN.sub(" ", file.rsplit("/", 1)[-1].rsplit(".", 1)[0]).strip("' ") or "Berkas"
        name, turn = stem[:_LONGEST_NAME].strip("' "), 1
        while name.casefold() in taken:
            turn += 1
            name = f"{stem[: _LONGEST_NAME - len(str(turn)) - 3].strip(chr(39) + ' ')} ({turn})"
        taken.add(name.casefold())
        yield name
