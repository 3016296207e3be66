"""Rows of answers from outside to typed rows, and why a row cannot be used."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from flows.cleaning.answer_cells import member_numbers
from flows.cleaning.answer_kinds import read_aid, read_bill, read_claims, read_dukcapil, read_members, read_payment
from flows.cleaning.nik import lost_digits, with_digits
from schemas.answers import Kind
from schemas.text import words_of

_TOTAL = r"^(sub ?)?(total|grand total|jumlah|jml)\b"
_SOMEBODY = r"\d{10}|(?i)\d[.,]?\d*e\+?\d"
"""A NIK cell that stands for somebody, however damaged; totals and the numbers of columns have fewer digits."""

ANOTHER_KIND = "Lembar ini jenis lain dari lembar pertama; pisahkan ke berkas sendiri."
TOTAL_ROW = "Baris jumlah."
NO_NIK = "Tanpa NIK."
NOBODY = "Tanpa NIK dan tanpa nomor peserta."
NIK_LOST_DIGITS = "NIK berupa bilangan yang kehilangan angka; tulis sebagai teks."
NIK_NOT_WHOLE = "NIK bukan 16 angka."
NO_KPJ = "Nomor peserta (KPJ) kosong atau bukan 8-13 angka."
NO_MONTH = "Bulan iuran (BLTH) tidak terbaca, juga tidak di judul."
NO_AMOUNT = "Jumlah rupiah tidak terbaca."
NO_OUTCOME = "Hasil pemadanan tidak dikenal."
NO_PROGRAMME = "Program (JKK, JKM, beasiswa) tidak dikenal."


@dataclass(frozen=True, slots=True)
class _Reading:
    """How a kind is read: `read` adds its typed columns, `unused` says why a row cannot be used, the first that holds
    counting."""

    read: Callable[[pl.DataFrame], pl.DataFrame]
    unused: tuple[tuple[pl.Expr, str], ...]


def understood(cells: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    """The rows of a file in the columns of `kind.read`, each with `why` it cannot be used; null: it was understood.

    A NIK is sixteen digits, mended as in rosters: whether it can be anybody's is judged where it meets the ledger.
    """
    reading = _READINGS[kind.name]
    typed = reading.read(_with_numbers(cells, kind))
    total = words_of(pl.col("lead")).str.contains(_TOTAL).fill_null(False)
    whys = [(pl.col("of_another_kind"), ANOTHER_KIND), (total, TOTAL_ROW), *reading.unused]
    why = pl.coalesce(*(pl.when(holds).then(pl.lit(said)) for holds, said in whys), pl.lit(None, pl.String))
    return typed.with_columns(why.alias("why")).select(*kind.read.names(), "why")


def _with_numbers(cells: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    """`nik` and `kpj` where the kind has them, and what is wrong with a NIK that is null."""
    nik = with_digits(cells).with_columns(lost_digits().fill_null(False).alias("nik_lost_digits"))
    whole = pl.col("nik_key").is_not_null() & ~pl.col("nik_lost_digits")
    numbered = nik.with_columns(pl.when(whole).then("digits").alias("nik"), pl.col("name_text").alias("name"))
    if "kpj" not in kind.fields:
        return numbered
    return numbered.with_columns(member_numbers(cells["kpj_text"]).alias("kpj"))


_BY_NIK = (
    (pl.col("digits").fill_null("") == "", NO_NIK),
    (pl.col("nik_lost_digits"), NIK_LOST_DIGITS),
    (pl.col("nik").is_null(), NIK_NOT_WHOLE),
)
_SAYS_SOMEBODY = pl.col("nik_text").str.contains(_SOMEBODY).fill_null(False)
_NOBODY = (~_SAYS_SOMEBODY & pl.col("kpj").is_null(), NOBODY)
_READINGS = {
    "dukcapil": _Reading(read_dukcapil, (*_BY_NIK, (pl.col("outcome").is_null(), NO_OUTCOME))),
    "members": _Reading(read_members, (*_BY_NIK, (pl.col("kpj").is_null(), NO_KPJ))),
    # What is billed counts, whatever a program did to the NIK of the line.
    "bill": _Reading(
        read_bill,
        (_NOBODY, (pl.col("month").is_null(), NO_MONTH), (pl.col("billed_rp").is_null(), NO_AMOUNT)),
    ),
    "payment": _Reading(
        read_payment,
        ((pl.col("paid_rp").is_null(), NO_AMOUNT), (pl.col("month").is_null(), NO_MONTH)),
    ),
    "claims": _Reading(read_claims, (_NOBODY, (pl.col("programme").is_null(), NO_PROGRAMME))),
    "aid": _Reading(read_aid, _BY_NIK),
}


def row_account(read: pl.DataFrame) -> dict[str, Any]:
    """What became of a file's rows, in the columns of the `answer_files` table."""
    unused = read.filter(pl.col("why").is_not_null())
    counted = (
        unused.group_by("why").agg(pl.len().cast(pl.Int64).alias("rows")).sort("rows", "why", descending=[True, False])
    )
    where = unused.head(1).select(pl.format("{} baris {}", "sheet", "source_row").str.strip_chars()).to_series()
    return {
        "rows_read": read.height,
        "rows_used": read.height - unused.height,
        "unused_rows": counted.to_dicts(),
        "first_unused": where.to_list()[0] if unused.height else None,
    }


def newest_results(read: pl.DataFrame) -> pl.DataFrame:
    """One answer of Dukcapil a NIK: the later answered, undated ones before all; then the later by file and row."""
    ordered = read.sort("answered_on", "source_file", "sheet", "source_row", nulls_last=False)
    return ordered.unique("nik", keep="last", maintain_order=True)


def newest_members(read: pl.DataFrame) -> pl.DataFrame:
    """One row a NIK and member number: of the same told twice the later membership, then the later by file and row."""
    ordered = read.sort("member_from", "source_file", "sheet", "source_row", nulls_last=False)
    return ordered.unique(["nik", "kpj"], keep="last", maintain_order=True)
