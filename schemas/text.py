"""How words are compared: the two normal forms that declarations and rosters are both brought to; and how whole
numbers are written."""

import re

import polars as pl

_NOT_WORD = re.compile(r"[\W_]+")


def words(text: str) -> str:
    """`text` in lower case, everything but letters and digits replaced by single spaces: "No. KTP" is "no ktp"."""
    return _NOT_WORD.sub(" ", text.casefold()).strip()


def words_of(text: pl.Expr) -> pl.Expr:
    """The same as `words`, for a column."""
    return text.str.to_lowercase().str.replace_all(r"[\W_]+", " ").str.strip_chars()


def letters_of(text: pl.Expr) -> pl.Expr:
    """`text` in lower case with nothing but its letters: "Campur Darat" and "CAMPURDARAT" are one."""
    return text.str.to_lowercase().str.replace_all(r"[^a-z]+", "")


def thousands(number: pl.Expr) -> pl.Expr:
    """A whole number, not below zero, as it is written here: 16.800."""
    digits = number.cast(pl.String).str.reverse().str.replace_all(r"(\d{3})", "$1.").str.reverse()
    return digits.str.strip_prefix(".")
