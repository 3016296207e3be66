"""The same people through Splink 5 on DuckDB, set up as its documentation advises."""

import logging
from time import perf_counter

import polars as pl
import splink.comparison_level_library as levels
import splink.comparison_library as comparisons
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

_NAME = comparisons.CustomComparison(
    output_column_name="name_form",
    comparison_levels=[
        levels.NullLevel("name_form"),
        levels.ExactMatchLevel("name_form", term_frequency_adjustments=True),
        levels.CustomLevel("sorted_name_l = sorted_name_r or joined_name_l = joined_name_r", "same words or letters"),
        levels.DamerauLevenshteinLevel("name_form", 1),
        levels.JaroWinklerLevel("name_form", 0.92),
        levels.JaroWinklerLevel("name_form", 0.85),
        # Left to itself the training takes twins for one person under two names.
        levels.ElseLevel().configure(m_probability=0.0001, fix_m_probability=True),
    ],
)
_BORN = comparisons.CustomComparison(
    output_column_name="born",
    comparison_levels=[
        levels.NullLevel("born"),
        levels.ExactMatchLevel("born", term_frequency_adjustments=True),
        levels.CustomLevel("born_l = swapped_r", "day and month exchanged"),
        levels.DamerauLevenshteinLevel("born", 1),
        levels.ElseLevel(),
    ],
)
# Of the NIK what the birth date does not say already: comparisons are taken to be independent of each other.
_NIK = comparisons.CustomComparison(
    output_column_name="issue",
    comparison_levels=[
        levels.NullLevel("issue"),
        levels.ExactMatchLevel("issue"),
        levels.CustomLevel("region_l = region_r and abs(serial_l - serial_r) <= 3", "neighbours"),
        levels.DamerauLevenshteinLevel("issue", 1),
        levels.CustomLevel("region_l = region_r", "same region"),
        levels.ElseLevel(),
    ],
)
_PLACE = comparisons.CustomComparison(
    output_column_name="desa_code",
    comparison_levels=[
        levels.NullLevel("desa_code"),
        levels.ExactMatchLevel("desa_code"),
        levels.CustomLevel("kecamatan_code_l = kecamatan_code_r", "same kecamatan"),
        levels.ElseLevel(),
    ],
)
_BLOCKS = [
    block_on("born", "first_word"),
    block_on("born", "last_word"),
    block_on("born", "desa_code"),
    block_on("substr(nik, 1, 12)"),
    block_on("substr(nik, 7, 10)", "substr(name_form, 1, 3)"),
    block_on("name_form", "substr(born, 1, 7)"),
    block_on("name_form", "substr(born, 6, 5)"),
    block_on("name_form", "desa_code"),
]


def scored_by_splink(winners: pl.DataFrame, seed: int, kin: bool) -> tuple[pl.DataFrame, float, float]:
    """`row_id_a`, `row_id_b` and `score` of every pair from 0.01; seconds of training, and of predicting.

    With `kin` the family card and the telephone are compared too, which twins, fathers and sons have in common.
    """
    logging.getLogger("splink").setLevel(logging.ERROR)
    began = perf_counter()
    linker = _trained(_records(winners), seed, kin)
    trained = perf_counter()
    predicted = linker.inference.predict(threshold_match_probability=0.01).as_duckdbpyrelation().pl()
    ended = perf_counter()
    pairs = predicted.select(row_id_a="unique_id_l", row_id_b="unique_id_r", score="match_probability")
    return pairs, trained - began, ended - trained


def _records(winners: pl.DataFrame) -> pl.DataFrame:
    words = pl.col("name_form").str.split(" ")
    return winners.select(
        pl.col("row_id").alias("unique_id"),
        "name_form", "nik", "nkk", "phone", "sex", "desa_code", "kecamatan_code",
        words.list.sort().list.join(" ").alias("sorted_name"), words.list.join("").alias("joined_name"),
        words.list.first().alias("first_word"), words.list.last().alias("last_word"),
        pl.col("birth_date").dt.strftime("%Y-%m-%d").alias("born"),
        pl.col("birth_date").dt.strftime("%Y-%d-%m").alias("swapped"),
        pl.col("nik").str.head(6).alias("region"), pl.col("nik").str.tail(4).cast(pl.Int32).alias("serial"),
        (pl.col("nik").str.head(6) + pl.col("nik").str.tail(4)).alias("issue"),
    )  # fmt: skip


def _trained(records: pl.DataFrame, seed: int, kin: bool) -> Linker:
    exact = ("nkk", "phone", "sex") if kin else ("sex",)
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[_NAME, _BORN, _NIK, _PLACE, *(comparisons.ExactMatch(name) for name in exact)],
        blocking_rules_to_generate_predictions=list(_BLOCKS),
    )
    linker = Linker(DuckDBAPI().register(records.to_arrow()), settings, log_level=logging.ERROR)
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("name_form", "born")], recall=0.7)
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=seed, min_count_per_level=None)
    for block in (block_on("born", "desa_code"), block_on("name_form", "desa_code"), block_on("name_form", "born")):
        training.estimate_parameters_using_expectation_maximisation(block, record_sample_proportion=1.0)
    return linker
