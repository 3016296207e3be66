"""Pairs that are probably one person under two NIKs, for a steward to rule on."""

from math import log, log2

import polars as pl

from flows.review.lookalikes.candidates import candidate_pairs
from flows.review.lookalikes.digits_alike import birth_finding, with_nik_finding
from flows.review.lookalikes.findings import BIRTH, NAME, NIK, OTHERS, PLACE, bits, words
from flows.review.lookalikes.name_forms import NIGHT_OF_ALL, rarity, with_names, word_counts
from flows.review.lookalikes.names_alike import with_name_finding
from schemas.tables.lookalikes import LOOKALIKES

_ONE_IN = 250
"""One worker in so many is taken to stand in a night twice: a guess, until the rulings of stewards tell better."""
SCORE_FROM = 0.5
"""From which a pair is proposed: one person is likelier than two. Of the labelled pairs by which the weights were set
(tests/benchmarks, seed 1) the best of two people comes to 0.41 and one true pair in 40 lies between 0.3 and 0.5, so a
bit more or less on any finding changes little; a steward who looks at two pairs too many loses a minute."""
_SAME_DATE_AT_LARGE = 1 / 15_000
_GENERATION_YEARS = 15
_COMMON_NAME_BITS = 9
"""A name that one person in 500 bears: the steward is told that it is common."""

_DATES = ("birth_date", "nik_birth_date")
LOOKED_AT = (
    "row_id", "nik", "nik_key", *_DATES, "name_form", "sex", "nkk", "phone", "kecamatan_code", "desa_code",
)  # fmt: skip
"""What is looked at in a winner."""


def find_lookalikes(winners: pl.DataFrame) -> pl.DataFrame:
    """The pairs of winners (one row a NIK) that are likelier one person than two, as the table of lookalikes.

    Each finding about a pair (names, birth dates, NIKs, places, family cards, telephones, sexes) weighs some bits
    (`findings.py`); a rare name or date weighs more than a common one, by tonight's own counts. `score` is the
    probability that their sum gives, when one worker in 250 stands in the night twice. Not proposed, whatever the sum:
    what `_two_people` tells apart. Nothing is merged: `ruling` is blank until a steward has ruled.

    `nik_a` is the lower NIK, so a pair has one way to be written and the order of rows does not matter.
    """
    people = with_names(winners.select(LOOKED_AT).sort("nik_key")).with_columns(_birth_bits(winners.height))
    pairs = candidate_pairs(people)
    dated = _beside(people.select(_DATES), pairs).select(birth_finding().alias("birth_finding"))
    near = pl.concat([pairs, dated], how="horizontal").drop_nulls("birth_finding")
    both = pl.concat([_beside(people, near), near.select("birth_finding")], how="horizontal")
    alike = with_name_finding(both, word_counts(people), people.height)
    judged = with_nik_finding(alike).with_columns(_place_finding().alias("place_finding")).filter(~_two_people())
    scored = judged.with_columns(_score(people.height).alias("score")).filter(pl.col("score") >= SCORE_FROM)
    return LOOKALIKES.arrange(
        scored.with_columns(_evidence().alias("evidence"), pl.lit(None, pl.String).alias("ruling")).rename(
            {"nik": "nik_a", "row_id": "row_id_a"}
        )
    )


def lookalike_reasons(lookalikes: pl.DataFrame) -> pl.DataFrame:
    """`row_id` and `code`: LOOKALIKE for both rows of each pair without a ruling, once for a row of several pairs."""
    lookalikes = lookalikes.filter(pl.col("ruling").is_null())
    rows = pl.concat([lookalikes["row_id_a"], lookalikes["row_id_b"].alias("row_id_a")]).unique().sort()
    return pl.DataFrame({"row_id": rows}).with_columns(pl.lit("LOOKALIKE").alias("code"))


def _birth_bits(people: int) -> pl.Expr:
    """How rare a birth date is: in many lists 1 January stands for a date that nobody knows."""
    return rarity(pl.len().over("birth_date"), _SAME_DATE_AT_LARGE, people).alias("birth_bits")


def _beside(people: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """What `people` says of both rows of each pair, of the second with `_b` behind each column's name."""
    second = people[pairs["b"]].rename(lambda name: f"{name}_b")
    return pl.concat([people[pairs["a"]], second], how="horizontal")


def _place_finding() -> pl.Expr:
    return (
        pl.when(pl.col("desa_code") == pl.col("desa_code_b"))
        .then(pl.lit("same_desa"))
        .when(pl.col("kecamatan_code") == pl.col("kecamatan_code_b"))
        .then(pl.lit("same_kecamatan"))
        .when(pl.col("kecamatan_code") != pl.col("kecamatan_code_b"))
        .then(pl.lit("elsewhere"))
        .otherwise(pl.lit("unknown"))
    )


def _others() -> dict[str, pl.Expr]:
    """True where the finding of that code holds."""
    return {
        "same_card": pl.col("nkk") == pl.col("nkk_b"),
        "same_phone": pl.col("phone") == pl.col("phone_b"),
        "other_sex": pl.col("sex") != pl.col("sex_b"),
    }


def _two_people() -> pl.Expr:
    """True where the sum of findings would mislead.

    Twins are born on one day and live in one house, often under neighbouring NIKs, so only their names tell them apart:
    where all that would fit, a name must be the same, or mistyped beyond doubt. Names that are not the same in people
    of two sexes are two names (SUTRISNO, SUTRISNI). A namesake born a generation earlier is a father or a mother, even
    where the dates and the NIKs differ in one digit only.
    """
    other_name = pl.col("name_finding").is_in(["slip", "shorter"])
    same_card = (pl.col("nkk") == pl.col("nkk_b")).fill_null(False)
    like_twins = (pl.col("nik_finding") == "neighbours") | (same_card & (pl.col("nik_finding") == "unrelated"))
    years = (pl.col("birth_date").dt.year() - pl.col("birth_date_b").dt.year()).abs()
    return (
        (other_name & like_twins & ~pl.col("plain_slip"))
        | (other_name & (pl.col("sex") != pl.col("sex_b")).fill_null(False))
        | (years >= _GENERATION_YEARS)
    )


def _score(people: int) -> pl.Expr:
    """The probability that the two are one, to four decimals.

    Among so many people one pair in (250 x people) is one person: that many bits the findings must make up for.
    """
    needed = log2(_ONE_IN * (people + NIGHT_OF_ALL))
    rare_date = pl.when(pl.col("birth_finding").is_in(["same", "same_in_nik"])).then(
        pl.min_horizontal("birth_bits", "birth_bits_b")
    ).otherwise(0.0)  # fmt: skip
    others = (pl.when(holds).then(bits(OTHERS)[code]).otherwise(0.0) for code, holds in _others().items())
    found = pl.sum_horizontal(
        "shared_bits",
        rare_date,
        *(pl.col(f"{about}_finding").replace_strict(bits(findings)) for about, findings in _ABOUT.items()),
        *others,
    )
    return (1 / (1 + (needed - found).mul(_LN_2).exp())).round(4)


def _evidence() -> pl.Expr:
    """The findings in a sentence, without a name or a whole NIK: `Nama dan tanggal lahir sama; … desa sama.`"""
    common = pl.when(pl.col("shared_bits") < _COMMON_NAME_BITS).then(pl.lit(" (nama yang umum)")).otherwise(pl.lit(""))
    told = {about: pl.col(f"{about}_finding").replace_strict(words(findings)) for about, findings in _ABOUT.items()}
    told["name"] = told["name"] + common
    told["nik"] = told["nik"].str.replace("{}", pl.col("nik_place").cast(pl.String), literal=True)
    others = [pl.when(holds).then(pl.lit(words(OTHERS)[code])) for code, holds in _others().items()]
    parts = [pl.when(part != "").then(part) for part in told.values()]
    sentence = pl.concat_str([*parts, *others], separator="; ", ignore_nulls=True) + "."
    return (sentence.str.head(1).str.to_uppercase() + sentence.str.tail(-1)).str.replace(
        "Nama sama; tanggal lahir sama;", "Nama dan tanggal lahir sama;", literal=True
    )


_ABOUT = {"name": NAME, "birth": BIRTH, "nik": NIK, "place": PLACE}
_LN_2 = log(2)
