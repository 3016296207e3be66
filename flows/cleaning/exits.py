"""Cells in which an office says that somebody has left."""

from datetime import date

import polars as pl

from schemas.exit_notices import exit_kinds
from schemas.text import words_of

_CELLS = ("note", "status")
_MAY_SAY_SO = (
    r"(?i)pindah|mundur|undur|resign|henti|keluar|kerja|karyawan|buruh|perusahaan|angkat|menjadi|jabat|tugas|pensiun|kontrak"
    r"|ikut|batal|coret|ganti|aktif|hapus|usul|daftar|masuk|p3k|pppk|asn|pns"
    r"|mandiri|bayar|tms|memenuhi|boyong|mand|medal|metu|gantos"
)
_FORMER = r"(?i)^\W*(?:mantan|eks|ex|bekas)\b"


def read_exits(frame: pl.DataFrame, month: date | None = None) -> pl.DataFrame:
    """`frame` with `left_in`: the cell, note or status, that says the person has left; null for everybody else.

    The whole cell must be such words (`schemas/exit_notices.py`), for a longer one may speak of something else; a day
    after the list's `month` is still to come. Needs `regency_code`, the sender's: who moves within it has not left.
    """
    regencies = frame["regency_code"].unique(maintain_order=True)
    told = {
        cell: pl.any_horizontal(
            pl.lit(False), *(_among(frame[f"{cell}_text"], regency, month) for regency in regencies)
        )
        for cell in _CELLS
    }
    said = pl.coalesce(pl.when(so).then(pl.lit(cell)) for cell, so in told.items())
    return frame.with_columns(said.alias("left_in"))


def with_former_posts(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with those who hold their post no longer in `left_in`: "mantan Kasun" as the post, or as the note of a
    Kasun. Not vulnerable workers, who are covered for their work and not for a post. Needs `segment` and `left_in`.
    """
    held = pl.col("segment") != "pekerja_rentan"
    told = [pl.when(held & pl.col("position_text").str.contains(_FORMER)).then(pl.lit("position"))]
    if frame["note_text"].str.contains(_FORMER).any():
        post = words_of(pl.col("note_text").str.extract(_FORMER + r"\W*([^,;(]+)"))
        told += [pl.when(held & words_of(pl.col("position_text")).str.starts_with(post)).then(pl.lit("note"))]
    return frame.with_columns(pl.coalesce("left_in", *told).alias("left_in"))


def _among(texts: pl.Series, regency: str, month: date | None) -> pl.Expr:
    """True of exit notices in lists of the regency; each distinct text that may be one is looked at once."""
    distinct = texts.filter(texts.str.contains(_MAY_SAY_SO).fill_null(False)).unique()
    if distinct.is_empty():
        return pl.lit(False)
    known = distinct.filter(exit_kinds(distinct, regency, month).is_not_null())
    return pl.col(texts.name).is_in(known.implode()) & (pl.col("regency_code") == regency)
