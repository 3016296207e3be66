"""Whether the files of a rival say what the night published, row for row."""

from pathlib import Path

import polars as pl

from ..same_tables import fingerprint
from .declared import OUTPUTS, RULES

_EXAMPLES = 3


def differences(name: str, snapshot: Path, out: Path) -> list[str]:
    """A sentence for each file below `out` that does not hold the very rows that the snapshot does."""
    published = _published(snapshot)
    found = []
    for file, columns in OUTPUTS.items():
        ours, theirs = (_hashed(scan, columns) for scan in (published[file], _scan(out / f"{file}.parquet")))
        if fingerprint(ours) != fingerprint(theirs):
            found.append(f"{name}, {file}: {_told(ours, theirs, columns)}")
    return found


def _scan(path: Path) -> pl.LazyFrame:
    """A Parquet file, or a folder of its parts."""
    return pl.scan_parquet(path / "*.parquet" if path.is_dir() else path)


def _published(snapshot: Path) -> dict[str, pl.LazyFrame]:
    """What the night published, in the rows and columns of `OUTPUTS`."""
    steward = snapshot / "steward"
    reasons = pl.scan_parquet(steward / "reason_log.parquet").filter(pl.col("code").is_in(list(RULES)))
    duplicates = pl.scan_parquet(steward / "duplicates.parquet")
    rows = pl.scan_parquet(steward / "rows.parquet")
    files = rows.group_by("source_file").agg(pl.col("row_id").first().str.split("-").list.get(0).alias("key"))
    return {
        "covered": pl.scan_parquet(steward / "workers" / "*" / "part-*.parquet", hive_partitioning=False),
        "totals": pl.scan_parquet(snapshot / "analyst" / "budget_totals.parquet"),
        "reasons": _placed(reasons, files, "row_id"),
        "duplicates": _placed(_placed(duplicates, files, "row_id"), files, "winner_row_id", "winner_"),
    }


def _placed(rows: pl.LazyFrame, files: pl.LazyFrame, row_id: str, prefix: str = "") -> pl.LazyFrame:
    """`rows` with the file and the row that a row id names: it begins with the file's key and ends with the row."""
    parts = pl.col(row_id).str.split("-").list
    numbered = rows.with_columns(parts.get(0).alias("key"), parts.get(-1).cast(pl.Int64).alias(f"{prefix}source_row"))
    return numbered.join(files.rename({"source_file": f"{prefix}source_file"}), on="key", how="left").drop("key")


def _hashed(scan: pl.LazyFrame, columns: tuple[str, ...]) -> pl.LazyFrame:
    """The columns in one type each, whoever wrote them, and the `hash` of each row."""
    types = scan.collect_schema()
    whole = [pl.col(name).cast(pl.Int64) if types[name].is_integer() else pl.col(name) for name in columns]
    return scan.select(whole).with_columns(pl.struct(columns).hash().alias("hash"))


def _told(ours: pl.LazyFrame, theirs: pl.LazyFrame, columns: tuple[str, ...]) -> str:
    alone = [one.join(other, on="hash", how="anti").collect() for one, other in ((ours, theirs), (theirs, ours))]
    shown = [frame.select(columns).head(_EXAMPLES).rows() for frame in alone]
    return f"{alone[0].height:,} rows of the night alone {shown[0]}, {alone[1].height:,} of the rival alone {shown[1]}"
