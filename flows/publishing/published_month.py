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
    """`month` (YYYY-MM) is one whose workers the snapshot in `folder` holds; of tables that tell the regency, only the
    rows of `regency` are seen, where it is given."""

    folder: Path
    month: str
    regency: str | None = None

    @property
    def first_day(self) -> date:
        return date.fromisoformat(f"{self.month}-01")

    def part(self, name: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """The month's part of a partitioned table, in the columns wanted."""
        return read_table(self.folder, TABLES[name], self.month, columns, self._seen(name))

    def part_before(self, name: str, where: pl.Expr | None = None) -> pl.DataFrame:
        """The rows of the month before for which `where` holds; empty where the snapshot has no such month."""
        return read_table(self.folder, TABLES[name], self._month_before, where=self._seen(name, where))

    def whole(self, name: str, columns: Sequence[str] | None = None, where: pl.Expr | None = None) -> pl.DataFrame:
        """A table that has no months, in the columns wanted, and the rows for which `where` holds."""
        return read_table(self.folder, TABLES[name], columns=columns, where=self._seen(name, where))

    def scan(self, name: str) -> pl.LazyFrame:
        """The same of a table too long to be held whole."""
        return scan_table(self.folder, TABLES[name])

    def sha256(self, name: str) -> str:
        """The SHA-256 of the month of a table: of one file as the manifest has it, of several as `part_sha256` says."""
        found = part_sha256(self.folder, TABLES[name], self.first_day)
        if found is None:
            raise FileNotFoundError(f"{self.folder} has no part of {name} for {self.month}")
        return found

    def regencies(self) -> list[str]:
        """Those that cover workers in the month, or did in the month before."""
        months = (scan_table(self.folder, TABLES["workers"], month) for month in (self.month, self._month_before))
        return pl.concat(one.select("regency_code") for one in months).unique().collect().to_series().sort().to_list()

    def covered_elsewhere(self) -> pl.Series:
        """The ids of the month's workers whom another regency covers; none where all are seen."""
        workers = scan_table(self.folder, TABLES["workers"], self.month)
        return (
            workers.filter(pl.col("regency_code") != pl.lit(self.regency, pl.String))
            .select("worker_id")
            .collect()
            .to_series()
        )

    def closing_decree(self) -> str | None:
        """The decree that closed the month; None while it is open."""
        closed = self.whole("closed_months").filter(pl.col("month") == self.first_day)
        return next(iter(closed["decree"]), None)

    @property
    def _month_before(self) -> str:
        return f"{self.first_day - timedelta(days=1):%Y-%m}"

    def _seen(self, name: str, where: pl.Expr | None = None) -> pl.Expr | None:
        if self.regency is None or "regency_code" not in TABLES[name].columns:
            return where
        ours = pl.col("regency_code") == self.regency
        return ours if where is None else ours & where
