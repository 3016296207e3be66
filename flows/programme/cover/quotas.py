"""Who is within the quota, and who waits."""

from datetime import date

import polars as pl

from flows.programme.money.limits import funded
from schemas.reference import reference

GROUP = ("regency_code", "segment", "funding_source")
"""What a quota is for."""
_ORDER = ("standing", "priority", "received", "worker_id")
_NEEDED = ("occupation", "received", "worker_id")


def who_waits(workers: pl.LazyFrame, month: date, before: pl.LazyFrame) -> pl.DataFrame:
    """The workers who wait: `row_id`, `position` (from 1) and `why`.

    In a month that the year's quota does not pay for everybody of its regency, segment and funding source waits
    (`not_funded`); in one that it does, those beyond it in the declared order (`over_quota`). A segment without a
    declared quota in the year has room for all.

    Needs `row_id`, `GROUP`, `occupation`, `received` and `worker_id`; `before` has the workers covered the month before
    (`worker_id` and `GROUP`).
    """
    counted = workers.group_by(GROUP).len().collect(engine="streaming")
    crowded = places_in(month).join(counted, on=GROUP).filter(pl.col("len") > pl.col("places"))
    # Who is in is settled on narrow columns, where there are too many at all.
    narrow = workers.select("row_id", *GROUP, *_NEEDED).join(crowded.lazy(), on=GROUP).collect(engine="streaming")
    held = before.join(narrow.lazy().select("worker_id"), on="worker_id", how="semi").collect(engine="streaming")
    judged = in_declared_order(narrow, held).filter(pl.col("place") > pl.col("places"))
    return judged.select("row_id", (pl.col("place") - pl.col("places")).alias("position"), "why")


def waiting_workers(workers: pl.DataFrame, waits: pl.DataFrame, month: date) -> pl.DataFrame:
    """Those of the workers who wait (`who_waits`), as the `waiting_list` has them."""
    return workers.join(waits, on="row_id", how="inner").with_columns(
        pl.lit(month).alias("month"), pl.col("received").alias("first_seen")
    )


def places_in(month: date) -> pl.DataFrame:
    """The `places` of each regency, segment and funding source with a quota in the month's year, and `why` others wait.

    A month that is not funded (`flows.programme.money.limits.funded`) has no place.
    """
    paid = funded(pl.lit(month.month))
    quotas = reference("quotas").filter(pl.col("year") == month.year).rename({"months": "months_funded"})
    return quotas.select(
        *GROUP,
        pl.when(paid).then("quota_workers").otherwise(0).alias("places"),
        pl.when(paid).then(pl.lit("over_quota")).otherwise(pl.lit("not_funded")).alias("why"),
    )  # fmt: skip


def in_declared_order(workers: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """`workers` in the order in which they are covered, with their `place` in their regency, segment and funding
    source, from 1.

    First who was covered there the month before, then who was covered elsewhere (nobody loses the place to a newcomer,
    nor to one who only moved), then occupations by declared priority (tobacco first, PMK 215/PMK.07/2021), then first
    received, then worker_id.
    """
    priorities = reference("occupations").select("occupation", "priority")
    then = before.select("worker_id", *(pl.col(name).alias(f"{name}_before") for name in GROUP))
    there = pl.all_horizontal(pl.col(name) == pl.col(f"{name}_before") for name in GROUP)
    standing = pl.when(there).then(0).when(pl.col("segment_before").is_not_null()).then(1).otherwise(2)
    place = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over(GROUP)
    return (
        workers.join(priorities, on="occupation", how="left")
        .join(then, on="worker_id", how="left")
        .with_columns(standing.alias("standing"))
        .sort(_ORDER, nulls_last=True)
        .with_columns(place.alias("place"))
        .drop("priority", "standing", *(f"{name}_before" for name in GROUP))
    )
