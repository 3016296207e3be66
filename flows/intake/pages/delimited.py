"""Pages of a large delimited file: so many bytes at once, cut between two rows."""

import codecs
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

_LONGEST_RECORD = 16 * 1024 * 1024
"""Bytes of a row at most: what is longer begins with a stray quote, and its quotes are letters."""
_BLOCK = 4 * 1024 * 1024


class NoRows(UnicodeError):  # noqa: N818 - says what the text has not
    """The text cannot be cut into rows in this way."""


@dataclass(frozen=True)
class DelimitedPages:
    """A delimited file in pages of `page_bytes`, as `read_text` reads each.

    `encoding` is how the bytes are written; `quote` is '"', or null where quotes are letters. `bare` gives the text of
    whole lines without the quotes around them, null where they are not quoted so.
    """

    path: Path
    head: Sequence[Sequence[str]]
    page_bytes: int
    encoding: str
    read_text: Callable[[bytes, str | None], pl.DataFrame]
    quote: str | None = '"'
    first_row: int = 1
    numbers: frozenset[int] = frozenset()
    bare: Callable[[str], str | None] | None = None
    settled: bool = False

    def frames(self) -> Iterator[pl.DataFrame]:
        for text in _cut(self._utf8(), self.page_bytes, None if self.bare else self.quote):
            yield self.read_text(self._without_wraps(text), self.quote)

    def otherwise(self) -> "DelimitedPages | None":
        """A byte that is no UTF-8: the whole file is cp1252. A stray quote: quotes are letters."""
        if self.quote is None:
            return None
        if not self.bare and not self.settled and not _decodes(self.path, self.encoding):
            return replace(self, encoding="cp1252", settled=True)
        return replace(self, quote=None, settled=True)

    def _utf8(self) -> Iterator[bytes]:
        with self.path.open("rb") as file:
            blocks = iter(lambda: file.read(_BLOCK), b"")
            if self.encoding in {"utf-8", "utf-8-sig"}:
                yield from blocks
                return
            decoder = codecs.getincrementaldecoder(self.encoding)(errors="replace")
            for block in blocks:
                yield decoder.decode(block).encode()
            yield decoder.decode(b"", final=True).encode()

    def _without_wraps(self, text: bytes) -> bytes:
        if self.bare is None:
            return text
        inner = self.bare(text.decode(errors="replace"))
        if inner is None:
            raise NoRows
        return inner.encode()

    def is_bare(self) -> bool:
        """Whether all lines are quoted whole, not only those of the sample."""
        try:
            return all(self._without_wraps(text) is not None for text in _cut(self._utf8(), self.page_bytes, None))
        except NoRows:
            return False


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            for block in iter(lambda: file.read(_BLOCK), b""):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _cut(blocks: Iterator[bytes], page_bytes: int, quote: str | None) -> Iterator[bytes]:
    """The bytes in pages that end with a row; a line break between quotes ends none.

    Raises:
        NoRows: a page goes on for ever.
    """
    page = bytearray()
    for block in blocks:
        page += block
        while len(page) >= page_bytes:
            end = _end_of_rows(page, page_bytes, quote)
            if end == 0:
                if len(page) > page_bytes + _LONGEST_RECORD:
                    raise NoRows
                break
            yield bytes(page[:end])
            del page[:end]
    if page:
        yield bytes(page)


def _end_of_rows(page: bytearray, page_bytes: int, quote: str | None) -> int:
    """Where the last row that ends within `page_bytes` ends, or else the first that ends behind; 0 where none does."""
    last = page.rfind(b"\n", 0, page_bytes) + 1
    if quote is None:
        return last or page.find(b"\n") + 1
    mark = quote.encode()
    quotes = page.count(mark, 0, last)
    while last and quotes % 2:
        before = page.rfind(b"\n", 0, last - 1) + 1
        quotes -= page.count(mark, before, last)
        last = before
    return last or _end_of_first_row(page, mark)


def _end_of_first_row(page: bytearray, mark: bytes) -> int:
    quotes, end = 0, 0
    while following := page.find(b"\n", end) + 1:
        quotes += page.count(mark, end, following)
        end = following
        if quotes % 2 == 0:
            return end
    return 0
