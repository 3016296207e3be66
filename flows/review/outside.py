"""What is told of a NIK from outside the offices, as reasons for the rows that name it."""

from datetime import date

import polars as pl

from schemas.columns import field_label
from schemas.reasons import REASONS
from schemas.tables.dukcapil_results import MATCHES
from schemas.tables.reason_log import REASON_LOG

_OUTCOMES = {
    "not_found": ("NIK_NOT_IN_DUKCAPIL", "tidak ditemukan"),
    "duplicate": ("NIK_DUPLICATE_IN_DUKCAPIL", "ganda"),
    "inactive": ("NIK_INACTIVE_IN_DUKCAPIL", "tidak aktif"),
    "malformed": ("NIK_INACTIVE_IN_DUKCAPIL", "bentuk NIK tidak diterima"),
}
"""Answers of Dukcapil that are a reason by themselves: the code, and the answer in words. Deceased is a death."""

_TELLERS = {"claim": "klaim BPJS Ketenagakerjaan", "dukcapil": "Dukcapil", "roster": "daftar kantor bulan {}"}


def outside_reasons(roster: pl.DataFrame, deaths: pl.DataFrame, results: pl.DataFrame, month: date) -> pl.DataFrame:
    """The reason log of what is told of tonight's NIKs; `original` says who told what.

    `deaths` are those on record (`flows.review.deaths.standing_deaths`), `results` the `dukcapil_results`. A field that
    Dukcapil says does not match is advice until Dukcapil is asked again: what was asked then is not known here.
    """
    return pl.concat([_reasons(roster, _deaths(deaths, month)), dukcapil_reasons(roster, results)])


def dukcapil_reasons(roster: pl.DataFrame, results: pl.DataFrame) -> pl.DataFrame:
    """The reason log of what Dukcapil says of tonight's NIKs but for deaths."""
    return _reasons(roster, pl.concat([_outcomes(results), _differences(results)]))


def _reasons(roster: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    severities = {code: reason.severity for code, reason in REASONS.items()}
    rows = roster.select("row_id", "nik").drop_nulls().join(told, on="nik")
    return REASON_LOG.arrange(rows.with_columns(pl.col("code").replace_strict(severities).alias("severity")))


def _deaths(deaths: pl.DataFrame, month: date) -> pl.DataFrame:
    told_in = pl.col("told_in").dt.strftime("%m-%Y")
    teller = pl.coalesce(
        pl.when(pl.col("told_by") == by).then(pl.format(words, told_in) if "{}" in words else pl.lit(words))
        for by, words in _TELLERS.items()
    )
    day = pl.coalesce(pl.col("died_on").dt.strftime("%d-%m-%Y"), pl.lit("tanpa tanggal"))
    return deaths.filter(pl.col("closed_from") <= month).select(
        "nik",
        pl.lit("DEATH_ON_RECORD").alias("code"),
        pl.lit("nik").alias("column"),
        pl.format("Menurut {}: meninggal, {}.", teller, day).alias("original"),
    )


def _outcomes(results: pl.DataFrame) -> pl.DataFrame:
    codes = {outcome: code for outcome, (code, _) in _OUTCOMES.items()}
    answers = {outcome: words for outcome, (_, words) in _OUTCOMES.items()}
    return results.filter(pl.col("outcome").is_in(list(_OUTCOMES))).select(
        "nik",
        pl.col("outcome").replace_strict(codes, return_dtype=pl.String).alias("code"),
        pl.lit("nik").alias("column"),
        _said_by_dukcapil(pl.col("outcome").replace_strict(answers, return_dtype=pl.String)).alias("original"),
    )


def _differences(results: pl.DataFrame) -> pl.DataFrame:
    """Fields that do not match, all of them in words; the column is the first."""
    fields = {match: match.removesuffix("_match") for match in MATCHES}
    differs = [(~pl.col(match), field) for match, field in fields.items()]
    said = [pl.when(holds).then(pl.lit(field_label(field))) for holds, field in differs]
    words = pl.concat_str(said, separator=", ", ignore_nulls=True)
    return results.filter(pl.any_horizontal(holds for holds, _ in differs)).select(
        "nik",
        pl.lit("DUKCAPIL_DIFFERS").alias("code"),
        pl.coalesce(pl.when(holds).then(pl.lit(field)) for holds, field in differs).alias("column"),
        _said_by_dukcapil(pl.format("{} tidak sesuai", words)).alias("original"),
    )


def _said_by_dukcapil(answer: pl.Expr) -> pl.Expr:
    day = pl.format(" {}", pl.col("answered_on").dt.strftime("%d-%m-%Y")).fill_null("")
    return pl.format("Menurut Dukcapil{}: {}.", day, answer)
