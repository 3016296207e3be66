"""The records of a workbook of Excel 97 to 2003 and 95 (xls)."""

import struct
from collections.abc import Iterator
from contextlib import suppress

import olefile

_BOUND_SHEET, _EOF = 0x85, 0x0A


def workbook_stream(book: bytes) -> bytes:
    """The records of a workbook, out of its container; none where it is no such workbook, or they cannot be got out."""
    if not book.startswith(olefile.MAGIC):
        return b""
    with suppress(KeyError, IndexError, OSError, ValueError, struct.error), olefile.OleFileIO(book) as container:
        stream = next((name for name in ("Workbook", "Book") if container.exists(name)), None)
        content: bytes = container.openstream(stream).read() if stream else b""
        return content
    return b""


def biff_records(content: bytes, start: int = 0) -> Iterator[tuple[int, bytes]]:
    """Number and data of each record from `start` to the end of that part: what holds for all sheets, or one sheet."""
    while start + 4 <= len(content):
        kind, size = struct.unpack_from("<HH", content, start)
        yield kind, content[start + 4 : start + 4 + size]
        if kind == _EOF:
            return
        start += 4 + size


def biff_sheets(content: bytes) -> Iterator[tuple[str, int]]:
    """Name of each sheet, and where its records start."""
    for kind, data in biff_records(content):
        if kind == _BOUND_SHEET and len(data) > 8:
            length, wide = data[6], data[7] & 1
            name = data[8 : 8 + length * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1", "replace")
            yield name, struct.unpack_from("<I", data)[0]
