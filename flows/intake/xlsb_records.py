"""The records of a binary sheet (xlsb), and the short cells that calamine passes over in silence.

A record is a number and a length, seven bits a byte, and its data ([MS-XLSB] 2.1.4). Some programs write a cell behind
another one without its column; such a cell is given its column, and so its full form, before calamine reads it.
"""

import io
import zipfile
from collections.abc import Iterator

ROW = 0
SHEET = 156
_FULL = frozenset({*range(1, 12), 62})
_SHORT = range(12, 19)
_TO_FULL = 11
"""A short cell's number less that of the full cell of the same kind."""


def records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and data of each record."""
    place = 0
    while place < len(part):
        kind, place = _number(part, place, 2)
        size, place = _number(part, place, 4)
        yield kind, part[place : place + size]
        place += size


def with_full_cells(content: bytes) -> bytes:
    """The workbook with every short cell in its full form; the same bytes where there is none."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheets = {name: book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/sheet")}
        mended = {
            name: _full(part) for name, part in sheets.items() if any(kind in _SHORT for kind, _ in records(part))
        }
        if not mended:
            return content
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as copy:
            for name in book.namelist():
                copy.writestr(name, mended.get(name) or book.read(name))
    return made.getvalue()


def _full(part: bytes) -> bytes:
    made, column = bytearray(), -1
    for kind, data in records(part):
        number, body = kind, data
        if kind in _SHORT:
            column += 1
            number, body = kind - _TO_FULL, column.to_bytes(4, "little") + data
        elif kind in _FULL:
            column = int.from_bytes(data[:4], "little")
        elif kind == ROW:
            column = -1
        made += _as_number(number) + _as_number(len(body)) + body
    return bytes(made)


def _number(part: bytes, place: int, most: int) -> tuple[int, int]:
    value = 0
    for shift in range(most):
        byte = part[place]
        place += 1
        value |= (byte & 0x7F) << (7 * shift)
        if byte < 0x80:
            break
    return value, place


def _as_number(value: int) -> bytes:
    made = bytearray()
    while value >= 0x80:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    made.append(value)
    return bytes(made)
