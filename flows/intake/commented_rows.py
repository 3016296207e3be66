"""Comments on the cells of people: notes, and the NIK that somebody found to be right."""

import re
from collections.abc import Mapping

import polars as pl

from flows.intake.grid import Grid
from flows.intake.lists import PeopleList

_NIK = re.compile(r"(?<!\d)\d(?:[ .-]?\d){15}(?!\d)")
_OF_SOMETHING_ELSE = re.compile(
    r"(?i)\b(?:n?kk|kartu keluarga|rek|rekening|nuptk|istri|isteri|suami|anak|waris|ibu|ayah|lama|sebelumnya|dulu|salah"
    r"|bukan)\b"
)
"""Words of a comment whose number is not the person's NIK today."""


def comments_by_row(grid: Grid, people: PeopleList) -> dict[int, str]:
    """What the comments on the cells of a row say, those of one row behind one another."""
    found: dict[int, str] = {}
    for (row, _), text in sorted(grid.styles.comments.items()):
        if people.first <= row < people.last and text:
            found[row] = f"{found[row]}; {text}" if row in found else text
    return found


def with_other_niks(told: Mapping[str, pl.Series], comments: Mapping[int, str]) -> dict[str, pl.Series]:
    """The NIK cells, with the NIK that a comment of the row names behind the one that it does not agree with.

    Two NIKs in a cell are refused: which of them is right, the sender must say.
    """
    own_numbers = {row: _NIK.search(text) for row, text in comments.items() if not _OF_SOMETHING_ELSE.search(text)}
    numbers = {row + 1: found[0] for row, found in own_numbers.items() if found}
    other = told["source_row"].cast(pl.Int64).replace_strict(numbers, default=None, return_dtype=pl.String)
    digits = other.str.replace_all(r"\D", "")
    own = told["nik_text"].str.replace_all(r"\D", "")
    both = pl.select(pl.concat_str(told["nik_text"], pl.lit(" / "), digits)).to_series()
    return {"nik_text": both.zip_with((digits.is_not_null() & (own != digits)).fill_null(False), told["nik_text"])}
