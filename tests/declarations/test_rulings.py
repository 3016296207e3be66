"""Rulings: kinds, headings and what may be waived speak of one another and of the catalogue."""

import pytest

from schemas.reasons import FROM_OUTSIDE, REASONS
from schemas.rulings import HEADINGS, KINDS, QUESTIONS, RULINGS, WAIVABLE, WAIVABLE_REJECTS, Kind
from schemas.tables.decisions import DECISIONS
from schemas.text import words

CONTRACT = [
    "keep_row",
    "same_person",
    "not_same_person",
    "waive_reason",
    "exclude_row",
    "exclude_file",
    "accept_value",
]
each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)


def test_the_kinds_are_those_of_the_contract() -> None:
    assert list(KINDS) == CONTRACT


@each_kind
def test_a_kind_needs_columns_that_a_file_has_and_says_what_follows(kind: Kind) -> None:
    assert set(kind.needs) <= set(HEADINGS)
    assert kind.said.endswith(".")


def test_no_heading_can_be_taken_for_another() -> None:
    said = [words(word) for pair in HEADINGS.items() for word in set(map(words, pair))]
    assert len(said) == len(set(said))


def test_what_a_file_says_is_published() -> None:
    assert set(HEADINGS) <= set(DECISIONS.columns)
    assert set(HEADINGS) <= set(RULINGS)


def test_only_row_reasons_may_be_waived_and_each_with_a_why() -> None:
    assert {REASONS[code].level for code in WAIVABLE} == {"row"}
    assert {REASONS[code].severity for code in WAIVABLE_REJECTS} == {"reject"}
    assert all(WAIVABLE_REJECTS.values())


@pytest.mark.parametrize(
    "code",
    [
        code
        for code in REASONS
        if code.startswith("NIK_") and REASONS[code].severity == "reject" and code not in FROM_OUTSIDE
    ],
)
def test_without_a_nik_nobody_is_covered_by_ruling(code: str) -> None:
    assert code not in WAIVABLE


def test_every_question_has_rulings_that_answer_it() -> None:
    assert {ruling for rulings in QUESTIONS.values() for ruling in rulings} == set(KINDS)
