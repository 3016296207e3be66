"""Expressions over the cells of a roster, for `polars_frames.py`."""

from pathlib import Path

import polars as pl

from .declared import CELLS, FILLED, NEWEST_YEAR, RULES, Declared


def sent_cells(path: Path) -> pl.DataFrame:
    """The rows of a file that are people, every cell as text."""
    parquet = path.suffix == ".parquet"
    sent = pl.read_parquet(path) if parquet else pl.read_csv(path, separator=";", infer_schema=False)
    return sent.rename(CELLS).filter(pl.col("number") != "JUMLAH")


def filled() -> pl.Expr:
    """How many cells of a row are filled."""
    return pl.sum_horizontal(pl.col(name).is_not_null().cast(pl.Int32) for name in FILLED).alias("completeness")


def digits() -> pl.Expr:
    """The NIK cell without apostrophes, blanks and a heading before it."""
    text = pl.col("nik_text")
    mended = text.str.strip_prefix("NIK: ").str.replace_all(r"[\s'.,-]", "")
    return pl.when(text.str.contains(r"^[0-9]{16}$")).then(text).otherwise(mended)


def nik_key() -> pl.Expr:
    """The NIK as a number, where it has sixteen digits."""
    return pl.when(pl.col("digits").str.len_bytes() == 16).then(pl.col("digits")).cast(pl.Int64, strict=False)


def _day_code() -> pl.Expr:
    return pl.col("nik_key") // 10**8 % 100


def key_date() -> pl.Expr:
    """The birth date in the NIK; none where there is no such day."""
    key, day = pl.col("nik_key"), _day_code()
    short = (key // 10**4 % 100).cast(pl.Int32)
    year = pl.when(short < NEWEST_YEAR).then(2000).otherwise(1900) + short
    of_month = pl.when(day > 40).then(day - 40).otherwise(day)
    written = pl.format("{}-{}-{}", year, key // 10**6 % 100, of_month)
    return written.str.to_date("%Y-%m-%d", strict=False)


def key_sex() -> pl.Expr:
    """The sex in the NIK: women have 40 added to the day."""
    return pl.when(_day_code() > 40).then(pl.lit("P")).otherwise(pl.lit("L"))


def nik_form(known: Declared) -> pl.Expr:
    """The bit of what is wrong with the NIK; 0 where nothing is."""
    text, key = pl.col("nik_text"), pl.col("nik_key")
    cases = {
        "NIK_MISSING": text.is_null() | (text == "belum ada"),
        "NIK_SCIENTIFIC": text.str.contains("E+", literal=True),
        "NIK_FORMAT": key.is_null(),
        "NIK_TEMPORARY": key < 10**15,
        "NIK_PROVINCE_UNKNOWN": ~(key // 10**14).is_in(known.provinces["province"].implode()),
        "NIK_DATE_IMPOSSIBLE": pl.col("key_date").is_null(),
        "NIK_SERIAL_ZERO": key % 10**4 == 0,
    }
    return pl.coalesce(*(pl.when(holds).then(RULES[code]) for code, holds in cases.items()), 0)


def said_by_nik(said: str | pl.Expr) -> pl.Expr:
    """What a sound NIK says."""
    return pl.when(pl.col("nik_form") == 0).then(said)


def stated_date(known: Declared) -> pl.Expr:
    """The date that the cell states."""
    text = pl.col("birth_date_text")
    short = text.str.tail(2).cast(pl.Int32, strict=False)
    century = pl.when(short < NEWEST_YEAR).then(pl.lit("20")).otherwise(pl.lit("19"))
    words = text.str.split(" ").list
    month = (
        words.get(1, null_on_oob=True)
        .str.to_lowercase()
        .replace_strict(known.months["words"], known.months["month"], default=None)
    )
    in_words = pl.concat_str(words.get(0), month.cast(pl.String), words.get(2, null_on_oob=True), separator="-")
    whole = text.str.len_bytes() == 10
    return (
        pl.when(text.str.slice(4, 1) == "-").then(text.str.to_date("%Y-%m-%d", strict=False))
        .when(text.str.slice(2, 1) == "/").then(text.str.to_date("%d/%m/%Y", strict=False))
        .when((text.str.slice(2, 1) == "-") & whole).then(text.str.to_date("%d-%m-%Y", strict=False))
        .when(text.str.slice(2, 1) == "-")
        .then(pl.concat_str(text.str.head(6), century, text.str.tail(2)).str.to_date("%d-%m-%Y", strict=False))
        .otherwise(in_words.str.to_date("%d-%m-%Y", strict=False))
    )  # fmt: skip


def exchanged() -> pl.Expr:
    """True where the stated date is the NIK's with day and month exchanged."""
    stated, said = pl.col("stated_date").dt, pl.col("nik_birth_date").dt
    exchanged = (stated.day() == said.month()) & (stated.month() == said.day()) & (stated.year() == said.year())
    return ((pl.col("stated_date") != pl.col("nik_birth_date")) & exchanged).fill_null(False)


def birth_date() -> pl.Expr:
    """The stated date; the NIK's where day and month were exchanged, or none is stated."""
    unstated = pl.when(pl.col("birth_date_text").is_null()).then("nik_birth_date")
    return pl.when("swapped").then("nik_birth_date").otherwise(pl.coalesce("stated_date", unstated))


def letters(text: pl.Expr) -> pl.Expr:
    """The letters of a name, in lower case."""
    return text.str.to_lowercase().str.replace_all(r"[^a-z]+", "")


def meaning(cell: str, words: pl.DataFrame) -> pl.Expr:
    """What the words of a cell stand for."""
    said = pl.col(cell).str.to_lowercase().str.replace_all(r"[\W_]+", " ").str.strip_chars()
    return said.replace_strict(words.to_series(0), words.to_series(1), default=None)
