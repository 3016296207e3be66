"""Tables to Parquet files that explain themselves."""

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from schemas.columns import Column
from schemas.tables import TABLES
from schemas.tables.table import Table

_NEWEST_KNOWN = pl.CompatLevel.oldest()
"""Arrow types that older readers (Spark, Power BI) know."""


def write_table(table: Table, frame: pl.DataFrame, path: Path) -> None:
    """The table's Parquet file at `path`, checked against its strict contract first.

    Table and column descriptions, labels, units and privacy classes are in the file's Arrow schema.

    Raises:
        pandera SchemaError: the frame is not what the table declares.
    """
    table.model.validate(frame)
    path.parent.mkdir(parents=True, exist_ok=True)
    arrow = frame.to_arrow(compat_level=_NEWEST_KNOWN)
    described = pa.schema(
        [field.with_metadata(_words(column)) for field, column in zip(arrow.schema, table.declared, strict=True)],
        metadata={"table": table.name, "description": table.description, "grain": " ".join(table.grain)},
    )
    pq.write_table(pa.Table.from_arrays(arrow.columns, schema=described), path, compression="zstd")


def write_tables(folder: Path, month: str, frames: Mapping[str, pl.DataFrame]) -> None:
    """The tables of a snapshot below `folder`, arranged as declared; two at a time, for compressing takes a core."""

    def write(name: str) -> None:
        table = TABLES[name]
        write_table(table, frames[name], table_path(folder, table, month))

    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(write, sorted(frames, key=lambda name: -frames[name].height)))


def table_path(folder: Path, table: Table, month: str) -> Path:
    """Where a table (or its part for `month`) stands in a snapshot."""
    zone = folder / table.zone
    if table.partitioned:
        return zone / table.name / f"month={month}" / "part-0.parquet"
    return zone / f"{table.name}.parquet"


def read_table(
    folder: Path | None,
    table: Table,
    month: str | None = None,
    columns: Sequence[str] | None = None,
    where: pl.Expr | None = None,
) -> pl.DataFrame:
    """A table of a snapshot, whole or one month's part of it; empty where the snapshot (or the month) has none.

    `columns` are those wanted, unless all are; one that the snapshot is too old to have is what it was of old, else
    blank. `where` holds for the rows wanted.
    """
    wanted = list(columns or table.columns)
    empty = table.empty().select(wanted)
    if folder is None:
        return empty
    root = folder / table.zone / table.name
    pattern = f"month={month or '*'}/part-*.parquet"
    files = sorted(root.glob(pattern)) if table.partitioned else [root.with_suffix(".parquet")]
    scans = (_scan(table, file) for file in files if file.is_file())
    chosen = (scan if where is None else scan.filter(where) for scan in scans)
    return pl.concat([empty, *(scan.select(wanted).collect() for scan in chosen)])


def _scan(table: Table, file: Path) -> pl.LazyFrame:
    scan = pl.scan_parquet(
        file, schema=table.dtypes, missing_columns="insert", extra_columns="ignore", hive_partitioning=False
    )
    told = pl.read_parquet_schema(file)
    of_old = [pl.lit(one.of_old).alias(one.name) for one in table.declared if one.of_old and one.name not in told]
    return scan.with_columns(of_old) if of_old else scan


def months_kept(folder: Path | None, table: Table) -> list[date]:
    """The months of which a snapshot keeps a part of a table."""
    parts = sorted(folder.glob(f"{table.zone}/{table.name}/month=*")) if folder else []
    return [date.fromisoformat(f"{part.name.removeprefix('month=')}-01") for part in parts]


def with_other_months(previous: Path | None, table: Table, month: date, frame: pl.DataFrame) -> pl.DataFrame:
    """This month's rows of a table beside the other months' rows of the previous snapshot."""
    others = read_table(previous, table).filter(pl.col("month") != month)
    return pl.concat([others, frame.select(table.columns)])


def carry_parts(previous: Path | None, staging: Path, month: str) -> None:
    """The other months' parts of the partitioned tables, copied unchanged from the previous snapshot.

    Those that are staged already stay.
    """
    for table in TABLES.values():
        parts = (
            previous.glob(f"{table.zone}/{table.name}/month=*/part-*.parquet") if previous and table.partitioned else ()
        )
        for part in parts:
            target = staging / part.relative_to(previous or staging)
            if part.parent.name != f"month={month}" and not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(part, target)


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def staged_tables(staging: Path) -> dict[str, Any]:
    """Every Parquet file of a staged snapshot by its place: its rows and its SHA-256."""
    found: dict[str, Any] = {}
    for path in sorted(staging.glob("*/**/*.parquet")):
        place = path.relative_to(staging).as_posix()
        if not place.startswith("work/"):
            rows = pq.read_metadata(path).num_rows
            found[place] = {"rows": rows, "sha256": file_sha256(path)}
    return found


def _words(column: Column) -> dict[str, str]:
    said = {
        "label": column.label,
        "description": column.description,
        "unit": column.unit,
        "privacy": column.privacy,
    }
    return {key: value for key, value in said.items() if value}
