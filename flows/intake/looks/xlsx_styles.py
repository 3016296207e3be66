"""The cells of an xlsx or xlsm that are struck through, wholly and not some words in them, or coloured."""

import re
import zipfile
from collections.abc import Collection, Iterator
from functools import cached_property
from xml.etree import ElementTree
from xml.sax.saxutils import unescape

from flows.intake.looks.colours import FIRST_OF_PALETTE, PALETTE, called, of_palette
from flows.intake.xlsx_parts import xlsx_sheets

_OFF = frozenset({"0", "false", "off"})
_TAG = re.compile(rb"<(?:\w+:)?(row|c)\b([^>]*)>")
_PLACE = re.compile(rb"\br=[\"']([A-Z]*)(\d+)[\"']")
_STYLE = re.compile(rb"\bs=[\"'](\d+)[\"']")
_SHARED = re.compile(rb"\bt=[\"']s[\"']")
_INLINE = re.compile(rb"\bt=[\"']inlineStr[\"']")
_ITEM = re.compile(rb"<(?:\w+:)?si\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?si>)", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v>(\d+)<")
_TEXT = re.compile(rb"<(?:\w+:)?is>(.*?)</(?:\w+:)?is>", re.DOTALL)
_UNRECKONED = re.compile(rb"<f>([^<]+)</f>\s*<v\s*(?:/>|></v>)")
_RUN = re.compile(rb"<(?:\w+:)?r>(.*?)</(?:\w+:)?r>", re.DOTALL)
_WORDS = re.compile(rb"<(?:\w+:)?t\b[^>]*>\s*[^<\s]")
_STRIKE = re.compile(rb"<(?:\w+:)?strike\b(?![^>]*\bval=[\"'](?:0|false|off)[\"'])")
_MAY_COLOUR = re.compile(rb"solid|<(?:\w+:)?color\b[^>]*(?:rgb=|indexed=|theme=[\"'](?:[2-9]|\d\d))")
"""What the styles say where some cell is coloured; most workbooks need no closer look."""
_THEME = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6")
"""The colours of a theme by number."""


class XlsxStyles:
    """Sheets are only unpacked where something in the workbook is struck, or where the text stands in the sheets."""

    def __init__(self, book: zipfile.ZipFile) -> None:
        self._book = book
        self._styles = book.read("xl/styles.xml")

    def struck(self, sheet: str) -> Iterator[tuple[int, int]]:
        if not (self._struck_styles or self._struck_texts or self._texts_in_sheets):
            return
        part = self._read(sheet)
        inline = b"strike" in part
        if not (inline or self._struck_texts):
            yield from (place for place, _ in _of_styles(part, self._struck_styles))
            return
        for place, attributes, end in _cells(part):
            if _style(attributes) in self._struck_styles:
                yield place
            elif self._struck_texts and _SHARED.search(attributes):
                value = _VALUE.match(part, end)
                if value and int(value[1]) in self._struck_texts:
                    yield place
            elif inline and _INLINE.search(attributes):
                text = _TEXT.match(part, end)
                if text and _is_struck(text[1]):
                    yield place

    @property
    def coloured(self) -> bool:
        return bool(_MAY_COLOUR.search(self._styles)) and bool(self._colours)

    def painted(self, sheet: str) -> Iterator[tuple[tuple[int, int], tuple[str, ...]]]:
        for place, style in _of_styles(self._read(sheet), self._colours):
            yield place, self._colours[style]

    def unreckoned(self, sheet: str) -> dict[tuple[int, int], str]:
        """The formulas without a value."""
        part = self._read(sheet)
        formulas = ((place, _UNRECKONED.match(part, end)) for place, _, end in _cells(part)) if b"<f>" in part else ()
        return {place: unescape(formula[1].decode()) for place, formula in formulas if formula}

    def _read(self, sheet: str) -> bytes:
        return self._book.read(self._parts[sheet])

    @cached_property
    def _parts(self) -> dict[str, str]:
        return dict(xlsx_sheets(self._book))

    @cached_property
    def _struck_styles(self) -> frozenset[int]:
        if b"strike" not in self._styles:
            return frozenset()
        struck = [_is_on(font.find("{*}strike")) for font in self._root.iterfind("{*}fonts/{*}font")]
        return frozenset(number for number, xf in enumerate(self._xfs) if struck[int(xf.get("fontId", "0"))])

    @cached_property
    def _struck_texts(self) -> frozenset[int]:
        """The numbers of texts that are struck from their first to their last word."""
        texts = b"" if self._texts_in_sheets else self._book.read("xl/sharedStrings.xml")
        if b"strike" not in texts:
            return frozenset()
        return frozenset(number for number, item in enumerate(_ITEM.finditer(texts)) if _is_struck(item[1] or b""))

    @cached_property
    def _texts_in_sheets(self) -> bool:
        return "xl/sharedStrings.xml" not in self._book.NameToInfo

    @cached_property
    def _colours(self) -> dict[int, tuple[str, ...]]:
        """What the cells of a style are called by the colour of their ground, else of their letters."""
        fills = [
            self._called(fill.find("{*}patternFill[@patternType='solid']/{*}fgColor"))
            for fill in self._root.iterfind("{*}fills/{*}fill")
        ]
        inks = [self._called(font.find("{*}color")) for font in self._root.iterfind("{*}fonts/{*}font")]
        looks = [fills[int(xf.get("fillId", "0"))] or inks[int(xf.get("fontId", "0"))] for xf in self._xfs]
        return {number: words for number, words in enumerate(looks) if words}

    def _called(self, colour: ElementTree.Element | None) -> tuple[str, ...]:
        if colour is None:
            return ()
        rgb, theme, number = (colour.get(name) for name in ("rgb", "theme", "indexed"))
        if theme is not None:
            rgb = self._theme.get(int(theme))
        elif number is not None:
            rgb = of_palette(int(number), self._palette)
        return called(rgb[-6:] if rgb else None, float(colour.get("tint", "0")))

    @cached_property
    def _theme(self) -> dict[int, str]:
        if "xl/theme/theme1.xml" not in self._book.NameToInfo:
            return {}
        scheme = ElementTree.fromstring(self._book.read("xl/theme/theme1.xml")).find(".//{*}clrScheme")  # noqa: S314
        found = {one.tag.rpartition("}")[2]: colour for one in ([] if scheme is None else scheme) for colour in one}
        said = {number: found[name] for number, name in enumerate(_THEME) if name in found}
        return {number: colour.get("lastClr") or colour.get("val") or "" for number, colour in said.items()}

    @cached_property
    def _palette(self) -> list[str]:
        own = [colour.get("rgb", "")[-6:] for colour in self._root.iterfind(".//{*}indexedColors/{*}rgbColor")]
        return own[FIRST_OF_PALETTE:] or PALETTE

    @cached_property
    def _root(self) -> ElementTree.Element:
        return ElementTree.fromstring(self._styles)  # noqa: S314 - expat bounds expansion

    @cached_property
    def _xfs(self) -> list[ElementTree.Element]:
        return self._root.findall("{*}cellXfs/{*}xf")


def _is_on(strike: ElementTree.Element | None) -> bool:
    return strike is not None and strike.get("val", "1") not in _OFF


def _of_styles(part: bytes, styles: Collection[int]) -> Iterator[tuple[tuple[int, int], int]]:
    """Place and style of the cells that have one of the styles; a cell that names none has the first."""
    numbers = "|".join(map(str, sorted(styles)))
    named = re.finditer(rf"\ss=[\"'](?:{numbers})[\"']".encode(), part) if styles else ()
    tags = (_TAG.match(part, part.rfind(b"<", 0, one.start())) for one in named)
    found = [tag[2] for tag in tags if tag and tag[1] == b"c"]
    places = [said for tag in found if (said := _PLACE.search(tag))]
    if 0 not in styles and len(places) == len(found):  # so for most programs, and many times as fast
        yield from ((_place(said), _style(tag)) for said, tag in zip(places, found, strict=True))
        return
    for place, attributes, _ in _cells(part):
        if (style := _style(attributes)) in styles:
            yield place, style


def _cells(part: bytes) -> Iterator[tuple[tuple[int, int], bytes, int]]:
    """Place of each cell, what its tag says, and where that ends; a row or cell without its place is the next."""
    row = column = -1
    for tag in _TAG.finditer(part):
        said = _PLACE.search(tag[2])
        if tag[1] == b"row":
            row, column = int(said[2]) - 1 if said else row + 1, -1
            continue
        column = _place(said)[1] if said else column + 1
        yield (row, column), tag[2], tag.end()


def _place(said: re.Match[bytes]) -> tuple[int, int]:
    column = 0
    for letter in said[1]:
        column = 26 * column + letter - 64
    return int(said[2]) - 1, column - 1


def _style(attributes: bytes) -> int:
    said = _STYLE.search(attributes)
    return int(said[1]) if said else 0


def _is_struck(text: bytes) -> bool:
    """Whether a text in runs, each with a look of its own, has no word that is not struck."""
    runs = [run for run in _RUN.findall(text) if _WORDS.search(run)]
    return bool(runs) and all(map(_STRIKE.search, runs))
