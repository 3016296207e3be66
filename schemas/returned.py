"""What a return workbook says of itself, so that a mended one is known again: reporting writes it, intake reads it.

The workbook has a hidden sheet `ABOUT` that begins with `MARK` and names the files by their key. Every sheet of rows
has a hidden first row: in its first cell `MARK` and the key of the file, in the others what the column holds, which is
a field or one of the words below. So the sheets stay known by their content, in whatever program they are saved and
however they are called or sorted. No mark holds a cell of a person.
"""

import re

MARK = "payung-perbaikan-1"
"""With the version of the form."""
ABOUT = "payung"
UNKEYED = "-"
"""In place of the key of a file that was only checked: nothing is read back from such a workbook."""

SHEET, SENT, PROBLEM, FIX, ROW_ID, COLOURED = "+lembar", "+kiriman", "+masalah", "+perbaikan", "+baris", "+warna"
"""Columns that hold no field: the sender's sheet; cells that Payung does not use; what is wrong; what the sender
writes; the id of the row; and the fields whose cells are coloured."""

NO_FIELDS = frozenset({SHEET, SENT, PROBLEM, FIX, ROW_ID, COLOURED})

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_LONGEST = 32_767
"""Letters that a cell of a spreadsheet holds."""


def shown(cell: str | None) -> str:
    """A cell as the workbook shows it: a date day first, as clerks write it; nothing that a workbook cannot hold."""
    day = _DAY.fullmatch(cell or "")
    text = "-".join(reversed(day.groups())) if day else cell or ""
    return _CONTROL.sub("", text)[:_LONGEST]
