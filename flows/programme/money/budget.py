"""Budget totals, and where they stand against quota and ceiling."""

import polars as pl

from flows.programme.money.limits import YEARLY, limits, with_funded_months
from schemas.reference import reference
from schemas.tables.budget_position import BUDGET_POSITION
from schemas.tables.budget_totals import BUDGET_TOTALS

_PURSE = YEARLY[1:]
_ADDED = ("workers", "jkk_rp", "jkm_rp", "contribution_rp")


def budget_totals(covered: pl.DataFrame) -> pl.DataFrame:
    """The `budget_totals` table: workers and whole rupiah of each month, summed."""
    names = reference("regions").select(kecamatan_code="code", kecamatan_name="name")
    totals = covered.group_by("month", "regency_code", "segment", "funding_source", "kecamatan_code").agg(
        pl.len().alias("workers"), pl.col("jkk_rp", "jkm_rp", "contribution_rp").sum()
    )
    return BUDGET_TOTALS.arrange(totals.join(names, on="kecamatan_code", how="left"))


def add_up(totals: pl.DataFrame) -> pl.DataFrame:
    """The `budget_totals` of several shards of workers as one."""
    by = [name for name in BUDGET_TOTALS.columns if name not in _ADDED]
    return BUDGET_TOTALS.arrange(totals.group_by(by).agg(pl.col(_ADDED).sum()))


def budget_position(totals: pl.DataFrame, adjustments: pl.DataFrame) -> pl.DataFrame:
    """The `budget_position` table: each year that has totals, and every quota and ceiling declared for it and their
    regencies.

    Committed is what the months of the year come to; adjusted, the corrections booked in them. Projected adds the
    newest month again for each month still to come: those of the funded months (quotas.csv; all twelve where no quota
    is declared) after the newest month published. So a year that a later one has followed has nothing to come; nor has
    a segment whose funded months have yet to begin: what those will cost is for a forecast to say.

    The ceiling is reached in the month in which committed and adjusted, going on at that pace, pass it. All corrections
    count from the start, for they are of the year's money whichever month they were booked in; so it is reached just
    when projected is above it. Computed amounts are set beside the ceiling and never made to equal it.
    """
    by_month = totals.group_by(pl.col("month").dt.year().alias("year"), *_PURSE, "month").agg(
        pl.col("workers", "contribution_rp").sum()
    )
    regencies = totals["regency_code"].unique()
    newest = by_month.group_by("year").agg(pl.col("month").max().alias("newest"))
    in_newest = pl.col("month") == pl.col("newest")
    so_far = by_month.join(newest, on="year").group_by(YEARLY).agg(
        pl.col("contribution_rp").sum().alias("committed_rp"),
        pl.col("contribution_rp").filter(in_newest).sum().alias("newest_rp"),
        pl.col("workers").filter(in_newest).sum().alias("covered_workers"),
    )  # fmt: skip
    booked = adjustments.group_by(pl.col("month").dt.year().alias("year"), *_PURSE).agg(
        pl.col("contribution_rp").sum().alias("adjusted_rp")
    )
    position = (
        limits()
        .filter(pl.col("year").is_in(newest["year"].implode()), pl.col("regency_code").is_in(regencies.implode()))
        .join(so_far, on=YEARLY, how="full", coalesce=True)
        .join(booked, on=YEARLY, how="full", coalesce=True)
        .with_columns(pl.col("committed_rp", "newest_rp", "covered_workers", "adjusted_rp").fill_null(0))
    )
    to_come = with_funded_months(position).filter(pl.col("month") > totals["month"].max())
    months = [
        by_month.select(*YEARLY, "month", "contribution_rp"),
        to_come.select(*YEARLY, "month", contribution_rp="newest_rp"),
    ]
    return BUDGET_POSITION.arrange(_projected(position, pl.concat(months)))


def _projected(position: pl.DataFrame, months: pl.DataFrame) -> pl.DataFrame:
    """`position` with what `months`, those gone and those to come, lead to: projected, remaining, ceiling reached."""
    running = months.sort(*YEARLY, "month").join(position.select(*YEARLY, "adjusted_rp", "ceiling_rp"), on=YEARLY)
    spent = pl.col("contribution_rp").cum_sum().over(YEARLY) + pl.col("adjusted_rp")
    reached = running.filter(spent > pl.col("ceiling_rp")).group_by(YEARLY).agg(pl.col("month").min())
    sums = months.group_by(YEARLY).agg(pl.col("contribution_rp").sum())
    return (
        position.join(sums, on=YEARLY, how="left")
        .join(reached.rename({"month": "ceiling_reached"}), on=YEARLY, how="left")
        .with_columns((pl.col("contribution_rp").fill_null(0) + pl.col("adjusted_rp")).alias("projected_rp"))
        .with_columns((pl.col("ceiling_rp") - pl.col("projected_rp")).alias("remaining_rp"))
    )
