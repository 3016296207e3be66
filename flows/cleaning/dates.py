"""Birth dates in every form offices write them, each cell by itself."""

from datetime import date, timedelta

import polars as pl

from flows.cleaning.distinct import by_distinct
from schemas.reference import reference
from schemas.text import letters_of

_PARTS = r"^(\d{1,4}|[a-z]+)[\s.,/\\-]+(\d{1,2}|[a-z]+)\.?[\s./\\,-]+(\d{2,4})(?:[ t]\d\d?:.*| 0?0\.00(?:\.00)?)?$"
_PLACE_BEFORE = r"^\s*([a-z][a-z'. ]*[a-z.])(?:\s*[/:-]\s*|\s+)"
"""A birth place before the date without a comma between them."""
_PLACE_BEHIND = r"^([^,]*\d)\s*[,/(-]?\s*([a-z][a-z'. ]*)\)?$"
"""The date and the words behind it: a place only where they are one's name (`place_names`)."""
_SPELT_OUT = (
    r"^(?:tgl|tanggal)\.?\s*(\d{1,2})\s*(?:bln|bulan)\.?\s*([a-z]+|\d{1,2})\s*(?:thn|th|tahun)\.?\s*(\d{2,4})\s*$"
)
_DAY_FIRST_COMPACT = r"^(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])((?:19|20)\d\d)$"
_YEAR_FIRST_COMPACT = r"^((?:19|20)\d\d)(\d\d)(\d\d)$"
_SHORT_COMPACT = r"^(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])(\d\d)$"
_ZERO_LOST_COMPACT = r"^([1-9])(0[1-9]|1[0-2])((?:19|20)\d\d)$"
"""Eight digits that stood as a number, which has no 0 in front."""
_AGE_BEHIND = r"[\s(,/]+(?:(?:umur|usia)\s*)?(\d{1,3})\s*(?:(?:tahun|thn|th)\.?\s*\)?|\))$"
_AGE_SLACK = 3
"""Years by which an age written behind a date may be off: lists are kept for years, and the ages in them."""
_UTC_MIDNIGHT = r"t(?:17:00|16:30):00(?:\.0+)?z$"
"""Midnight here as web programs store it: the evening before in UTC. Until 1964 Java was half an hour further ahead."""
_SERIAL = r"^\d{4,5}(\.\d+)?$"
_SERIAL_EPOCH = date(1899, 12, 30)
_TO_1904 = timedelta(days=1462)
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
    return pl.when(real).then(_day_number(year, month, day)).cast(pl.Date)


def _day_number(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """Days since 1 January 1970. Years are counted from 1 March, so that the leap day comes last.

    `pl.date` says the same at three times the price, and birth dates are the dearest thing that cleaning reads.
    """
    marches = year - (month <= 2).cast(pl.Int32)
    of_its_year = (153 * ((month + 9) % 12) + 2) // 5 + day
    return marches * 365 + marches // 4 - marches // 100 + marches // 400 + of_its_year - 719_469


def read_dates(frame: pl.DataFrame, month: date) -> pl.DataFrame:
    """`frame` with `stated_date`: the birth date its cell states, null where blank or unreadable.

    Read: D-M-Y with `-`, `/`, `.` or spaces, or in eight digits; Y-M-D; month names old and new, Indonesian and
    English; two-digit years (the century that makes the person at most 100); Excel serials (1900 system); a place
    before a comma, or a known one behind; an age behind, unless it speaks of another year; midnight here in UTC. Day
    before month, as Indonesia writes, unless that is no date and the other order is.

    `date_order` says what the cell tells of the order of its column: day, month, either (both at most 12: read as day
    first) or null. `date_if_nik` is a date that counts only where the NIK says the same: the serial in the 1904 system
    of old Macs, eight digits that begin with a year or have lost a 0 in front, and six that end in a short year.
    """
    return by_distinct(frame, "birth_date_text", lambda texts: _read(texts, month))


def _read(texts: pl.DataFrame, month: date) -> pl.DataFrame:
    months = reference("month_names")
    said = (
        pl.col("birth_date_text")
        .str.to_lowercase()
        .str.replace_all(r"[\u2010-\u2015\u2212_=]", "-")
        .str.replace_all(r"['`’‘]", "")
        .str.replace(_SPELT_OUT, "$1-$2-$3")
        .str.replace(rf"^({'|'.join(months['spelling'])})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})$", "$2 $1 $3")
        .str.replace(r"(\d)([a-z]{3,})", "$1 $2")
        .str.replace(r"([a-z]{3,})(\d)", "$1 $2")
        .str.replace(r"^[^\d]*[,;]\s*", "")
    )
    behind = letters_of(pl.col("said").str.extract(_PLACE_BEHIND, 2)).is_in(place_names().implode())
    dated = pl.when(behind).then(pl.col("said").str.extract(_PLACE_BEHIND)).otherwise("said")
    before = pl.col("said").str.extract(_PLACE_BEFORE)
    is_month = before.str.strip_chars(" .").is_in(months["spelling"].implode()).fill_null(False)
    whole = pl.when(is_month).then("said").otherwise(pl.col("said").str.replace(_PLACE_BEFORE, ""))
    whole = whole.str.strip_chars(" \t\r\n\u00a0.")
    cell = pl.col("whole").str.replace(_AGE_BEHIND, "").str.replace(_DAY_FIRST_COMPACT, "$1-$2-$3")
    parts = pl.col("cell").str.extract_groups(_PARTS).struct.rename_fields(["first", "second", "third"])
    named = pl.col("second").replace_strict(months["spelling"], months["month"], default=None)
    numbers = (
        texts.select(said.alias("said"))
        .with_columns(dated.alias("said"))
        .with_columns(whole.alias("whole"))
        .with_columns(cell.alias("cell"))
        .with_columns(parts.alias("parts"))
        .unnest("parts")
        .select(
            "cell",
            pl.col("whole").str.extract(_AGE_BEHIND).cast(pl.Int32).alias("age"),
            pl.col("first").cast(pl.Int32, strict=False),
            pl.coalesce(pl.col("second").cast(pl.Int32, strict=False), named).alias("second"),
            pl.col("second").str.contains(r"^\d").alias("numeric"),
            pl.col("third").cast(pl.Int32, strict=False),
            (pl.col("first").str.len_chars() == 4).alias("year_first"),
            (pl.col("third").str.len_chars() == 2).alias("short_year"),
            pl.col("cell").str.contains(_UTC_MIDNIGHT).alias("evening_before"),
        )
    )
    # Step by step: what a later expression says twice, an eager frame would reckon twice.
    stated = (
        numbers.with_columns(_is_serial().alias("is_serial"), _full_year(month).alias("full_year"))
        .with_columns(_written().alias("written"))
        .with_columns(_stated(month).alias("stated_date"))
    )
    return texts.with_columns(
        stated.select("stated_date", _date_if_nik(month).alias("date_if_nik"), _order().alias("date_order"))
    )


def place_names() -> pl.Series:
    """The letters of the regencies and kecamatan whose names tell a birth place from another word."""
    regions = reference("regions").filter(pl.col("level").is_in(["regency", "kecamatan"]))
    return regions.select(letters_of(pl.col("name").str.replace(r"^(Kabupaten|Kota) ", "")))["name"]


def _is_serial() -> pl.Expr:
    serial = pl.col("cell").str.extract(r"^(\d{4,5})").cast(pl.Int32, strict=False)
    return pl.col("cell").str.contains(_SERIAL) & serial.is_between(_OLDEST_SERIAL, _NEWEST_SERIAL)


def _date_if_nik(month: date) -> pl.Expr:
    year_first = calendar_date(*_compact(_YEAR_FIRST_COMPACT))
    day, of_year, short = _compact(_SHORT_COMPACT)
    zero_lost = calendar_date(*reversed(_compact(_ZERO_LOST_COMPACT)))
    compact = pl.coalesce(year_first, zero_lost, calendar_date(_in_its_century(short, month), of_year, day))
    return pl.when("is_serial").then(pl.col("stated_date") + _TO_1904).otherwise(compact)


def _compact(pattern: str) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    first, second, third = (pl.col("cell").str.extract(pattern, group).cast(pl.Int32) for group in (1, 2, 3))
    return first, second, third


def _order() -> pl.Expr:
    """Only cells of numbers in day and month tell; a year in front leaves no choice."""
    first, second = pl.col("first"), pl.col("second")
    tells = pl.col("numeric") & ~pl.col("year_first")
    low_first, low_second = first.is_between(1, 12), second.is_between(1, 12)
    return (
        pl.when(tells & first.is_between(13, 31) & low_second)
        .then(pl.lit("day"))
        .when(tells & low_first & second.is_between(13, 31))
        .then(pl.lit("month"))
        .when(tells & low_first & low_second & pl.col("stated_date").is_not_null())
        .then(pl.lit("either"))
    )


def _full_year(month: date) -> pl.Expr:
    return pl.when("short_year").then(_in_its_century(pl.col("third"), month)).otherwise("third")


def _in_its_century(short: pl.Expr, month: date) -> pl.Expr:
    return pl.when(short + 1900 >= month.year - 100).then(short + 1900).otherwise(short + 2000)


def _written() -> pl.Expr:
    first, second, third, year = (pl.col(name) for name in ("first", "second", "third", "full_year"))
    day_first = pl.coalesce(calendar_date(year, second, first), calendar_date(year, first, second))
    iso = calendar_date(first, second, third) + pl.duration(days=pl.col("evening_before").cast(pl.Int32))
    return pl.when(pl.col("year_first")).then(iso).otherwise(day_first)


def _stated(month: date) -> pl.Expr:
    written = pl.col("written")
    of_its_age = (month.year - written.dt.year() - pl.col("age")).abs().fill_null(0) <= _AGE_SLACK
    serial = pl.col("cell").str.extract(r"^(\d{4,5})").cast(pl.Int32, strict=False)
    # Years before 1900 or with three digits are slips of the hand, not birth dates.
    return (
        pl.when("is_serial")
        .then(pl.lit(_SERIAL_EPOCH) + pl.duration(days=serial))
        .when(written.is_between(date(1900, 1, 1), date(month.year, 12, 31)) & of_its_age)
        .then(written)
    )
