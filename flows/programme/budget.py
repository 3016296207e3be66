"""Budget totals, and where they stand against quota and ceiling."""

from datetime import date

import polars as pl

from schemas.reference import reference
from schemas.tables.budget_position import BUDGET_POSITION
from schemas.tables.budget_totals import BUDGET_TOTALS

_DECEMBER = 12


def budget_totals(covered: pl.DataFrame) -> pl.DataFrame:
    """The `budget_totals` table: workers and whole rupiah of each month, summed."""
    names = reference("regions").select(kecamatan_code="code", kecamatan_name="name")
    totals = covered.group_by("month", "segment", "funding_source", "kecamatan_code").agg(
        pl.len().alias("workers"), pl.col("jkk_rp", "jkm_rp", "contribution_rp").sum()
    )
    return BUDGET_TOTALS.arrange(totals.join(names, on="kecamatan_code", how="left"))


def budget_position(totals: pl.DataFrame) -> pl.DataFrame:
    """The `budget_position` table: each year that has totals, and every quota and ceiling declared for it.

    Committed is what the months of the year so far come to. Projected repeats the newest month for the months still
    funded: the declared number of months less those already covered, and never beyond December. Computed amounts are
    set beside the ceiling and never made to equal it.
    """
    keys = ["year", "segment", "funding_source"]
    by_month = totals.group_by(pl.col("month").dt.year().alias("year"), "segment", "funding_source", "month").agg(
        pl.col("workers", "contribution_rp").sum()
    )
    newest = by_month.group_by("year").agg(pl.col("month").max().alias("newest"))
    so_far = by_month.join(newest, on="year").group_by(keys).agg(
        pl.col("contribution_rp").sum().alias("committed_rp"),
        pl.col("month").n_unique().cast(pl.Int32).alias("months_covered"),
        (pl.col("contribution_rp") * (pl.col("month") == pl.col("newest"))).sum().alias("newest_rp"),
        (pl.col("workers") * (pl.col("month") == pl.col("newest"))).sum().alias("covered_workers"),
        pl.col("newest").first(),
    )  # fmt: skip
    declared = reference("quotas").select(*keys, "quota_workers", "months").join(
        reference("ceilings").filter(pl.col("segment") != "all").select(*keys, "ceiling_rp"),
        on=keys, how="full", coalesce=True,
    ).filter(pl.col("year").is_in(newest["year"].implode()))  # fmt: skip
    both = declared.join(so_far, on=keys, how="full", coalesce=True).with_columns(
        pl.col("committed_rp", "newest_rp", "covered_workers", "months_covered").fill_null(0)
    )
    left_in_year = _DECEMBER - pl.col("newest").dt.month().cast(pl.Int32)
    funded = pl.col("months").fill_null(_DECEMBER) - pl.col("months_covered")
    to_come = pl.min_horizontal(left_in_year, funded).clip(lower_bound=0).fill_null(0)
    return BUDGET_POSITION.arrange(
        both.with_columns((pl.col("committed_rp") + pl.col("newest_rp") * to_come).alias("projected_rp")).with_columns(
            (pl.col("ceiling_rp") - pl.col("projected_rp")).alias("remaining_rp"),
            pl.col("months").alias("months_funded"),
            pl.lit(0).alias("adjusted_rp"),
            pl.lit(None, pl.Date).alias("ceiling_reached"),
        )
    )


def programme_ceiling(month: date) -> int | None:
    """The ceiling of the whole programme in the month's year, in rupiah; None where none is declared."""
    rows = reference("ceilings").filter(pl.col("year") == month.year, pl.col("segment") == "all")["ceiling_rp"]
    return int(rows[0]) if rows.len() else None
