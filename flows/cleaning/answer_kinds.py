"""The typed columns of each kind of answer (`schemas/answers.py`), in the cells' own rows; null where unreadable."""

import polars as pl

from flows.cleaning.answer_cells import amounts, day_of_titles, days, meanings, month_of_titles, months
from schemas.tables.dukcapil_results import MATCHES
from schemas.text import words_of


def _days(cells: pl.DataFrame, *names: str) -> list[pl.Series]:
    return [days(cells[f"{name}_text"]).alias(name) for name in names]


def read_dukcapil(cells: pl.DataFrame) -> pl.DataFrame:
    """A field's match stands under its own heading, or under the plain name of the field as Dukcapil's service writes.

    Where only matches are answered, the NIK was found. A day of death alone says that the person died; one after the
    answer is a slip of the pen, and no day.
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
    told = typed.with_columns(outcome.alias("outcome"), answered.alias("answered_on"))
    possible = (pl.col("died_on") <= pl.col("answered_on")).fill_null(True)
    return told.with_columns(pl.when(possible).then("died_on"))


def _match(cells: pl.DataFrame, name: str) -> pl.Series:
    plain = cells[f"{name.removesuffix('_match')}_text"]
    # Under a plain heading the field itself may stand: only the words of an answer count there.
    answers = plain.to_frame().select(
        pl.when(words_of(pl.col(plain.name)).str.contains(r"\bsesuai\b")).then(plain.name)
    )
    said = cells[f"{name}_text"].to_frame("said").select(pl.coalesce("said", answers.to_series()))["said"]
    return meanings(said, "match").replace_strict({"true": True, "false": False}, return_dtype=pl.Boolean)


def read_members(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.with_columns(_days(cells, "member_from"))


def read_bill(cells: pl.DataFrame) -> pl.DataFrame:
    """A line is billed its total, or JKK and JKM together; its month is its own, else that of the titles."""
    named = {"wage": "wage_base_rp", "jkk": "jkk_rp", "jkm": "jkm_rp", "billed": "total_rp"}
    money = [amounts(cells[f"{field}_text"]).alias(name) for field, name in named.items()]
    billed = pl.coalesce("total_rp", pl.col("jkk_rp") + pl.col("jkm_rp"))
    return cells.with_columns(*money, _month(cells)).with_columns(billed.alias("billed_rp"))


def read_payment(cells: pl.DataFrame) -> pl.DataFrame:
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


def read_claims(cells: pl.DataFrame) -> pl.DataFrame:
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


def read_aid(cells: pl.DataFrame) -> pl.DataFrame:
    """The programme is the row's own, else the first title, which on a list without titles is its sheet's name."""
    return cells.with_columns(
        *_days(cells, "received_on"),
        amounts(cells["amount_text"]).alias("amount_rp"),
        pl.coalesce("programme_text", pl.col("titles").str.split("\n").list.first()).alias("programme"),
        pl.col("item_text").alias("item"),
    )
