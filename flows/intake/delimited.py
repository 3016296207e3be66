"""Delimited text (csv, tsv) to a grid of text: encoding and separator are found, nothing is inferred."""

import codecs
import csv
import io
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import polars as pl

from flows.intake.failures import FileSetAside
from flows.intake.grid import HEADING_SEARCH_ROWS, TextGrid
from flows.intake.pages.delimited import DelimitedPages
from flows.intake.pages.grid import PagedGrid, PageSize
from flows.intake.ragged import has_surplus_cells, mended_rows, unwrapped, unwrapped_part
from flows.intake.spellings import compact, known_spellings

_SAMPLE_BYTES = 65_536
_LARGEST_BY_HAND = 32 * 1024 * 1024
_SEPARATORS = (";", "\t", ",", "|")
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_delimited(path: Path, page: PageSize | None = None) -> list[TextGrid] | list[PagedGrid]:
    """The file as one unnamed sheet; a line is a row, blank lines count, so rows keep the numbers people see.

    What is larger than a `page`, where one is given, comes in pages; rows with surplus cells are not mended there.

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
    if b"\r" in sample and b"\n" not in sample:  # lines as old Macs end them
        text = path.read_bytes().decode(encoding, errors="replace").replace("\r", "\n")
        return [_grid(text.encode(), "utf-8", text[:_SAMPLE_BYTES])]
    if page and path.stat().st_size > page.text:
        return [PagedGrid(_pages(path, sample, encoding, page))]
    bare = _bare_lines(path, sample, encoding)
    if bare is not None:
        return [_grid(bare.encode(), "utf-8", bare[:_SAMPLE_BYTES])]
    return [_grid(path, encoding, sample.decode(encoding, errors="replace"))]


def _pages(path: Path, sample: bytes, encoding: str, page: PageSize) -> DelimitedPages:
    text = sample.decode(encoding, errors="replace")
    plain = _pages_of(path, text, encoding, page)
    wrapped = unwrapped(text.rpartition("\n")[0], _SEPARATORS)
    if wrapped is None:
        return plain
    bare = replace(_pages_of(path, wrapped, encoding, page), bare=partial(unwrapped_part, separators=_SEPARATORS))
    return bare if bare.is_bare() else plain


def _pages_of(path: Path, head_text: str, encoding: str, page: PageSize) -> DelimitedPages:
    separator = _separator(head_text)
    head = _first_rows(head_text, separator)
    width = max((len(row) for row in head), default=1)
    read = partial(_scan, separator=separator, width=width)
    return DelimitedPages(path, head, page.text, encoding, lambda text, quote: read(text, quote=quote))


def _bare_lines(path: Path, sample: bytes, encoding: str) -> str | None:
    """The whole text without the quotes around its lines, where they are quoted whole."""
    begins = sample.decode(encoding, errors="replace").rpartition("\n")[0]
    if unwrapped(begins, _SEPARATORS) is None:
        return None
    return unwrapped(path.read_bytes().decode(encoding, errors="replace"), _SEPARATORS)


def _grid(source: Path | bytes, encoding: str, head_text: str) -> TextGrid:
    separator = _separator(head_text)
    head = _first_rows(head_text, separator)
    mended = _mended(source, encoding, separator, head)
    if mended is not None:
        return TextGrid("", [list(row) for row in mended.head(HEADING_SEARCH_ROWS).iter_rows()], mended, first_row=1)
    width = max((len(row) for row in head), default=1)
    return TextGrid("", head, _read(source, encoding, separator, width), first_row=1)


def _content(source: Path | bytes) -> bytes:
    return source if isinstance(source, bytes) else source.read_bytes()


def _mended(source: Path | bytes, encoding: str, separator: str, head: Sequence[Sequence[str]]) -> pl.DataFrame | None:
    """The whole file where a row has more cells than the heading, brought to its columns; None where none has.

    Only looked for in files of a size that people write by hand.
    """
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > _LARGEST_BY_HAND or not head:
        return None
    known = known_spellings()
    named = [sum(compact(cell) in known for cell in row) for row in head]
    heading = named.index(max(named))
    width = len(head[heading])
    text = _content(source).decode(encoding, errors="replace").removeprefix("\ufeff")
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


def _read(source: Path | bytes, encoding: str, separator: str, width: int) -> pl.DataFrame:
    known = encoding in {"utf-8", "utf-8-sig"}
    try:
        return _scan(
            source if known else _content(source).decode(encoding, errors="replace").encode(), separator, width
        )
    except pl.exceptions.PolarsError:
        return _read_anyhow(_content(source), encoding, separator, width)


def _read_anyhow(content: bytes, encoding: str, separator: str, width: int) -> pl.DataFrame:
    """A stray cp1252 byte beyond the sample: the whole file is cp1252. A stray quote: quotes are letters."""
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
