"""A month that is published already, beside a month before it that has become another one."""

from datetime import date

import polars as pl

from flows.programme.cover.changes import month_changes
from flows.programme.cover.corrected import under_new_niks
from flows.programme.cover.coverage import with_streaks
from flows.programme.cover.leaving import shown_by_lists
from flows.programme.cover.substitutions import substitutions
from schemas.tables.changes import CHANGES

_STREAK = ("months_in_a_row", "full_death_benefit")


def streaks_anew(covered: pl.DataFrame, before: pl.DataFrame, told: pl.DataFrame, month: date) -> pl.DataFrame | None:
    """The covered workers of a month with the streaks that follow from those `before`; None where they are the same.

    Of both months `worker_id` and `months_in_a_row` are needed, of `covered` `full_death_benefit` too. `told` is the
    month's changes: a NIK that they corrected goes on under the new id.
    """
    columns, rest = covered.columns, covered.drop(_STREAK)
    anew = with_streaks(rest, under_new_niks(before, _pairs(told)), month).select(columns)
    return None if anew.select(_STREAK).equals(covered.select(_STREAK)) else anew


def changes_anew(covered: pl.DataFrame, before: pl.DataFrame, told: pl.DataFrame, month: date) -> pl.DataFrame:
    """The changes of a month beside the month before it as it is now.

    Why a worker left was told by the night of the month, and stays as it was `told`, but for what both months' lists
    show. So does a corrected NIK, as long as the month before has the former id.
    """
    corrected = _corrected(told).filter(pl.col("before").is_in(before["worker_id"].implode()))
    anew = month_changes(under_new_niks(before, _pairs(told)), covered, month)
    why = told.filter(~shown_by_lists("before", "why")).select("worker_id", "kind", pl.col("why").alias("told_why"))
    kept = anew.join(why, on=["worker_id", "kind"], how="left").with_columns(
        pl.coalesce("told_why", "why").alias("why")
    )
    return CHANGES.arrange(pl.concat([kept.select(CHANGES.columns), corrected]))


def substitutions_anew(
    covered: pl.DataFrame, before: pl.DataFrame, told: pl.DataFrame, queue: pl.DataFrame, month: date
) -> pl.DataFrame:
    """The substitutions of a month beside the month before it as it is now, with the waiting list, `queue`, of that.

    `told` is the month's changes, themselves told anew; `covered` has `received` too.
    """
    anew = streaks_anew(covered, before, told, month)
    left = told.filter(pl.col("kind") == "left")
    known = under_new_niks(before, _pairs(told))
    return substitutions(known, covered if anew is None else anew, left, queue, month)


def _corrected(told: pl.DataFrame) -> pl.DataFrame:
    return told.filter(pl.col("kind") == "corrected_nik")


def _pairs(told: pl.DataFrame) -> pl.DataFrame:
    """The corrected NIKs of a month's changes, in the shape of `corrected_niks`."""
    return _corrected(told).select(former_worker_id="before", worker_id="after")
