"""Workbooks (xlsx, xlsm, xls, xlsb, ods) to sheets of cells, with python-calamine.

calamine keeps what `pl.read_excel` hides: whether a NIK was a number or text.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import python_calamine

from flows.intake.biff_records import workbook_stream
from flows.intake.failures import FileSetAside
from flows.intake.grid import CellGrid
from flows.intake.hidden_rows import hidden_rows
from flows.intake.looks.cell_styles import styles_by_sheet
from flows.intake.ods_layout import Merges, ods_merges
from flows.intake.xlsb_records import with_full_cells
from flows.intake.xlsx_parts import Packed

MAX_UNPACKED_BYTES = 1024**3
"""A workbook of a million rows unpacks to about 600 MiB; a small file that unpacks to more is a trap."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream a password-protected xlsx is kept in, as the directory of its OLE container names it."""
_ODS = "content.xml"
"""The part that an ods keeps its sheets in."""
_ODS_PARTS = "META-INF/manifest.xml"
"""The part of an ods that says of the others whether they are encrypted."""


def read_workbook(path: Path) -> list[CellGrid]:
    """Every sheet of a workbook, hidden ones too, in the workbook's order; row 1 is the first.

    Raises:
        FileSetAside: FILE_ENCRYPTED, FILE_TOO_LARGE or FILE_UNREADABLE.
    """
    content = path.read_bytes()
    if content.startswith(_OLE) and _ENCRYPTED in content:
        raise FileSetAside("FILE_ENCRYPTED")
    try:
        packed = _packed(content)
        if packed and _is_encrypted_ods(packed):
            raise FileSetAside("FILE_ENCRYPTED")
        return _sheets(_loaded(content, packed), content, packed)
    except python_calamine.PasswordError:
        raise FileSetAside("FILE_ENCRYPTED") from None
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError):
        raise FileSetAside("FILE_UNREADABLE") from None


def _packed(content: bytes) -> zipfile.ZipFile | None:
    """The parts of a packed workbook, None for others; their size is looked at before anything is unpacked.

    Raises:
        FileSetAside: FILE_TOO_LARGE.
    """
    if not content.startswith(b"PK"):
        return None
    book = Packed(content)
    if sum(part.file_size for part in book.infolist()) > MAX_UNPACKED_BYTES:
        raise FileSetAside("FILE_TOO_LARGE")
    return book


def _is_encrypted_ods(packed: zipfile.ZipFile) -> bool:
    return _ODS_PARTS in packed.NameToInfo and b"encryption-data" in packed.read(_ODS_PARTS)


def _loaded(content: bytes, packed: zipfile.ZipFile | None) -> python_calamine.CalamineWorkbook:
    """The workbook as calamine reads it, with what calamine stumbles over mended first."""
    if packed and "xl/workbook.bin" in packed.NameToInfo:
        return python_calamine.load_workbook(BytesIO(with_full_cells(content)))
    try:
        return python_calamine.load_workbook(BytesIO(content))
    except python_calamine.CalamineError:
        if not (packed and _ODS in packed.NameToInfo):
            raise
        return python_calamine.load_workbook(BytesIO(_without_indents(packed)))


def _without_indents(ods: zipfile.ZipFile) -> bytes:
    """An ods whose cells follow one another at once: calamine takes white space between them for a fault."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as copy:
        for name in ods.namelist():
            part = ods.read(name)
            copy.writestr(name, re.sub(rb">\s+<", b"><", part) if name == _ODS else part)
    return made.getvalue()


def _unsaid_merges(packed: zipfile.ZipFile | None) -> Merges:
    """The merged cells of an ods, of which calamine says nothing."""
    if not (packed and _ODS in packed.NameToInfo):
        return {}
    try:
        return ods_merges(packed.read(_ODS))
    except ElementTree.ParseError:
        return {}


def _sheets(
    workbook: python_calamine.CalamineWorkbook, content: bytes, packed: zipfile.ZipFile | None
) -> list[CellGrid]:
    stream = b"" if packed else workbook_stream(content)
    hidden, merges = hidden_rows(stream, packed), _unsaid_merges(packed)
    styles_of = styles_by_sheet(stream, packed)
    shown = python_calamine.SheetVisibleEnum.Visible
    grids = []
    for about in workbook.sheets_metadata:
        sheet = workbook.get_sheet_by_name(about.name)
        rows = sheet.to_python(skip_empty_area=False)
        merged = merges.get(about.name) or list(_vertical(sheet.merged_cell_ranges or []))
        unseen = hidden.get(about.name, frozenset())
        grids.append(CellGrid(about.name, rows, about.visible != shown, merged, unseen, styles_of(about.name)))
    return grids


def _vertical(merged: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> Iterator[tuple[int, int, int]]:
    """Column, first and last row of the merged cells one column wide."""
    for (first, left), (last, right) in merged:
        if left == right and first < last:
            yield left, first, last
