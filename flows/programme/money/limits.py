"""How many people, how much money and which months of a year are allowed, as declared."""

from datetime import date

import polars as pl

from schemas.reference import reference

YEARLY = ("year", "segment", "funding_source")
_DECEMBER = 12


def limits() -> pl.DataFrame:
    """Quota, funded months and ceiling by year, segment and funding source, where any of them is declared.

    Has `quota_workers`, `months_funded`, `first_month` (quotas.csv) and `ceiling_rp` (ceilings.csv).
    """
    quotas = reference("quotas").select(
        *YEARLY, "quota_workers", pl.col("months").alias("months_funded"), "first_month"
    )
    ceilings = reference("ceilings").filter(pl.col("segment") != "all").select(*YEARLY, "ceiling_rp")
    return quotas.join(ceilings, on=YEARLY, how="full", coalesce=True)


def with_funded_months(yearly: pl.DataFrame) -> pl.DataFrame:
    """A row for each funded `month` of each row of `yearly`: all twelve where no quota says which."""
    first = pl.col("first_month").fill_null(1)
    last = (first + pl.col("months_funded").fill_null(_DECEMBER) - 1).clip(upper_bound=_DECEMBER)
    funded = pl.date_ranges(pl.date("year", first, 1), pl.date("year", last, 1), "1mo")
    return yearly.with_columns(funded.alias("month")).explode("month")


def programme_ceiling(month: date) -> int | None:
    """The ceiling of the whole programme in the month's year, in rupiah; None where none is declared."""
    rows = reference("ceilings").filter(pl.col("year") == month.year, pl.col("segment") == "all")["ceiling_rp"]
    return int(rows[0]) if rows.len() else None
