"""Which rows of a workbook are not shown: by hand, or by a filter left on. calamine reads them and does not say so."""

import re
import struct
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from xml.etree import ElementTree

from flows.intake.biff_records import biff_records, biff_sheets
from flows.intake.ods_layout import ods_hidden_rows
from flows.intake.xlsb_records import ROW, SHEET, records
from flows.intake.xlsx_parts import linked_parts, xlsx_sheets

Hidden = dict[str, frozenset[int]]
"""0-based rows by sheet name."""

_XML_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_XML_NUMBER = re.compile(rb'\br="(\d+)"')
_XML_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_ROW = 0x208
_NO_HEIGHT = 0x20
"""Bit of a BIFF row record: the row is hidden."""
_NO_HEIGHT_XLSB = 0x10


def hidden_rows(stream: bytes, packed: zipfile.ZipFile | None) -> Hidden:
    """The hidden rows of each sheet that has some; what cannot be made out is not said.

    `packed` are the parts of a workbook that is packed, `stream` the records of an xls (`workbook_stream`).
    """
    with suppress(zipfile.BadZipFile, KeyError, OSError, ValueError, struct.error, ElementTree.ParseError):
        if packed is None:
            return _of_biff(stream)
        if "content.xml" in packed.NameToInfo:
            return ods_hidden_rows(packed.read("content.xml"))
        return _of_xlsb(packed) if "xl/workbook.bin" in packed.NameToInfo else _of_xlsx(packed)
    return {}


def _of_xlsx(book: zipfile.ZipFile) -> Hidden:
    return {name: rows for name, part in xlsx_sheets(book) if (rows := frozenset(_xml_rows(book.read(part))))}


def _xml_rows(sheet: bytes) -> Iterator[int]:
    if b"hidden=" not in sheet:  # a plain search is twenty times as fast as the pattern below
        return
    for place, row in enumerate(_XML_ROW.finditer(sheet)):
        if _XML_HIDDEN.search(row[1]):
            number = _XML_NUMBER.search(row[1])
            yield int(number[1]) - 1 if number else place


def _of_xlsb(book: zipfile.ZipFile) -> Hidden:
    sheets = (data[8:] for kind, data in records(book.read("xl/workbook.bin")) if kind == SHEET)
    named = ((name, link) for link, name in map(_two_texts, sheets))
    parts = linked_parts(book, "workbook.bin", named)
    return {name: rows for name, part in parts if (rows := frozenset(_xlsb_rows(book.read(part))))}


def _two_texts(data: bytes) -> tuple[str, str]:
    """Two texts behind one another, each with its length before it: of a sheet, its link and its name."""
    length = int.from_bytes(data[:4], "little")
    first, rest = data[4 : 4 + 2 * length], data[4 + 2 * length :]
    second = rest[4 : 4 + 2 * int.from_bytes(rest[:4], "little")]
    return first.decode("utf-16-le"), second.decode("utf-16-le")


def _xlsb_rows(sheet: bytes) -> Iterator[int]:
    for kind, data in records(sheet):
        if kind == ROW and len(data) > 11 and data[11] & _NO_HEIGHT_XLSB:
            yield int.from_bytes(data[:4], "little")


def _of_biff(content: bytes) -> Hidden:
    sheets = dict(biff_sheets(content))
    return {name: rows for name, start in sheets.items() if (rows := frozenset(_biff_rows(content, start)))}


def _biff_rows(content: bytes, start: int) -> Iterator[int]:
    for kind, data in biff_records(content, start):
        if kind == _ROW and len(data) >= 14 and struct.unpack_from("<H", data, 12)[0] & _NO_HEIGHT:
            yield struct.unpack_from("<H", data)[0]
