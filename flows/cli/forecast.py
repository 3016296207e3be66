"""What a plan would cost, without a night."""

from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.shared import Curated, app, check_month, fail

if TYPE_CHECKING:
    import polars as pl

_BOUGHT_BY_THE_HEAD = "pekerja_rentan"
_MOST = 100_000_000
"""Of heads and of rupiah: their product over a year still is a whole number of 64 bits."""


@app.command(rich_help_panel="Money and papers")
def forecast(  # noqa: PLR0913, PLR0917 - each is an option
    workers: Annotated[
        int | None, typer.Option(min=1, max=_MOST, help="Heads.", show_default="of the newest month")
    ] = None,
    months: Annotated[int | None, typer.Option(min=1, max=12, help="Months.", show_default="the funded ones")] = None,
    segment: Annotated[
        str | None, typer.Option(help="Segment.", show_default=f"all; with --workers {_BOUGHT_BY_THE_HEAD}")
    ] = None,
    year: Annotated[int | None, typer.Option(help="Budget year.", show_default="of the next month")] = None,
    month: Annotated[
        str | None, typer.Option(help="First month, YYYY-MM.", show_default="the first funded to come")
    ] = None,
    wage_base: Annotated[int | None, typer.Option(min=1, max=_MOST, help="Try this wage base, Rp a month.")] = None,
    jkk_percent: Annotated[str | None, typer.Option(help="Try this JKK rate, percent of the wage base.")] = None,
    jkm_percent: Annotated[str | None, typer.Option(help="Try this JKM rate, percent of the wage base.")] = None,
    contribution: Annotated[
        int | None, typer.Option(min=1, max=_MOST, help="Try this contribution, Rp a head a month.")
    ] = None,
    regency: Annotated[
        str | None, typer.Option(help="Regency, by its code.", show_default="the first of the settings")
    ] = None,
    curated: Curated = None,
) -> None:
    """Say what heads and months would cost, beside quota and ceiling of the year, and what would remain.

    The months are those to come: the funded ones after the newest published month, unless others are asked for.
    """
    from flows.programme.money.forecast import ForecastRefusedError, Trial, heads_of, newest_heads, plan
    from flows.programme.money.forecast import forecast as forecast_of
    from flows.programme.money.limits import programme_ceiling
    from flows.reporting.forecast import print_forecast
    from flows.settings import Settings, now
    from schemas.reference import ReferenceDataError

    check_month(month)
    if month and year:
        fail("--month says the year already; leave out --year")
    of_wages = (wage_base, _ppm("--jkk-percent", jkk_percent), _ppm("--jkm-percent", jkm_percent))
    if contribution and of_wages != (None, None, None):
        fail("--contribution is the whole of it; leave out --wage-base, --jkk-percent and --jkm-percent")
    place = regency or Settings().regencies[0]
    totals, adjustments = (_booked(curated, name, place) for name in ("budget_totals", "adjustments"))
    newest: date | None = totals.select("month").max().item()
    first = date.fromisoformat(f"{month}-01") if month else None
    of_year = first.year if first else year or _year_to_come(newest or now().date())
    try:
        heads = heads_of(segment or _BOUGHT_BY_THE_HEAD, workers) if workers else newest_heads(totals, segment)
        planned = plan(heads, of_year, place, first=first, after=newest, months=months)
        lines = forecast_of(planned, Trial(*of_wages, contribution), totals, adjustments, place)
    except (ForecastRefusedError, ReferenceDataError) as error:
        fail(str(error))
    print_forecast(lines, None if workers or segment else programme_ceiling(date(of_year, 1, 1), [place]))


def _booked(curated: Path | None, name: str, regency: str) -> "pl.DataFrame":
    """A regency's rupiah in an analyst table by month, segment and funding source; none where nothing is published."""
    import polars as pl

    from flows.publishing.snapshot import CuratedUnusable, latest_snapshot
    from flows.settings import Settings
    from flows.storage.mirrored import at_hand
    from schemas.reference import HOME_REGENCY

    columns = {"month": pl.Date, "segment": pl.String, "funding_source": pl.String, "contribution_rp": pl.Int64}
    if name == "budget_totals":
        columns["workers"] = pl.Int64
    try:
        latest = latest_snapshot(at_hand(Settings().with_places(curated=curated)))
    except CuratedUnusable as error:
        fail(str(error))
    path = latest / "analyst" / f"{name}.parquet" if latest else None
    if path is None or not path.is_file():
        return pl.DataFrame(schema=columns)
    told = {**columns, "regency_code": pl.String}
    rows = pl.scan_parquet(path, schema=told, missing_columns="insert", extra_columns="ignore")
    of_regency = pl.col("regency_code").fill_null(HOME_REGENCY) == regency  # a snapshot of version 3 has none
    return rows.filter(of_regency).select(list(columns)).collect()


def _ppm(option: str, percent: str | None) -> int | None:
    """Parts per million of a percentage such as 0.24 or 0,24; whole, as the rates in force are."""
    if percent is None:
        return None
    try:
        ppm = Decimal(percent.replace(",", ".")) * 10_000
    except InvalidOperation:
        fail(f"{option} is a number, for example 0.24; got {percent!r}")
    if not (ppm.is_finite() and 0 <= ppm <= 1_000_000 and ppm == int(ppm)):
        fail(f"{option} is from 0 to 100, with four decimals at most; got {percent!r}")
    return int(ppm)


def _year_to_come(newest: date) -> int:
    """The year of the month after the newest."""
    return newest.year + newest.month // 12
