"""The tables of a snapshot staged from parts: no table is ever in memory whole, however many rows it has."""

import os
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq

from flows.files import file_sha256
from flows.publishing.parquet import (
    scan_table,
    table_files,
    table_path,
    write_row_groups,
    write_table,
)
from schemas.tables import TABLES
from schemas.tables.table import Table

TOGETHER = 1_000_000
"""Rows of a table that are arranged and written at once. Parts are put together up to it, so the tables of a regency
are the same files whatever parts they came in; a million rows of `workers` take about half a GiB."""
_LINKED_FROM = 64 * 2**20
"""Bytes from which a carried part is a second name of the same file. Smaller ones are copied: that costs nothing, and
who spoils an old snapshot then spoils no newer one."""


@dataclass(frozen=True)
class Staged:
    """Tables that hold the same rows in the same order, the widest first, and the parts those rows come in."""

    tables: Sequence[Table]
    parts: Sequence[pl.LazyFrame]

    @property
    def widest(self) -> Table:
        return self.tables[0]

    def groups(self, together: int) -> list[list[pl.LazyFrame]]:
        """The parts in their order, as many at once as have no more than so many rows, but one at least."""
        groups: list[list[pl.LazyFrame]] = [[]]
        rows = 0
        for part in self.parts:
            height = part.select(pl.len()).collect().item()
            if groups[-1] and rows + height > together:
                groups.append([])
                rows = 0
            groups[-1].append(part)
            rows += height
        return groups


def stage_all(folder: Path, month: str, staged: Sequence[Staged], together: int = TOGETHER) -> None:
    """Every table's files below `folder`, two tables at a time, for compressing takes a core; the first given first.

    A partitioned table has a file for each group of parts, another table one file with a row group each. Every group
    is sorted as declared and checked against the contract, and no row stands in two of them.

    Raises:
        pandera SchemaError: a table is not what it declares.
    """

    def stage(one: Staged) -> None:
        _stage(folder, month, one, together)

    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(stage, staged))


def _stage(folder: Path, month: str, staged: Staged, together: int) -> None:
    groups = staged.groups(together)
    table, grains = staged.widest, _Grains(staged.widest, several=len(groups) > 1)
    arranged = (grains.seen(_arranged(table, group)) for group in groups)
    if table.partitioned:
        for part, frame in enumerate(arranged):
            for one in staged.tables:
                write_table(one, frame.select(one.columns), table_path(folder, one, month, part))
            del frame  # before the next is made
    else:
        write_row_groups(table, arranged, table_path(folder, table, month))
    grains.check(scan_table(folder, table, month))


def _arranged(table: Table, parts: Sequence[pl.LazyFrame]) -> pl.DataFrame:
    columns = [pl.col(name).cast(dtype) for name, dtype in table.dtypes.items()]
    frames = [part.select(columns) for part in parts] or [table.empty().lazy()]
    return table.arrange(pl.concat(frames).collect())


class _Grains:
    """What makes each row of a table unique, as 64-bit hashes, remembered from group to group where there are several:
    within a group the contract looks at it."""

    def __init__(self, table: Table, *, several: bool) -> None:
        self._table = table
        self._several = several and bool(table.grain)
        self._hashes: list[pl.Series] = []

    def seen(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame as it is, its rows remembered."""
        if self._several:
            self._hashes.append(frame.select(_hash(self._table)).to_series())
        return frame

    def check(self, written: pl.LazyFrame) -> None:
        """Nothing, where no row of the table that was written is there twice. Rows whose hashes are the same are
        looked at by themselves, so that two rows are never taken for one.

        Raises:
            pandera SchemaError: one is.
        """
        if not self._several:
            return
        hashes = pl.concat(self._hashes).sort()
        twice = hashes.filter(hashes == hashes.shift()).unique()
        if twice.len():
            doubtful = written.filter(_hash(self._table).is_in(twice.implode()))
            self._table.model.validate(doubtful.collect(engine="streaming"))


def _hash(table: Table) -> pl.Expr:
    """A number that two rows have in common where they are one by the grain of the table, and by chance."""
    return pl.struct(*table.grain).hash()


def other_months(previous: Path | None, table: Table, months: Sequence[date]) -> Iterator[pl.LazyFrame]:
    """The rows of a table of all months that the previous snapshot has of other months than these, in parts."""
    for path in table_files(previous, table):
        for first in range(0, max(1, pq.read_metadata(path).num_rows), TOGETHER):
            rows = scan_table(previous, table).slice(first, TOGETHER)
            yield rows.filter(~pl.col("month").is_in(list(months)))


def carry_parts(previous: Path | None, staging: Path, month: str) -> None:
    """The other months' parts of the partitioned tables, unchanged from the previous snapshot.

    Those of months that are staged already stay.
    """
    partitioned = [table for table in TABLES.values() if table.partitioned]
    for part in (path for table in partitioned for path in table_files(previous, table)):
        target = staging / part.relative_to(previous or staging)
        if part.parent.name != f"month={month}" and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            carry(part, target)


def carry(file: Path | str, target: Path | str) -> None:
    """A published file once more at `target`, byte for byte: a copy of a small one; of a large one a second name, where
    the file system has such, and closed to writing under both."""
    if Path(file).stat().st_size >= _LINKED_FROM:
        try:
            os.link(file, target)
        except OSError:
            pass
        else:
            Path(target).chmod(0o444)
            return
    shutil.copy2(file, target)


def staged_tables(staging: Path) -> dict[str, Any]:
    """Every Parquet file of a staged snapshot by its place: its rows and its SHA-256."""
    places = {path.relative_to(staging).as_posix(): path for path in sorted(staging.glob("*/**/*.parquet"))}
    tables = {place: path for place, path in places.items() if not place.startswith("work/")}
    with ThreadPoolExecutor(max_workers=2) as pool:
        hashes = list(pool.map(file_sha256, tables.values()))
    return {
        place: {"rows": pq.read_metadata(path).num_rows, "sha256": sha256}
        for (place, path), sha256 in zip(tables.items(), hashes, strict=True)
    }
