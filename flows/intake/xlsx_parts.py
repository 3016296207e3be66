"""The parts of a packed workbook, and which of them are its sheets."""

import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from xml.etree import ElementTree

_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MOST_KEPT = 128 * 1024**2
"""Bytes of parts that are kept unpacked: those of a list of 100,000 people."""


class Packed(zipfile.ZipFile):
    """A packed workbook, of which several readers look at the same parts: as long as they are small, they are unpacked
    once."""

    def __init__(self, content: bytes) -> None:
        super().__init__(BytesIO(content))
        self._kept: dict[str, bytes] = {}

    def read(self, name: str | zipfile.ZipInfo, pwd: bytes | None = None) -> bytes:
        part = name if isinstance(name, str) else name.filename
        if part in self._kept:
            return self._kept[part]
        content = super().read(name, pwd)
        if sum(map(len, self._kept.values())) + len(content) <= _MOST_KEPT:
            self._kept[part] = content
        return content


def xlsx_sheets(book: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Name and part of each sheet of an xlsx or xlsm."""
    sheets = ElementTree.fromstring(book.read("xl/workbook.xml")).iterfind("{*}sheets/{*}sheet")  # noqa: S314 - expat bounds
    return linked_parts(
        book, "workbook.xml", ((sheet.get("name", ""), sheet.get(f"{_OFFICE}id", "")) for sheet in sheets)
    )


def linked_parts(book: zipfile.ZipFile, of: str, named: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Name and part of each sheet, of its name and the id of its link."""
    links = ElementTree.fromstring(book.read(f"xl/_rels/{of}.rels"))  # noqa: S314
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for name, link in named:
        target = targets.get(link, "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in book.NameToInfo:
            yield name, part
