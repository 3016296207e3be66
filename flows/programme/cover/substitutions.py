"""Who took the place of whom, and what it costs the newcomer."""

from datetime import date

import polars as pl

from flows.programme.cover.quotas import GROUP, in_declared_order, places_in
from flows.programme.money.benefits import death_benefit
from schemas.tables.substitutions import SUBSTITUTIONS

_NEAR = (("desa_code",), ("kecamatan_code",), ())
"""How near a newcomer takes a place, the nearest first."""
NEWCOMER = ("worker_id", *GROUP, "kecamatan_code", "desa_code", "occupation", "received", "months_in_a_row")
"""What is looked at in a worker who may be one; `received` is when the list came."""


def substitutions(
    before: pl.DataFrame,
    covered: pl.DataFrame,
    left: pl.DataFrame,
    queue: pl.DataFrame,
    month: date,
    filled: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """The `substitutions` of a month: each newcomer who could only be covered since somebody left, and who that was.

    In a segment and funding source with a quota, the first newcomers in the declared order take the places that were
    free the month before; each further one replaces one who was covered there and is not now: first one of the same
    desa, then of the same kecamatan, then anybody, leavers in the order of worker_id. Nobody is replaced twice. Where
    there is room for all nobody takes anybody's place. `why` is why the other left; one who is covered in another
    segment now has moved_segment.

    What the newcomer's heirs would be paid is this month's benefit beside the whole, which comes once the months in a
    row are enough (schemas/reference/death_benefit_terms.csv, as in force in `month`).

    `before` and `covered` are the workers of both months, each under the id of now; `covered` has `received` too.
    `left` gives the `why` of workers who left, `queue` the month's before waiting list. Who was covered in both months
    in the same way may be left out of both; `filled` then says how many places they all filled the month before.
    """
    filled = before.group_by(GROUP).len("filled") if filled is None else filled
    if filled.is_empty():
        return SUBSTITUTIONS.empty()
    there = ["worker_id", *GROUP]
    newcomers = in_declared_order(covered.select(NEWCOMER).join(before, on=there, how="anti"), before)
    held = places_in(month).join(filled, on=GROUP, how="left")
    free = held.with_columns((pl.col("places") - pl.col("filled").fill_null(0)).clip(lower_bound=0).alias("free"))
    beyond = newcomers.join(free, on=GROUP).filter(pl.col("place") > pl.col("free")).sort("place")
    leavers = before.join(covered, on=there, how="anti").sort("worker_id")
    pairs = _pairs(beyond, leavers).join(beyond, on="worker_id")
    why = left.select(pl.col("worker_id").alias("replaced_worker_id"), pl.col("why").alias("why_left"))
    queued = queue.select("worker_id", pl.col("position").alias("queued_at"))
    told = pairs.join(why, on="replaced_worker_id", how="left").join(queued, on="worker_id", how="left")
    return SUBSTITUTIONS.arrange(
        told.with_columns(
            pl.lit(month).alias("month"),
            pl.col("why_left").fill_null("moved_segment").alias("why"),
            **_death_benefit(month),
        )
    )


def _pairs(newcomers: pl.DataFrame, leavers: pl.DataFrame) -> pl.DataFrame:
    """`worker_id` and `replaced_worker_id`, each at most once; both frames in the order in which they are paired."""
    found = []
    for near in _NEAR:
        by = (*GROUP, *near)
        turn = pl.int_range(pl.len()).over(by).alias("turn")
        one, other = (frame.drop_nulls(by).with_columns(turn) for frame in (newcomers, leavers))
        pairs = one.join(other, on=[*by, "turn"], suffix="_left").select(
            "worker_id", pl.col("worker_id_left").alias("replaced_worker_id")
        )
        newcomers = newcomers.join(pairs, on="worker_id", how="anti", maintain_order="left")
        leavers = leavers.join(
            pairs, left_on="worker_id", right_on="replaced_worker_id", how="anti", maintain_order="left"
        )
        found.append(pairs)
    return pl.concat(found)


def _death_benefit(month: date) -> dict[str, pl.Expr]:
    terms = death_benefit(month)
    to_come = (terms.full_from_months - pl.col("months_in_a_row")).clip(lower_bound=0)
    return {
        "death_benefit_rp": pl.when(to_come == 0).then(terms.full_rp).otherwise(terms.burial_rp),
        "full_death_benefit_rp": pl.lit(terms.full_rp),
        "full_death_benefit_from": pl.lit(month).dt.offset_by(pl.format("{}mo", to_come)),
    }
