"""Rulings as the night hears them: read, named, and refused where they cannot hold whatever was received."""

import hashlib
from collections.abc import Sequence
from datetime import date

import polars as pl

from flows.review.rulings.contradictions import contradicted, row_claims
from schemas.columns import field_label
from schemas.reasons import REASONS
from schemas.reference import reference
from schemas.rulings import HEADINGS, KINDS, WAIVABLE
from schemas.tables.cells import FIELDS, LARGEST_EXACT
from schemas.tables.decisions import DECISIONS
from schemas.text import words, words_of

_NOISE = r"[\s'`’.\-\u00a0\u200b]"
_PARTS = r"^(\d{1,4})[\s./-]+(\d{1,2}|[a-z]+)[\s./-]+(\d{1,4})(?:[ t]\d\d?:.*)?$"
_TITLES = ("h", "hj", "dr", "drs", "dra", "drg", "ir", "prof", "bapak", "bpk", "pak", "ibu", "bu", "sdr", "sdri")
_LABELS = {words(said): field for field in FIELDS for said in (field, field_label(field))}

UNAPPROVED = "Perlu orang kedua: isi Disetujui oleh dengan nama lengkap orang lain dari yang memutuskan."
EXPIRED = "Sudah tidak berlaku pada bulan ini; putuskan lagi bila masih benar."


def heard(rulings: pl.DataFrame, month: date) -> pl.DataFrame:
    """The rulings (`schemas.rulings.RULINGS`) in the columns of the `decisions` table, one row each.

    `status` and `why` are filled where tonight's rows do not matter: invalid, when it cannot be read; expired, when it
    ended before the first day of `month`; unapproved, when it needs a second person and has none. Null: in force so
    far.

    `decision_id` names a ruling by what it says, wherever it is written: the same said twice is one ruling, that of the
    first file and row.
    """
    if rulings.is_empty():
        return DECISIONS.empty()
    read = _named(_read(rulings))
    refused = pl.coalesce(*_invalid(), pl.lit(None, pl.String))
    second = pl.col("ruling").is_in([name for name, kind in KINDS.items() if kind.second_person])
    judged = read.with_columns(refused.alias("why")).with_columns(
        pl.when(pl.col("why").is_not_null()).then(pl.lit("invalid"))
        .when(pl.col("expires_on") < month).then(pl.lit("expired"))
        .when(second & _one_person()).then(pl.lit("unapproved"))
        .alias("status")
    )  # fmt: skip
    whys = pl.col("status").replace_strict(
        {"expired": EXPIRED, "unapproved": UNAPPROVED}, default=None, return_dtype=pl.String
    )
    return judged.with_columns(
        pl.coalesce("why", whys).alias("why"), pl.lit([], pl.List(pl.String)).alias("rows_touched")
    ).select(pl.col(name).cast(dtype) for name, dtype in DECISIONS.dtypes.items())


def accepted_values(decisions: pl.DataFrame) -> pl.DataFrame:
    """`row_id`, `field` and `value` of the cells that rulings in force say should be read otherwise."""
    in_force = decisions.filter(pl.col("status").is_null())
    refused = contradicted(row_claims(in_force))["decision_id"]
    accepted = in_force.filter(pl.col("ruling") == "accept_value", ~pl.col("decision_id").is_in(refused.implode()))
    return accepted.select("row_id", pl.col("column").alias("field"), "value").unique(maintain_order=True)


def excluded_files(decisions: pl.DataFrame) -> frozenset[str]:
    """The files that rulings in force exclude, each by its place below raw/ or by its SHA-256."""
    in_force = decisions.filter(pl.col("status").is_null(), pl.col("ruling") == "exclude_file")
    return frozenset(in_force["file"])


def _read(rulings: pl.DataFrame) -> pl.DataFrame:
    """Words in one form and days read; words that are not known stay as they came, days that are none are null."""
    kind = words_of(pl.col("ruling")).str.replace_all(" ", "_", literal=True)
    field = words_of(pl.col("column")).replace_strict(_LABELS, default=None, return_dtype=pl.String)
    place = pl.col("file").str.replace_all("\\", "/", literal=True).str.replace(r"^(\./)?(raw/)?", "")
    digest = pl.col("file").str.to_lowercase()
    return rulings.with_columns(
        pl.when(kind.is_in(list(KINDS))).then(kind).otherwise("ruling").alias("ruling"),
        pl.coalesce(field, "column").alias("column"),
        pl.col("code").str.to_uppercase(),
        pl.when(digest.str.contains(r"^[0-9a-f]{64}$")).then(digest).otherwise(place).alias("file"),
        pl.col("nik", "other_nik").str.replace_all(_NOISE, ""),
        *(_day(rulings[name]).alias(name) for name in ("decided_on", "expires_on")),
    )


def _day(texts: pl.Series) -> pl.Series:
    """Days written 2023-09-12, 12-09-2023, 12/9/2023, 12.09.2023 or 12 September 2023; a year has four digits."""
    months = reference("month_names")
    parts = pl.col("text").str.to_lowercase().str.extract_groups(_PARTS).struct.rename_fields(["first", "b", "third"])
    first, third = pl.col("first"), pl.col("third")
    month = pl.col("b").replace_strict(months["spelling"], months["month"].cast(pl.String), default=pl.col("b"))
    written = (
        pl.when(first.str.len_chars() == 4)
        .then(pl.format("{}-{}-{}", first, month, third))
        .when(third.str.len_chars() == 4)
        .then(pl.format("{}-{}-{}", third, month, first))
    )
    read = texts.alias("text").to_frame().select(parts.alias("parts")).unnest("parts").select(written.alias("written"))
    return read["written"].str.to_date("%Y-%m-%d", strict=False)


def _named(read: pl.DataFrame) -> pl.DataFrame:
    """One row a `decision_id`. A file that could not be read is named by its place and what is wrong with it."""
    said = read.select("trouble", pl.when(pl.col("trouble").is_not_null()).then("source_file").alias("of"), *HEADINGS)
    ids = [hashlib.sha256("\0".join(str(cell) for cell in row).encode()).hexdigest()[:12] for row in said.iter_rows()]
    named = read.with_columns(pl.Series("decision_id", ids, dtype=pl.String))
    return named.sort("source_file", "source_row").unique("decision_id", keep="first", maintain_order=True)


def _invalid() -> list[pl.Expr]:
    """Why a ruling cannot be read, in a sentence; the first that holds counts."""
    ruling, code, column = pl.col("ruling"), pl.col("code"), pl.col("column")
    target = (ruling == "waive_reason") & pl.col("row_id").is_null() & pl.col("nik").is_null()
    cases = [
        (~ruling.is_in(list(KINDS)), f"Keputusan tidak dikenal; yang ada: {', '.join(KINDS)}."),
        *(
            ((ruling == kind.name) & pl.col(need).is_null(), f"Kolom {HEADINGS[need]} kosong.")
            for kind in KINDS.values()
            for need in kind.needs
        ),
        (target, "Isi NIK atau ID baris."),
        *(
            (~pl.col(name).str.contains(r"^[0-9]{16}$"), f"{HEADINGS[name]} bukan 16 angka; tulis sebagai teks.")
            for name in ("nik", "other_nik")
        ),
        *(
            (_eaten(name), f"Sel {HEADINGS[name]} berupa bilangan: Excel menghapus angka ke-16; tulis sebagai teks.")
            for name in ("nik", "other_nik")
        ),
        (ruling.str.ends_with("same_person") & (pl.col("nik") == pl.col("other_nik")), "NIK dan NIK lain sama."),
        ((ruling == "waive_reason") & ~code.is_in(list(REASONS)), "Kode tidak dikenal; daftarnya: payung reasons."),
        (
            (ruling == "waive_reason") & ~code.is_in(sorted(WAIVABLE)),
            "Alasan dengan kode ini tidak dapat dikesampingkan: perbaiki selnya, atau pakai keputusan lain.",
        ),
        (
            (ruling == "accept_value") & ~column.is_in(list(FIELDS)),
            f"Kolom tidak dikenal; yang ada: {_listed(FIELDS)}.",
        ),
        *((pl.col(name).is_null(), f"Kolom {HEADINGS[name]} kosong.") for name in ("reason", "decided_by")),
        *(
            (pl.col(name).is_null(), f"{HEADINGS[name]} kosong atau tidak terbaca; tulis seperti 31-12-2023.")
            for name in ("decided_on", "expires_on")
        ),
        (pl.col("expires_on") < pl.col("decided_on"), "Berlaku sampai lebih awal daripada tanggal keputusan."),
    ]
    return [pl.col("trouble"), *(pl.when(broken).then(pl.lit(said)) for broken, said in cases)]


def _listed(fields: Sequence[str]) -> str:
    return ", ".join(field_label(field) for field in fields)


def _eaten(name: str) -> pl.Expr:
    """A number whose last digit a spreadsheet may have made: as of a roster's NIK."""
    number = pl.col(name).cast(pl.UInt64, strict=False)
    return pl.col(f"{name}_is_number") & ((number % 10 == 0) | (number > LARGEST_EXACT))


def _one_person() -> pl.Expr:
    """True where nobody else approved: case, spaces, titles and degrees aside, one name is part of the other.

    A nickname beside a whole name counts as one person, for a second person can always write the whole name.
    """
    decided, approved = (
        words_of(pl.col(name).str.replace(r",.*$", "")).str.split(" ").list.eval(
            pl.element().filter(~pl.element().is_in(_TITLES) & (pl.element() != ""))).list.unique()
        for name in ("decided_by", "approved_by")
    )  # fmt: skip
    shorter = pl.min_horizontal(decided.list.len(), approved.list.len())
    return (decided.list.set_intersection(approved).list.len() == shorter).fill_null(True)
