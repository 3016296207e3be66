"""Which reader a file needs: its first bytes decide, because endings are changed by hand."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from flows.intake.columnar import read_columnar
from flows.intake.delimited import read_delimited
from flows.intake.failures import FileSetAside
from flows.intake.grid import Grid
from flows.intake.markup import read_markup
from flows.intake.pages.grid import PageSize
from flows.intake.workbook import read_workbook

Reader = Callable[[Path], Sequence[Grid]]

_ENDINGS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})
_HEAD_BYTES = 4096
_SIGNATURES: tuple[tuple[bytes, Reader | None], ...] = (
    (b"PK\x03\x04", read_workbook),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", read_workbook),
    (b"PAR1", read_columnar),
    (b"%PDF", None),
    (b"\xff\xd8\xff", None),  # JPEG
    (b"\x89PNG", None),
    (b"GIF8", None),
    (b"{\\rtf", None),
    (b"Rar!", None),
    (b"7z\xbc\xaf\x27\x1c", None),
    (b"\x1f\x8b", None),  # gzip
)
"""The bytes a kind of file begins with, and who reads it; None where nobody can."""
_MARKUP = re.compile(rb"\s*<(!doctype|!--|\?xml|html|head|meta|style|body|div|center|font|table)\b", re.IGNORECASE)
_BYTE_ORDER_MARKS = re.compile(rb"^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)")


def is_workbook(path: Path) -> bool:
    """True for a file that is called a workbook or begins like one: it may not be larger than those are."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    return path.suffix.lower() in _ENDINGS or (bool(head) and _reader(head) is read_workbook)


def open_grids(path: Path, page: PageSize | None = None) -> Sequence[Grid]:
    """The sheets of a file, read as what it is and not as what it is called.

    A delimited or Parquet file larger than a given `page` comes in pages.
    What has no known signature and is no mark-up is taken for delimited text.

    Raises:
        FileSetAside: FILE_EMPTY, FILE_UNREADABLE, FILE_TOO_LARGE or FILE_ENCRYPTED.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head:
        raise FileSetAside("FILE_EMPTY")
    reader = _reader(head)
    if reader is None:
        raise FileSetAside("FILE_UNREADABLE")
    if reader is read_delimited:
        return read_delimited(path, page)
    return read_columnar(path, page) if reader is read_columnar else reader(path)


def _reader(head: bytes) -> Reader | None:
    for signature, reader in _SIGNATURES:
        if head.startswith(signature):
            return reader
    # UTF-16 writes a zero byte beside each letter of a tag.
    text = _BYTE_ORDER_MARKS.sub(b"", head).replace(b"\x00", b"") if _BYTE_ORDER_MARKS.match(head) else head
    return read_markup if _MARKUP.match(text) else read_delimited
