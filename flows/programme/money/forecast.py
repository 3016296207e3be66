"""What so many heads and months would cost, without a night: at the terms in force, or at others to try."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from flows.programme.money.contributions import priced, terms_for
from flows.programme.money.limits import limits, with_funded_months
from schemas.reference import HOME_REGENCY, reference

_KEYS = ("segment", "funding_source")


class ForecastRefusedError(ValueError):
    """A forecast that cannot be made; the message says why and what to ask instead."""


@dataclass(frozen=True, slots=True)
class Trial:
    """Terms to try in place of those declared; what is None stays as declared.

    A wage base and percentages (in parts per million of it) are for segments that pay a share of wages.
    `contribution_rp` is a whole contribution, a head a month, of which nobody says what is JKK and what JKM.
    """

    wage_base_rp: int | None = None
    jkk_ppm: int | None = None
    jkm_ppm: int | None = None
    contribution_rp: int | None = None


def heads_of(segment: str, workers: int) -> pl.DataFrame:
    """So many heads of a segment: `segment`, `workers`.

    Raises:
        ForecastRefusedError: no such segment is declared.
    """
    declared = reference("segments")["segment"].unique(maintain_order=True).to_list()
    if segment not in declared:
        raise ForecastRefusedError(f"no segment is called {segment!r}; the segments: {', '.join(declared)}")
    return pl.DataFrame({"segment": [segment], "workers": [workers]})


def newest_heads(totals: pl.DataFrame, segment: str | None = None) -> pl.DataFrame:
    """The workers of the newest month by segment, or of one segment alone: `segment`, `workers`.

    Raises:
        ForecastRefusedError: nobody is covered there.
    """
    newest = totals.filter(pl.col("month") == pl.col("month").max())
    heads = newest.group_by("segment").agg(pl.col("workers").sum()).sort("segment")
    wanted = heads.filter(pl.col("segment") == segment) if segment else heads
    if wanted.is_empty():
        whom = f"nobody of {segment!r}" if segment and heads.height else "nobody"
        raise ForecastRefusedError(f"{whom} is covered in the newest month published; say --workers")
    return wanted


def plan(
    heads: pl.DataFrame,
    year: int,
    regency: str = HOME_REGENCY,
    *,
    first: date | None = None,
    after: date | None = None,
    months: int | None = None,
) -> pl.DataFrame:
    """The months to cover: a row for each segment of `heads` (`segment`, `workers`) and `month`.

    They begin with `first`, or with the segment's first funded month of the year that comes after the month `after`;
    they are `months` in a row, or all the funded months from there on (quotas.csv; a year without a quota is funded
    whole).

    Raises:
        ForecastRefusedError: no funded month is left, or the months pass December: another year's money pays for those.
    """
    allowed = limits().filter(pl.col("year") == year, pl.col("regency_code") == regency).drop("year")
    yearly = heads.join(allowed, on="segment", how="left").with_columns(pl.lit(year, pl.Int32).alias("year"))
    funded = with_funded_months(yearly)
    if after and not first:
        funded = funded.filter(pl.col("month") > after)
    begins = pl.lit(first, pl.Date) if first else pl.col("month").min().over("segment")
    if months is None:
        planned = funded.filter(pl.col("month") >= begins)
    else:
        in_a_row = pl.date_ranges("month", pl.col("month").dt.offset_by(f"{months - 1}mo"), "1mo")
        starts = funded.with_columns(begins.alias("month")).unique("segment", maintain_order=True)
        planned = starts.with_columns(in_a_row.alias("month")).explode("month")
    if planned.is_empty():
        raise ForecastRefusedError(f"no funded month of {year} is left; say --months, or another --month or --year")
    if (planned["month"].dt.year() > year).any():
        raise ForecastRefusedError(
            f"{months} months pass December {year}; say --month, and forecast each year by itself"
        )
    return planned.select("segment", "workers", "month")


def forecast(
    planned: pl.DataFrame, trial: Trial, totals: pl.DataFrame, adjustments: pl.DataFrame, regency: str = HOME_REGENCY
) -> pl.DataFrame:
    """A row a segment: what the planned months cost, beside quota and ceiling of the year, and what then remains.

    `months` counts them from `first_month` to `last_month`; `a_head_rp` is what one head costs in the first. JKK and
    JKM are rounded half up, a head a month, at the declared wage base, where a roster's own wage counts too.
    `committed_rp` is what the year's months before the first planned one come to in `totals`, with all corrections
    booked in the year; `remaining_rp` is the ceiling less both.

    Raises:
        ForecastRefusedError: the trial would change nothing.
        ReferenceDataError: no terms are in force in a month.
    """
    costs = pl.concat(_cost(rows, month, trial) for (month,), rows in planned.group_by("month", maintain_order=True))
    lines = costs.sort("month", maintain_order=True).group_by(_KEYS, maintain_order=True).agg(
        pl.col("workers").first(),
        pl.len().cast(pl.Int64).alias("months"),
        pl.col("month").first().alias("first_month"),
        pl.col("month").last().alias("last_month"),
        pl.col("contribution_rp").first().alias("a_head_rp"),
        *((pl.col(name) * pl.col("workers")).sum() for name in ("jkk_rp", "jkm_rp", "contribution_rp")),
    )  # fmt: skip
    if trial.contribution_rp is not None:
        lines = lines.with_columns(pl.lit(None, pl.Int64).alias(part) for part in ("jkk_rp", "jkm_rp"))
    of_year = pl.col("year") == planned["month"].dt.year()[0]
    allowed = limits().filter(of_year, pl.col("regency_code") == regency)
    return (
        lines.join(allowed.select(*_KEYS, "quota_workers", "ceiling_rp"), on=_KEYS, how="left", maintain_order="left")
        .join(_committed(lines, totals, adjustments), on=_KEYS, how="left", maintain_order="left")
        .with_columns(pl.col("committed_rp").fill_null(0))
        .with_columns((pl.col("ceiling_rp") - pl.col("committed_rp") - pl.col("contribution_rp")).alias("remaining_rp"))
    )


def _cost(rows: pl.DataFrame, month: date, trial: Trial) -> pl.DataFrame:
    """What a head costs in a month, a row a segment, at the terms in force then but for those tried."""
    terms = terms_for(rows["segment"], month)
    of_wages = pl.col("jkk_ppm").is_not_null() | pl.col("jkm_ppm").is_not_null()
    tried = {"base_rp": trial.wage_base_rp, "jkk_ppm": trial.jkk_ppm, "jkm_ppm": trial.jkm_ppm}
    changes = {name: value for name, value in tried.items() if value is not None}
    if changes and terms.filter(of_wages).is_empty():
        flat = ", ".join(terms["segment"])
        raise ForecastRefusedError(
            f"{flat}: a flat amount is paid, whatever the wage; to try another say --contribution"
        )
    changed = terms.with_columns(
        pl.when(of_wages).then(pl.lit(value)).otherwise(name).cast(pl.Int64).alias(name)
        for name, value in changes.items()
    )
    cost = priced(rows.with_columns(pl.lit(None, pl.Int64).alias("wage_rp")), changed)
    if trial.contribution_rp is not None:
        cost = cost.with_columns(pl.lit(trial.contribution_rp, pl.Int64).alias("contribution_rp"))
    return cost


def _committed(lines: pl.DataFrame, totals: pl.DataFrame, adjustments: pl.DataFrame) -> pl.DataFrame:
    """`committed_rp` by segment and funding source: the year's months before the first planned, and its corrections."""
    plans = lines.select(*_KEYS, "first_month")
    same_year = pl.col("month").dt.year() == pl.col("first_month").dt.year()
    gone = totals.join(plans, on=_KEYS).filter(same_year & (pl.col("month") < pl.col("first_month")))
    booked = adjustments.join(plans, on=_KEYS).filter(same_year)
    both = pl.concat(frame.select(*_KEYS, "contribution_rp") for frame in (gone, booked))
    return both.group_by(_KEYS).agg(pl.col("contribution_rp").sum().alias("committed_rp"))
