"""What the words of an exit notice say: that somebody moved, resigned, is employed elsewhere, or was struck off."""

from datetime import date
from functools import cache

import polars as pl

from schemas.reference import HOME_REGENCY, reference
from schemas.text import words, words_of

_ALREADY = r"^(?:ybs |peserta |(?:yang|yg) bersangkutan )?(?:(?:sudah|sdh|telah|tlh) )?"
_INACTIVE = r"^(?:non ?aktif|(?:tidak|tdk) aktif|di ?non ?aktifkan) (?:(?:karena|krn|sebab) )?(.+)$"
_DATE_WORDS = r"(?: (?:per|sejak|mulai|terhitung|pada|tmt|tgl|tanggal|bulan|tahun|thn|th))*"
_FROM_A_DAY = r" (?:per|mulai|terhitung|tmt) "
_REPLACED = (
    r"^(?:diganti oleh|digantikan(?: oleh)?) (?:[^\W\d]+ ?){1,4}$"
    r"|^diganti (?:oleh )?(?:(?:anak|istri|isteri|suami|adik|kakak|saudara|menantu|keponakan)(?:nya)?"
    r"|orang(?: tua(?:nya)?| lain))(?: [^\W\d]+){0,3}$"
)
_UNFIT = (
    r"^(?:tms|(?:tidak|tdk|belum|blm) memenuhi (?:persyaratan|syarat|kriteria|ketentuan))"
    r"(?: (?:(?:karena|krn|sebab|alasan|usia|umur|nik|ktp|domisili|sudah|sdh) .*))?$"
)
"""Why may follow: "TMS karena usia"."""
_APPOINTED = (
    r"^(?:(?:lulus|lolos|diterima|diangkat|dilantik|menjadi|jadi|sebagai|seleksi|sk) )*(?:pppk|p3k|cpns|pns|asn)"
    r"(?: (?:guru|nakes|teknis|tenaga|kesehatan|formasi|tahap|i|ii|20\d\d))*$"
)
"""Who has only passed the selection is not appointed yet: it takes a day from which."""
_OUTSIDE = (
    r"(?:luar|keluar) (?:kab|kabupaten|kota|daerah|wilayah|provinsi|propinsi|pulau|jawa|pulau jawa|negeri)"
    r"|(?:pulau )?(?:kalimantan|sumatra|sumatera|sulawesi|papua|irian)|malaysia|hongkong|hong kong|taiwan"
)
_GOES_ON = (
    r"^(?:pengganti|penggantinya|diganti|digantikan|belum ada pengganti|sudah ada pengganti|mohon|mhn|dicoret|coret"
    r"|dihapus|ikut (?:perusahaan|suami|istri|anak|keluarga|orang tua)|(?:peserta )?pu|penerima upah)\b"
)
"""What may stand behind a notice, after a comma or in brackets; other words may say that it is about something else."""
_TAKEN_BACK = r"\b(?:kembali|batal|tetap|aktif)\b"
_SPOKEN = {
    "sampun|mpun|pun": "sudah",
    "boyong|boyongan": "pindah",
    "dhateng|dateng|teng": "ke",
    "mandap|mandhap|medal|metu": "mengundurkan diri",
    "dipun gantos|sudah digantos": "diganti",
}
_OPEN = frozenset({"batal", "dibatalkan"})
"""Words that strike a row off only where they stand alone: beside others something else may be cancelled."""


def exit_kinds(texts: pl.Series, regency: str = HOME_REGENCY, month: date | None = None) -> pl.Series:
    """The kind of exit (`schemas/reference/exit_words.csv`) of cells that are such words and no more; null of others.

    More than "sudah" before them, the day, or a place outside the regency that somebody moved to may speak of something
    else: "pindahan dari Blitar" has come, "anak pindah sekolah" is about a child, "pindah rekening" about money. What
    strikes a row off ("tidak jadi diusulkan") counts as a part of a cell too.

    A day after `month`, where that is given, is still to come; the end of a term is told by a day only if that is past,
    for the year of one may be the year of its plan.
    """
    # In steps: a pattern costs more than the cells, and an eager frame tries it as often as it is said.
    cells = _in_indonesian(texts).alias("text").to_frame().with_row_index("cell")
    cells = cells.with_columns(
        words_of(pl.col("text")).alias("said"),
        pl.when(_parts(pl.col("text")).str.contains(_struck_off())).then(pl.lit("set_aside")).alias("struck_off"),
    )
    parted = _parted(cells)
    twice = _said_twice(parted, regency, month)
    notices = pl.concat([cells.select("cell", "said"), *_within(cells, parted), twice])
    known = _kinds(notices.drop_nulls("said"), regency, month)
    plainest = known.drop_nulls("kind").unique("cell", keep="first", maintain_order=True).select("cell", "kind")
    found = cells.join(plainest, on="cell", how="left", maintain_order="left")
    return found.select(pl.coalesce("kind", "struck_off")).to_series()


def _in_indonesian(texts: pl.Series) -> pl.Series:
    """The cells with the words that Javanese clerks use for leaving in Indonesian."""
    for spoken, written in _SPOKEN.items():
        texts = texts.str.replace_all(rf"(?i)\b(?:{spoken})\b", written)
    return texts


def _parted(cells: pl.DataFrame) -> pl.DataFrame:
    """The words before and behind the first comma or bracket of each cell that has one."""
    return cells.filter(pl.col("text").str.contains("[,;(]")).select(
        "cell",
        first=words_of(pl.col("text").str.extract(r"^([^,;(]+)[,;(]")),
        rest=words_of(pl.col("text").str.extract(r"^[^,;(]+[,;(](.*)$")),
    )


def _said_twice(parted: pl.DataFrame, regency: str, month: date | None) -> pl.DataFrame:
    """The part that counts of cells that say it twice ("berhenti per Juli 2023 (mengundurkan diri)"), or first why
    ("lulus PPPK 2023, tidak menjabat lagi").
    """
    kinds = {
        part: _kinds(parted.select("cell", said=part).drop_nulls("said"), regency, month).drop_nulls("kind")["cell"]
        for part in ("first", "rest")
    }
    passed = pl.col("first").str.replace(rf"{_DATE_WORDS} {_date()}$", "").str.contains(_APPOINTED)
    both = pl.col("cell").is_in(kinds["first"].implode()) | passed
    again = pl.col("cell").is_in(kinds["rest"].implode()) & ~pl.col("rest").str.contains(_TAKEN_BACK)
    told = parted.filter(both, again)
    return told.select("cell", said="rest")


def _within(cells: pl.DataFrame, parted: pl.DataFrame) -> list[pl.DataFrame]:
    """Notices inside longer cells: behind "nonaktif", and before what may go on behind one."""
    inactive = cells.filter(pl.col("said").str.contains("aktif"))
    why = inactive.select("cell", said=pl.col("said").str.replace(_ALREADY, "").str.extract(_INACTIVE))
    goes_on = pl.col("rest").str.contains(_GOES_ON) & ~pl.col("rest").str.contains(_TAKEN_BACK)
    return [why, parted.filter(goes_on).select("cell", said="first")]


def _kinds(notices: pl.DataFrame, regency: str, month: date | None) -> pl.DataFrame:
    """`notices` with the `kind` of exit of the normalised words `said`."""
    kinds = {words(notice): kind for notice, kind in reference("exit_words").select("words", "kind").iter_rows()}
    dated = notices.with_columns(pl.col("said").str.replace(_ALREADY, "").alias("bare"))
    dated = dated.with_columns(pl.col("bare").str.extract(rf"{_DATE_WORDS} ({_date()})$").alias("day"))
    dated = dated.with_columns(
        pl.when(pl.col("day").is_null()).then("bare")
        .otherwise(pl.col("bare").str.replace(rf"{_DATE_WORDS} {_date()}$", "")).alias("undated")
    )  # fmt: skip
    dated = _with_time(dated, month).with_columns(_meant("undated", kinds).alias("dated"))
    gone = pl.when(pl.col("undated").str.contains(_elsewhere(regency))).then(pl.lit("moved"))
    appointed = pl.col("past") & pl.col("undated").str.contains(_APPOINTED) & pl.col("bare").str.contains(_FROM_A_DAY)
    in_time = pl.when(pl.col("dated") == "term_ended").then("past").otherwise(~pl.col("to_come"))
    return dated.with_columns(
        pl.coalesce(
            _meant("said", kinds),
            _meant("bare", kinds),
            pl.when(in_time).then(pl.coalesce("dated", gone)),
            pl.when(appointed).then(pl.lit("employed")),
            pl.when(pl.col("undated").str.contains(_REPLACED)).then(pl.lit("replaced")),
            pl.when(_unfit(pl.col("undated"))).then(pl.lit("set_aside")),
        ).alias("kind")
    )


def _unfit(said: pl.Expr) -> pl.Expr:
    return said.str.contains(_UNFIT) & ~said.str.contains(_TAKEN_BACK)


def _meant(said: str, kinds: dict[str, str]) -> pl.Expr:
    return pl.col(said).replace_strict(kinds, default=None, return_dtype=pl.String)


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


def _with_time(notices: pl.DataFrame, month: date | None) -> pl.DataFrame:
    """`notices` with whether their `day` is `to_come` after the month, and whether it says that it is `past`.

    A year alone is past when it is over. Without a `month` every year is past.
    """
    day = pl.col("day")
    short = pl.lit("20") + day.str.extract(r"^\d\d? \w+ (\d\d)$")
    year = pl.coalesce(day.str.extract(r"\b((?:19|20)\d\d)\b"), short).cast(pl.Int32)
    if month is None or notices["day"].null_count() == notices.height:
        return notices.with_columns(pl.lit(False).alias("to_come"), year.is_not_null().alias("past"))
    number = pl.coalesce(day.str.extract(r"^\d{4} (\d\d?) "), day.str.extract(r"^\d\d? (\d\d?) \d")).cast(pl.Int32)
    named = day.str.extract(r"([a-z]+)").replace_strict(_months(), default=None, return_dtype=pl.Int32)
    told = notices.with_columns(year.alias("year"), pl.coalesce(number, named).alias("of_year"))
    months = 12 * pl.col("year") + pl.col("of_year") - 12 * month.year - month.month
    later = pl.when(pl.col("of_year").is_null()).then(pl.col("year") - month.year)
    return told.with_columns(
        later.otherwise(months).gt(0).fill_null(False).alias("to_come"),
        later.otherwise(months - 1).lt(0).fill_null(False).alias("past"),
    )


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
