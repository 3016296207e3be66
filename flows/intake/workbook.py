"""Workbooks (xlsx, xlsm, xls, xlsb, ods) to sheets of cells, with python-calamine.

calamine keeps what `pl.read_excel` hides: whether a NIK was a number or text.
"""

import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

import python_calamine

from flows.intake.failures import FileSetAside
from flows.intake.grid import CellGrid
from flows.intake.hidden_rows import Hidden, hidden_rows
from flows.intake.xlsb_records import with_full_cells

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream a password-protected xlsx is kept in, as the directory of its OLE container names it."""


def read_workbook(path: Path) -> list[CellGrid]:
    """Every sheet of a zipped workbook, hidden ones too, in the workbook's order; row 1 is the first.

    Raises:
        FileSetAside: FILE_ENCRYPTED or FILE_UNREADABLE.
    """
    with path.open("rb") as file:
        hidden = hidden_rows(file)
    try:
        if path.suffix.lower() != ".xlsb":
            return _sheets(python_calamine.load_workbook(str(path)), hidden)
    except python_calamine.PasswordError:
        raise FileSetAside("FILE_ENCRYPTED") from None
    except (python_calamine.CalamineError, OSError, ValueError):
        pass  # calamine goes by the ending of a path; of a renamed file it is given the bytes, and tries what they are
    return _from_bytes(path.read_bytes(), hidden)


def read_old_workbook(path: Path) -> list[CellGrid]:
    """The same for a workbook in an OLE container: an xls, or one behind a password.

    Raises:
        FileSetAside: FILE_ENCRYPTED or FILE_UNREADABLE.
    """
    content = path.read_bytes()
    if _ENCRYPTED in content:
        raise FileSetAside("FILE_ENCRYPTED")
    return _from_bytes(content, hidden_rows(BytesIO(content)))


def _from_bytes(content: bytes, hidden: Hidden) -> list[CellGrid]:
    try:
        whole = with_full_cells(content) if content.startswith(b"PK") else content
        return _sheets(python_calamine.load_workbook(BytesIO(whole)), hidden)
    except python_calamine.PasswordError:
        raise FileSetAside("FILE_ENCRYPTED") from None
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError):
        raise FileSetAside("FILE_UNREADABLE") from None


def _sheets(workbook: python_calamine.CalamineWorkbook, hidden: Hidden) -> list[CellGrid]:
    shown = python_calamine.SheetVisibleEnum.Visible
    return [
        _grid(workbook.get_sheet_by_name(about.name), about.visible != shown, hidden.get(about.name, frozenset()))
        for about in workbook.sheets_metadata
    ]


def _grid(sheet: python_calamine.CalamineSheet, hidden: bool, hidden_rows: frozenset[int]) -> CellGrid:
    rows = sheet.to_python(skip_empty_area=False)
    merges = list(_vertical(sheet.merged_cell_ranges or []))
    return CellGrid(sheet.name, rows, hidden, merges, hidden_rows)


def _vertical(merged: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> Iterator[tuple[int, int, int]]:
    """Column, first and last row of the merged cells one column wide."""
    for (first, left), (last, right) in merged:
        if left == right and first < last:
            yield left, first, last
