"""Columns that say how others should be: DATA LAMA and PERBAIKAN, the second filled where the first was wrong."""

import polars as pl
from rapidfuzz.distance import OSA

from schemas.columns import CORRECTED
from schemas.text import words

_NOTHING = " \t\r\n\u00a0-\u2013\u2014"
_ALIKE = 0.6
"""Share of letters that two spellings of one name have in common at least."""
_TITLES = frozenset(
    ("pak", "bu", "bapak", "ibu", "h", "hj", "haji", "hajah", "mbah", "mas", "mbak", "sdr", "drs", "dra", "ir", "s")
)


def as_corrected(cells: pl.DataFrame) -> pl.DataFrame:
    """Each field as its correction says, where that is filled, else as it was.

    A NIK is left blank where the correction gives another person's name and no NIK for it: it may be neither's.
    """
    fields = [name.removeprefix(CORRECTED) for name in cells.columns if name.startswith(CORRECTED)]
    filled = {name: _filled(CORRECTED + name) for name in fields if name.endswith("_text")}
    told = {name: pl.when(said).then(CORRECTED + name).otherwise(name) for name, said in filled.items()}
    told |= {
        number: pl.when(filled[name]).then(CORRECTED + number).otherwise(number)
        for name in filled
        if (number := name.replace("_text", "_is_number")) in fields
    }
    if "name_text" in filled and "nik_text" in cells.columns:
        alone = filled["name_text"] & _filled("name_text") & ~filled.get("nik_text", pl.lit(False))
        told["nik_text"] = pl.when(~(alone & ~_alike(cells))).then(told.get("nik_text", pl.col("nik_text")))
    return cells.with_columns(**told).drop(CORRECTED + name for name in fields)


def _filled(name: str) -> pl.Expr:
    return (pl.col(name).str.strip_chars(_NOTHING) != "").fill_null(False)


def _alike(cells: pl.DataFrame) -> pl.Series:
    """Whether the name and its correction may be one person's; each pair of names is looked at once."""
    pairs = cells.select("name_text", f"{CORRECTED}name_text")
    told = pairs.filter(pl.all_horizontal(pl.all().str.contains(r"\w"))).unique()
    alike = pl.Series("alike", [_of_one(before, after) for before, after in told.iter_rows()], dtype=pl.Boolean)
    found = pairs.join(told.with_columns(alike), on=pairs.columns, how="left", maintain_order="left")
    return found["alike"].fill_null(True)


def _of_one(before: str, after: str) -> bool:
    both = {*words(before).split()} & {*words(after).split()}
    return bool(both - _TITLES) or OSA.normalized_similarity(words(before), words(after)) >= _ALIKE
