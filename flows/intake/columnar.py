"""Parquet rosters to a grid of text: the column names are the heading."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.intake.failures import FileSetAside
from flows.intake.grid import TextGrid
from flows.intake.pages.grid import PagedGrid, PageSize


def read_columnar(path: Path, page: PageSize | None = None) -> list[TextGrid] | list[PagedGrid]:
    """The file as one unnamed sheet whose heading is row 1; in pages where it has more rows than a given `page`.

    Raises:
        FileSetAside: FILE_UNREADABLE.
    """
    try:
        if page and (rows := pl.scan_parquet(path).select(pl.len()).collect().item()) > page.rows:
            return [PagedGrid(ColumnarPages(path, rows, page.rows))]
        frame = pl.read_parquet(path)
        return [TextGrid("", [frame.columns], _as_text(frame), first_row=2, numbers=_numbers(frame.dtypes))]
    except (pl.exceptions.PolarsError, OSError):
        raise FileSetAside("FILE_UNREADABLE") from None


@dataclass(frozen=True)
class ColumnarPages:
    """A Parquet file of so many `rows`, in pages."""

    path: Path
    rows: int
    page_rows: int
    first_row: int = 2

    @property
    def head(self) -> list[list[str]]:
        return [self._scan().collect_schema().names()]

    @property
    def numbers(self) -> frozenset[int]:
        return _numbers(self._scan().collect_schema().dtypes())

    def frames(self) -> Iterator[pl.DataFrame]:
        for first in range(0, self.rows, self.page_rows):
            yield _as_text(self._scan().slice(first, self.page_rows).collect())

    def otherwise(self) -> None:
        """Nothing: a Parquet file says itself how it is to be read."""

    def _scan(self) -> pl.LazyFrame:
        return pl.scan_parquet(self.path)


def _as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """Every column as text; whole numbers kept as floats are written out, without a point or an exponent."""
    floats = [pl.col(name) for name, dtype in frame.schema.items() if dtype.is_float()]
    whole = [pl.when(column == column.floor()).then(column.cast(pl.Int64, strict=False)) for column in floats]
    return frame.with_columns(
        pl.coalesce(number.cast(pl.String), column.cast(pl.String))
        for number, column in zip(whole, floats, strict=True)
    ).cast(pl.String)


def _numbers(dtypes: Sequence[pl.DataType]) -> frozenset[int]:
    return frozenset(place for place, dtype in enumerate(dtypes) if dtype.is_float())
