"""Of the pairs worth comparing those that might be proposed, by numbers alone."""

from collections.abc import Iterator

import polars as pl

from flows.review.lookalikes.candidates import NARROWER, groups
from flows.review.lookalikes.crowd import Crowd
from flows.review.lookalikes.digits_alike import birth_finding, with_nik_finding
from flows.review.lookalikes.findings import BIRTH, NAME, NIK, OTHERS, PLACE, bits
from flows.review.lookalikes.weighing import SCORE_FROM, bits_needed, place_finding, score

_BITS = ("name_bits", "word_bits", "birth_bits")
_AT_ONCE = ("birth_date", "letters", "sound", *_BITS, "desa_code", "kecamatan_code", "nkk", "phone")
_FURTHER = ("nik_key", "nik_birth_date", "sex")
_NARROWER = tuple(name for name in NARROWER if name not in _AT_ONCE)
_PAIRS_AT_ONCE = 500_000
_ROUNDING = 0.01
"""Bits by which a score that is rounded up, or a sum of floats, may fall short."""


def likely_pairs(crowd: Crowd) -> pl.DataFrame:
    """The NIK keys `nik_a` < `nik_b` of all pairs that might be proposed, and of few others, each once and in order.

    Their names and dates may be one person's, and what is found would do if the rest were as alike as can be.
    """
    people = crowd.columns([*_AT_ONCE, *_FURTHER, *_NARROWER])
    compared = people.drop(_NARROWER)
    found = [pl.DataFrame(schema={"nik_a": pl.UInt64, "nik_b": pl.UInt64})]
    for pairs in _in_lots(_near_pairs(crowd, people)):
        both = beside(compared, pairs).with_columns(birth_finding().alias("birth_finding")).drop_nulls("birth_finding")
        niks = pl.col("nik_key", "nik_key_b")
        would_do = both.filter(_would_do(both, crowd.people))
        found.append(would_do.select(pl.min_horizontal(niks).alias("nik_a"), pl.max_horizontal(niks).alias("nik_b")))
    return pl.concat(found).unique().sort("nik_a", "nik_b")


def beside(people: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """What `people` says of both rows of each pair, of the second with `_b` behind each column's name."""
    second = people[pairs["b"]].rename(lambda name: f"{name}_b")
    return pl.concat([people[pairs["a"]], second], how="horizontal")


def _near_pairs(crowd: Crowd, people: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """`a` and `b`, places in the crowd, of those of a group whose names may be one and whose findings may do.

    Pairs in groups are by far the most of all that a night looks at, hence the cheapest question first, put where the
    rows already stand.
    """
    may_do = _at_most() > bits_needed(crowd.people) - _ROUNDING
    at_once = people.select(_AT_ONCE)
    for group in groups(crowd, people):
        rows = group.hstack(at_once[group["a"]])
        for pairs in _in_lots(_of_one_name(rows)):
            yield beside(rows, pairs).filter(may_do).select("a", b="a_b")


def _of_one_name(rows: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """`a` and `b`, places in the rows, of those of a group whose names may be one.

    Each row is put beside the next, then beside the next but one, until no group has so many.
    """
    left, apart = rows.select("key", "others", "letters", "sound").with_row_index("a"), 1
    while left.height:
        both = left.with_columns(pl.all().shift(-apart).name.suffix("_b")).filter(pl.col("key") == pl.col("key_b"))
        yield both.filter(_one_name()).select("a", b="a_b")
        apart += 1
        left = left.filter(pl.col("others") >= apart)


def _in_lots(frames: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """The same rows in fewer frames, for each costs the same to look at however few it has."""
    waiting: list[pl.DataFrame] = []
    for frame in frames:
        waiting.append(frame)
        if sum(one.height for one in waiting) >= _PAIRS_AT_ONCE:
            yield pl.concat(waiting)
            waiting = []
    if waiting:
        yield pl.concat(waiting)


def _one_name() -> pl.Expr:
    """False where no finding about the names can hold.

    They sound as one; or every word of the shorter name, and the one word that may differ by a slip or be an initial,
    begins with a letter with which a word of the other begins.
    """
    shared = pl.col("letters") & pl.col("letters_b")
    return (shared == pl.col("letters")) | (shared == pl.col("letters_b")) | _sound_as_one()


def _sound_as_one() -> pl.Expr:
    return pl.col("sound") == pl.col("sound_b")


def _shared_at_most() -> pl.Expr:
    """The most bits that the names can have in common."""
    least = pl.min_horizontal
    shorter = least("word_bits", "word_bits_b") + bits(NAME)["shorter"]
    return (
        pl.when(_sound_as_one())
        .then(pl.max_horizontal("name_bits", "name_bits_b"))
        .otherwise(pl.max_horizontal(least("name_bits", "name_bits_b"), shorter))
    )


def _at_most() -> pl.Expr:
    """The most bits that a pair can come to, before its NIKs and the day of a birth date that differs are looked at."""
    rare, birth, place = pl.min_horizontal("birth_bits", "birth_bits_b"), bits(BIRTH), bits(PLACE)
    born = (
        pl.when(pl.col("birth_date") == pl.col("birth_date_b"))
        .then(rare)
        .otherwise(pl.max_horizontal(rare + birth["same_in_nik"], pl.lit(max(birth.values()))))
    )
    lives = (
        pl.when(
            (pl.col("kecamatan_code") == pl.col("kecamatan_code_b")) | (pl.col("desa_code") == pl.col("desa_code_b"))
        )
        .then(place["same_desa"])
        .when(pl.col("kecamatan_code") != pl.col("kecamatan_code_b"))
        .then(place["elsewhere"])
        .otherwise(place["unknown"])
    )
    kin = (
        pl.when(pl.col(name) == pl.col(f"{name}_b")).then(bits(OTHERS)[code]).otherwise(0.0)
        for name, code in (("nkk", "same_card"), ("phone", "same_phone"))
    )
    return pl.sum_horizontal(_shared_at_most(), born, lives, *kin, pl.lit(max(bits(NIK).values())))


def _would_do(pairs: pl.DataFrame, people: int) -> pl.Series:
    """True where the score would do if the names were as alike as they can be."""
    found = with_nik_finding(pairs).with_columns(
        _shared_at_most().alias("shared_bits"),
        pl.lit("same").alias("name_finding"),
        place_finding().alias("place_finding"),
    )
    return found.select(score(people) >= SCORE_FROM).to_series()
