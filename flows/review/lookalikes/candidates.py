"""Pairs of people worth comparing, by exact joins: what two rows of one person would nearly always share."""

from datetime import date

import polars as pl

_COMMON_SHARE = 50
"""A word borne by more than one in so many (SITI, MUHAMMAD) brings strangers together: it leads to no pair where the
name has another word."""

_BLOCKS: tuple[tuple[str, ...], ...] = (
    ("birth_date", "word"),
    ("birth_date", "sound"),  # words written as one
    ("birth_date", "desa_code"),  # both words mistyped, a name left short
    ("nik_head",),  # region and date: the serial differs
    ("nik_tail", "initials"),  # date and serial: the region differs
    ("nik_region", "nik_serial", "name_key"),  # the date differs
    # One part of the birth date mistyped, or day and month exchanged.
    ("name_key", "year", "month"),
    ("name_key", "month", "day"),
    ("name_key", "year", "day"),
    ("name_key", "year", "lower", "higher"),
)
"""What makes a candidate: both rows have all of one of these, and the same."""

_FIRST_DAY = date(1800, 1, 1)
_SIZES = {
    "word": 2**32, "sound": 2**32, "desa_code": 2**32, "name_key": 2**28, "initials": 2**24, "nik_serial": 10**4,
    "year": 10**4, "month": 100, "day": 100, "lower": 100, "higher": 100,
}  # fmt: skip
"""More than there are of each: the parts of a block become one number, which joins several times faster than columns.
268 million names fit; no block comes to 2^64."""


def candidate_pairs(people: pl.DataFrame) -> pl.DataFrame:
    """`a` and `b`, places of rows in `people` with a < b, each pair once, in their order.

    No pair comes from comparing all with all: each block is an exact join of rows whose key another row has too.
    """
    keyed = _with_keys(people.with_row_index("a"))
    worded = _lead_words(keyed)
    found = [_sharing(worded if "word" in block else keyed, block) for block in _BLOCKS]
    return pl.concat(found).unique().sort("a", "b")


def _sharing(keyed: pl.DataFrame, block: tuple[str, ...]) -> pl.DataFrame:
    key = pl.col(block[0]).cast(pl.UInt64)
    for name in block[1:]:
        key = key * _SIZES[name] + pl.col(name)
    rows = keyed.select("a", key.alias("key")).drop_nulls()
    shared = rows.filter(pl.col("key").is_duplicated())
    return shared.join(shared.rename({"a": "b"}), on="key").filter(pl.col("a") < pl.col("b")).select("a", "b")


def _with_keys(people: pl.DataFrame) -> pl.DataFrame:
    born, nik = pl.col("birth_date").dt, pl.col("nik_key")
    month, day = born.month().cast(pl.UInt64), born.day().cast(pl.UInt64)
    return people.select(
        "a",
        "words",
        (pl.col("birth_date") - _FIRST_DAY).dt.total_days().cast(pl.UInt64).alias("birth_date"),
        *(_numbered(pl.col(name)).alias(name) for name in ("name_key", "sound", "desa_code")),
        _numbered(pl.col("sound").str.head(3)).alias("initials"),
        (nik // 10**4).alias("nik_head"),
        (nik % 10**10).alias("nik_tail"),
        (nik // 10**10).alias("nik_region"),
        (nik % 10**4).alias("nik_serial"),
        born.year().cast(pl.UInt64).alias("year"),
        month.alias("month"),
        day.alias("day"),
        pl.min_horizontal(month, day).alias("lower"),
        pl.max_horizontal(month, day).alias("higher"),
    )


def _lead_words(keyed: pl.DataFrame) -> pl.DataFrame:
    words = keyed.select("a", "birth_date", pl.col("words").alias("word"), pl.col("words").list.len().alias("length"))
    spoken = words.explode("word").with_columns(_numbered(pl.col("word")).alias("word"))
    common = pl.len().over("word") * _COMMON_SHARE > keyed.height
    return spoken.filter((pl.col("length") == 1) | ~common | (keyed.height < 1000)).select("a", "birth_date", "word")


def _numbered(text: pl.Expr) -> pl.Expr:
    return text.cast(pl.Categorical).to_physical().cast(pl.UInt64)
