"""Rows of answers from outside to typed rows, and why a row cannot be used."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from flows.cleaning.answer_cells import amounts, day_of_titles, days, meanings, member_numbers, month_of_titles, months
from flows.cleaning.nik import lost_digits, with_digits
from schemas.answers import Kind
from schemas.tables.dukcapil_results import MATCHES
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


def _days(cells: pl.DataFrame, *names: str) -> list[pl.Series]:
    return [days(cells[f"{name}_text"]).alias(name) for name in names]


def _read_dukcapil(cells: pl.DataFrame) -> pl.DataFrame:
    """A field's match stands under its own heading, or under the plain name of the field as Dukcapil's service writes.

    Where only matches are answered, the NIK was found. A day of death alone says that the person died.
    """
    matches = [_match(cells, name).alias(name) for name in MATCHES]
    typed = cells.with_columns(
        *matches, *_days(cells, "died_on"), meanings(cells["outcome_text"], "outcome").alias("said")
    )
    answered = pl.coalesce(days(cells["answered_on_text"]), day_of_titles(cells["titles"]))
    matched = pl.any_horizontal(pl.col(*MATCHES).is_not_null()) & pl.col("outcome_text").is_null()
    outcome = (
        pl.when(pl.col("died_on").is_not_null()).then(pl.lit("deceased"))
        .when(matched).then(pl.lit("found"))
        .otherwise("said")
    )  # fmt: skip
    return typed.with_columns(outcome.alias("outcome"), answered.alias("answered_on"))


def _match(cells: pl.DataFrame, name: str) -> pl.Series:
    plain = cells[f"{name.removesuffix('_match')}_text"]
    # Under a plain heading the field itself may stand: only the words of an answer count there.
    answers = plain.to_frame().select(
        pl.when(words_of(pl.col(plain.name)).str.contains(r"\bsesuai\b")).then(plain.name)
    )
    said = cells[f"{name}_text"].to_frame("said").select(pl.coalesce("said", answers.to_series()))["said"]
    return meanings(said, "match").replace_strict({"true": True, "false": False}, return_dtype=pl.Boolean)


def _read_members(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.with_columns(_days(cells, "member_from"))


def _read_bill(cells: pl.DataFrame) -> pl.DataFrame:
    """A line is billed its total, or JKK and JKM together; its month is its own, else that of the titles."""
    named = {"wage": "wage_base_rp", "jkk": "jkk_rp", "jkm": "jkm_rp", "billed": "total_rp"}
    money = [amounts(cells[f"{field}_text"]).alias(name) for field, name in named.items()]
    billed = pl.coalesce("total_rp", pl.col("jkk_rp") + pl.col("jkm_rp"))
    return cells.with_columns(*money, _month(cells)).with_columns(billed.alias("billed_rp"))


def _read_payment(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.with_columns(
        *_days(cells, "paid_on"),
        _month(cells),
        amounts(cells["paid_text"]).alias("paid_rp"),
        meanings(cells["funding_source_text"], "funding_source").alias("funding_source"),
        pl.col("payment_code_text").alias("payment_code"),
    )


def _month(cells: pl.DataFrame) -> pl.Series:
    own, titled = months(cells["month_text"]), month_of_titles(cells["titles"])
    return pl.DataFrame({"month": own, "titled": titled}).select(pl.coalesce("month", "titled"))["month"]


def _read_claims(cells: pl.DataFrame) -> pl.DataFrame:
    """The programme is the row's own, else what the titles speak of; a claim with a day of payment is paid."""
    typed = cells.with_columns(
        *_days(cells, "event_on", "reported_on", "paid_on"),
        amounts(cells["claimed_text"]).alias("claimed_rp"),
        meanings(cells["programme_text"], "programme").alias("own"),
        meanings(cells["titles"], "programme").alias("titled"),
        meanings(cells["status_text"], "status").alias("said"),
        pl.col("claim_id_text").alias("claim_id"),
        pl.col("heir_text").alias("heir"),
    )
    status = pl.coalesce("said", pl.when(pl.col("paid_on").is_not_null()).then(pl.lit("paid")), pl.lit("reported"))
    return typed.with_columns(pl.coalesce("own", "titled").alias("programme"), status.alias("claim_status"))


def _read_aid(cells: pl.DataFrame) -> pl.DataFrame:
    """The programme is the row's own, else the first title, which on a list without titles is its sheet's name."""
    return cells.with_columns(
        *_days(cells, "received_on"),
        amounts(cells["amount_text"]).alias("amount_rp"),
        pl.coalesce("programme_text", pl.col("titles").str.split("\n").list.first()).alias("programme"),
        pl.col("item_text").alias("item"),
    )


_BY_NIK = (
    (pl.col("digits").fill_null("") == "", NO_NIK),
    (pl.col("nik_lost_digits"), NIK_LOST_DIGITS),
    (pl.col("nik").is_null(), NIK_NOT_WHOLE),
)
_SAYS_SOMEBODY = pl.col("nik_text").str.contains(_SOMEBODY).fill_null(False)
_NOBODY = (~_SAYS_SOMEBODY & pl.col("kpj").is_null(), NOBODY)
_READINGS = {
    "dukcapil": _Reading(_read_dukcapil, (*_BY_NIK, (pl.col("outcome").is_null(), NO_OUTCOME))),
    "members": _Reading(_read_members, (*_BY_NIK, (pl.col("kpj").is_null(), NO_KPJ))),
    # What is billed counts, whatever a program did to the NIK of the line.
    "bill": _Reading(
        _read_bill,
        (_NOBODY, (pl.col("month").is_null(), NO_MONTH), (pl.col("billed_rp").is_null(), NO_AMOUNT)),
    ),
    "payment": _Reading(
        _read_payment,
        ((pl.col("paid_rp").is_null(), NO_AMOUNT), (pl.col("month").is_null(), NO_MONTH)),
    ),
    "claims": _Reading(_read_claims, (_NOBODY, (pl.col("programme").is_null(), NO_PROGRAMME))),
    "aid": _Reading(_read_aid, _BY_NIK),
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
