"""One month of a published snapshot, to be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from flows.publishing.parquet import file_sha256, read_table, table_path
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

    def part_before(self, name: str) -> pl.DataFrame:
        """The part of the month before; empty where the snapshot has none."""
        return read_table(self.folder, TABLES[name], f"{self.first_day - timedelta(days=1):%Y-%m}")

    def whole(self, name: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """A table that has no parts, in the columns wanted."""
        return read_table(self.folder, TABLES[name], columns=columns)

    def sha256(self, name: str) -> str:
        """The SHA-256 of the month's part of a table, as the manifest has it."""
        return file_sha256(table_path(self.folder, TABLES[name], self.month))

    def closing_decree(self) -> str | None:
        """The decree that closed the month; None while it is open."""
        closed = self.whole("closed_months").filter(pl.col("month") == self.first_day)
        return next(iter(closed["decree"]), None)
