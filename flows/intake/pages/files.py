"""The pages of a large file, where they were left: Arrow files of cells in context."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.intake.data_rows import people_and_ignored
from flows.intake.pages.context import in_context

Leave = Callable[[pl.DataFrame], Path]
"""Writes the cells of a page and says where they are."""


def write_page(cells: pl.DataFrame, path: Path) -> None:
    """Cells on disk. As Arrow: of small files, Parquet takes three times as long to write."""
    cells.write_ipc(path, compression="lz4")


def read_page(path: Path) -> pl.DataFrame:
    """The page's own rows, without those of its neighbours."""
    return scan_pages([path]).collect()


def scan_pages(paths: Sequence[Path]) -> pl.LazyFrame:
    """The own rows of pages, each once."""
    return pl.scan_ipc(list(paths)).filter(pl.col("context").is_null())


@dataclass(frozen=True)
class PageOfCells:
    """A page that was left."""

    path: Path

    def rows(self, columns: Sequence[str]) -> pl.DataFrame:
        """These columns of its own rows."""
        return scan_pages([self.path]).select(columns).collect()

    def people(self) -> pl.DataFrame:
        """Its rows that are people."""
        return people_and_ignored(pl.read_ipc(self.path))[0]


def rewrite_pages(paths: Sequence[Path], mend: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
    """Makes the pages of a file anew of their own rows as `mend`, which keeps rows and their order, makes them."""
    drafts = [path.with_suffix(".draft") for path in paths]
    for path, draft in zip(paths, drafts, strict=True):
        write_page(mend(read_page(path)).with_columns(pl.lit(None, pl.UInt32).alias("page")), draft)
    for page, path in zip(in_context(lambda: map(read_page, drafts)), paths, strict=True):
        write_page(page, path)
    for draft in drafts:
        draft.unlink()
