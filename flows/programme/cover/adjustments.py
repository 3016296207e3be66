"""What a closed month should have been, as signed rupiah to book in a later month: the month itself stays as it is."""

from datetime import date

import polars as pl

from schemas.tables.adjustments import ADJUSTMENTS

_WHERE = ("worker_id", "regency_code", "segment", "funding_source")
_MONEY = ("jkk_rp", "jkm_rp", "contribution_rp")
COMPARED = (*_WHERE, "kecamatan_code", *_MONEY)
"""What is looked at of a covered worker."""
_CORRECTION = (*_WHERE, "kecamatan_code", "kind", "why", *_MONEY)
_LEFT_OUT = pl.col("kind") == "left_out"


def late_corrections(closed: pl.DataFrame, anew: pl.DataFrame) -> pl.DataFrame:
    """What lists that came too late correct: a row a worker, segment and funding source where the money is another.

    Who should not have been covered is withdrawn, at the whole contribution. Who should have been at other terms is
    changed: by the difference, or, where another purse should have paid, the one gets back what the other is to pay.
    Who should have been covered and was not is left out, without money: cover is never back-dated.
    """
    known = pl.col("worker_id").is_in(anew["worker_id"].implode())
    both = pl.concat([_negative(closed), anew.join(closed, on="worker_id", how="semi").select(COMPARED)])
    owed = _net(both).with_columns(pl.when(known).then(pl.lit("changed")).otherwise(pl.lit("withdrawn")).alias("kind"))
    left_out = anew.join(closed, on="worker_id", how="anti").select(COMPARED)
    unpaid = left_out.with_columns(
        pl.lit("left_out").alias("kind"), *(pl.lit(0, pl.Int64).alias(name) for name in _MONEY)
    )
    return pl.concat([owed, unpaid]).with_columns(pl.lit("late_list").alias("why")).select(_CORRECTION)


def booked_corrections(booked: pl.DataFrame) -> pl.DataFrame:
    """What has been corrected so far, in the shape of `late_corrections`, from all that is booked of a month."""
    rows = booked.sort("month")
    owed = _net(rows.filter(~_LEFT_OUT), pl.col("kind").last(), pl.col("why").last())
    return pl.concat([frame.select(_CORRECTION) for frame in (owed, rows.filter(_LEFT_OUT))])


def with_deaths(corrections: pl.DataFrame, closed: pl.DataFrame, deaths: pl.DataFrame, month: date) -> pl.DataFrame:
    """The `corrections` of the closed `month`, with everybody withdrawn who died before it, whatever the lists say."""
    dead = dead_before(deaths, month).implode()
    gone = _negative(closed.filter(pl.col("worker_id").is_in(dead))).with_columns(
        pl.lit("withdrawn").alias("kind"), pl.lit("deceased").alias("why")
    )
    return pl.concat([corrections.filter(~pl.col("worker_id").is_in(dead)), gone.select(_CORRECTION)])


def dead_before(deaths: pl.DataFrame, month: date) -> pl.Series:
    """Workers who died before the month. A death on a day that is not known corrects nothing."""
    return deaths.filter(pl.col("died_on") < month)["worker_id"].sort()


def to_book(corrections: pl.DataFrame, booked: pl.DataFrame, month: date, closed_month: date) -> pl.DataFrame:
    """The `adjustments` that the night of `month` books for a closed month: the corrections, less what other months
    have `booked` for it.

    So the bookings of all months together are always what the closed month should have been less what it was. What
    proves wrong later is changed back: a contribution withdrawn in November is added again in December, for the reason
    it was withdrawn.
    """
    before = _negative(booked.filter(~_LEFT_OUT), "why").with_columns(pl.lit("changed").alias("kind"))
    rows = pl.concat([corrections.filter(~_LEFT_OUT), before.select(_CORRECTION)])
    owed = _net(rows, pl.col("kind").first(), pl.col("why").first()).select(_CORRECTION)
    left_out = corrections.filter(_LEFT_OUT).join(booked.filter(_LEFT_OUT), on="worker_id", how="anti")
    months = (pl.lit(month).alias("month"), pl.lit(closed_month).alias("adjusted_month"))
    return ADJUSTMENTS.arrange(pl.concat([owed, left_out]).with_columns(months))


def _negative(rows: pl.DataFrame, *others: str) -> pl.DataFrame:
    return rows.select(*COMPARED, *others).with_columns(-pl.col(name) for name in _MONEY)


def _net(rows: pl.DataFrame, *told: pl.Expr) -> pl.DataFrame:
    """The sums by worker, segment and funding source that are not nothing; the place is that of the first row."""
    sums = rows.group_by(_WHERE, maintain_order=True).agg(
        pl.col("kecamatan_code").first(), *told, pl.col(_MONEY).sum()
    )  # fmt: skip
    return sums.filter(pl.any_horizontal(pl.col(name) != 0 for name in _MONEY))
