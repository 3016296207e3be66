"""Who is within the quota, and who waits."""

from datetime import date

import polars as pl

from schemas.reference import reference

_ORDER = ("newcomer", "priority", "received", "worker_id")


def within_quota(workers: pl.DataFrame, month: date, covered_before: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The workers covered, and those above their quota with `month`, `position` (from 1) and `first_seen`.

    The order in each segment and funding source: who was covered the month before (nobody loses the place to a
    newcomer), then occupations by declared priority (tobacco first, PMK 215/PMK.07/2021), then first received, then
    worker_id. A segment without a declared quota has room for all.

    Needs `segment`, `funding_source`, `occupation`, `received` and `worker_id`; `covered_before` holds worker ids.
    """
    quotas = (
        reference("quotas").filter(pl.col("year") == month.year).select("segment", "funding_source", "quota_workers")
    )
    priorities = reference("occupations").select("occupation", "priority")
    place = pl.int_range(1, pl.len() + 1).over("segment", "funding_source")
    ranked = (
        workers.join(quotas, on=["segment", "funding_source"], how="left")
        .join(priorities, on="occupation", how="left")
        .with_columns((~pl.col("worker_id").is_in(covered_before.implode())).alias("newcomer"))
        .sort(_ORDER, nulls_last=True)
        .with_columns(place.cast(pl.Int64).alias("place"))
    )
    inside = pl.col("quota_workers").is_null() | (pl.col("place") <= pl.col("quota_workers"))
    unneeded = ("quota_workers", "priority", "newcomer", "place")
    waiting = ranked.filter(~inside).with_columns(
        (pl.col("place") - pl.col("quota_workers")).alias("position"),
        pl.lit(month).alias("month"),
        pl.col("received").alias("first_seen"),
    )
    return ranked.filter(inside).drop(unneeded), waiting.drop(unneeded)
