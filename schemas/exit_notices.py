"""What the words of an exit notice say: that somebody moved, resigned, is employed elsewhere, or was struck off."""

from functools import cache

import polars as pl

from schemas.reference import HOME_REGENCY, reference
from schemas.text import words, words_of

_ALREADY = r"^(?:ybs |(?:yang|yg) bersangkutan )?(?:(?:sudah|sdh|telah|tlh) )?"
_DATE_WORDS = r"(?: (?:per|sejak|mulai|pada|tmt|tgl|tanggal|bulan|tahun|thn|th))*"
_REPLACED = r"^(?:diganti oleh|digantikan(?: oleh)?) (?:[^\W\d]+ ?){1,4}$"
_DATED = ("moved", "resigned", "employed")
"""The end of a term may have a day that is still to come."""


def exit_kind(texts: pl.Expr, regency: str = HOME_REGENCY) -> pl.Expr:
    """The kind of exit (`schemas/reference/exit_words.csv`) of cells that are such words and no more; null of others.

    More than "sudah" before them, the day, or a place outside the regency that somebody moved to may speak of something
    else: "pindahan dari Blitar" has come, "anak pindah sekolah" is about a child, "pindah rekening" about money.
    """
    kinds = {words(said): kind for said, kind in reference("exit_words").select("words", "kind").iter_rows()}
    said = words_of(texts)
    bare = said.str.replace(_ALREADY, "")
    undated = bare.str.replace(_date(), "")
    gone = undated.str.contains(_elsewhere(regency))
    return pl.coalesce(
        _meant(said, kinds),
        _meant(bare, kinds),
        _meant(undated, {notice: kind for notice, kind in kinds.items() if kind in _DATED}),
        pl.when(gone).then(pl.lit("moved")),
        pl.when(undated.str.contains(_REPLACED)).then(pl.lit("replaced")),
    )


def _meant(said: pl.Expr, kinds: dict[str, str]) -> pl.Expr:
    return said.replace_strict(kinds, default=None, return_dtype=pl.String)


def _date() -> str:
    """A day, a month with its year, or a year at the end of a notice."""
    months = "|".join(name for name in reference("month_names")["spelling"] if len(name) > 2 and name != "iii")
    year = r"(?:19|20)\d\d"
    in_full = rf" \d{{1,2}} (?:\d{{1,2}} (?:\d\d|{year})|(?:{months})(?: \d\d| {year})?)"
    return rf"{_DATE_WORDS}(?:{in_full}| (?:{months})(?: {year})?| {year})$"


@cache
def _elsewhere(regency: str) -> str:
    """That somebody moved to another regency or province, which bears no name of `regency` or of a place in it."""
    code, name = pl.col("code"), words_of(pl.col("name").str.replace(r"^(?:Kabupaten|Kota|DKI|DI) ", ""))
    inside, around = code.str.starts_with(regency), pl.lit(regency).str.starts_with(code)
    regions = reference("regions")
    home = regions.filter(inside | around).select(name)["name"]
    away = regions.filter(pl.col("level").is_in(["province", "regency"]), ~around).select(name)["name"].unique()
    places = "|".join(away.filter(~away.is_in(home.implode())).sort())
    return rf"^pindah(?: domisili| alamat| penduduk)? ke (?:(?:kab|kabupaten|kota|provinsi) )?(?:{places})$"
