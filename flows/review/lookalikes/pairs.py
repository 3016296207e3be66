"""Pairs that are probably one person under two NIKs, for a steward to rule on."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from flows.review.lookalikes.crowd import Crowd, crowd_of
from flows.review.lookalikes.digits_alike import birth_finding, with_nik_finding
from flows.review.lookalikes.likely import beside, likely_pairs
from flows.review.lookalikes.names_alike import with_name_finding
from flows.review.lookalikes.weighing import SCORE_FROM, evidence, place_finding, score, two_people
from schemas.tables.lookalikes import LOOKALIKES

_PAIRS_AT_ONCE = 500_000


def find_lookalikes(winners: Sequence[pl.LazyFrame], folder: Path) -> pl.DataFrame:
    """The pairs of winners (one row a NIK) that are likelier one person than two, as the table of lookalikes.

    The winners come in parts, whatever their number, and are never all in memory. What is worked on is left in the
    empty `folder`, some of it personal.

    Each finding about a pair (names, birth dates, NIKs, places, family cards, telephones, sexes) weighs some bits
    (`findings.py`); a rare name or date weighs more than a common one, by tonight's own counts. `score` is the
    probability that their sum gives, when one worker in 250 stands in the night twice. Not proposed, whatever the sum:
    what `two_people` tells apart. Nothing is merged: `ruling` is blank until a steward has ruled.

    `nik_a` is the lower NIK, so a pair has one way to be written and the order of rows does not matter.
    """
    crowd = crowd_of(winners, folder)
    found = [_judged(crowd, some) for some in likely_pairs(crowd).iter_slices(_PAIRS_AT_ONCE)]
    return LOOKALIKES.arrange(pl.concat([LOOKALIKES.empty(), *found]))


def _judged(crowd: Crowd, pairs: pl.DataFrame) -> pl.DataFrame:
    """Of pairs of NIKs those that are proposed, with everything that is said of them."""
    people = crowd.rows(pl.concat([pairs["nik_a"], pairs["nik_b"].alias("nik_a")]).unique())
    places = pairs.select(
        a=people["nik_key"].search_sorted(pairs["nik_a"]), b=people["nik_key"].search_sorted(pairs["nik_b"])
    )
    both = beside(people, places).with_columns(birth_finding().alias("birth_finding")).drop_nulls("birth_finding")
    alike = with_name_finding(both, crowd.bearers, crowd.people)
    found = with_nik_finding(alike).with_columns(place_finding().alias("place_finding")).filter(~two_people())
    scored = found.with_columns(score(crowd.people).alias("score")).filter(pl.col("score") >= SCORE_FROM)
    told = scored.with_columns(evidence().alias("evidence"), pl.lit(None, pl.String).alias("ruling"))
    return LOOKALIKES.arrange(told.rename({"nik": "nik_a", "row_id": "row_id_a"}))


def lookalike_reasons(lookalikes: pl.DataFrame) -> pl.DataFrame:
    """`row_id` and `code`: LOOKALIKE for both rows of each pair without a ruling, once for a row of several pairs."""
    lookalikes = lookalikes.filter(pl.col("ruling").is_null())
    rows = pl.concat([lookalikes["row_id_a"], lookalikes["row_id_b"].alias("row_id_a")]).unique().sort()
    return pl.DataFrame({"row_id": rows}).with_columns(pl.lit("LOOKALIKE").alias("code"))
