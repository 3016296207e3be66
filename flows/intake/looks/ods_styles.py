"""The cells of an ods that are struck through, wholly and not some words in them, or coloured."""

import re
from collections.abc import Iterator
from functools import cached_property
from xml.etree import ElementTree

from flows.intake.looks.colours import called
from flows.intake.ods_layout import ods_cells

_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_FORM = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_STRUCK = re.compile(rb"text-line-through-(?:style|type)=\"(?!none)")
_COLOURED = re.compile(rb"fo:(?:background-)?color=\"#")
_RGB = re.compile(r"#([0-9A-Fa-f]{6})$")


class OdsStyles:
    """Of `content.xml`, which is only gone through where it has such a style."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def struck(self, sheet: str) -> Iterator[tuple[int, int]]:
        if not _STRUCK.search(self._content):
            return
        struck = {name for name, look in self._looks.items() if _is_struck(look)}
        for place, style, cell in ods_cells(self._root, sheet):
            if style in struck or _all_in(cell, struck):
                yield place

    @property
    def coloured(self) -> bool:
        return bool(_COLOURED.search(self._content))

    def painted(self, sheet: str) -> Iterator[tuple[tuple[int, int], tuple[str, ...]]]:
        colours = {name: words for name, look in self._looks.items() if (words := _colour(look))}
        for place, style, _ in ods_cells(self._root, sheet):
            if style in colours:
                yield place, colours[style]

    @cached_property
    def _root(self) -> ElementTree.Element:
        return ElementTree.fromstring(self._content)  # noqa: S314 - expat bounds expansion

    @cached_property
    def _looks(self) -> dict[str, dict[str, str]]:
        """What each style of this workbook says of letters and ground."""
        return {
            style.get(f"{_STYLE}name", ""): {
                name: value
                for kind in ("text-properties", "table-cell-properties")
                for part in style.iterfind(f"{_STYLE}{kind}")
                for name, value in part.items()
            }
            for style in self._root.iter(f"{_STYLE}style")
        }


def _is_struck(look: dict[str, str]) -> bool:
    return any(look.get(f"{_STYLE}text-line-through-{said}", "none") != "none" for said in ("style", "type"))


def _all_in(cell: ElementTree.Element, struck: set[str]) -> bool:
    """Whether every word of a cell stands in a span of a struck style."""
    spans = [span for span in cell.iter(f"{_TEXT}span") if span.get(f"{_TEXT}style-name") in struck]
    inside = "".join(text for span in spans for text in span.itertext()).strip()
    return bool(inside) and inside == "".join("".join(line.itertext()) for line in cell.iterfind(f"{_TEXT}p")).strip()


def _colour(look: dict[str, str]) -> tuple[str, ...]:
    found = (_RGB.match(look.get(f"{_FORM}{said}", "")) for said in ("background-color", "color"))
    return next((words for rgb in found if rgb and (words := called(rgb[1]))), ())
