"""Whether two snapshots hold the same tables, row for row, of whatever length."""

from pathlib import Path

import polars as pl

from flows.publishing.parquet import scan_table
from schemas.tables import TABLES
from schemas.tables.table import Table


def tables_that_differ(one: Path, other: Path) -> list[str]:
    """The names of the tables of which two snapshots do not hold the very same rows."""
    return [name for name, table in TABLES.items() if _fingerprint(one, table) != _fingerprint(other, table)]


def _fingerprint(snapshot: Path, table: Table) -> tuple[int, ...]:
    return fingerprint(scan_table(snapshot, table).select(pl.struct(table.columns).hash().alias("hash")))


def fingerprint(hashes: pl.LazyFrame) -> tuple[int, ...]:
    """How many rows there are, and the sum of their `hash` in two halves: no order changes it, and none overflows."""
    halves = pl.col("hash") // 2**32, pl.col("hash") % 2**32
    counted = hashes.select(pl.len(), *(half.sum().alias(str(place)) for place, half in enumerate(halves)))
    return counted.collect(engine="streaming").row(0)
