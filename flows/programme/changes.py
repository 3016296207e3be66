"""What changed from one month to the next."""

from datetime import date

import polars as pl

from schemas.tables.changes import CHANGES

_KINDS = {
    "moved_segment": pl.col("segment"),
    "moved_place": pl.coalesce("desa_code", "kecamatan_code", pl.lit("")),
    "changed_rate": pl.col("contribution_rp").cast(pl.String),
}


def month_changes(before: pl.DataFrame, covered: pl.DataFrame, month: date) -> pl.DataFrame:
    """The `changes` of a month's covered workers beside those of the month before; none where there is no month before.

    joined and left give the segment; moved_segment, moved_place and changed_rate give both values.
    """
    if before.is_empty():
        return CHANGES.empty()
    facts = [value.alias(kind) for kind, value in _KINDS.items()]
    then = before.select("worker_id", "segment", *facts)
    now = covered.select("worker_id", "segment", "month", *facts)
    joined = now.join(then, on="worker_id", how="anti").select(
        "worker_id",
        pl.lit("joined").alias("kind"),
        pl.lit(None, pl.String).alias("before"),
        pl.col("segment").alias("after"),
    )
    left = then.join(now, on="worker_id", how="anti").select(
        "worker_id",
        pl.lit("left").alias("kind"),
        pl.col("segment").alias("before"),
        pl.lit(None, pl.String).alias("after"),
    )
    both = then.join(now, on="worker_id", suffix="_now")
    moved = [
        both.filter(pl.col(kind) != pl.col(f"{kind}_now")).select(
            "worker_id", pl.lit(kind).alias("kind"), pl.col(kind).alias("before"), pl.col(f"{kind}_now").alias("after")
        )
        for kind in _KINDS
    ]
    changes = pl.concat([joined, left, *moved])
    return CHANGES.arrange(changes.with_columns(pl.lit(month).alias("month"), pl.lit(None, pl.String).alias("why")))
