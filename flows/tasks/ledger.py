"""The ledger as a night finds it: tonight's covered workers, and those of every other month as last published."""

from collections.abc import Sequence

import polars as pl

from flows.night import Night
from flows.publishing.parquet import scan_table
from schemas.tables import TABLES


def ledger(night: Night, columns: Sequence[str], where: pl.Expr | None = None) -> pl.DataFrame:
    """These columns, `month` among them, of the covered workers of all months; `where` holds for the rows wanted."""
    published = scan_table(night.previous, TABLES["workers"]).filter(pl.col("month") != night.first_day)
    both = pl.concat([scan.select(columns) for scan in (published, night.scan("tables/workers"))])
    return (both if where is None else both.filter(where)).collect(engine="streaming")


def niks_corrected(night: Night) -> pl.DataFrame:
    """Workers whose NIK was corrected, in any month: their former id and the present one."""
    published = scan_table(night.previous, TABLES["changes"]).filter(pl.col("month") != night.first_day)
    columns = ("kind", "before", "after")
    both = pl.concat([scan.select(columns) for scan in (published, night.scan("tables/changes"))])
    corrected = both.filter(pl.col("kind") == "corrected_nik").select(former_worker_id="before", worker_id="after")
    return corrected.collect(engine="streaming")
