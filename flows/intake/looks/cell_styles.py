"""How the cells of a workbook look, where that says something of a person: struck through, coloured, or commented on.

calamine reads values alone. In an xlsb nothing is looked at, nor in an xls whether a part of a cell's text is struck;
comments are read in an xlsx alone.
"""

import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Protocol
from xml.etree import ElementTree

from flows.intake.looks.biff_styles import BiffStyles
from flows.intake.looks.comments import xlsx_comments
from flows.intake.looks.ods_styles import OdsStyles
from flows.intake.looks.xlsx_styles import XlsxStyles

Place = tuple[int, int]
"""0-based row and column."""


@dataclass(frozen=True)
class Painted:
    """What the colours of coloured cells may be called, and the words that a program took for formulas.

    "= meninggal dunia" beside a colour is such, where it was not a person who wrote it there.
    """

    colours: Mapping[Place, tuple[str, ...]]
    unreckoned: Mapping[Place, str]


@dataclass(frozen=True)
class SheetStyles:
    """The cells of one sheet that are struck through, and those that are coloured, which takes time to find out.

    `comments` are what stands in the comments on cells. `painted` is None where the workbook has no colours, or is in a
    form of which they are not known.
    """

    struck: frozenset[Place] = frozenset()
    painted: Callable[[], Painted] | None = None
    comments: Mapping[Place, str] = field(default_factory=dict)


PLAIN = SheetStyles()


class _Styles(Protocol):
    """A workbook's: next to nothing is looked at where no style in it is struck."""

    def struck(self, sheet: str) -> Iterator[Place]: ...

    @property
    def coloured(self) -> bool: ...

    def painted(self, sheet: str) -> Iterator[tuple[Place, tuple[str, ...]]]: ...


def styles_by_sheet(stream: bytes, packed: zipfile.ZipFile | None) -> Callable[[str], SheetStyles]:
    """The styles of each sheet, by its name; what cannot be made out is not said.

    `packed` are the parts of a workbook that is packed, `stream` the records of an xls (`workbook_stream`).
    """
    styles: _Styles | None = None
    comments: Mapping[str, Mapping[Place, str]] = {}
    with _unless_unclear():
        styles = _of(stream, packed)
    with _unless_unclear():
        comments = xlsx_comments(packed) if packed else {}
    return (lambda sheet: _sheet(styles, sheet, comments.get(sheet, {}))) if styles else lambda _: PLAIN


def _of(stream: bytes, packed: zipfile.ZipFile | None) -> _Styles | None:
    if packed is None:
        return BiffStyles(stream) if stream else None
    if "content.xml" in packed.NameToInfo:
        return OdsStyles(packed.read("content.xml"))
    return XlsxStyles(packed) if "xl/styles.xml" in packed.NameToInfo else None


def _sheet(styles: _Styles, sheet: str, comments: Mapping[Place, str]) -> SheetStyles:
    struck: frozenset[Place] = frozenset()
    coloured = False
    with _unless_unclear():
        struck, coloured = frozenset(styles.struck(sheet)), styles.coloured
    return SheetStyles(struck, (lambda: _painted(styles, sheet)) if coloured else None, comments)


def _painted(styles: _Styles, sheet: str) -> Painted:
    with _unless_unclear():
        return Painted(dict(styles.painted(sheet)), styles.unreckoned(sheet) if isinstance(styles, XlsxStyles) else {})
    return Painted({}, {})


@contextmanager
def _unless_unclear() -> Iterator[None]:
    with suppress(zipfile.BadZipFile, KeyError, IndexError, OSError, ValueError, struct.error, ElementTree.ParseError):
        yield
