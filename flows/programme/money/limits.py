"""How many people, how much money and which months of a year are allowed, as declared."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from schemas.reference import reference

YEARLY = ("year", "regency_code", "segment", "funding_source")
_DECEMBER = 12


def limits() -> pl.DataFrame:
    """Quota, funded months and ceiling by year, regency, segment and funding source, where any of them is declared.

    Has `quota_workers`, `months_funded`, `first_month` (quotas.csv) and `ceiling_rp` (ceilings.csv).
    """
    quotas = reference("quotas").select(
        *YEARLY, "quota_workers", pl.col("months").alias("months_funded"), "first_month"
    )
    ceilings = reference("ceilings").filter(pl.col("segment") != "all").select(*YEARLY, "ceiling_rp")
    return quotas.join(ceilings, on=YEARLY, how="full", coalesce=True)


def funded(month: pl.Expr) -> pl.Expr:
    """True of a month of the year (1 to 12) that is paid for: `months_funded` of them from `first_month` on.

    All twelve where no quota says which.
    """
    since = month - pl.col("first_month").fill_null(1)
    return (since >= 0) & (since < pl.col("months_funded").fill_null(_DECEMBER))


def with_funded_months(yearly: pl.DataFrame) -> pl.DataFrame:
    """A row for each funded `month` of each row of `yearly`."""
    numbers = pl.DataFrame({"number": range(1, _DECEMBER + 1)}, schema={"number": pl.Int32})
    of_year = yearly.join(numbers, how="cross", maintain_order="left_right").filter(funded(pl.col("number")))
    return of_year.with_columns(pl.date("year", "number", 1).alias("month")).drop("number")


def programme_ceiling(month: date, regencies: Sequence[str]) -> int | None:
    """The ceiling of the whole programme of these regencies in the month's year, in rupiah; None where one of them
    declares none."""
    whole = reference("ceilings").filter(pl.col("year") == month.year, pl.col("segment") == "all")
    rows = whole.filter(pl.col("regency_code").is_in(regencies))["ceiling_rp"]
    return int(rows.sum()) if rows.len() == len(regencies) else None
