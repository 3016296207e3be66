"""Who is within the quota, and who waits."""

from datetime import date

import polars as pl

from schemas.reference import reference

_ORDER = ("newcomer", "priority", "received", "worker_id")
_GROUP = ("segment", "funding_source")
_NEEDED = ("occupation", "received", "worker_id")


def within_quota(workers: pl.DataFrame, month: date, covered_before: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The workers covered, and those above their quota with `month`, `position` (from 1) and `first_seen`.

    The order in each segment and funding source: who was covered the month before (nobody loses the place to a
    newcomer), then occupations by declared priority (tobacco first, PMK 215/PMK.07/2021), then first received, then
    worker_id. A segment without a declared quota has room for all.

    Needs `row_id`, `segment`, `funding_source`, `occupation`, `received` and `worker_id`; `covered_before` holds worker
    ids.
    """
    quotas = reference("quotas").filter(pl.col("year") == month.year)
    limits = quotas.select(*_GROUP, "quota_workers")
    crowded = limits.join(workers.group_by(_GROUP).len(), on=_GROUP).filter(pl.col("len") > pl.col("quota_workers"))
    # Who is in is settled on narrow columns, where there are too many at all; people are only filtered.
    narrow = workers.select("row_id", *_GROUP, *_NEEDED).join(crowded, on=_GROUP)
    judged = _places(narrow, covered_before).filter(pl.col("place") > pl.col("quota_workers"))
    above = judged.select("row_id", (pl.col("place") - pl.col("quota_workers")).alias("position"))
    waiting = workers.join(above, on="row_id", how="inner").with_columns(
        pl.lit(month).alias("month"), pl.col("received").alias("first_seen"), pl.lit("over_quota").alias("why")
    )
    return workers.join(above, on="row_id", how="anti"), waiting


def _places(workers: pl.DataFrame, covered_before: pl.Series) -> pl.DataFrame:
    """Each worker's place in the order of its segment and funding source, from 1."""
    priorities = reference("occupations").select("occupation", "priority")
    place = pl.int_range(1, pl.len() + 1).over(_GROUP)
    return (
        workers.join(priorities, on="occupation", how="left")
        .with_columns((~pl.col("worker_id").is_in(covered_before.implode())).alias("newcomer"))
        .sort(_ORDER, nulls_last=True)
        .with_columns(place.cast(pl.Int64).alias("place"))
    )
