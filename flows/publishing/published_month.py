"""One month of a published snapshot, to be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from flows.publishing.closed import part_sha256
from flows.publishing.parquet import read_table, scan_table
from schemas.tables import TABLES


def published_months(folder: Path) -> list[str]:
    """The months whose workers a snapshot holds, the oldest first.

    Raises:
        PermissionError: the steward zone is closed to whoever asks.
    """
    workers = folder / "steward" / "workers"
    return sorted(part.name.removeprefix("month=") for part in workers.iterdir())


@dataclass(frozen=True)
class PublishedMonth:
    """`month` (YYYY-MM) is one whose workers the snapshot in `folder` holds."""

    folder: Path
    month: str

    @property
    def first_day(self) -> date:
        return date.fromisoformat(f"{self.month}-01")

    def part(self, name: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """The month's part of a partitioned table, in the columns wanted."""
        return read_table(self.folder, TABLES[name], self.month, columns)

    def part_before(self, name: str, where: pl.Expr | None = None) -> pl.DataFrame:
        """The rows of the month before for which `where` holds; empty where the snapshot has no such month."""
        return read_table(self.folder, TABLES[name], f"{self.first_day - timedelta(days=1):%Y-%m}", where=where)

    def whole(self, name: str, columns: Sequence[str] | None = None, where: pl.Expr | None = None) -> pl.DataFrame:
        """A table that has no months, in the columns wanted, and the rows for which `where` holds."""
        return read_table(self.folder, TABLES[name], columns=columns, where=where)

    def scan(self, name: str) -> pl.LazyFrame:
        """The same of a table too long to be held whole."""
        return scan_table(self.folder, TABLES[name])

    def sha256(self, name: str) -> str:
        """The SHA-256 of the month of a table: of one file as the manifest has it, of several as `part_sha256` says."""
        found = part_sha256(self.folder, TABLES[name], self.first_day)
        if found is None:
            raise FileNotFoundError(f"{self.folder} has no part of {name} for {self.month}")
        return found

    def closing_decree(self) -> str | None:
        """The decree that closed the month; None while it is open."""
        closed = self.whole("closed_months").filter(pl.col("month") == self.first_day)
        return next(iter(closed["decree"]), None)
