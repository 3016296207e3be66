"""The kinds of answers from outside: their headings and words, each with one meaning."""

from collections import Counter

import polars as pl
import pytest

from flows.cleaning.answer_cells import meanings
from flows.intake.spellings import compact
from schemas.answers import KINDS, Kind
from schemas.reference import reference
from schemas.tables.claims import PROGRAMMES
from schemas.tables.dukcapil_results import OUTCOMES
from schemas.text import words

WORDS = reference("answer_words")
SAID = {
    "outcome": set(OUTCOMES),
    "match": {"true", "false"},
    "programme": set(PROGRAMMES),
    "status": {"reported", "paid", "refused"},
    "funding_source": set(reference("funding_sources")["funding_source"]),
}


def test_headings_are_of_declared_kinds() -> None:
    assert set(reference("answer_headings")["kind"]) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_what_a_kind_needs_can_be_named(kind: Kind) -> None:
    assert frozenset().union(*kind.needs) <= set(kind.fields)


@pytest.mark.parametrize("kind", KINDS)
def test_no_heading_of_a_kind_has_two_meanings(kind: str) -> None:
    told = reference("answer_headings").filter(pl.col("kind") == kind).select("spelling", "field").rows()
    meant = {(compact(spelling), field) for spelling, field in told}
    assert [said for said, times in Counter(said for said, _ in meant).items() if times > 1] == []


def test_a_file_can_be_of_every_kind() -> None:
    """A heading of what a kind needs is not taken for another kind of its folder that stands before it."""
    for kind in KINDS.values():
        needed = {sorted(group)[0] for group in kind.needs}
        before = [one for one in KINDS.values() if one.folder == kind.folder]
        earlier = before[: before.index(kind)]
        assert not any(all(not group.isdisjoint(needed) for group in one.needs) for one in earlier), kind.name


def test_the_words_of_each_field_say_all_that_can_be_said() -> None:
    said = WORDS.group_by("field").agg(pl.col("meaning").unique())
    assert {field: set(meant) for field, meant in said.iter_rows()} == SAID


@pytest.mark.parametrize("field", SAID)
def test_every_word_is_reached(field: str) -> None:
    """None is shadowed by a shorter one that stands before it and means something else."""
    declared = WORDS.filter(pl.col("field") == field)
    assert declared["words"].map_elements(words, pl.String).is_unique().all()
    assert meanings(declared["words"], field).to_list() == declared["meaning"].to_list()
