"""A workbook to be uploaded: one sheet, the headings in its first row, and every cell a text."""

from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path

import xlsxwriter

from flows.reporting.exports.closed import closed_folder, write_closed
from flows.reporting.exports.forms import Upload

IN_MEMORY = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Otherwise temporary files hold the rows of people, and a name that begins with `=` is a formula."""

_WIDTH = 22


def write_uploads(target: Path, uploads: list[Upload], month: date) -> None:
    """The workbooks in a new closed folder `target`.

    Raises:
        OSError: it exists already, or cannot be written.
    """
    with closed_folder(target) as folder:
        for upload in uploads:
            write_closed(folder / upload.place, workbook(upload, month))


def workbook(upload: Upload, month: date) -> bytes:
    """The workbook of an upload: the same bytes from the same rows, whenever it is written."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, IN_MEMORY) as book:
        book.set_properties({"created": datetime.combine(month, time())})
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(upload.form.sheet)
        sheet.set_column(0, upload.rows.width - 1, _WIDTH, text)
        sheet.write_row(0, 0, upload.rows.columns, text)
        for number, row in enumerate(upload.rows.iter_rows(), start=1):
            for column, cell in enumerate(row):
                if cell is not None:
                    sheet.write_string(number, column, cell, text)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{upload.rows.height + 1}"})
    return made.getvalue()
