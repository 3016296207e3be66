"""Delimited text (csv, tsv) to a grid of text: encoding and separator are found, nothing is inferred."""

import codecs
import csv
import io
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import polars as pl

from flows.intake.failures import FileSetAside
from flows.intake.grid import HEADING_SEARCH_ROWS, TextGrid
from flows.intake.ragged import has_surplus_cells, mended_rows
from flows.intake.spellings import compact, known_spellings

_SAMPLE_BYTES = 65_536
_LARGEST_BY_HAND = 32 * 1024 * 1024
_SEPARATORS = (";", "\t", ",", "|")
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_delimited(path: Path) -> list[TextGrid]:
    """The file as one unnamed sheet; a line is a row, blank lines count, so rows keep the numbers people see.

    Separator: the one that cuts the sample's lines into the most cells. Encoding: by byte order mark, else UTF-8,
    else cp1252 (what Excel in Indonesia writes).

    Raises:
        FileSetAside: FILE_UNREADABLE when the bytes are no text.
    """
    with path.open("rb") as file:
        sample = file.read(_SAMPLE_BYTES)
    if b"\x00" in sample and not sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileSetAside("FILE_UNREADABLE")
    encoding = find_encoding(sample)
    head_text = sample.decode(encoding, errors="replace")
    separator = _separator(head_text)
    head = _first_rows(head_text, separator)
    mended = _mended(path, encoding, separator, head)
    if mended is not None:
        return [TextGrid("", [list(row) for row in mended.head(HEADING_SEARCH_ROWS).iter_rows()], mended, first_row=1)]
    width = max((len(row) for row in head), default=1)
    return [TextGrid("", head, _read(path, encoding, separator, width), first_row=1)]


def _mended(path: Path, encoding: str, separator: str, head: Sequence[Sequence[str]]) -> pl.DataFrame | None:
    """The whole file where a row has more cells than the heading, brought to its columns; None where none has.

    Only looked for in files of a size that people write by hand.
    """
    if path.stat().st_size > _LARGEST_BY_HAND or not head:
        return None
    known = known_spellings()
    named = [sum(compact(cell) in known for cell in row) for row in head]
    heading = named.index(max(named))
    width = len(head[heading])
    text = path.read_bytes().decode(encoding, errors="replace").removeprefix("\ufeff")
    if max(named) < 2 or not has_surplus_cells(text, separator, width):
        return None
    rows = mended_rows(text, separator, width, heading)
    width = max(map(len, rows))
    columns = {f"c{place}": [row[place] if place < len(row) else "" for row in rows] for place in range(width)}
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))


def find_encoding(sample: bytes) -> str:
    """How the bytes are written: by byte order mark, else UTF-8, else cp1252."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if sample.startswith(mark):
            return encoding
    try:
        # The sample may end inside a character: not the end of the text.
        codecs.getincrementaldecoder("utf-8")().decode(sample, final=False)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _separator(text: str) -> str:
    lines = text.splitlines()[:HEADING_SEARCH_ROWS]
    known = known_spellings()

    def fit(separator: str) -> tuple[int, int]:
        """Most known headings in a line, then most cells: commas in an address do not outweigh a heading."""
        named = (sum(compact(cell) in known for cell in line.split(separator)) for line in lines)
        return max(named, default=0), max((line.count(separator) for line in lines), default=0)

    return max(_SEPARATORS, key=fit)


def _first_rows(text: str, separator: str) -> list[list[str]]:
    rows = list(csv.reader(io.StringIO(text), delimiter=separator))[:HEADING_SEARCH_ROWS]
    return [[cell.strip("\ufeff ") for cell in row] for row in rows]


def _read(path: Path, encoding: str, separator: str, width: int) -> pl.DataFrame:
    source: Path | bytes = path
    if encoding not in {"utf-8", "utf-8-sig"}:
        source = path.read_bytes().decode(encoding, errors="replace").encode()
    try:
        return _scan(source, separator, width)
    except pl.exceptions.PolarsError:
        return _read_anyhow(path, encoding, separator, width)


def _read_anyhow(path: Path, encoding: str, separator: str, width: int) -> pl.DataFrame:
    """A stray cp1252 byte beyond the sample: the whole file is cp1252. A stray quote: quotes are letters."""
    content = path.read_bytes()
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    for quote in ('"', None):
        with suppress(pl.exceptions.PolarsError):
            return _scan(text.encode(), separator, width, quote)
    raise FileSetAside("FILE_UNREADABLE")


def _scan(source: Path | bytes, separator: str, width: int, quote: str | None = '"') -> pl.DataFrame:
    return pl.read_csv(
        source,
        separator=separator,
        has_header=False,
        schema={f"c{place}": pl.String for place in range(width)},
        truncate_ragged_lines=True,
        missing_columns="insert",
        quote_char=quote,
    )
