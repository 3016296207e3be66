"""The family-card number; and a NIK in its place, told by what the numbers say of the person."""

import polars as pl

from schemas.tables.cells import LARGEST_EXACT

_SIXTEEN = r"^[0-9]{16}$"
_FEWEST = 10
"""Numbers a list needs before women's days alone may tell: one in ten lists of ten men has three by a slip."""
_WOMEN_SHARE = 0.2
_LIST = ("source_file", "sheet_number", "list_number")


def with_right_niks(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with NIK and family card exchanged back where the sender exchanged them, and `exchanged` true there.

    A NIK holds the birth date (women: day + 40), a family card the day of its issue (DOMAIN 3). In a row they are
    exchanged when the number in the family-card cell says the stated birth date and the one in the NIK cell does not.
    Where a list states no birth dates, the whole of it is exchanged when a fifth of the family cards have a woman's day
    and no NIK has one. Needs `stated_date`.
    """
    if frame["nkk_text"].null_count() == frame.height:
        return frame.with_columns(pl.lit(False).alias("exchanged"))
    said = {name: _day(f"{name}_text") for name in ("nik", "nkk")}
    told = frame.select(*_LIST, "stated_date", **said)
    born = pl.col("stated_date").dt.day() + 100 * pl.col("stated_date").dt.month().cast(pl.Int32)
    born = (born + 10_000 * (pl.col("stated_date").dt.year() % 100)).cast(pl.Int32)
    as_born = {name: _man(pl.col(name)) == born for name in said}
    by_date = as_born["nkk"] & ~as_born["nik"].fill_null(True)
    women = {name: (pl.col(name) % 100 > 40).sum().over(_LIST) for name in said}
    of_list = (
        (pl.col("stated_date").is_not_null().sum().over(_LIST) == 0)
        & (women["nik"] == 0)
        & (women["nkk"] >= _WOMEN_SHARE * pl.col("nkk").count().over(_LIST))
        & (pl.col("nkk").count().over(_LIST) >= _FEWEST)
        & pl.col("nkk").is_not_null()
    )
    exchanged = told.select((by_date.fill_null(False) | of_list.fill_null(False)).alias("exchanged")).to_series()
    return frame.with_columns(exchanged).with_columns(
        pl.when("exchanged").then("nkk_text").otherwise("nik_text").alias("nik_text"),
        pl.when("exchanged").then("nik_text").otherwise("nkk_text").alias("nkk_text"),
        (pl.col("nik_is_number") & ~pl.col("exchanged")).alias("nik_is_number"),
    )


def read_family_cards(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with `nkk`: the 16 digits of the family card, null where the cell does not hold them all.

    A number whose last digit is 0 or that is beyond 2^53 has lost a digit, and so has every card of a list in which
    most of them end in 0, as in a NIK.
    """
    digits = pl.col("nkk_text").str.replace_all(r"[^0-9]", "")
    whole = digits.str.contains(_SIXTEEN) & ~pl.col("nkk_text").str.contains(r"(?i)\de\+?\d")
    zero = digits.str.ends_with("0") & whole
    eaten = pl.col("nkk_is_number").fill_null(False) & (zero | (digits.cast(pl.UInt64, strict=False) > LARGEST_EXACT))
    most = (zero.sum().over(_LIST) * 2 > whole.sum().over(_LIST)) & (whole.sum().over(_LIST) >= _FEWEST)
    return frame.with_columns(pl.when(whole & ~eaten & ~most).then(digits).alias("nkk"))


def _day(column: str) -> pl.Expr:
    """DDMMYY of a number of 16 digits as YYMMDD, an Int32."""
    digits = pl.col(column).str.replace_all(r"\D", "")
    part = [digits.str.slice(start, 2).cast(pl.Int32, strict=False) for start in (10, 8, 6)]
    return pl.when(digits.str.contains(_SIXTEEN)).then(part[0] * 10_000 + part[1] * 100 + part[2])


def _man(day: pl.Expr) -> pl.Expr:
    return pl.when(day % 100 > 40).then(day - 40).otherwise(day)
