"""What one received file gave: its cells, and what was taken for what."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import polars as pl

from flows.intake.evidence import column_counts, nik_column_damaged
from flows.intake.lists import PeopleList
from flows.intake.pages.files import read_page, rewrite_pages, scan_pages
from flows.intake.returned import Returned
from flows.intake.titles import TitleFacts
from schemas.tables.cells import SentColumn


@dataclass(frozen=True)
class ReadList:
    """One list as it was read: its sheet, its layout, and the facts that its titles gave.

    `words` are the cells of its heading by 0-based column; `sheet_number` and `list_number` are those of its cells;
    `note` is what its titles say of everybody in it, where it is a list of leavers.
    `hidden` and `hidden_rows` say what of the sheet is not shown when it is opened.
    """

    sheet: str
    layout: PeopleList
    facts: TitleFacts
    words: Mapping[int, str]
    sheet_number: int
    list_number: int
    hidden: bool
    hidden_rows: int
    note: str | None = None


@dataclass(frozen=True)
class PassedOver:
    """A sheet without a list of people, and why; `first_nik` is the 0-based row of what looks like its first NIK.

    Or one list of a sheet, under the heading that ends in the 0-based `heading_row`.
    """

    sheet: str
    why: Literal["not declared", "of another year", "an example", "no list of people", "no heading"]
    first_nik: int | None = None
    heading_row: int | None = None


@dataclass(frozen=True)
class Reading:
    """What one file gave. `code` is its file-level code, `cells` has the shape `CELLS`.

    A file set aside has no cells, but for one whose NIK column is damaged: its rows stay, to be refused one by one.

    `heading` tells a steward what was taken for what; for a program `lists` say the same, `passed_over` are the sheets
    without a list of people, and `unusable` the lists without NIK or NAMA, those of such a sheet too if it holds NIKs.
    `columns` are those of the lists as their sender sees them, `undamaged` is the code that the file has but for its
    NIK column. A large file's cells are not in `cells`: they lie in `pages`, files whose rows are in context
    (`flows/intake/pages/context.py`). A return workbook that came back has no cells; `returned` is what was mended in
    it.
    """

    cells: pl.DataFrame
    code: str | None
    set_aside: bool
    sheets: tuple[str, ...]
    heading: str
    lists: tuple[ReadList, ...] = ()
    unusable: tuple[ReadList, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    columns: tuple[SentColumn, ...] = ()
    undamaged: str | None = None
    returned: Returned | None = None
    pages: tuple[Path, ...] = ()

    def scan(self) -> pl.LazyFrame:
        """The cells, wherever they are."""
        return scan_pages(self.pages) if self.pages else self.cells.lazy()

    def mended(self, mend: Callable[[pl.DataFrame], pl.DataFrame]) -> "Reading":
        """The reading with its cells as `mend`, which keeps rows and their order, makes them."""
        rewrite_pages(self.pages, mend)
        return self if self.pages else replace(self, cells=mend(self.cells))

    def nik_column_damaged(self) -> bool:
        """Whether the NIKs that the sender has not taken out nearly all end in 0."""
        parts = (column_counts(cells.filter(~pl.col("withdrawn"))) for cells in self._parts())
        return nik_column_damaged(counts for part in parts for counts in part.values())

    def _parts(self) -> Iterator[pl.DataFrame]:
        return map(read_page, self.pages) if self.pages else iter((self.cells,))
