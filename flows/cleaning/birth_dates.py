"""Which birth date counts: the column as witness of the order of day and month, the NIK as arbiter."""

from datetime import date, timedelta

import polars as pl

from flows.cleaning.column_orders import LIST, decided
from flows.cleaning.dates import calendar_date, place_names
from schemas.text import letters_of

_SHEET = LIST[:2]
_NO_DATE = r"^[^\d]*(?:0{1,4}\W+0{1,2}\W+0{1,4}|0+|0?0\W0?1\W1900|1900\W0?1\W0?0|1899\W12\W3[01])(?:[ T][0:.]+)?\W*$"
"""What programs write for no date: 0000-00-00, and the day before a spreadsheet's first."""
_BETWEEN_EPOCHS = timedelta(days=1462)
"""By so much a date is off that was pasted from a workbook whose days count from 1904, or into one."""
_ONLY_A_YEAR = r"^tahun ((?:19|20)\d\d)$"
"""A cell of a column of years of birth."""
_FIRST_DAY = date(1899, 12, 30)
_YEARS = (1930, 2010)
"""A year typed into a cell of dates becomes the day of so many days after a spreadsheet's first: all of 1905."""
_FEWEST_WITNESSES = 4
"""Birth dates that the NIKs say with day and month exchanged: of fewer each may have been exchanged by itself."""
_STEPS = (1, 28, 29, 30, 31, 365, 366)
"""Days that a day, a month or a year may have: few rows are so far from the one above."""
_FEWEST_FILLED = 4
"""Rows of a list, one under another, that it takes to tell a fill handle: three dates in a row may be a team's."""


def read_column_order(frame: pl.DataFrame, orders: pl.DataFrame | None = None) -> pl.DataFrame:
    """`frame` with `month_first`: true where the cell can be read in both orders and its column is month-first.

    The column of a sheet is month-first when some date in it can only be that, none can only be day-first, and the NIKs
    do not speak against it (`is_month_first`); of a list of which a part is here, `orders` say it.
    """
    none = orders is None or orders.is_empty()
    if none and not frame["date_order"].is_in(["month", "either"]).any():
        return frame.with_columns(pl.lit(False).alias("month_first"))
    votes = {name: count.over(_SHEET) for name, count in order_votes().items()}
    in_column = decided(frame, orders, "month_first", frame.select(is_month_first(votes)).to_series())
    return frame.with_columns((in_column & (frame["date_order"] == "either").fill_null(False)).alias("month_first"))


def order_votes() -> dict[str, pl.Expr]:
    """What is counted of a column to tell its order, of people with `stated_date` and `nik_birth_date`.

    `day_votes` and `month_votes` are dates that can only be day-first or month-first. `for_day` and `for_month` are
    witnesses: dates of both readings of which the NIK says one, and the `month_votes` but those whose first number is
    the day of their own NIK: in 05/13/1988 of somebody born on the fifth it is the month that is a slip.
    """
    order, stated, nik = (pl.col(name) for name in ("date_order", "stated_date", "nik_birth_date"))
    exchanged, either, month = _exchanged(), order == "either", order == "month"
    denied = (nik.dt.day() == stated.dt.month()) & (nik.dt.month() != stated.dt.month())
    as_month = either & (nik == exchanged) & (nik != stated)
    return {
        "day_votes": (order == "day").sum(),
        "month_votes": month.sum(),
        "for_day": (either & (nik == stated) & (nik != exchanged)).sum(),
        "for_month": (as_month.fill_null(False) | (month & ~denied.fill_null(False))).sum(),
    }


def is_month_first(votes: dict[str, pl.Expr]) -> pl.Expr:
    """Whether a column is month-first, of its votes: some only for it, none only against, most witnesses for it.

    Where no date can only be month-first, it takes some witnesses for it, and none against.
    """
    sure = votes["month_votes"] > 0
    told = (votes["for_month"] >= _FEWEST_WITNESSES) & (votes["for_day"] == 0)
    return (sure | told) & (votes["day_votes"] == 0) & (votes["for_month"] > votes["for_day"])


def settle_birth_dates(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with `birth_date` and `birth_date_from`: cell, swapped, nik, unreadable or nowhere.

    The stated date counts, for a NIK survives a corrected birth date; but where exchanging its day and month gives the
    NIK's date exactly, the sender's program had swapped them (DOMAIN 5); not where the whole column is month-first,
    for then that is its order. Where the NIK equals neither, or says nothing, the column decides (`month_first`); but a
    date that is off by the difference of a spreadsheet's two epochs was pasted from the other: the NIK's counts; so it
    does where a column says its year alone, or that was typed into a cell of dates; another year is unreadable. A
    `date_if_nik` that the NIK confirms is what the cell says. A cell that is blank, or that says no more than the birth
    place in a column for both, or 0000-00-00 as programs write for no date, takes the NIK's date.
    """
    stated, from_nik = pl.col("stated_date"), pl.col("nik_birth_date")
    exchanged = _exchanged()
    confirmed = (pl.col("date_if_nik") == from_nik).fill_null(False)
    swapped = (stated != from_nik) & (exchanged == from_nik) & ~pl.col("month_first")
    said = pl.when(pl.col("month_first") & stated.ne_missing(from_nik)).then(exchanged).otherwise(stated)
    of_other_epoch = ((said - from_nik).abs() == _BETWEEN_EPOCHS).fill_null(False)
    typed_year = (stated - pl.lit(_FIRST_DAY)).dt.total_days()
    only_a_year = (typed_year.is_between(*_YEARS) & (stated != from_nik)).fill_null(False)
    year = pl.col("birth_date_text").str.extract(_ONLY_A_YEAR).cast(pl.Int32)
    of_that_year = (only_a_year & (typed_year == from_nik.dt.year())) | (year == from_nik.dt.year()).fill_null(False)
    source = (
        pl.when(swapped & ~confirmed)
        .then(pl.lit("swapped"))
        .when((of_other_epoch | of_that_year) & ~confirmed)
        .then(pl.lit("nik"))
        .when(only_a_year & ~confirmed)
        .then(pl.lit("unreadable"))
        .when(stated.is_not_null() | confirmed)
        .then(pl.lit("cell"))
        .when(pl.col("birth_date_text").is_not_null() & ~_no_date())
        .then(pl.lit("unreadable"))
        .when(from_nik.is_not_null())
        .then(pl.lit("nik"))
        .otherwise(pl.lit("nowhere"))
    )
    return frame.with_columns(source.alias("birth_date_from")).with_columns(
        pl.when(pl.col("birth_date_from").is_in(["swapped", "nik"]) | confirmed)
        .then(from_nik)
        .when(pl.col("birth_date_from") != "unreadable")
        .then(said)
        .alias("birth_date")
    )


def without_filled_dates(frame: pl.DataFrame, orders: pl.DataFrame | None = None) -> pl.DataFrame:
    """`frame` with the NIK's date where a fill handle has counted the stated one up from the row above.

    A spreadsheet that somebody drags a date down in writes a day, a month or a year more into each row. Rows of a list,
    one under another, whose dates do so all along are told from people who were born so by their NIKs: most of those
    below the first say other dates. The first row was typed, and keeps its own. Lists that are cleaned in parts, which
    `orders` name, are not looked at: a part does not show where a run begins. Needs `LIST`, and what
    `settle_birth_dates` adds.
    """
    stated = pl.when(pl.col("birth_date_from") == "cell").then("birth_date")
    said = frame.select(pl.int_range(pl.len(), dtype=pl.Int64).alias("place"), *LIST, "nik_birth_date", stated=stated)
    if orders is not None and not orders.is_empty():
        said = said.join(orders.select(LIST), on=LIST, how="anti", maintain_order="left")
    filled = pl.int_range(pl.len(), dtype=pl.Int64).is_in(_filled(said).implode())
    return frame.with_columns(
        pl.when(filled).then("nik_birth_date").otherwise("birth_date").alias("birth_date"),
        pl.when(filled).then(pl.lit("nik")).otherwise("birth_date_from").alias("birth_date_from"),
    )


def _filled(said: pl.DataFrame) -> pl.Series:
    """The places of rows whose date goes on counting, and is not their NIK's."""
    near = said.select((pl.col("stated").diff().dt.total_days().is_in(_STEPS)).fill_null(False)).to_series()
    few = said.filter(near | near.shift(-1, fill_value=False))
    below = pl.all_horizontal(pl.col(name).eq_missing(pl.col(name).shift()) for name in LIST)
    steps = few.with_columns(pl.when(below & (pl.col("place").diff() == 1)).then(_step()).alias("step"))
    run = pl.col("step").ne_missing(pl.col("step").shift()).cum_sum()
    runs = steps.with_columns(run.alias("run")).drop_nulls("step")
    differs = pl.col("stated") != pl.col("nik_birth_date")
    # The first row of a run has no step: it stands above them.
    long = runs.filter((pl.len() + 1 >= _FEWEST_FILLED).over("run"), (2 * differs.sum() > pl.len()).over("run"))
    return long.filter(differs)["place"]


def _step() -> pl.Expr:
    """What the stated date has more than the one above: a day, a month, a year; null where it is none of these."""
    stated, above = pl.col("stated"), pl.col("stated").shift()
    months = 12 * (stated.dt.year() - above.dt.year()) + stated.dt.month() - above.dt.month()
    ends = (stated == stated.dt.month_end()) & (above == above.dt.month_end())
    same_day = (stated.dt.day() == above.dt.day()) | ends
    return (
        pl.when(stated - above == timedelta(days=1))
        .then(pl.lit("day"))
        .when(same_day & (months == 1))
        .then(pl.lit("month"))
        .when(same_day & (months == 12))
        .then(pl.lit("year"))
    )


def _exchanged() -> pl.Expr:
    """The stated date with its day and month in each other's place."""
    stated = pl.col("stated_date").dt
    return calendar_date(stated.year(), stated.day().cast(pl.Int32), stated.month().cast(pl.Int32))


def _no_date() -> pl.Expr:
    """Only a place, or what stands for no date."""
    text = pl.col("birth_date_text")
    only_a_place = letters_of(text).is_in(place_names().implode()) & ~text.str.contains(r"\d")
    return only_a_place | text.str.contains(_NO_DATE)
