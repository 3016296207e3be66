"""Rulings beside tonight's rows: applied, dangling or contradicted, and the rows they touch."""

import random
from typing import Any

import polars as pl
import pytest

from flows.review.rulings.ruled import excluded_rows, rule_on_pairs, settle_persons, settle_rows, without_waived
from schemas.tables import TABLES
from schemas.tables.decisions import DECISIONS
from tests.unit.review.rulings.said import (
    NIK,
    OTHER,
    THIRD,
    Said,
    accept,
    apart,
    exclude,
    exclude_file,
    hear,
    keep,
    same,
    waive,
)

ABSENT = "3504111209759999"
FILE, DIGEST = "rosters/2023-09/dishub/salah.xlsx", "ab" * 32
ROSTER = pl.DataFrame(
    [("a", NIK), ("b", NIK), ("c", OTHER), ("d", THIRD), ("e", None)],
    schema={"row_id": pl.String, "nik": pl.String},
    orient="row",
)
LOG = pl.DataFrame(
    [
        ("a", "AGE_OVER_MAXIMUM", "reject"),
        ("b", "AGE_OVER_MAXIMUM", "reject"),
        ("b", "PLACE_GUESSED", "advise"),
        ("e", "NIK_FORMAT", "reject"),
    ],
    schema={"row_id": pl.String, "code": pl.String, "severity": pl.String},
    orient="row",
)
FILES = pl.DataFrame(
    {"source_file": [FILE, "x.csv"], "file_sha256": [DIGEST, "cd" * 32], "code": ["FILE_EXCLUDED", None]}
)


def settled(*rulings: Said) -> pl.DataFrame:
    found = settle_rows(hear(*rulings), ROSTER, LOG, FILES)
    DECISIONS.model.validate(found)
    return found


def ends(*rulings: Said) -> list[tuple[str, list[str]]]:
    """Status and rows of each ruling, in the order in which they were said."""
    found = settled(*rulings).sort("source_row")
    return list(found.select("status", "rows_touched").iter_rows())


@pytest.mark.parametrize(
    ("said", "rows"),
    [
        (keep("a"), ["a"]),
        (exclude("a"), ["a"]),
        (accept("e", "nik", ABSENT), ["e"]),
        (waive("AGE_OVER_MAXIMUM", row_id="a"), ["a"]),
        (waive("AGE_OVER_MAXIMUM", nik=NIK), ["a", "b"]),
        (waive("AGE_OVER_MAXIMUM", nik=NIK, row_id="a"), ["a", "b"]),  # the NIK counts: it outlives the file
        (waive("PLACE_GUESSED", nik=NIK), ["b"]),
        (same(NIK, OTHER), ["c"]),
        (apart(NIK, OTHER), ["c"]),
        (exclude_file(FILE), []),
        (exclude_file(DIGEST), []),
    ],
    ids=lambda value: value["ruling"] if isinstance(value, dict) else "",
)
def test_what_is_there_is_applied_to_its_rows(said: Said, rows: list[str]) -> None:
    assert ends(said) == [("applied", rows)]


@pytest.mark.parametrize(
    "said",
    [
        keep("z"),
        exclude("z"),
        accept("z", "nik", NIK),
        waive("AGE_OVER_MAXIMUM", row_id="c"),  # the row is there, the reason was not given to it
        waive("AGE_OVER_MAXIMUM", nik=OTHER),
        waive("PLACE_GUESSED", row_id="z"),
        same(ABSENT, NIK),
        same(NIK, ABSENT),
        apart(NIK, ABSENT),
        exclude_file("x.csv"),  # received, and read: another file was meant
        exclude_file("ef" * 32),
    ],
    ids=lambda said: said["ruling"],
)
def test_what_is_not_there_tonight_is_dangling_and_says_so(said: Said) -> None:
    found = settled(said).row(0, named=True)
    assert (found["status"], found["rows_touched"], found["why"].endswith(".")) == ("dangling", [], True)


OPPOSED: list[tuple[Said, Said]] = [
    (keep("a"), keep("b")),
    (keep("a"), exclude("a")),
    (exclude("a"), waive("AGE_OVER_MAXIMUM", nik=NIK)),
    (exclude("b"), waive("PLACE_GUESSED", row_id="b")),
    (exclude("e"), accept("e", "nik", ABSENT)),
    (accept("e", "nik", ABSENT), accept("e", "nik", THIRD)),
    (same(NIK, OTHER), apart(NIK, OTHER)),
    (same(NIK, OTHER), apart(OTHER, NIK)),
    (same(NIK, OTHER), same(OTHER, NIK)),
    (same(NIK, OTHER), same(THIRD, OTHER)),
]


@pytest.mark.parametrize(("one", "other"), OPPOSED)
def test_rulings_that_disagree_are_both_left_and_name_each_other(one: Said, other: Said) -> None:
    found = settled(one, other)
    assert found["status"].to_list() == ["contradicted"] * 2, found
    first, second = found.select("decision_id", "why").rows()
    assert (second[0] in first[1], first[0] in second[1]) == (True, True)
    assert found["rows_touched"].to_list() == [[], []]


AGREED: list[tuple[Said, ...]] = [
    (keep("a"), keep("a", reason="lain")),
    (keep("a"), exclude("b")),
    (keep("a"), waive("AGE_OVER_MAXIMUM", row_id="a"), accept("a", "name", "Karto")),
    (exclude("a"), exclude("a", reason="lain")),
    (accept("a", "name", "Karto"), accept("a", "sex", "L")),
    (accept("a", "name", "Karto"), accept("b", "name", "Sri")),
    (same(NIK, OTHER), same(OTHER, THIRD)),  # a chain
    (same(NIK, OTHER), apart(NIK, THIRD)),
    (keep("a"), keep("c"), same(NIK, OTHER)),
]


@pytest.mark.parametrize("rulings", AGREED)
def test_rulings_that_agree_are_all_applied(rulings: tuple[Said, ...]) -> None:
    assert {status for status, _ in ends(*rulings)} == {"applied"}


def test_a_round_of_three_says_of_no_nik_that_it_is_right() -> None:
    assert {status for status, _ in ends(same(NIK, OTHER), same(OTHER, THIRD), same(THIRD, NIK))} == {"contradicted"}


def test_two_persons_at_the_ends_of_a_chain() -> None:
    assert {status for status, _ in ends(same(NIK, OTHER), same(OTHER, THIRD), apart(THIRD, NIK))} == {"contradicted"}


def test_a_contradiction_leaves_what_has_no_part_in_it() -> None:
    found = ends(same(NIK, OTHER), apart(NIK, OTHER), same(NIK, THIRD))
    assert [status for status, _ in found] == ["contradicted", "contradicted", "applied"]


@pytest.mark.parametrize(
    "weak",
    [
        {"expires_on": "2023-09-02", "decided_on": "2023-09-01"},
        {"decided_on": "2023-01-01", "expires_on": "2023-08-31"},
        {"reason": None},
    ],
)
def test_only_rulings_that_would_be_applied_contradict(weak: Said) -> None:
    expected = "contradicted" if weak.get("expires_on") == "2023-09-02" else "applied"
    assert ends(keep("a"), {**keep("b"), **weak})[0][0] == expected


def test_a_ruling_without_its_second_person_contradicts_nothing() -> None:
    statuses = [status for status, _ in ends(apart(NIK, OTHER), same(NIK, OTHER, approved_by=None))]
    assert statuses == ["applied", "unapproved"]


def test_what_was_refused_before_stays_refused() -> None:
    given = (keep("z", reason=None), exclude("z", decided_on="2023-01-01", expires_on="2023-02-01"))
    assert [status for status, _ in ends(*given)] == ["invalid", "expired"]


def test_the_order_in_which_rulings_are_written_does_not_matter() -> None:
    rulings = [ruling for pair in (*OPPOSED, *AGREED) for ruling in pair]
    places = ("source_file", "source_row")
    expected = settled(*rulings).drop(places)
    for seed in range(5):
        shuffled = random.Random(seed).sample(rulings, len(rulings))
        assert settled(*({**said, "source_file": f"{seed}.csv"} for said in shuffled)).drop(places).equals(expected)


# --- what follows for rows -----------------------------------------------------------------------------------------


def test_a_waived_reason_is_gone_and_the_others_stay() -> None:
    found = without_waived(LOG, settled(waive("AGE_OVER_MAXIMUM", nik=NIK)))
    assert found.select("row_id", "code").rows() == [("b", "PLACE_GUESSED"), ("e", "NIK_FORMAT")]


@pytest.mark.parametrize("status", ["expired", "unapproved", "contradicted", "dangling", "invalid"])
def test_only_applied_waivers_take_a_reason_away(status: str) -> None:
    decisions = settled(waive("AGE_OVER_MAXIMUM", nik=NIK)).with_columns(status=pl.lit(status))
    assert without_waived(LOG, decisions).equals(LOG)


def test_excluded_rows_get_their_reason_once() -> None:
    decisions = settled(exclude("a"), exclude("a", reason="lain"), exclude("z"))
    assert excluded_rows(decisions).rows() == [("a", "EXCLUDED_BY_DECISION")]


# --- what follows for persons --------------------------------------------------------------------------------------


def persons(*rulings: Said, accepted: str = "abcd") -> tuple[dict[str, Any], list[str], dict[str, str]]:
    """Status, rows by ruling; kept rows; the right NIK by NIK."""
    decisions, ruled = settle_persons(settled(*rulings), ROSTER.filter(pl.col("row_id").is_in(list(accepted))))
    told = {row["ruling"]: (row["status"], row["rows_touched"]) for row in decisions.iter_rows(named=True)}
    return told, ruled.kept.to_list(), dict(ruled.persons.iter_rows())


def test_a_kept_row_touches_every_row_of_its_nik() -> None:
    assert persons(keep("a")) == ({"keep_row": ("applied", ["a", "b"])}, ["a"], {})


def test_a_row_that_is_set_aside_stands_for_nobody() -> None:
    told, kept, _ = persons(keep("a"), accepted="bcd")
    assert (told, kept) == ({"keep_row": ("dangling", [])}, [])


def test_the_other_niks_rows_are_of_the_right_one() -> None:
    told, _, right = persons(same(NIK, OTHER))
    assert (told, right) == ({"same_person": ("applied", ["c"])}, {OTHER: NIK})


@pytest.mark.parametrize("accepted", ["cd", "abd"])
def test_nobody_vanishes_when_one_of_two_niks_has_no_row_that_counts(accepted: str) -> None:
    told, _, right = persons(same(NIK, OTHER), accepted=accepted)
    assert (told, right) == ({"same_person": ("dangling", [])}, {})


def test_a_chain_leads_to_its_end() -> None:
    assert persons(same(NIK, OTHER), same(OTHER, THIRD))[2] == {OTHER: NIK, THIRD: NIK}


def test_rulings_about_rows_keep_what_they_touched() -> None:
    assert persons(exclude("a"), accepted="bcd")[0] == {"exclude_row": ("applied", ["a"])}


# --- what follows for pairs that look alike ------------------------------------------------------------------------

PAIRS = pl.DataFrame(
    [(NIK, OTHER, "a", "c", 0.95, "Nama sama.", None), (NIK, THIRD, "a", "d", 0.9, "Tanggal lahir sama.", None)],
    schema=TABLES["lookalikes"].dtypes,
    orient="row",
)


@pytest.mark.parametrize("pair", [(NIK, OTHER), (OTHER, NIK)])
def test_a_pair_that_is_two_persons_is_answered_and_the_other_stays_open(pair: tuple[str, str]) -> None:
    pairs, decisions = rule_on_pairs(PAIRS, settled(apart(*pair), keep("d")))
    assert pairs["ruling"].to_list() == ["not_same_person", None]
    told = {row["ruling"]: (row["status"], row["rows_touched"]) for row in decisions.iter_rows(named=True)}
    assert told == {"not_same_person": ("applied", ["a", "c"]), "keep_row": ("applied", ["d"])}
    assert pairs.schema == PAIRS.schema


def test_two_persons_whom_nobody_takes_for_one_leave_the_ruling_dangling() -> None:
    pairs, decisions = rule_on_pairs(PAIRS, settled(apart(OTHER, THIRD)))
    assert pairs.equals(PAIRS)
    assert decisions.select("status", "rows_touched").rows() == [("dangling", [])]


def test_a_ruling_said_twice_answers_a_pair_once() -> None:
    pairs, decisions = rule_on_pairs(PAIRS, settled(apart(NIK, OTHER), apart(OTHER, NIK, reason="lagi")))
    assert pairs["ruling"].to_list() == ["not_same_person", None]
    assert decisions["status"].to_list() == ["applied"] * 2


@pytest.mark.parametrize("weak", [{"decided_on": "2023-01-01", "expires_on": "2023-02-01"}, {"reason": None}])
def test_a_ruling_that_does_not_hold_answers_no_pair(weak: Said) -> None:
    assert rule_on_pairs(PAIRS, settled({**apart(NIK, OTHER), **weak}))[0].equals(PAIRS)


def test_without_rulings_nothing_changes() -> None:
    none = settled()
    assert without_waived(LOG, none).equals(LOG)
    assert excluded_rows(none).is_empty()
    assert rule_on_pairs(PAIRS, none)[0].equals(PAIRS)
    decisions, ruled = settle_persons(none, ROSTER)
    assert (decisions.height, ruled.kept.len(), ruled.persons.height) == (0, 0, 0)
