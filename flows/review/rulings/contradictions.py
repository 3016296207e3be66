"""Rulings that cannot hold together.

Each ruling is taken apart into claims: about a subject it says one thing. Where two rulings say different things about
one subject, neither is applied, for the machine has no way to know which person was right.
"""

from collections.abc import Mapping

import polars as pl

CLAIMS = pl.Schema({"decision_id": pl.String(), "subject": pl.String(), "says": pl.String()})

_SHOWN = 3
"""Other rulings named in a sentence; more would hide the sentence."""


def contradicted(claims: pl.DataFrame) -> pl.DataFrame:
    """`decision_id` of each ruling that another contradicts, and `why` in a sentence that names the others."""
    pairs = claims.join(claims, on="subject", suffix="_other").filter(pl.col("says") != pl.col("says_other"))
    others = pl.col("decision_id_other").unique().sort().head(_SHOWN).str.join(", ")
    why = pl.format("Bertentangan dengan keputusan lain tentang hal yang sama (ID {}); pilih salah satu.", "others")
    return pairs.group_by("decision_id").agg(others.alias("others")).select("decision_id", why.alias("why"))


def row_claims(rulings: pl.DataFrame) -> pl.DataFrame:
    """What rulings say of a row by its id: whether it counts at all, and what one of its cells says."""
    of_rows = rulings.filter(pl.col("row_id").is_not_null())
    counts = pl.when(pl.col("ruling") == "exclude_row").then(pl.lit("out")).otherwise(pl.lit("in"))
    about = of_rows.filter(pl.col("ruling").is_in(["exclude_row", "accept_value", "keep_row"]))
    cells = rulings.filter(pl.col("ruling") == "accept_value")
    return pl.concat([
        about.select("decision_id", pl.format("row {}", "row_id").alias("subject"), counts.alias("says")),
        cells.select("decision_id", pl.format("cell {} {}", "row_id", "column").alias("subject"),
                     pl.col("value").alias("says")),
    ])  # fmt: skip


def waiver_claims(rulings: pl.DataFrame, touched: pl.DataFrame) -> pl.DataFrame:
    """A row whose reason is waived counts. `touched`: `decision_id` and `row_id`."""
    waived = rulings.filter(pl.col("ruling") == "waive_reason").select("decision_id").join(touched, on="decision_id")
    return waived.select("decision_id", pl.format("row {}", "row_id").alias("subject"), pl.lit("in").alias("says"))


def keeper_claims(rulings: pl.DataFrame, niks: pl.DataFrame) -> pl.DataFrame:
    """Which row stands for a NIK. `niks`: `row_id` and `nik` of tonight's rows."""
    kept = rulings.filter(pl.col("ruling") == "keep_row").select("decision_id", "row_id").join(niks, on="row_id")
    return kept.select(
        "decision_id", pl.format("keeper {}", "nik").alias("subject"), pl.col("row_id").alias("says")
    )  # fmt: skip


def person_claims(rulings: pl.DataFrame) -> pl.DataFrame:
    """Whether two NIKs are one person, and which NIK of a person is right.

    Rulings may lead on (c is b, b is a): two NIKs that end at one cannot be two persons, and rulings that go round say
    of no NIK that it is right.
    """
    same = sorted(rulings.filter(pl.col("ruling") == "same_person").select("decision_id", "nik", "other_nik").rows())
    apart = rulings.filter(pl.col("ruling") == "not_same_person").select("decision_id", "nik", "other_nik").rows()
    links = {other: nik for _, nik, other in same}
    claims = [(decision, f"right {other}", nik) for decision, nik, other in same]
    claims += [(decision, f"round {goes}", other) for decision, _, other in same if (goes := _round(other, links))]
    for decision, one, two in apart:
        if right_nik(one, links) == right_nik(two, links):
            between = {*_followed(one, links)[0]} ^ {*_followed(two, links)[0]}
            claims.append((decision, f"pair {one} {two}", "two"))
            claims += [(joined, f"pair {one} {two}", "one") for joined, _, other in same if other in between]
    return pl.DataFrame(claims, schema=CLAIMS, orient="row")


def right_nik(nik: str, links: Mapping[str, str]) -> str:
    """Where the links (from a NIK to the one that is right instead) lead from `nik`; of a round, its least NIK."""
    passed, back = _followed(nik, links)
    return passed[-1] if back is None else min(passed[passed.index(back) :])


def _round(nik: str, links: Mapping[str, str]) -> str | None:
    """The least NIK of the round that `nik` is part of; None where it is part of none."""
    passed, back = _followed(nik, links)
    return min(passed) if back == nik else None


def _followed(nik: str, links: Mapping[str, str]) -> tuple[list[str], str | None]:
    """The NIKs passed from `nik` on, and the one that the links come back to, if they go round."""
    passed = [nik]
    while (following := links.get(passed[-1])) is not None and following not in passed:
        passed.append(following)
    return passed, following
