"""What is declared and what was received, as small tables that every rival is given."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from flows.programme.money.contributions import contribution_terms, share_of
from schemas.reference import HOME_REGENCY, in_force, reference
from schemas.text import letters_of, words_of

FIRST_DAY = date(2022, 9, 1)
BORN_65_YEARS_AGO = date(1957, 9, 1)
NEWEST_YEAR = FIRST_DAY.year - 2000
"""Two digits of a year up to these are of this century."""
CELLS = {
    "NO": "number", "NIK": "nik_text", "NAMA LENGKAP": "name_text", "TEMPAT LAHIR": "birth_place_text",
    "TANGGAL LAHIR": "birth_date_text", "JENIS KELAMIN": "sex_text", "ALAMAT": "address_text", "DESA": "desa_text",
    "KECAMATAN": "kecamatan_text", "KABUPATEN": "regency_text", "PEKERJAAN": "occupation_text",
    "JENIS KEPESERTAAN": "segment_text",
}  # fmt: skip
"""The columns of the rosters, and how the rivals call them."""
FILLED = tuple(name for name in CELLS.values() if name != "number")
"""The cells that count for completeness."""
REFUSALS = (
    "NIK_MISSING", "NIK_SCIENTIFIC", "NIK_FORMAT", "NIK_TEMPORARY", "NIK_PROVINCE_UNKNOWN", "NIK_DATE_IMPOSSIBLE",
    "NIK_SERIAL_ZERO", "NAME_MISSING", "DECEASED", "BIRTH_DATE_UNREADABLE", "AGE_OVER_MAXIMUM", "OUTSIDE_REGENCY",
    "PLACE_UNKNOWN", "CIVIL_SERVANT",
)  # fmt: skip
ADVICE = (
    "BIRTH_DATE_DIFFERS_FROM_NIK", "BIRTH_DATE_DAY_MONTH_SWAPPED", "BIRTH_DATE_FROM_NIK", "SEX_DIFFERS_FROM_NIK",
    "NIK_FOREIGN_REGION", "OCCUPATION_UNKNOWN", "PLACE_GUESSED",
)  # fmt: skip
RULES = {code: 1 << place for place, code in enumerate((*REFUSALS, *ADVICE))}
"""The rules that the dirt breaks, each with its bit: rivals keep what a row breaks in one number."""
REFUSED = sum(RULES[code] for code in REFUSALS)
HOME = int(HOME_REGENCY.replace(".", ""))
SAID = {**RULES, "refused": REFUSED, "home": HOME, "newest": NEWEST_YEAR}
"""What the scripts in SQL are told by name."""
OUTPUTS = {
    "covered": (
        "nik", "name", "sex", "birth_date", "occupation", "segment", "funding_source", "kecamatan_code", "desa_code",
        "jkk_rp", "jkm_rp", "contribution_rp", "source_file", "source_row",
    ),
    "totals": (
        "segment", "funding_source", "kecamatan_code", "workers", "jkk_rp", "jkm_rp", "contribution_rp",
    ),
    "reasons": ("source_file", "source_row", "code"),
    "duplicates": ("source_file", "source_row", "winner_source_file", "winner_source_row", "kind"),
}  # fmt: skip
"""The files that a rival writes, and their columns."""


@dataclass(frozen=True)
class Declared:
    """`desa`: `kecamatan_key`, `kecamatan_code`, `desa_key`, `desa_code`. `occupations`: `words`, `occupation`,
    `civil_servant`. `segments`: `words`, `segment`. `sexes`: `words`, `sex`. `months`: `words`, `month`. `provinces`:
    `province`. `terms`: a row a segment, with its limits, purse and rupiah. `rules`: `code` and its `bit`."""

    desa: pl.DataFrame
    occupations: pl.DataFrame
    segments: pl.DataFrame
    sexes: pl.DataFrame
    months: pl.DataFrame
    provinces: pl.DataFrame
    terms: pl.DataFrame
    rules: pl.DataFrame

    @property
    def listed_provinces(self) -> str:
        """The provinces as SQL lists them."""
        return ", ".join(map(str, self.provinces["province"]))


def declared() -> Declared:
    """What `schemas/` says of the month, in the words that cells are compared by."""
    return Declared(
        desa=_desa(),
        occupations=_occupations(),
        segments=_in_words("segment_words", "words", "segment"),
        sexes=_in_words("sex_words", "spelling", "sex"),
        months=_in_words("month_names", "spelling", "month"),
        provinces=_provinces(),
        terms=_terms(),
        rules=pl.DataFrame({"code": list(RULES), "bit": list(RULES.values())}),
    )


def received(raw: Path, paths: Iterable[Path]) -> pl.DataFrame:
    """A row a file: its number `file`, `path`, `source_file`, `sender`, and its ranks among files: `received_rank` (the
    latest first) and `hash_rank`."""
    found = [(str(path), path.relative_to(raw).as_posix(), path.stat().st_mtime_ns, _sha256(path)) for path in paths]
    files = pl.DataFrame(found, schema=["path", "source_file", "received", "file_sha256"], orient="row")
    return files.with_row_index("file").select(
        pl.col("file").cast(pl.Int32),
        "path",
        "source_file",
        pl.col("source_file").str.split("/").list.get(2).alias("sender"),
        pl.col("received").rank("dense", descending=True).cast(pl.Int32).alias("received_rank"),
        pl.col("file_sha256").rank("ordinal").cast(pl.Int32).alias("hash_rank"),
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _desa() -> pl.DataFrame:
    regions = reference("regions")
    kecamatan = regions.filter(pl.col("level") == "kecamatan", pl.col("parent") == HOME_REGENCY)
    return (
        regions.filter(pl.col("level").is_in(["desa", "kelurahan"]))
        .select(letters_of(pl.col("name")).alias("desa_key"), desa_code="code", kecamatan_code="parent")
        .join(kecamatan.select(letters_of(pl.col("name")).alias("kecamatan_key"), kecamatan_code="code"),
              on="kecamatan_code")
    )  # fmt: skip


def _provinces() -> pl.DataFrame:
    codes = reference("regions").filter(pl.col("level") == "province")
    return codes.select(pl.col("code").cast(pl.Int64).alias("province"))


def _occupations() -> pl.DataFrame:
    known = reference("occupations")
    spelt = [known.select("occupation", words="label"), reference("occupation_synonyms").rename({"spelling": "words"})]
    return (
        pl.concat([frame.select(words_of(pl.col("words")), "occupation") for frame in spelt])
        .unique("words", keep="last", maintain_order=True)
        .join(known.select("occupation", "civil_servant"), on="occupation")
    )


def _in_words(table: str, spelling: str, code: str) -> pl.DataFrame:
    return reference(table).select(words_of(pl.col(spelling)).alias("words"), code).unique("words", keep="last")


def _terms() -> pl.DataFrame:
    """A row a segment: `precedence`, what it asks, its purse, and JKK, JKM and both together in whole rupiah."""
    prices = contribution_terms(FIRST_DAY).select(
        "segment",
        "funding_source",
        *(
            pl.coalesce(f"{part}_flat_rp", share_of("base_rp", f"{part}_ppm")).alias(f"{part}_rp")
            for part in ("jkk", "jkm")
        ),
    )
    asked = in_force("segments", FIRST_DAY).select(
        "segment", "precedence", "residence_required", "occupation_required",
        pl.col("age_below").is_not_null().alias("age_limited"),
    )  # fmt: skip
    return asked.join(prices, on="segment").with_columns((pl.col("jkk_rp") + pl.col("jkm_rp")).alias("contribution_rp"))
