"""The cells of an xls that are struck through or coloured ([MS-XLS] Font, XF, and the records of cells)."""

import struct
from collections.abc import Iterator
from functools import cached_property

from flows.intake.biff_records import biff_records, biff_sheets
from flows.intake.looks.colours import PALETTE, called, of_palette

_FONT, _XF, _PALETTE = 0x31, 0xE0, 0x92
_STRIKE_OUT = 0x08
_SOLID = 1
_XF_SIZE = 20
"""Of Excel 97 on; the older, shorter ones keep their colours elsewhere."""
_CELLS = frozenset({0x06, 0x201, 0x203, 0x204, 0x205, 0x27E, 0xD6, 0xFD})
"""Records of one cell: a formula, blank, a number, text (in three forms), a truth value, a short number."""
_NUMBERS, _BLANKS = 0xBD, 0xBE
"""Records of several cells beside one another."""


class BiffStyles:
    def __init__(self, content: bytes) -> None:
        self._content, self._starts = content, dict(biff_sheets(content))
        fonts, self._xfs, self._palette = list[bytes](), list[bytes](), list(PALETTE)
        for kind, data in biff_records(content):
            if kind == _FONT:
                fonts.append(data)
            elif kind == _XF:
                self._xfs.append(data)
            elif kind == _PALETTE:
                self._palette = [data[place : place + 3].hex() for place in range(2, len(data) - 3, 4)]
        # The number 4 was never given to a font.
        self._fonts = [*fonts[:4], b"", *fonts[4:]]

    def struck(self, sheet: str) -> Iterator[tuple[int, int]]:
        struck = [bool(self._font(xf)[2] & _STRIKE_OUT) for xf in self._xfs]
        if any(struck):
            yield from (place for place, xf in self._cells(sheet) if struck[xf])

    @property
    def coloured(self) -> bool:
        return any(self._colours)

    def painted(self, sheet: str) -> Iterator[tuple[tuple[int, int], tuple[str, ...]]]:
        for place, xf in self._cells(sheet):
            if words := self._colours[xf]:
                yield place, words

    def _font(self, xf: bytes) -> bytes:
        number: int = struct.unpack_from("<H", xf)[0]
        return self._fonts[number]

    @cached_property
    def _colours(self) -> list[tuple[str, ...]]:
        return [self._ground(xf) or self._named(struct.unpack_from("<H", self._font(xf), 4)[0]) for xf in self._xfs]

    def _ground(self, xf: bytes) -> tuple[str, ...]:
        if len(xf) < _XF_SIZE or xf[17] >> 2 != _SOLID:
            return ()
        return self._named(struct.unpack_from("<H", xf, 18)[0] & 0x7F)

    def _named(self, number: int) -> tuple[str, ...]:
        return called(of_palette(number, self._palette))

    def _cells(self, sheet: str) -> Iterator[tuple[tuple[int, int], int]]:
        """Place and XF of each cell."""
        for kind, data in biff_records(self._content, self._starts[sheet]):
            if kind in _CELLS:
                row, column, xf = struct.unpack_from("<HHH", data)
                yield (row, column), xf
            elif kind in (_NUMBERS, _BLANKS):
                row, first = struct.unpack_from("<HH", data)
                size = 6 if kind == _NUMBERS else 2
                for beside, place in enumerate(range(4, len(data) - 2, size)):
                    yield (row, first + beside), struct.unpack_from("<H", data, place)[0]
