"""Birth dates in every form offices write them, and the NIK as arbiter of day and month."""

from datetime import date

import polars as pl

from flows.cleaning.distinct import by_distinct
from schemas.reference import reference

_PARTS = r"^(\d{1,4}|[a-z]+)[\s./\\-]+(\d{1,2}|[a-z]+)\.?[\s./\\,-]+(\d{2,4})(?:[ t]\d\d?:.*)?$"
_SERIAL = r"^\d{4,5}(\.\d+)?$"
_SERIAL_EPOCH = date(1899, 12, 30)
_OLDEST_SERIAL, _NEWEST_SERIAL = 3_654, 54_787
"""Serials of 1910-01-01 and 2049-12-30: outside them a bare number is no birth date."""


def calendar_date(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """The date of three Int32 expressions; null where there is no such day."""
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    longest = (
        pl.when(month == 2)
        .then(pl.when(leap).then(29).otherwise(28))
        .when(month.is_in([4, 6, 9, 11]))
        .then(30)
        .otherwise(31)
    )
    real = month.is_between(1, 12) & day.is_between(1, longest)
    return pl.when(real).then(pl.date(pl.when(real).then(year), pl.when(real).then(month), pl.when(real).then(day)))


def read_dates(frame: pl.DataFrame, month: date) -> pl.DataFrame:
    """`frame` with `stated_date`: the birth date its cell states, null where blank or unreadable.

    Read: D-M-Y with `-`, `/`, `.` or spaces; Y-M-D; month names old and new, Indonesian and English; two-digit years
    (the century that makes the person at most 100); Excel serials (1900 system); a place before a comma. Day before
    month, as Indonesia writes, unless that is no date and the other order is.
    """
    return by_distinct(frame, "birth_date_text", lambda texts: _read(texts, month))


def _read(texts: pl.DataFrame, month: date) -> pl.DataFrame:
    months = reference("month_names")
    cell = pl.col("birth_date_text").str.to_lowercase().str.replace(r"^[^\d]*,\s*", "").str.strip_chars(" '.")
    parts = cell.str.extract_groups(_PARTS).struct.rename_fields(["first", "second", "third"])
    named = pl.col("second").replace_strict(months["spelling"], months["month"], default=None)
    numbers = (
        texts.select(cell.alias("cell"), parts.alias("parts"))
        .unnest("parts")
        .select(
            "cell",
            pl.col("first").cast(pl.Int32, strict=False),
            pl.coalesce(pl.col("second").cast(pl.Int32, strict=False), named).alias("second"),
            pl.col("third").cast(pl.Int32, strict=False),
            (pl.col("first").str.len_chars() == 4).alias("year_first"),
            (pl.col("third").str.len_chars() == 2).alias("short_year"),
        )
    )
    return texts.with_columns(numbers.select(_stated(month)).to_series().alias("stated_date"))


def _stated(month: date) -> pl.Expr:
    first, second, third = pl.col("first"), pl.col("second"), pl.col("third")
    newest = pl.lit(month.year - 100)
    full_year = (
        pl.when(~pl.col("short_year"))
        .then(third)
        .when(third + 1900 >= newest)
        .then(third + 1900)
        .otherwise(third + 2000)
    )
    day_first = pl.coalesce(calendar_date(full_year, second, first), calendar_date(full_year, first, second))
    serial = pl.col("cell").str.extract(r"^(\d{4,5})").cast(pl.Int32, strict=False)
    is_serial = pl.col("cell").str.contains(_SERIAL) & serial.is_between(_OLDEST_SERIAL, _NEWEST_SERIAL)
    # Years before 1900 or with three digits are slips of the hand, not birth dates.
    written = pl.when(pl.col("year_first")).then(calendar_date(first, second, third)).otherwise(day_first)
    return (
        pl.when(is_serial)
        .then(pl.lit(_SERIAL_EPOCH) + pl.duration(days=serial))
        .when(written.is_between(date(1900, 1, 1), date(month.year, 12, 31)))
        .then(written)
    )


def settle_birth_dates(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with `birth_date` and `birth_date_from`: cell, swapped, nik, unreadable or nowhere.

    The stated date counts, for a NIK survives a corrected birth date; but where exchanging its day and month gives the
    NIK's date exactly, the sender's program had swapped them (DOMAIN 5). A blank cell takes the NIK's date.
    """
    stated, from_nik = pl.col("stated_date"), pl.col("nik_birth_date")
    exchanged = calendar_date(stated.dt.year(), stated.dt.day().cast(pl.Int32), stated.dt.month().cast(pl.Int32))
    swapped = (stated != from_nik) & (exchanged == from_nik)
    source = (
        pl.when(swapped)
        .then(pl.lit("swapped"))
        .when(stated.is_not_null())
        .then(pl.lit("cell"))
        .when(pl.col("birth_date_text").is_not_null())
        .then(pl.lit("unreadable"))
        .when(from_nik.is_not_null())
        .then(pl.lit("nik"))
        .otherwise(pl.lit("nowhere"))
    )
    return frame.with_columns(source.alias("birth_date_from")).with_columns(
        pl.when(pl.col("birth_date_from").is_in(["swapped", "nik"]))
        .then(from_nik)
        .otherwise(stated)
        .alias("birth_date")
    )
