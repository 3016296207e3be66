"""Comments on the cells of an xlsx or xlsm, which calamine does not read."""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from xlsxwriter.utility import xl_cell_to_rowcol

from flows.intake.xlsx_parts import xlsx_sheets

Place = tuple[int, int]
_ANY = re.compile(r"(?i)^xl/(?:worksheets/)?(?:comments/)?comments?\d*\.xml$")
_AUTHOR = re.compile(r"^\s*[^:\n]{1,40}:\s*\n")
"""How spreadsheet programs begin a comment: with the name of who made it, in a line of its own."""


def xlsx_comments(book: zipfile.ZipFile) -> Mapping[str, Mapping[Place, str]]:
    """The text of each comment, by sheet and 0-based row and column; without who made it.

    Raises:
        KeyError, ElementTree.ParseError, zipfile.BadZipFile: the workbook is not what it should be.
    """
    if not any(map(_ANY.match, book.NameToInfo)):
        return {}
    return {name: dict(_of_sheet(book, part)) for name, part in xlsx_sheets(book)}


def _of_sheet(book: zipfile.ZipFile, sheet: str) -> Iterator[tuple[Place, str]]:
    folder, name = posixpath.split(sheet)
    links = f"{folder}/_rels/{name}.rels"
    if links not in book.NameToInfo:
        return
    for link in ElementTree.fromstring(book.read(links)):  # noqa: S314 - expat bounds entities
        if link.get("Type", "").endswith("/comments"):
            target = link.get("Target", "")
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            for comment in ElementTree.fromstring(book.read(part)).iterfind("{*}commentList/{*}comment"):  # noqa: S314
                text = "".join(run.text or "" for run in comment.iterfind(".//{*}t"))
                yield xl_cell_to_rowcol(comment.get("ref", "A1")), _AUTHOR.sub("", text).strip()
