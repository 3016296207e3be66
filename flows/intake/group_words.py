"""What the words of a row say that names the place, the segment or the job of the rows below it."""

import re
from functools import cache

import polars as pl

from flows.intake.jobs import job_alone
from schemas.reference import HOME_REGENCY, reference
from schemas.tables.cells import FIELDS
from schemas.text import letters_of, words, words_of

DESA = r"(?:desa\s*/\s*kelurahan|kelurahan\s*/\s*desa|desa|kelurahan|ds)"
KECAMATAN = r"(?:kecamatan|kec)"
_ANY = rf"(?:{DESA}|{KECAMATAN}|dusun|dsn|rw|rt)"
NAME = r"[\s.:]*\b([a-z][a-z' ]*?)"
NUMBER = r"[\s.:]*(\d{1,3})"
_PIECE = rf"(?:(?:{DESA}|{KECAMATAN}|dusun|dsn)\b{NAME}|(?:rw|rt)\b{NUMBER})"
NAMES_A_PLACE = rf"(?i)^{_PIECE}(?:[\s,;/-]+{_PIECE})*\s*:?$"
BEGINS_LIKE_ONE = rf"(?i)^(?:{_ANY}|kel|lingkungan)\b"
END = rf"(?:[\s,;/-]+{_ANY}\b.*)?\s*:?$"
_NUMBERED = r"(?i)^([a-z]|[ivx]+|\d{1,2})[.)]+\s*"
_AROUND = r"^[\s*#=_~\x{2013}\x{2014}-]+|[\s*#=_~\x{2013}\x{2014}-]+$"
_CALLED = rf"(?i)^(?:wilayah\s+({DESA}|{KECAMATAN})\b|nama\s+({DESA}|{KECAMATAN}|dusun)\s*:)"
_PEOPLE = r"(?i)[\s:;,=-]*\(?\s*\b\d{1,4}\s*(?:orang|org|jiwa|peserta|anggota)\b[\s.)]*:?$"
_IN_BRACKETS = rf"(?i)\s*\(\s*({_ANY}\b[^()]*)\)$"
_WHOM = (
    r"\b(?:(?:daftar|data|nama|para|calon|peserta|penerima|unsur|segmen|kategori|golongan|anggota"
    r"|pengurus|ketua|dan|serta|se)\b ?)+"
)
"""Words before those of a segment, between them, or in place of a stroke."""
_COUNTED = r"^(?:[ivx]+|[a-h]|\d{1,2}) "
_HEAD = r"(?i)[\s,;(\x{2013}-]*\b(?:ketua|koordinator|koord|pengurus|pendamping|kontak|cp|pj)\b[^:()]{0,30}:.*$"
"""Who heads the group of the row: nothing of the people below."""
_OF_A_GROUP = (
    r"(?i)^(?:kelompok|kel[\s.]+(?:tani|ternak|nelayan|wanita|usaha)|poktan|gapoktan|pokdakan|kub|kwt|paguyuban|koperasi)"
    r"\b[^:;,/]*?[\s,;-]+"
    rf"((?:{DESA}|{KECAMATAN})\b.*)$"
)
_JOB_IN = r"\(([^()]+)\)"
_JOB_BEHIND = r"(?::|\s[\x{2013}-]+)\s+([^():-]+)$"
_A_GROUP = r"(?i)^\W*(?:kelompok|kel\.?\s+tani|klp|poktan|gapoktan|pokdakan|kub|kwt)\b"
_PLACE_ALONE = rf"(?i)^\s*(?:{DESA}|{KECAMATAN})\b{NAME}\s*$"
_HEADED_BY = r"(?i)^\W*(?:ketua|koordinator|pendamping|penyuluh|pj)\b[^:]{0,20}:"
WORDS = "group_words"
"""Column of what `with_group_words` has read."""


def word(field: str) -> pl.Expr:
    """A field of what `with_group_words` has read."""
    return pl.col(WORDS).struct.field(field)


def with_group_words(rows: pl.DataFrame, where: pl.Expr | None = None) -> pl.DataFrame:
    """`rows` with `WORDS`: what is `said` in each, and what that means; of the rows `where` holds of.

    `placed` are the words of a place, `segment` a code, `job` the words of a job. `work` is true where a segment or a
    job is all that is said, `of_group` for a group of farmers, fishers or traders. Each distinct text is read once, one
    step after another: as one expression, all of this takes polars seconds to plan.
    """
    told = _said() if where is None else pl.when(where).then(_said())
    said = rows.select(told.alias("said"))
    known = _read(said.drop_nulls().unique())
    return rows.with_columns(said.join(known, on="said", how="left", maintain_order="left").to_struct(WORDS))


def is_of_group(field: str) -> pl.Expr:
    """True of a cell beside the name of a group that says where it is, or who is at its head."""
    cell = pl.col(f"{field}_text")
    beside = cell.str.contains(_PLACE_ALONE) | cell.str.contains(_HEADED_BY)
    return (pl.col("lead").str.contains(_A_GROUP) & beside).fill_null(False)


def _read(said: pl.DataFrame) -> pl.DataFrame:
    text = pl.col("said")
    read = said.with_columns(
        _place_words(text).alias("bare"),
        text.str.replace(_HEAD, "").alias("headless"),
        text.str.replace(_JOB_IN, "").str.replace(_JOB_BEHIND, "").alias("before"),
    )
    read = read.with_columns(
        _job_beside(text).alias("beside"),
        _job_beside(pl.col("headless")).alias("its_job"),
        pl.col("headless").str.replace(_JOB_IN, "").str.replace(_JOB_BEHIND, "").alias("jobless"),
        words_of(pl.col("bare")).alias("words"),
        words_of(_place_words(pl.col("before"))).alias("words_before"),
    )
    group = pl.when(pl.col("its_job").is_not_null()).then("jobless").otherwise("headless")
    read = read.with_columns(
        _place_words(group).str.extract(_OF_A_GROUP).str.strip_chars(" ,;-").alias("group"),
        pl.when(pl.col("beside").is_null()).then("words").otherwise("words_before").alias("of_segment"),
        job_alone(pl.col("words")).alias("job"),
    ).with_columns(_segment(pl.col("of_segment")).alias("segment"))
    rentan = pl.when(pl.col("segment") == "pekerja_rentan").then("beside")
    of_group = pl.col("group").is_not_null()
    return read.select(
        "said",
        pl.coalesce("group", "bare").alias("placed"),
        "segment",
        pl.when(of_group).then("its_job").otherwise(pl.coalesce("job", rentan)).alias("job"),
        (~of_group & (pl.col("segment").is_not_null() | pl.col("job").is_not_null())).alias("work"),
        of_group.alias("of_group"),
    )


def _said() -> pl.Expr:
    """The words of a row without a NIK: its first cell, but the name where that cell is a number ("A", "II", "3").

    A number before the words in the same cell ("II. DESA X", "10). DESA X") is left out. Behind a group of farmers
    stands its place, which another cell of the row may name.
    """
    lead, nik, name = pl.col("lead"), pl.col("nik_text"), pl.col("name_text")
    numbered = lead.str.contains(r"(?i)^([a-z]|[ivx]+|\d{1,3})[.)]?$").fill_null(False)
    said = pl.when(nik.is_not_null()).then(nik).when(numbered).then(name).otherwise(lead)
    beside = pl.coalesce(
        pl.when(pl.col(f"{field}_text").str.contains(_PLACE_ALONE)).then(f"{field}_text") for field in FIELDS
    )
    of_group = nik.is_null() & lead.str.contains(_A_GROUP) & (beside != lead)
    return pl.when(of_group).then(pl.format("{}, {}", lead, beside)).otherwise(said.str.replace(_NUMBERED, ""))


def _place_words(said: pl.Expr) -> pl.Expr:
    """The words of a group row without what says nothing of the place.

    That is stars and dashes around them, WILAYAH or NAMA (DESA : X) before them, and the number of people and our own
    regency behind them. A part in brackets is one like the others; KEL. before an official kelurahan is no kelompok.
    """
    bare = (
        said.str.replace_all(_AROUND, "")
        .str.replace(_CALLED, "${1}${2} ")
        .str.replace(_PEOPLE, "")
        .str.replace(_own_regency(), "")
        .str.replace(_IN_BRACKETS, ", $1")
    )
    of_kelurahan = letters_of(bare.str.extract(rf"(?i)^kel\b{NAME}{END}")).is_in(_kelurahan())
    return pl.when(of_kelurahan).then(bare.str.replace(r"(?i)^kel\b", "kelurahan")).otherwise(bare)


def _job_beside(said: pl.Expr) -> pl.Expr:
    """The words of a job in brackets, or behind a dash: DESA X (PETANI TEMBAKAU)."""
    return pl.coalesce(job_alone(words_of(said.str.extract(pattern))) for pattern in (_JOB_IN, _JOB_BEHIND))


def _segment(said: pl.Expr) -> pl.Expr:
    """The code of the segment whose words are said; RT alone may be where people live, KETUA RT is who they are."""
    bare = said.str.replace(_COUNTED, "").str.replace_all(_WHOM, "").str.strip_chars()
    alone = said.is_in(["rt", "rw"])
    return pl.when(~alone).then(bare.replace_strict(_segments(), default=None, return_dtype=pl.String))


@cache
def _segments() -> dict[str, str]:
    """Segment by its words, without those that say whom of it; not by words that are left of several."""
    said = {(re.sub(_WHOM, "", words(said)).strip(), code) for said, code in reference("segment_words").iter_rows()}
    known = dict(sorted(said | {("rt", "rt_rw"), ("rw", "rt_rw")}))
    known |= {words(said): code for said, code in reference("segment_words").iter_rows()}
    known.pop("", None)
    return known


@cache
def _own_regency() -> str:
    name = reference("regions").filter(pl.col("code") == HOME_REGENCY)["name"].item().removeprefix("Kabupaten ")
    return rf"(?i)[\s,;/-]+kab(?:upaten)?[\s.:]+{name}$"


@cache
def _kelurahan() -> list[str]:
    """Names of the kelurahan of the official list, as letters only."""
    names = reference("regions").filter(pl.col("level") == "kelurahan").select(letters_of(pl.col("name")))
    return names["name"].unique().to_list()
