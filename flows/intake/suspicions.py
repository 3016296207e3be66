"""What looks wrong with a whole column, said to the sender and not mended."""

import polars as pl

_LIKE_A_NIK = 0.2
"""Share of family-card numbers with a day above 40. Only a woman's NIK has one: rightly none, swapped about half."""
_FEWEST = 3
"""Numbers of that kind it takes: one or two are slips of the hand."""


def swapped_columns(cells: pl.DataFrame) -> tuple[str, ...]:
    """A word of suspicion where the family-card column holds NIKs: women's days of birth are written 41 to 71 in a NIK.

    The columns stay as they are: the rules judge each NIK, and the sender knows which column is which.
    """
    if "nkk_text" not in cells.columns:
        return ()
    digits = cells["nkk_text"].str.replace_all(r"\D", "")
    days = digits.filter(digits.str.len_bytes() == 16).str.slice(6, 2).cast(pl.Int32)
    women = days.is_between(41, 71).sum()
    return ("NO KK looks like NIK",) if women >= _FEWEST and women >= _LIKE_A_NIK * days.len() else ()
