"""Budget totals, and where they stand against quota and ceiling."""

from datetime import date

import polars as pl

from schemas.reference import reference
from schemas.tables.budget_position import BUDGET_POSITION
from schemas.tables.budget_totals import BUDGET_TOTALS

_KEYS = ("year", "segment", "funding_source")
_DECEMBER = 12


def budget_totals(covered: pl.DataFrame) -> pl.DataFrame:
    """The `budget_totals` table: workers and whole rupiah of each month, summed."""
    names = reference("regions").select(kecamatan_code="code", kecamatan_name="name")
    totals = covered.group_by("month", "segment", "funding_source", "kecamatan_code").agg(
        pl.len().alias("workers"), pl.col("jkk_rp", "jkm_rp", "contribution_rp").sum()
    )
    return BUDGET_TOTALS.arrange(totals.join(names, on="kecamatan_code", how="left"))


def budget_position(totals: pl.DataFrame, adjustments: pl.DataFrame) -> pl.DataFrame:
    """The `budget_position` table: each year that has totals, and every quota and ceiling declared for it.

    Committed is what the months of the year come to; adjusted, the corrections booked in them. Projected adds the
    newest month again for each month still to come: those of the funded months (quotas.csv; all twelve where no quota
    is declared) after the newest month published. So a year that a later one has followed has nothing to come.

    The ceiling is reached in the month in which committed and adjusted, going on at that pace, pass it. All corrections
    count from the start, for they are of the year's money whichever month they were booked in; so it is reached just
    when projected is above it. Computed amounts are set beside the ceiling and never made to equal it.
    """
    by_month = totals.group_by(pl.col("month").dt.year().alias("year"), "segment", "funding_source", "month").agg(
        pl.col("workers", "contribution_rp").sum()
    )
    newest = by_month.group_by("year").agg(pl.col("month").max().alias("newest"))
    in_newest = pl.col("month") == pl.col("newest")
    so_far = by_month.join(newest, on="year").group_by(_KEYS).agg(
        pl.col("contribution_rp").sum().alias("committed_rp"),
        pl.col("contribution_rp").filter(in_newest).sum().alias("newest_rp"),
        pl.col("workers").filter(in_newest).sum().alias("covered_workers"),
    )  # fmt: skip
    booked = adjustments.group_by(pl.col("month").dt.year().alias("year"), "segment", "funding_source").agg(
        pl.col("contribution_rp").sum().alias("adjusted_rp")
    )
    position = (
        _declared()
        .filter(pl.col("year").is_in(newest["year"].implode()))
        .join(so_far, on=_KEYS, how="full", coalesce=True)
        .join(booked, on=_KEYS, how="full", coalesce=True)
        .with_columns(pl.col("committed_rp", "newest_rp", "covered_workers", "adjusted_rp").fill_null(0))
    )
    to_come = _to_come(position).filter(pl.col("month") > totals["month"].max())
    return BUDGET_POSITION.arrange(_projected(position, pl.concat([by_month.select(to_come.columns), to_come])))


def _declared() -> pl.DataFrame:
    """Quota and ceiling by year, segment and funding source, where at least one of the two is declared."""
    quotas = reference("quotas").select(*_KEYS, "quota_workers", pl.col("months").alias("months_funded"), "first_month")
    ceilings = reference("ceilings").filter(pl.col("segment") != "all").select(*_KEYS, "ceiling_rp")
    return quotas.join(ceilings, on=_KEYS, how="full", coalesce=True)


def _to_come(position: pl.DataFrame) -> pl.DataFrame:
    """The funded months of each year, segment and funding source, at what its newest month costs."""
    first = pl.col("first_month").fill_null(1)
    last = (first + pl.col("months_funded").fill_null(_DECEMBER) - 1).clip(upper_bound=_DECEMBER)
    funded = pl.date_ranges(pl.date("year", first, 1), pl.date("year", last, 1), "1mo")
    months = position.with_columns(funded.alias("month")).explode("month")
    return months.select(*_KEYS, "month", pl.col("newest_rp").alias("contribution_rp"))


def _projected(position: pl.DataFrame, months: pl.DataFrame) -> pl.DataFrame:
    """`position` with what `months`, those gone and those to come, lead to: projected, remaining, ceiling reached."""
    running = months.sort(*_KEYS, "month").join(position.select(*_KEYS, "adjusted_rp", "ceiling_rp"), on=_KEYS)
    spent = pl.col("contribution_rp").cum_sum().over(_KEYS) + pl.col("adjusted_rp")
    reached = running.filter(spent > pl.col("ceiling_rp")).group_by(_KEYS).agg(pl.col("month").min())
    sums = months.group_by(_KEYS).agg(pl.col("contribution_rp").sum())
    return (
        position.join(sums, on=_KEYS, how="left")
        .join(reached.rename({"month": "ceiling_reached"}), on=_KEYS, how="left")
        .with_columns((pl.col("contribution_rp").fill_null(0) + pl.col("adjusted_rp")).alias("projected_rp"))
        .with_columns((pl.col("ceiling_rp") - pl.col("projected_rp")).alias("remaining_rp"))
    )


def programme_ceiling(month: date) -> int | None:
    """The ceiling of the whole programme in the month's year, in rupiah; None where none is declared."""
    rows = reference("ceilings").filter(pl.col("year") == month.year, pl.col("segment") == "all")["ceiling_rp"]
    return int(rows[0]) if rows.len() else None
