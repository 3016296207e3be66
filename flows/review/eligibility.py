"""What each segment asks of its members, beside each row: ages, residence, occupation, plausible wages."""

from datetime import date

import polars as pl

from schemas.reference import in_force
from schemas.tables.roster import ELIGIBILITY, ROSTER

_NOTICE_MONTHS = 3
"""A steward hears of a 65th birthday this many months ahead (DOMAIN 2)."""


def with_eligibility(roster: pl.DataFrame, month: date) -> pl.DataFrame:
    """`roster` with the columns of `ELIGIBILITY`: ages in completed years, limits in force on the month's first day.

    A row whose segment is unknown has no limits: it is refused for its segment, not for its age.
    """
    bounds = in_force("wage_bounds", month).select("membership", "wage_minimum_rp", "wage_maximum_rp")
    limits = in_force("segments", month).join(bounds, on="membership", how="left")
    facts = [name for name in ELIGIBILITY if name in limits.columns]
    return (
        roster.join(limits.select("segment", *facts), on="segment", how="left", maintain_order="left")
        .with_columns(
            completed_years(pl.lit(month)).alias("age"),
            completed_years(pl.lit(month).dt.offset_by(f"{_NOTICE_MONTHS}mo")).alias("age_soon"),
        )
        .select(*ROSTER, *ELIGIBILITY)
    )


def completed_years(on: pl.Expr) -> pl.Expr:
    """Age on a day. Who was born on 29 February completes the year on 1 March."""
    born = pl.col("birth_date")
    month_day = born.dt.month().cast(pl.Int32) * 100 + born.dt.day().cast(pl.Int32)
    today = on.dt.month().cast(pl.Int32) * 100 + on.dt.day().cast(pl.Int32)
    return (on.dt.year() - born.dt.year() - (month_day > today).cast(pl.Int32)).cast(pl.Int32)
