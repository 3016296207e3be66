"""What the findings about a pair come to: a probability, and a sentence for the steward."""

from math import log, log2

import polars as pl

from flows.review.lookalikes.findings import BIRTH, NAME, NIK, OTHERS, PLACE, bits, words
from flows.review.lookalikes.name_forms import NIGHT_OF_ALL

_ONE_IN = 250
"""One worker in so many is taken to stand in a night twice: a guess, until the rulings of stewards tell better."""
SCORE_FROM = 0.5
"""From which a pair is proposed: one person is likelier than two. Of the labelled pairs by which the weights were set
(tests/benchmarks, seed 1) the best of two people comes to 0.41 and one true pair in 40 lies between 0.3 and 0.5, so a
bit more or less on any finding changes little; a steward who looks at two pairs too many loses a minute."""
_GENERATION_YEARS = 15
_COMMON_NAME_BITS = 9
"""A name that one person in 500 bears: the steward is told that it is common."""


def place_finding() -> pl.Expr:
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


def two_people() -> pl.Expr:
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


def bits_needed(people: int) -> float:
    """The bits that findings must make up for: among so many people one pair in (250 x people) is one person."""
    return log2(_ONE_IN * (people + NIGHT_OF_ALL))


def score(people: int) -> pl.Expr:
    """The probability that the two are one, to four decimals."""
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
    return (1 / (1 + (bits_needed(people) - found).mul(_LN_2).exp())).round(4)


def evidence() -> pl.Expr:
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
