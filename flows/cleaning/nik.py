"""The NIK cell: what it is, and what the number itself says.

A NIK is PP KK CC DDMMYY SSSS: region of first issue, birth date (women: day + 40), serial from 0001 (DOMAIN 3).
"""

from collections.abc import Iterable
from datetime import date

import polars as pl

from flows.cleaning.dates import calendar_date
from schemas.reference import HOME_REGENCY, reference
from schemas.tables.cells import LARGEST_EXACT

_NOISE = r"[\s'`’‘\"_\-\u0301\u2010-\u2015\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00a0]"
"""What stands in or around a number and says nothing, beside points and commas; U+0301 is what NFKC makes of a ´."""
_AS_TEXT = r'^\s*="(.*)"\s*$'
_MARK = r"\p{No}"
"""Small and ringed digits are marks of footnotes, which NFKC would make digits of the number."""
_PREFIX = r"(?i)^[.,:;=*/()\[\]]*(?:(?:nik|e?ktp|nomor|no)[.,:;=*/()\[\]]*)*"
_SUFFIX = r"(?i)(?:\((?:sdh|sudah)?(?:e?ktp(?:el)?|ok|valid|padan|sesuai|benar)\))?[.,:;=*/()\[\]]*$"
"""What may stand behind it: that the card is an electronic one, or that somebody has looked at it."""
_IN_PARTS = r"^([0-9]{6})/([0-9]{6})/([0-9]{4})$"
_DECIMAL_TAIL = r"^(?:([0-9]+)[.,]0+|([0-9]{1,3}(?:\.[0-9]{3})+),0{1,2}|([0-9]{1,3}(?:,[0-9]{3})+)\.0{1,2})$"
"""Decimals of a whole number, which are none of its digits."""
_IN_THOUSANDS = r"^[0-9](?:(?:\.[0-9]{3}){4}\.[0-9]{2}|(?:,[0-9]{3}){4},[0-9]{2})0$"
"""As a spreadsheet shows a number of sixteen digits, of which it holds fifteen."""
_SIXTEEN = r"^[0-9]{16}$"
_NONE = (
    r"(?i)^\W*$|^0+$"
    r"|^\W*((belum|blm|tidak|tdk|tak)\s+(ada|punya|memiliki|mempunyai|tahu)\b.*|kosong|nihil|menyusul|null|none|n/?a|#n/a)\W*$"
)
"""What people write where there is no NIK."""
_ALL_ONES = 1_111_111_111_111_111
"""Typed for no number; every other digit so often makes no NIK, this one would be of Aceh."""
_LETTERS_FOR_DIGITS = str.maketrans("OoQDIiLl|!SsBZz", "000011111155822")
"""Letters that are taken for digits when a number is copied by eye."""
_SCIENTIFIC = r"^[0-9]([.,][0-9]+)?[eE]\+?[0-9]{1,2}$"
_OLDEST = 100
"""Century rule: 19YY unless that makes the person older than this in the month, then 20YY (DOMAIN 3)."""
_TULUNGAGUNG = pl.lit(HOME_REGENCY)


def read_nik(cells: pl.DataFrame, month: date, regency: pl.Expr = _TULUNGAGUNG) -> pl.DataFrame:
    """`cells` with `nik_form`, and for a `complete` NIK alone `nik`, `nik_key` (UInt64) and what the number says.

    Only reversible damage is mended: apostrophes, spaces, dots, dashes, zero-width characters, full-width digits, the
    words NIK, KTP or No in front, brackets and marks around, and decimals behind. The form is the first that holds of:
    blank; scientific (3,50E+15: digits lost); truncated (a number ending in 0 or beyond 2^53: Excel keeps 15 digits);
    other (not 16 digits); temporary (village systems begin them with 0); province_unknown; date_impossible;
    serial_zero; complete.

    It says: `nik_birth_date`, `nik_sex` and `nik_region_form` (home: of the row's `regency`; foreign; unknown: a former
    province, or a region missing from the official list where that list is held, see `schemas/reference/regions.csv`).
    """
    return (
        with_digits(cells)
        .with_columns(_dates(month).alias("nik_birth_date"))
        .with_columns(_form().alias("nik_form"))
        .with_columns(
            pl.when(pl.col("nik_form") == "complete").then(said).alias(name)
            for name, said in {
                "nik": pl.col("digits"),
                "nik_key": pl.col("nik_key"),
                "nik_birth_date": pl.col("nik_birth_date"),
                "nik_sex": pl.when(_day_code() > 40).then(pl.lit("P")).otherwise(pl.lit("L")),
                "nik_region_form": _region_form(regency),
            }.items()
        )
        .drop("digits")
    )


def with_digits(cells: pl.DataFrame) -> pl.DataFrame:
    """`cells` with `digits`, the NIK cell once reversible damage is mended, and `nik_key` where those are sixteen.

    `digits` is null where the cell is blank or says in words that there is no NIK. Text with decimals, or with points
    between its thousands and a 0 at its end, is a number that a program wrote out: `nik_is_number` is true of it too.
    """
    # Most cells are sixteen digits as they stand; only the others pay for mending.
    untidy = cells.select("nik_text").filter(~pl.col("nik_text").str.contains(_SIXTEEN)).unique()
    bare = (
        untidy["nik_text"]
        .str.replace_all(_MARK, "*")
        .str.normalize("NFKC")
        .str.replace(_AS_TEXT, "$1")
        .str.replace_all(_NOISE, "")
        .str.replace(_PREFIX, "")
        .str.replace(_SUFFIX, "")
        .str.replace(_IN_PARTS, "$1$2$3")
    )
    whole = bare.str.replace(_DECIMAL_TAIL, "$1$2$3")
    numbers = untidy.filter((whole != bare) | whole.str.contains(_IN_THOUSANDS))["nik_text"]
    digits = pl.col("nik_text").replace(untidy["nik_text"], whole.str.replace_all(r"[.,]", ""))
    none = untidy.filter(pl.col("nik_text").str.contains(_NONE))["nik_text"]
    key = pl.when(pl.col("digits").str.contains(_SIXTEEN)).then("digits").cast(pl.UInt64, strict=False)
    return cells.with_columns(
        pl.when(~pl.col("nik_text").is_in(none.implode())).then(digits).alias("digits"),
        pl.col("nik_is_number") | pl.col("nik_text").is_in(numbers.implode()).fill_null(value=False),
    ).with_columns(key.alias("nik_key"))


def lost_digits() -> pl.Expr:
    """True where a program took digits of the NIK: scientific notation, or a number that it cannot hold whole."""
    key = pl.col("nik_key")
    too_long = pl.when(key.is_null()).then("digits").str.contains(r"^[0-9]{17,}$").fill_null(value=False)
    eaten = ((key % 10 == 0) | (key > LARGEST_EXACT)).fill_null(value=False) | too_long
    return _is_scientific() | (pl.col("nik_is_number") & eaten)


def propose_niks(texts: Iterable[str | None], month: date) -> dict[str, str]:
    """The NIK that a refused cell may mean, by cell, where it is valid with each letter read as the digit it resembles.

    A proposal for the person who has the identity card; it is never applied.
    """
    read = {text: text.translate(_LETTERS_FOR_DIGITS) for text in texts if text and any(map(str.isalpha, text))}
    cells = pl.DataFrame(
        {"cell": list(read), "nik_text": list(read.values())}, schema_overrides={"nik_text": pl.String}
    )
    said = read_nik(cells.with_columns(pl.lit(False).alias("nik_is_number")), month).drop_nulls("nik")
    return dict(said.select("cell", "nik").iter_rows())


def _form() -> pl.Expr:
    digits, key = pl.col("digits"), pl.col("nik_key")
    provinces = _regions("province").cast(pl.UInt64).implode()
    cases = {
        "blank": digits.is_null() | (digits == "") | (key == _ALL_ONES),
        "scientific": _is_scientific(),
        "truncated": lost_digits(),
        "other": key.is_null(),
        "temporary": key < 10**15,
        "province_unknown": ~(key // 10**14).is_in(provinces),
        "date_impossible": pl.col("nik_birth_date").is_null(),
        "serial_zero": key % 10**4 == 0,
    }
    return pl.coalesce(*(pl.when(holds).then(pl.lit(form)) for form, holds in cases.items()), pl.lit("complete"))


def _is_scientific() -> pl.Expr:
    odd = pl.when(pl.col("nik_key").is_null()).then("nik_text")
    return odd.str.strip_chars("' ").str.contains(_SCIENTIFIC).fill_null(value=False)


def _day_code() -> pl.Expr:
    return pl.col("nik_key") // 10**8 % 100


def _dates(month: date) -> pl.Expr:
    """29 February is tried in both centuries, since 1900 had none."""
    key = pl.col("nik_key")
    day = pl.when(_day_code() > 40).then(_day_code() - 40).otherwise(_day_code()).cast(pl.Int32)
    born_in, year = (key // 10**6 % 100).cast(pl.Int32), (key // 10**4 % 100).cast(pl.Int32)
    early, late = (calendar_date(year + century, born_in, day) for century in (1900, 2000))
    recent_enough = early >= date(month.year - _OLDEST - 1, month.month, 1)
    return pl.when(recent_enough).then(early).otherwise(pl.coalesce(late, early))


def _region_form(regency: pl.Expr) -> pl.Expr:
    """The official list is held for provinces, and for the regencies of East Java.

    It has the kecamatan of those too; a number of another regency is not held against them, for there kecamatan that
    are no more have given NIKs of which nobody here knows.
    """
    region, home = pl.col("nik_key") // 10**10, regency.str.replace_all(".", "", literal=True).cast(pl.UInt64)
    former = reference("regions").filter(pl.col("level") == "province", pl.col("valid_to").is_not_null())
    unknown = (
        (region // 10**4).is_in(former["code"].cast(pl.UInt64).implode())
        | ((region // 10**4 == 35) & ~(region // 100).is_in(_regions("regency").implode()))
        | ((region // 100 == home) & ~region.is_in(_regions("kecamatan").implode()))
    )
    return (
        pl.when(unknown)
        .then(pl.lit("unknown"))
        .when(region // 100 == home)
        .then(pl.lit("home"))
        .otherwise(pl.lit("foreign"))
    )


def _regions(level: str) -> pl.Series:
    codes = reference("regions").filter(pl.col("level") == level)["code"]
    return codes.str.replace_all(".", "", literal=True).cast(pl.UInt64)
