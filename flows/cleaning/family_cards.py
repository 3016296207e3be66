"""The family-card number; and a NIK in its place, told by what the numbers say of the person."""

import polars as pl

from flows.cleaning.column_orders import LIST, decided
from schemas.tables.cells import LARGEST_EXACT

_SIXTEEN = r"^[0-9]{16}$"
_WRITTEN_OUT = r"(?i)\de\+?\d|[.,]0{1,2}\D*$"
"""A number as a program wrote it: 3,50E+15 has lost digits, and the decimals of 350411050314900.0 are none of them."""
_FEWEST = 10
"""Numbers a list needs before women's days alone may tell: one in ten lists of ten men has three by a slip."""
_WOMEN_SHARE = 0.2


def with_right_niks(frame: pl.DataFrame, orders: pl.DataFrame | None = None) -> pl.DataFrame:
    """`frame` with NIK and family card exchanged back where the sender exchanged them, and `exchanged` true there.

    A NIK holds the birth date (women: day + 40), a family card the day of its issue (DOMAIN 3). In a row they are
    exchanged when the number in the family-card cell says the stated birth date and the one in the NIK cell does not.
    Where a list states no birth dates, the whole of it is exchanged when a fifth of the family cards have a woman's day
    and no NIK has one; for a list of which a part is here, `orders` say so. Needs `stated_date`.
    """
    if frame["nkk_text"].null_count() == frame.height:
        return frame.with_columns(pl.lit(False).alias("exchanged"))
    told = frame.select(*LIST, *_told())
    sums = {name: count.over(LIST) for name, count in exchange_counts().items()}
    of_list = decided(frame, orders, "exchanged", told.select(is_exchanged(sums)).to_series())
    by_list = of_list & told["nkk"].is_not_null()
    numbers = {name: pl.col(f"{name}_is_number").fill_null(False) for name in ("nik", "nkk")}
    exchanged = (told.select(_by_date()).to_series() | by_list).alias("exchanged")
    return frame.with_columns(exchanged).with_columns(
        pl.when("exchanged").then("nkk_text").otherwise("nik_text").alias("nik_text"),
        pl.when("exchanged").then("nik_text").otherwise("nkk_text").alias("nkk_text"),
        pl.when("exchanged").then(numbers["nkk"]).otherwise("nik_is_number").alias("nik_is_number"),
        pl.when("exchanged").then(numbers["nik"]).otherwise("nkk_is_number").alias("nkk_is_number"),
    )


def exchange_counts() -> dict[str, pl.Expr]:
    """What is counted of a list to tell whether the whole of it is exchanged; of the columns of `_told`."""
    women = {f"women_{name}": (pl.col(name) % 100 > 40).sum() for name in ("nik", "nkk")}
    return {"stated": pl.col("stated_date").count(), "cards": pl.col("nkk").count(), **women}


def is_exchanged(counts: dict[str, pl.Expr]) -> pl.Expr:
    """Whether a list is exchanged as a whole, of what was counted."""
    many = (counts["women_nkk"] >= _WOMEN_SHARE * counts["cards"]) & (counts["cards"] >= _FEWEST)
    return (counts["stated"] == 0) & (counts["women_nik"] == 0) & many


def card_counts(frame: pl.DataFrame) -> pl.DataFrame:
    """By list, from people with their `stated_date`: what `is_exchanged` and, for either answer, `is_cut` ask."""
    told = frame.select(*LIST, "nik_text", "nkk_text", *_told()).with_columns(_by_date().alias("by_date"))
    cards = {
        "apart": pl.when("by_date").then("nik_text").otherwise("nkk_text"),
        "exchanged": pl.when(pl.col("by_date") | pl.col("nkk").is_not_null()).then("nik_text").otherwise("nkk_text"),
    }
    cut = {f"{name}_{answer}": count for answer, card in cards.items() for name, count in cut_counts(card).items()}
    return told.group_by(LIST).agg(**exchange_counts(), **cut)


def card_bounds(cells: pl.DataFrame) -> pl.DataFrame:
    """By list, from its cells as they came: the fewest cards that are `whole`, and the most that may end in `zero`."""
    nik, nkk = pl.col("nik_text"), pl.col("nkk_text")
    person = ~pl.any_horizontal(pl.col("heading_again", "of_next", "withdrawn").fill_null(False))
    both = nik.str.contains(_SIXTEEN).fill_null(False) & nkk.str.contains(_SIXTEEN)
    zero = ~both | nik.str.ends_with("0") | nkk.str.ends_with("0")
    counts = {"whole": (both & person).sum(), "zero": (zero & nkk.is_not_null()).sum()}
    return cells.group_by(LIST).agg(**counts)


def cut_counts(card: pl.Expr) -> dict[str, pl.Expr]:
    """What is counted of a list to tell whether its family cards are cut."""
    whole, zero = _whole_and_zero(card)
    return {"whole": whole.sum(), "zero": zero.sum()}


def is_cut(counts: dict[str, pl.Expr]) -> pl.Expr:
    """Whether most cards of a list end in 0, as numbers do that Excel has cut."""
    return (counts["zero"] * 2 > counts["whole"]) & (counts["whole"] >= _FEWEST)


def read_family_cards(frame: pl.DataFrame, orders: pl.DataFrame | None = None) -> pl.DataFrame:
    """`frame` with `nkk`: the 16 digits of the family card, null where the cell does not hold them all.

    A number whose last digit is 0 or that is beyond 2^53 has lost a digit, and so has every card of a list in which
    most of them end in 0, as in a NIK; of a list of which a part is here, `orders` say whether it is so.
    """
    text = pl.col("nkk_text")
    whole, zero = _whole_and_zero(text)
    digits = _digits(text)
    eaten = pl.col("nkk_is_number").fill_null(False) & (zero | (digits.cast(pl.UInt64, strict=False) > LARGEST_EXACT))
    sums = {name: count.over(LIST) for name, count in cut_counts(text).items()}
    most = decided(frame, orders, "cut", frame.select(is_cut(sums)).to_series())
    return frame.with_columns(pl.when(whole & ~eaten & ~most).then(digits).alias("nkk"))


def _digits(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(r"[^0-9]", "")


def _whole_and_zero(text: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    digits = _digits(text)
    whole = digits.str.contains(_SIXTEEN) & ~text.str.contains(_WRITTEN_OUT)
    return whole, digits.str.ends_with("0") & whole


def _told() -> tuple[pl.Expr, ...]:
    return pl.col("stated_date"), *(_day(f"{name}_text").alias(name) for name in ("nik", "nkk"))


def _by_date() -> pl.Expr:
    """True where the number in the family-card cell says the stated birth date and the one in the NIK cell does not."""
    born = pl.col("stated_date").dt.day() + 100 * pl.col("stated_date").dt.month().cast(pl.Int32)
    born = (born + 10_000 * (pl.col("stated_date").dt.year() % 100)).cast(pl.Int32)
    as_born = {name: _man(pl.col(name)) == born for name in ("nik", "nkk")}
    return (as_born["nkk"] & ~as_born["nik"].fill_null(True)).fill_null(False)


def _day(column: str) -> pl.Expr:
    """DDMMYY of a number of 16 digits as YYMMDD, an Int32."""
    digits = pl.col(column).str.replace_all(r"\D", "")
    part = [digits.str.slice(start, 2).cast(pl.Int32, strict=False) for start in (10, 8, 6)]
    return pl.when(digits.str.contains(_SIXTEEN)).then(part[0] * 10_000 + part[1] * 100 + part[2])


def _man(day: pl.Expr) -> pl.Expr:
    return pl.when(day % 100 > 40).then(day - 40).otherwise(day)
