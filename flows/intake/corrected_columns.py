"""Columns that say how others should be: DATA LAMA and PERBAIKAN, the second filled where the first was wrong."""

from collections.abc import Sequence

import polars as pl
from rapidfuzz.distance import OSA

from flows.intake.heading_parts import OF_A_PERSON
from schemas.columns import CORRECTED
from schemas.exit_notices import exit_kinds
from schemas.text import words, words_of

_NOTHING = " \t\r\n\u00a0-\u2013\u2014"
_STAYS = r"^(tetap|sama|idem|tidak (berubah|ada perubahan))$"
"""What a correction says of somebody who is right as he was."""
_DIED_OR_LEFT = r"(?i)\b(?:meninggal|wafat|mati|alm\w*|(?:yang|yg) lama|di ?ganti(?:kan)?)\b"
_ALIKE = 0.6
"""Share of letters that two spellings of one name have in common at least."""
_TITLES = frozenset(
    ("pak", "bu", "bapak", "ibu", "h", "hj", "haji", "hajah", "mbah", "mas", "mbak", "sdr", "drs", "dra", "ir", "s")
)


def as_corrected(cells: pl.DataFrame) -> pl.DataFrame:
    """Each field as its correction says, where that is filled, else as it was; "tetap" says as much as nothing.

    Where the correction names another person, that one's NIK, birth date and so on are those of the correction alone:
    what it does not say is not known. A list in which most that are named anew are others is one of people replaced:
    who is replaced by nobody there may have left, and has no NIK; and why he left, which a note may say, he has left
    for whoever takes his place.
    """
    fields = [name.removeprefix(CORRECTED) for name in cells.columns if name.startswith(CORRECTED)]
    cells = cells.with_columns(
        pl.lit(None, cells[CORRECTED + name].dtype).alias(name) for name in _missing(cells, fields)
    )
    filled = {name: _filled(CORRECTED + name) for name in fields if name.endswith("_text")}
    told = {name: pl.when(said).then(CORRECTED + name).otherwise(name) for name, said in filled.items()}
    told |= {
        number: pl.when(filled[name]).then(CORRECTED + number).otherwise(number)
        for name in filled
        if (number := name.replace("_text", "_is_number")) in fields
    }
    if "name_text" in filled:
        named = cells.select(both=filled["name_text"] & _filled("name_text"), alike=_alike(cells))
        other = named["both"] & ~named["alike"]
        of_replaced = 2 * other.sum() > named["both"].sum()
        for name in filter(cells.columns.__contains__, (f"{field}_text" for field in OF_A_PERSON)):
            own = pl.when(filled[name]).then(CORRECTED + name) if name in filled else pl.lit(None, pl.String)
            told[name] = pl.when(~other).then(told.get(name, pl.col(name))).otherwise(own)
        if of_replaced and "nik_text" in told:
            named_anew = filled["name_text"] | _says(CORRECTED + "name_text", _STAYS)
            told["nik_text"] = pl.when(named_anew).then(told["nik_text"])
        if of_replaced and "note_text" in cells.columns:
            told["note_text"] = pl.when(~(other & _of_who_left(cells["note_text"]))).then("note_text")
    return cells.with_columns(**told).drop(CORRECTED + name for name in fields)


def _missing(cells: pl.DataFrame, fields: Sequence[str]) -> list[str]:
    """Fields that only whoever is named anew has a column for."""
    return [name for name in fields if name not in cells.columns]


def _of_who_left(notes: pl.Series) -> pl.Series:
    """True of notes that say that somebody died or left."""
    return (exit_kinds(notes).is_not_null() | notes.str.contains(_DIED_OR_LEFT)).fill_null(False)


def _filled(name: str) -> pl.Expr:
    return (pl.col(name).str.strip_chars(_NOTHING) != "").fill_null(False) & ~_says(name, _STAYS)


def _says(name: str, pattern: str) -> pl.Expr:
    return words_of(pl.col(name)).str.contains(pattern).fill_null(False)


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
