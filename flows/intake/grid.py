"""A sheet as intake sees it, whatever program wrote it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

import polars as pl

from flows.intake.repeats import REPEATING

HEADING_SEARCH_ROWS = 40
"""Rows looked at for a heading. The longest letterhead met in practice takes 12; more only costs time."""


class Grid(Protocol):
    """One sheet: its first rows as text to find the heading in, and its body by column once it is found."""

    @property
    def name(self) -> str: ...

    @property
    def hidden(self) -> bool:
        """True for a sheet that is not shown when the file is opened."""
        ...

    def top(self) -> Iterator[Sequence[str]]:
        """The first rows as text, at most `HEADING_SEARCH_ROWS`; blank cells are empty."""
        ...

    def body(self, heading: int, columns: dict[str, int]) -> pl.DataFrame:
        """The rows below the heading (0-based index into the sheet).

        Returns `source_row`, `lead`, `nik_is_number` and one `<field>_text` for each of `columns`; cells are as they
        came, so blank ones may be empty or white (`blank_to_null`).
        """
        ...


@dataclass(frozen=True)
class CellGrid:
    """A sheet held as rows of Python values, as a workbook reader gives them.

    `merges` are the vertically merged cells: 0-based column, first row and last row.
    """

    name: str
    rows: Sequence[Sequence[object]]
    hidden: bool = False
    merges: Sequence[tuple[int, int, int]] = ()

    def top(self) -> Iterator[Sequence[str]]:
        return ([cell_text(cell) for cell in row] for row in self.rows[:HEADING_SEARCH_ROWS])

    def body(self, heading: int, columns: dict[str, int]) -> pl.DataFrame:
        rows = self.rows[heading + 1 :]
        taken = {field: [row[place] for row in rows] for field, place in columns.items()}
        niks = taken.get("nik", [""] * len(rows))
        self._fill_merged(heading, columns, taken)
        # The lead only matters where there is no NIK: reading it for those rows alone keeps people cheap.
        leads = [
            None
            if nik != "" and not str(nik).isspace()
            else next((cell_text(cell) for cell in row if cell != ""), None)
            for nik, row in zip(niks, rows, strict=True)
        ]
        return pl.DataFrame(
            {
                "source_row": pl.Series(range(heading + 2, heading + 2 + len(rows)), dtype=pl.UInt32),
                "lead": pl.Series(leads, dtype=pl.String),
                "nik_is_number": pl.Series([isinstance(nik, float | int) for nik in niks], dtype=pl.Boolean),
                **{f"{field}_text": text_series(cells) for field, cells in taken.items()},
            }
        )

    def _fill_merged(self, heading: int, columns: dict[str, int], taken: dict[str, list[object]]) -> None:
        """Writes a merged cell of a repeating field into the rows it covers, where a person stands in them."""
        fields = {columns[field]: field for field in REPEATING if field in columns}
        for column, first, last in self.merges:
            if column in fields and heading < first < len(self.rows):
                cells = taken[fields[column]]
                for row in range(first + 1, min(last + 1, len(self.rows))):
                    below = row - heading - 1
                    if cells[below] == "" and any(taken[key][below] != "" for key in ("nik", "name") if key in taken):
                        cells[below] = self.rows[first][column]


@dataclass(frozen=True)
class TextGrid:
    """A sheet held as a frame of text, as delimited and columnar readers give it; `first_row` is its first row.

    `numbers` are the columns that were floating-point numbers before they were text.
    """

    name: str
    head: Sequence[Sequence[str]]
    frame: pl.DataFrame
    first_row: int
    numbers: frozenset[int] = frozenset()
    hidden: bool = False

    def top(self) -> Iterator[Sequence[str]]:
        return iter(self.head)

    def body(self, heading: int, columns: dict[str, int]) -> pl.DataFrame:
        rows = self.frame.slice(heading + 1 - (self.first_row - 1))
        names = rows.columns
        filled = [pl.col(name).str.strip_chars().replace("", None) for name in names]
        nik = pl.col(names[columns["nik"]]) if "nik" in columns else pl.lit(None, pl.String)
        return rows.select(
            pl.int_range(heading + 2, heading + 2 + pl.len(), dtype=pl.UInt32).alias("source_row"),
            pl.when((nik.str.strip_chars() == "").fill_null(True)).then(pl.coalesce(filled)).alias("lead"),
            pl.lit(columns.get("nik") in self.numbers).alias("nik_is_number"),
            *(pl.col(names[place]).alias(f"{field}_text") for field, place in columns.items()),
        )


def blank_to_null(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with outer white space taken off the text of every cell, and null where nothing was left."""
    stripped = pl.col("lead", "^.*_text$").str.strip_chars(" \t\r\n\u00a0\u200b\ufeff")
    return frame.with_columns(pl.when(stripped != "").then(stripped))


def text_series(cells: list[object]) -> pl.Series:
    """Cells of one column as text."""
    if set(map(type, cells)) <= {str}:
        return pl.Series(cells, dtype=pl.String)
    return pl.Series([cell_text(cell) for cell in cells], dtype=pl.String)


def cell_text(cell: object) -> str:
    """A cell as text: whole numbers without a point, dates as YYYY-MM-DD, everything else as it prints."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)
