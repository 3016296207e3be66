"""Tables to Parquet files that explain themselves, and back."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from schemas.columns import Column
from schemas.tables.table import Table

_NEWEST_KNOWN = pl.CompatLevel.oldest()
"""Arrow types that older readers (Spark, Power BI) know."""


def write_table(table: Table, frame: pl.DataFrame, path: Path) -> None:
    """The table's Parquet file at `path`, checked against its strict contract first.

    Raises:
        pandera SchemaError: the frame is not what the table declares.
    """
    write_row_groups(table, [frame], path)


def write_row_groups(table: Table, frames: Iterable[pl.DataFrame], path: Path) -> None:
    """The table's Parquet file at `path`, the frames one after another: only one of them is in memory at a time.

    Each is checked against the strict contract before it is written; that no row stands in two of them is not looked
    at. Table and column descriptions, labels, units and privacy classes are in the file's Arrow schema.

    Raises:
        pandera SchemaError: a frame is not what the table declares.
    """
    frames = iter(frames)
    first = table.model.validate(next(frames, table.empty()))
    described = _described(table)
    path.parent.mkdir(parents=True, exist_ok=True)
    with pq.ParquetWriter(path, described, compression="zstd") as file:
        file.write_table(_arrow(first, described))
        del first
        for frame in frames:
            file.write_table(_arrow(table.model.validate(frame), described))
            del frame  # before the next is made


def _described(table: Table) -> pa.Schema:
    shape = table.empty().to_arrow(compat_level=_NEWEST_KNOWN).schema
    return pa.schema(
        [field.with_metadata(_words(column)) for field, column in zip(shape, table.declared, strict=True)],
        metadata={"table": table.name, "description": table.description, "grain": " ".join(table.grain)},
    )


def _arrow(frame: pl.DataFrame, schema: pa.Schema) -> pa.Table:
    return pa.Table.from_arrays(frame.to_arrow(compat_level=_NEWEST_KNOWN).columns, schema=schema)


def table_path(folder: Path, table: Table, month: str, part: int = 0) -> Path:
    """Where a table (or a part of it for `month`) stands in a snapshot."""
    zone = folder / table.zone
    if table.partitioned:
        return zone / table.name / f"month={month}" / f"part-{part}.parquet"
    return zone / f"{table.name}.parquet"


def table_files(folder: Path | None, table: Table, month: str | None = None) -> list[Path]:
    """The files of a table, or of one month of it, that a snapshot has: months in order, then parts by number."""
    if folder is None:
        return []
    if not table.partitioned:
        path = table_path(folder, table, "")
        return [path] if path.is_file() else []
    found = (folder / table.zone / table.name).glob(f"month={month or '*'}/part-*.parquet")
    return sorted(found, key=lambda path: (path.parent.name, int(path.stem.removeprefix("part-"))))


def scan_table(folder: Path | None, table: Table, month: str | None = None) -> pl.LazyFrame:
    """A table of a snapshot, whole or one month of it, for whoever has no room for all of it.

    Empty where the snapshot (or the month) has none; a column that the snapshot is too old to have is what it was of
    old, else blank.
    """
    files = table_files(folder, table, month)
    return scan_files(table, files) if files else table.empty().lazy()


def scan_files(table: Table, files: list[Path]) -> pl.LazyFrame:
    """The same of some of its files."""
    if not any(column.of_old for column in table.declared):
        return _scan(table, files, set())
    alike = groupby(files, lambda path: set(table.columns) - pl.read_parquet_schema(path).keys())
    return pl.concat([_scan(table, list(same), missing) for missing, same in alike])


def _scan(table: Table, files: list[Path], missing: set[str]) -> pl.LazyFrame:
    """Files of one age, which are `missing` the same columns."""
    scan = pl.scan_parquet(
        files, schema=table.dtypes, missing_columns="insert", extra_columns="ignore", hive_partitioning=False
    )
    of_old = [pl.lit(one.of_old).alias(one.name) for one in table.declared if one.of_old and one.name in missing]
    return scan.with_columns(of_old) if of_old else scan


def read_table(
    folder: Path | None,
    table: Table,
    month: str | None = None,
    columns: Sequence[str] | None = None,
    where: pl.Expr | None = None,
) -> pl.DataFrame:
    """The same, read: in the `columns` wanted, unless all are, and the rows for which `where` holds."""
    scan = scan_table(folder, table, month)
    return (scan if where is None else scan.filter(where)).select(list(columns or table.columns)).collect()


def months_kept(folder: Path | None, table: Table) -> list[date]:
    """The months of which a snapshot keeps a part of a table."""
    parts = sorted(folder.glob(f"{table.zone}/{table.name}/month=*")) if folder else []
    return [date.fromisoformat(f"{part.name.removeprefix('month=')}-01") for part in parts]


def with_other_months(previous: Path | None, table: Table, month: date, frame: pl.DataFrame) -> pl.DataFrame:
    """This month's rows of a small table beside the other months' rows of the previous snapshot."""
    others = read_table(previous, table, where=pl.col("month") != month)
    return pl.concat([others, frame.select(table.columns)])


def _words(column: Column) -> dict[str, str]:
    said = {
        "label": column.label,
        "description": column.description,
        "unit": column.unit,
        "privacy": column.privacy,
    }
    return {key: value for key, value in said.items() if value}
