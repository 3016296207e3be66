"""Columns that say who of a list is proposed: DIUSULKAN (V/X), LAYAK / TIDAK LAYAK, MS / TMS."""

import re

import polars as pl

from schemas.text import words

_TICKS = frozenset({"v", "vv", "√", "✓", "✔", "☑", "ü", "1", "•", "*"})
_CROSSES = frozenset({"x", "xx", "×", "✗", "✘", "☒"})
_YES = frozenset({
    "ya", "y", "yes", "layak", "ms", "memenuhi", "memenuhi syarat", "lolos", "lulus", "ok", "oke", "valid", "sesuai",
    "diusulkan", "disetujui", "setuju", "benar",
})  # fmt: skip
_NO = frozenset({
    "tidak", "tdk", "t", "no", "n", "tidak layak", "tdk layak", "tms", "tidak memenuhi", "tidak memenuhi syarat",
    "tdk memenuhi syarat", "tidak lolos", "tidak lulus", "gugur", "ditolak", "batal", "dicoret", "tidak diusulkan",
    "tdk diusulkan", "tidak disetujui", "tidak valid", "belum", "belum diusulkan",
})  # fmt: skip
_NOTHING = frozenset({"", "-", "\u2013", "\u2014", "0"})
_PART = re.compile(r"[,;.(]")
_SAID = "tidak diusulkan"


def not_proposed(cells: pl.DataFrame) -> pl.DataFrame:
    """`cells` with what their column `proposed` says of those who are not as their status.

    Of a column of marks nobody without one is proposed, nor with a cross where others have a tick; crosses alone are
    ticks. A blank cell in a column of words says nothing, nor does a column of other words.
    """
    person = pl.col("nik_text").str.contains(r"\d").fill_null(False) if "nik_text" in cells.columns else pl.lit(True)
    texts = {"said": pl.col("proposed_text").fill_null(""), "person": person}
    said = {text for text, is_person in cells.select(**texts).iter_rows() if is_person}
    no = sorted(_noes(said))
    told = pl.when(texts["said"].is_in(no) & person).then(pl.lit(_SAID))
    status = pl.col("status_text") if "status_text" in cells.columns else pl.lit(None, pl.String)
    return cells.with_columns(pl.coalesce(told, status).alias("status_text")).drop("proposed_text")


def _noes(cells: set[str]) -> set[str]:
    """The cells that say no, of all that the people of a list have."""
    said = {cell: _plain(cell) for cell in cells}
    marks = {*said.values()} - _NOTHING
    of_marks = bool(marks) and marks <= _TICKS | _CROSSES
    if not of_marks and not marks <= _TICKS | _CROSSES | _YES | _NO:
        return set()
    crossed = _CROSSES if not marks <= _CROSSES else frozenset[str]()
    return {cell for cell, mark in said.items() if mark in _NO | crossed or (of_marks and mark in _NOTHING)}


def _plain(cell: str) -> str:
    """The mark, or the words, of which yes or no may be the first: "Tidak, sudah ikut dari perusahaan"."""
    mark = cell.strip().casefold()
    if mark in _TICKS | _CROSSES | _NOTHING:
        return mark
    first = words(_PART.split(cell, maxsplit=1)[0])
    return first if first in _YES | _NO else words(cell)
