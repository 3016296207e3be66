"""What the words of an exit notice say: that somebody moved, resigned, is employed elsewhere, or was struck off."""

from datetime import date
from functools import cache

import polars as pl

from schemas.reference import HOME_REGENCY, reference
from schemas.text import words, words_of

_ALREADY = r"^(?:ybs |peserta |(?:yang|yg) bersangkutan )?(?:(?:sudah|sdh|telah|tlh) )?"
_INACTIVE = r"^(?:non ?aktif|(?:tidak|tdk) aktif|di ?non ?aktifkan) (?:(?:karena|krn|sebab) )?"
_DATE_WORDS = r"(?: (?:per|sejak|mulai|terhitung|pada|tmt|tgl|tanggal|bulan|tahun|thn|th))*"
_FROM_A_DAY = r" (?:per|mulai|terhitung|tmt) "
_REPLACED = r"^(?:diganti oleh|digantikan(?: oleh)?) (?:[^\W\d]+ ?){1,4}$"
_APPOINTED = (
    r"^(?:(?:lulus|lolos|diterima|diangkat|dilantik|menjadi|jadi|sebagai|seleksi|sk) )+(?:pppk|p3k|cpns|pns|asn)"
    r"(?: (?:guru|nakes|teknis|tenaga|kesehatan|formasi|tahap|i|ii|20\d\d))*$"
)
"""Who has only passed the selection is not appointed yet: it takes a day from which."""
_OUTSIDE = (
    r"(?:luar|keluar) (?:kab|kabupaten|kota|daerah|wilayah|provinsi|propinsi|pulau|jawa|pulau jawa|negeri)"
    r"|(?:pulau )?(?:kalimantan|sumatra|sumatera|sulawesi|papua|irian)|malaysia|hongkong|hong kong|taiwan"
)
_GOES_ON = (
    r"^(?:pengganti|penggantinya|diganti|digantikan|belum ada pengganti|sudah ada pengganti|mohon|mhn|dicoret|coret"
    r"|dihapus|ikut (?:perusahaan|suami|istri|anak|keluarga|orang tua))\b"
)
"""What may stand behind a notice, after a comma or in brackets; other words may say that it is about something else."""
_TAKEN_BACK = r"\b(?:kembali|batal|tetap|aktif)\b"
_OPEN = frozenset({"batal", "dibatalkan"})
"""Words that strike a row off only where they stand alone: beside others something else may be cancelled."""


def exit_kind(texts: pl.Expr, regency: str = HOME_REGENCY, month: date | None = None) -> pl.Expr:
    """The kind of exit (`schemas/reference/exit_words.csv`) of cells that are such words and no more; null of others.

    More than "sudah" before them, the day, or a place outside the regency that somebody moved to may speak of something
    else: "pindahan dari Blitar" has come, "anak pindah sekolah" is about a child, "pindah rekening" about money. What
    strikes a row off ("tidak jadi diusulkan") counts as a part of a cell too.

    A day after `month`, where that is given, is still to come; the end of a term is told by a day only if that is past,
    for the year of one may be the year of its plan.
    """
    said, first = words_of(texts), words_of(texts.str.extract(r"^([^,;(]+)[,;(]"))
    rest = words_of(texts.str.extract(r"^[^,;(]+[,;(](.*)$"))
    led = pl.when(rest.str.contains(_GOES_ON) & ~rest.str.contains(_TAKEN_BACK)).then(first)
    inactive = said.str.replace(_ALREADY, "")
    why = pl.when(inactive.str.contains(_INACTIVE)).then(inactive.str.replace(_INACTIVE, ""))
    return pl.coalesce(
        *(_kind(notice, regency, month) for notice in (said, why, led)),
        pl.when(_parts(texts).str.contains(_struck_off())).then(pl.lit("set_aside")),
    )


def _kind(said: pl.Expr, regency: str, month: date | None) -> pl.Expr:
    """The kind of exit of normalised words."""
    kinds = {words(notice): kind for notice, kind in reference("exit_words").select("words", "kind").iter_rows()}
    bare = said.str.replace(_ALREADY, "")
    undated = bare.str.replace(rf"{_DATE_WORDS} {_date()}$", "")
    to_come, past = _when(bare.str.extract(rf"{_DATE_WORDS} ({_date()})$"), month)
    gone = pl.when(undated.str.contains(_elsewhere(regency))).then(pl.lit("moved"))
    appointed = pl.when(undated.str.contains(_APPOINTED) & bare.str.contains(_FROM_A_DAY) & past)
    dated = _meant(undated, kinds)
    return pl.coalesce(
        _meant(said, kinds),
        _meant(bare, kinds),
        pl.when(pl.when(dated == "term_ended").then(past).otherwise(~to_come)).then(pl.coalesce(dated, gone)),
        appointed.then(pl.lit("employed")),
        pl.when(undated.str.contains(_REPLACED)).then(pl.lit("replaced")),
    )


def _meant(said: pl.Expr, kinds: dict[str, str]) -> pl.Expr:
    return said.replace_strict(kinds, default=None, return_dtype=pl.String)


@cache
def _date() -> str:
    """A day, a month with its year, or a year, in normalised words."""
    year, months = r"(?:19|20)\d\d", "|".join(_months())
    in_full = rf"{year} \d{{1,2}} \d{{1,2}}|\d{{1,2}} (?:\d{{1,2}} (?:{year}|\d\d)|(?:{months})(?: {year}| \d\d)?)"
    return rf"(?:{in_full}|(?:{months})(?: {year})?|{year})"


@cache
def _months() -> dict[str, int]:
    names = reference("month_names").filter(pl.col("spelling").str.len_chars() > 2, pl.col("spelling") != "iii")
    return dict(names.iter_rows())


def _when(day: pl.Expr, month: date | None) -> tuple[pl.Expr, pl.Expr]:
    """Whether a date is after `month`, and whether it says that it is not; a year alone is past when it is over."""
    year = pl.coalesce(
        day.str.extract(r"\b((?:19|20)\d\d)\b"), pl.lit("20") + day.str.extract(r"^\d\d? \w+ (\d\d)$")
    ).cast(pl.Int32)
    if month is None:
        return pl.lit(False), year.is_not_null()
    number = pl.coalesce(day.str.extract(r"^\d{4} (\d\d?) "), day.str.extract(r"^\d\d? (\d\d?) \d")).cast(pl.Int32)
    named = day.str.extract(r"([a-z]+)").replace_strict(_months(), default=None, return_dtype=pl.Int32)
    of_year = pl.coalesce(number, named)
    now = 12 * month.year + month.month
    after = pl.when(of_year.is_null()).then(year > month.year).otherwise(12 * year + of_year > now)
    over = pl.when(of_year.is_null()).then(year < month.year).otherwise(12 * year + of_year <= now)
    return after.fill_null(False), over.fill_null(False)


def _parts(texts: pl.Expr) -> pl.Expr:
    """The parts of cells in normalised words, a stroke before, between and behind them."""
    parted = texts.str.to_lowercase().str.replace_all(r"[,;()]", "|").str.replace_all(r"[^\w|]+", " ")
    return pl.format("|{}|", parted)


@cache
def _struck_off() -> str:
    told = reference("exit_words").filter(pl.col("kind") == "set_aside")["words"]
    alone = "|".join(notice for notice in told if notice not in _OPEN and "aktif" not in notice)
    return rf"\| ?(?:mohon |mhn )?(?:{alone}) ?\|"


@cache
def _elsewhere(regency: str) -> str:
    """That somebody moved out of the regency: to another, a province or an island that bears no name of a place in
    it, or just out of it."""
    code, name = pl.col("code"), words_of(pl.col("name").str.replace(r"^(?:Kabupaten|Kota|DKI|DI) ", ""))
    inside, around = code.str.starts_with(regency), pl.lit(regency).str.starts_with(code)
    regions = reference("regions")
    home = regions.filter(inside | around).select(name)["name"]
    own = "|".join(regions.filter(code == regency).select(name)["name"]) or "kabupaten"
    away = regions.filter(pl.col("level").is_in(["province", "regency"]), ~around).select(name)["name"].unique()
    places = "|".join(away.filter(~away.is_in(home.implode())).sort())
    moved = r"^pindah(?: domisili| alamat| penduduk| tempat tinggal)?"
    return rf"{moved}(?: ke (?:(?:kab|kabupaten|kota|provinsi) )?(?:{places})|(?: ke)? (?:{_OUTSIDE})(?: {own})?)$"
