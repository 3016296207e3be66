"""Of the pairs worth comparing those that might be proposed, by numbers alone."""

import polars as pl

from flows.review.lookalikes.candidates import candidate_pairs
from flows.review.lookalikes.crowd import DATES, Crowd
from flows.review.lookalikes.digits_alike import birth_finding, with_nik_finding
from flows.review.lookalikes.findings import NAME, bits
from flows.review.lookalikes.weighing import SCORE_FROM, place_finding, score

_NAMES = ("letters", "sound")
_WEIGHED = (
    "nik_key", "sound", "name_bits", "word_bits", "birth_bits", "sex", "nkk", "phone", "kecamatan_code", "desa_code",
)  # fmt: skip


def likely_pairs(crowd: Crowd) -> pl.DataFrame:
    """`a` and `b`, places of rows in the crowd, each pair once, of all that might be proposed and few others.

    Their names and their dates may be one person's, and what is found would do if the names were as alike as they can
    be. Candidates are by far the most of all frames of a night, so each question is put to those whom the cheaper one
    before it left.
    """
    names, dates, others = (pl.DataFrame([crowd.column(name) for name in some]) for some in (_NAMES, DATES, _WEIGHED))
    found = [pl.DataFrame(schema={"a": pl.get_index_type(), "b": pl.get_index_type()})]
    for pairs in candidate_pairs(crowd):
        named = pairs.filter(beside(names, pairs).select(_one_name()).to_series())
        dated = named.with_columns(beside(dates, named).select(birth_finding().alias("birth_finding")).to_series())
        near = dated.drop_nulls("birth_finding")
        weighed = beside(others, near).with_columns(near["birth_finding"])
        found.append(near.filter(_would_do(weighed, crowd.people)).select("a", "b"))
    return pl.concat(found).unique()


def beside(people: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """What `people` says of both rows of each pair, of the second with `_b` behind each column's name."""
    second = people[pairs["b"]].rename(lambda name: f"{name}_b")
    return pl.concat([people[pairs["a"]], second], how="horizontal")


def _one_name() -> pl.Expr:
    """False where no finding about the names can hold.

    They sound as one; or every word of the shorter name, and the one word that may differ by a slip or be an initial,
    begins with a letter with which a word of the other begins.
    """
    shared = pl.col("letters") & pl.col("letters_b")
    return (shared == pl.col("letters")) | (shared == pl.col("letters_b")) | (pl.col("sound") == pl.col("sound_b"))


def _would_do(pairs: pl.DataFrame, people: int) -> pl.Series:
    """True where the score would do if the names were as alike as they can be."""
    least = pl.min_horizontal
    at_most = (
        pl.when(pl.col("sound") == pl.col("sound_b"))
        .then(pl.max_horizontal("name_bits", "name_bits_b"))
        .otherwise(
            pl.max_horizontal(
                least("name_bits", "name_bits_b"), least("word_bits", "word_bits_b") + bits(NAME)["shorter"]
            )
        )
    )
    found = with_nik_finding(pairs).with_columns(
        at_most.alias("shared_bits"), pl.lit("same").alias("name_finding"), place_finding().alias("place_finding")
    )
    return found.select(score(people) >= SCORE_FROM).to_series()
