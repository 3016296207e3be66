"""What waits for a steward's ruling."""

from collections.abc import Mapping

import polars as pl

from schemas.reasons import FROM_OUTSIDE, REASONS
from schemas.rulings import WAIVABLE_REJECTS
from schemas.tables.open_questions import OPEN_QUESTIONS

WHO = ("row_id", "nik", "name", "sender", "source_file", "sheet", "source_row")
"""What a steward needs to see of a row."""

_PLACE = pl.format("{} ({} baris {})", pl.col("name").fill_null("tanpa nama"), "source_file", "source_row")
_SENTENCES = {code: reason.sentence for code, reason in REASONS.items()}


def open_questions(
    people: pl.DataFrame,
    log: pl.DataFrame,
    decisions: pl.DataFrame,
    pairs: pl.DataFrame,
    proposals: Mapping[str, str],
) -> pl.DataFrame:
    """The `open_questions` table: what no ruling of tonight has answered.

    Rows that share a NIK and are plainly different people; pairs that look alike; rows set aside for nothing but
    reasons that may be waived; cells that may be a NIK (`proposals`, by cell); rulings that were not applied.
    `people` gives `WHO` of the rows that any of these speak of, `log` is the reason log without what rulings waived.
    """
    refused = log.filter(pl.col("severity") == "reject").join(people, on="row_id")
    found = (
        _conflicts(refused),
        _set_aside(refused),
        _proposals(refused, proposals),
        _lookalikes(pairs, people),
        _not_applied(decisions, people),
    )
    blank = OPEN_QUESTIONS.empty()
    return OPEN_QUESTIONS.arrange(
        pl.concat([blank, *(frame.select(set(blank.columns) & set(frame.columns)) for frame in found)], how="diagonal")
    )


def _conflicts(refused: pl.DataFrame) -> pl.DataFrame:
    rows = refused.filter(pl.col("code") == "NIK_CONFLICT").drop("column").with_columns(_PLACE.alias("place"))
    together = rows.group_by("nik").agg(pl.col("place").sort().str.join("; ").alias("all"))
    context = pl.format("Satu NIK dipakai orang yang berbeda: {}. Baris mana yang benar?", "all")
    asked = rows.join(together, on="nik")
    return asked.with_columns(pl.lit("nik_conflict").alias("question"), context.alias("context"))


def _set_aside(refused: pl.DataFrame) -> pl.DataFrame:
    waivable = pl.col("code").is_in(list(WAIVABLE_REJECTS))
    rows = refused.filter(waivable.all().over("row_id"))
    sentence = pl.col("code").replace_strict(_SENTENCES, return_dtype=pl.String)
    cell = pl.format("Isi sel: {}", pl.col("original").fill_null("(kosong)"))
    told = pl.when(pl.col("code").is_in(FROM_OUTSIDE)).then("original").otherwise(cell)
    context = pl.format("{} {}", sentence, told)
    return rows.with_columns(pl.lit("set_aside").alias("question"), context.alias("context")).drop("column")


def _proposals(refused: pl.DataFrame, proposals: Mapping[str, str]) -> pl.DataFrame:
    rows = refused.filter(pl.col("code") == "NIK_FORMAT").with_columns(
        pl.col("original").replace_strict(dict(proposals), default=None, return_dtype=pl.String).alias("value")
    )
    context = pl.format("Sel NIK berisi {}; mungkin {}. Cocokkan dengan KTP.", "original", "value")
    return rows.filter(pl.col("value").is_not_null()).with_columns(
        pl.lit("nik_proposal").alias("question"), context.alias("context")
    )


def _lookalikes(pairs: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    places = people.select("row_id", _PLACE.alias("place"))
    rows = (
        pairs.filter(pl.col("ruling").is_null())
        .join(people, left_on="row_id_a", right_on="row_id")
        .join(places, left_on="row_id_b", right_on="row_id")
    )
    return rows.select(
        pl.lit("lookalike").alias("question"),
        pl.col("row_id_a").alias("row_id"),
        pl.col("nik_a").alias("nik"),
        pl.col("nik_b").alias("other_nik"),
        *("sender", "source_file", "sheet", "source_row", "name"),
        pl.format("{} NIK lain: {}.", "evidence", "place").alias("context"),
    )


def _not_applied(decisions: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    rows = decisions.filter(pl.col("status") != "applied")
    context = pl.format(
        "Keputusan {} ({}) oleh {} tidak diterapkan: {}",
        *(pl.col("ruling").fill_null("tidak terbaca"), "decision_id"),
        *(pl.col("decided_by").fill_null("tidak disebut"), "why"),
    )  # fmt: skip
    about = rows.select("row_id", "nik", "other_nik", "file", "code", "column", "value", context.alias("context"))
    return about.join(people.drop("nik"), on="row_id", how="left").with_columns(
        pl.lit("not_applied").alias("question")
    )  # fmt: skip
