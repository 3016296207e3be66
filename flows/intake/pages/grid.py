"""A sheet too large to be held: read page by page, as often as it takes."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Protocol

import polars as pl

from flows.intake.failures import FileSetAside
from flows.intake.grid import Span, TextGrid
from flows.intake.looks.cell_styles import PLAIN, SheetStyles

_ABOVE, _BELOW = 16, 4
"""Rows around what may be a heading that are asked for again: its own, and the titles above it."""


@dataclass(frozen=True)
class PageSize:
    """What is read at once: `text` bytes of a delimited file, `rows` of a Parquet file; of smaller files, all."""

    text: int = 32 * 1024 * 1024
    rows: int = 200_000


PAGE = PageSize()


class TextPages(Protocol):
    """A file as frames of text, its rows one after another in columns of their own."""

    @property
    def head(self) -> Sequence[Sequence[str]]:
        """The first rows of the sheet."""
        ...

    @property
    def first_row(self) -> int:
        """The 1-based row of the sheet that the first frame begins with."""
        ...

    @property
    def numbers(self) -> frozenset[int]:
        """Columns that were floating-point numbers before they were text."""
        ...

    def frames(self) -> Iterator[pl.DataFrame]:
        """Every page, from the first; a polars error where it cannot be read so."""
        ...

    def otherwise(self) -> "TextPages | None":
        """The file read in the next way that it may be meant, after this one failed; None where there is none."""
        ...


@dataclass
class PagedGrid:
    """One sheet in pages. Where its rows lie is known once `rows_where` has gone through all of them."""

    source: TextPages
    name: str = ""
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    styles: SheetStyles = PLAIN
    _height: int | None = None
    _kept: dict[int, Sequence[str]] = field(default_factory=dict)

    @property
    def height(self) -> int:
        if self._height is None:
            self._go_through(lambda _: [])
        return self._height or 0

    def top(self) -> Iterator[Sequence[str]]:
        return iter(self.source.head)

    def rows_as_text(self, first: int, last: int) -> list[Sequence[str]]:
        wanted = range(max(first, 0), min(last, self.height))
        if not all(row in self._kept for row in wanted):
            return list(self._read_rows(wanted))
        return [self._kept[row] for row in wanted]

    def _read_rows(self, wanted: range) -> Iterator[Sequence[str]]:
        yield from self.source.head[wanted.start : min(wanted.stop, self.source.first_row - 1)]
        for page in self.pages():
            if page.first_row > wanted.stop:
                break
            yield from page.rows_as_text(max(wanted.start, page.first_row - 1), min(wanted.stop, page.height))

    def rows_where(self, says: Callable[[str], bool], fields: Collection[int], first: int) -> list[int]:
        return self._go_through(lambda page: page.rows_where(says, fields, first))

    def remarks(self, first: int, left: int) -> int | None:  # noqa: ARG002
        return None

    def body(self, span: Span) -> dict[str, pl.Series]:
        bodies = [pl.DataFrame(page.body(within(span, page))) for page in self.pages()]
        return pl.concat(bodies).to_dict()

    def pages(self) -> Iterator[TextGrid]:
        """The pages as sheets whose rows keep their numbers, from the first."""
        row = self.source.first_row
        for frame in self.source.frames():
            yield TextGrid(self.name, (), frame, row, self.source.numbers)
            row += frame.height

    def _go_through(self, find: Callable[[TextGrid], list[int]]) -> list[int]:
        """The rows that `find` gives of all pages; those around them are kept as text, for they are asked for next.

        The first to go through the file finds out how it must be read.

        Raises:
            FileSetAside: FILE_UNREADABLE.
        """
        while True:
            try:
                return self._found(find)
            except (pl.exceptions.PolarsError, UnicodeError, OSError):
                other = self.source.otherwise()
                if other is None:
                    raise FileSetAside("FILE_UNREADABLE") from None
                self.source = other

    def _found(self, find: Callable[[TextGrid], list[int]]) -> list[int]:
        found: list[int] = []
        kept: dict[int, Sequence[str]] = {}
        wanted: set[int] = set(range(self.source.first_row - 1))
        kept.update(enumerate(self.source.head[: self.source.first_row - 1]))
        above: TextGrid | None = None
        height = 0
        for page in self.pages():
            new = find(page)
            found += new
            wanted = {row for row in wanted if row >= page.first_row - 1}
            wanted |= set(chain.from_iterable(range(max(row - _ABOVE, 0), row + _BELOW) for row in new))
            for sheet in (above, page) if above else (page,):
                kept |= _texts(sheet, wanted)
            above, height = _end(page), page.height
        self._height, self._kept = height, self._kept | kept
        return found


def _texts(sheet: TextGrid, wanted: Collection[int]) -> dict[int, Sequence[str]]:
    rows = sorted(row for row in wanted if sheet.first_row - 1 <= row < sheet.height)
    texts = sheet.frame[[row - (sheet.first_row - 1) for row in rows]].iter_rows()
    return {row: [cell or "" for cell in cells] for row, cells in zip(rows, texts, strict=True)}


def _end(page: TextGrid) -> TextGrid:
    """The last rows of a page, which a heading on the next may ask for."""
    rows = min(_ABOVE, page.frame.height)
    return TextGrid(page.name, (), page.frame.tail(rows), page.height - rows + 1, page.numbers)


def within(span: Span, page: TextGrid) -> Span:
    """The part of a span that stands on a page; of no rows where none does."""
    first = min(max(span.first, page.first_row - 1), page.height)
    return Span(span.fields, first, max(first, min(span.last, page.height)), span.left, span.right)
