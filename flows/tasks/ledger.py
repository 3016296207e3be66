"""The ledger as a night finds it: tonight's covered workers, and those of every other month as last published."""

from collections.abc import Sequence

import polars as pl

from flows.night import Night
from flows.publishing.parquet import read_table, with_other_months
from schemas.tables import TABLES


def ledger(night: Night, columns: Sequence[str], where: pl.Expr | None = None) -> pl.DataFrame:
    """These columns, `month` among them, of the covered workers of all months; `where` holds for the rows wanted."""
    others = pl.col("month") != night.first_day
    wanted = others if where is None else others & where
    published = read_table(night.previous, TABLES["workers"], columns=columns, where=wanted)
    tonight = night.load("tables/workers", columns)
    return pl.concat([published, tonight if where is None else tonight.filter(where)])


def niks_corrected(night: Night) -> pl.DataFrame:
    """Workers whose NIK was corrected, in any month: their former id and the present one."""
    changes = with_other_months(night.previous, TABLES["changes"], night.first_day, night.load("tables/changes"))
    corrected = changes.filter(pl.col("kind") == "corrected_nik")
    return corrected.select(former_worker_id="before", worker_id="after")
