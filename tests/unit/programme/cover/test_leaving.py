"""Why a worker is not covered any more."""

from collections.abc import Mapping
from typing import Any

import polars as pl
import pytest

from flows.programme.cover.leaving import (
    BY_CODE,
    NOTHING_TOLD,
    TOLD,
    shown_by_lists,
    told_by_deaths,
    told_by_rows,
    told_by_rulings,
    told_by_silence,
    why_left,
)
from schemas.reasons import REASONS
from schemas.reference import reference
from schemas.tables.changes import LEAVING
from schemas.tables.decisions import DECISIONS
from tests.unit.programme.people import RT, ids, workers

Rows = list[dict[str, Any]]


def why(before: Rows, covered: Rows, told: Mapping[str, tuple[str, ...]] | None = None) -> dict[str, str]:
    said = [(worker, one) for worker, whys in (told or {}).items() for one in whys]
    frame = pl.DataFrame(said, schema=TOLD, orient="row")
    return dict(why_left(workers(*before), workers(*covered), frame).iter_rows())


def holder(worker_id: str, **said: Any) -> dict[str, Any]:
    return {**RT, "worker_id": worker_id, **said}


@pytest.mark.parametrize("whys", [LEAVING[at : at + 2] for at in range(len(LEAVING) - 1)])
def test_of_what_is_told_the_plainest_counts(whys: tuple[str, ...]) -> None:
    for told in (whys, whys[::-1]):
        assert why([{"worker_id": "a"}], [], {"a": told}) == {"a": whys[0]}


def test_who_is_still_covered_has_not_left_whatever_is_told() -> None:
    assert why([{"worker_id": "a"}], [{"worker_id": "a"}], {"a": ("moved",)}) == {}


def test_nothing_told_of_a_worker_who_is_not_on_the_list_any_more() -> None:
    assert why([{"worker_id": "a"}], [{"worker_id": "b"}]) == {"a": "no_longer_sent"}


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ([holder("b")], "replaced"),
        ([], "term_ended"),
        ([holder("b", desa_code="35.04.11.2011")], "term_ended"),  # the post of another desa
        ([{"worker_id": "b"}], "term_ended"),  # a farm hand of the same desa
    ],
)
def test_the_holder_of_a_post_was_replaced_or_the_term_ended(now: Rows, expected: str) -> None:
    assert why([holder("a")], now) == {"a": expected}


def test_who_held_a_post_there_before_replaces_nobody() -> None:
    assert why([holder("a"), holder("b")], [holder("b")]) == {"a": "term_ended"}


def test_nobody_replaces_the_holder_of_a_post_in_another_regency() -> None:
    nowhere = {"kecamatan_code": None, "desa_code": None}
    assert why([holder("a", **nowhere)], [holder("b", **nowhere, regency_code="35.05")]) == {"a": "term_ended"}


def test_each_newcomer_replaces_one() -> None:
    before = [holder("a"), holder("b"), holder("c")]
    assert why(before, [holder("x"), holder("y")]) == {"a": "replaced", "b": "replaced", "c": "term_ended"}


def test_a_newcomer_replaces_only_those_of_whom_nothing_is_told() -> None:
    told = {"a": ("deceased",)}
    assert why([holder("a"), holder("b")], [holder("x")], told) == {"a": "deceased", "b": "replaced"}


def test_a_post_without_a_desa_is_one_of_its_kecamatan() -> None:
    assert why([holder("a", desa_code=None)], [holder("b", desa_code=None)]) == {"a": "replaced"}


# --- what is told --------------------------------------------------------------------------------------------------


def rows_told(code: str, original: str | None) -> list[tuple[str, str]]:
    """What is told of one row, beside one whose NIK cannot be read: of nobody."""
    schema = {"nik": pl.String, "code": pl.String, "original": pl.String}
    rows = [(None, "LEFT_PROGRAMME", "pindah"), ("n", code, original)]
    return told_by_rows(pl.DataFrame(rows, schema=schema, orient="row")).rows()


@pytest.mark.parametrize(
    ("code", "original", "expected"),
    [
        ("DECEASED", "Alm. ORANG CONTOH", "deceased"),
        ("OUTSIDE_REGENCY", "Kediri", "moved"),
        ("AGE_OVER_MAXIMUM", "01-01-1950", "age"),
        ("CIVIL_SERVANT", "PNS", "employed"),
        ("EXCLUDED_BY_DECISION", None, "excluded"),
        ("NAME_MISSING", None, "set_aside"),
        ("LEFT_PROGRAMME", "PINDAH  domisili", "moved"),
        ("LEFT_PROGRAMME", "Mengundurkan diri.", "resigned"),
        ("LEFT_PROGRAMME", "bekerja di pabrik", "employed"),
        ("LEFT_PROGRAMME", "purna tugas", "term_ended"),
        ("LEFT_PROGRAMME", "pindah ke Blitar", "moved"),
        ("LEFT_PROGRAMME", "diangkat PPPK 2023", "employed"),
        ("LEFT_PROGRAMME", "diganti oleh SUMADI", "replaced"),
        ("LEFT_PROGRAMME", "coret", "set_aside"),
    ],
)
def test_what_a_reason_says_of_the_person(code: str, original: str | None, expected: str) -> None:
    assert rows_told(code, original) == [("n", expected)]


def test_the_codes_that_say_more_are_reject_codes_of_the_catalogue() -> None:
    known = {code for code, reason in REASONS.items() if (reason.level, reason.severity) == ("row", "reject")}
    assert set(BY_CODE) <= known


def test_every_exit_word_says_a_why() -> None:
    assert set(reference("exit_words")["kind"]) == {"moved", "resigned", "employed", "term_ended", "set_aside"}
    assert {*BY_CODE.values(), *reference("exit_words")["kind"]} <= set(LEAVING)


def test_a_ruling_takes_the_other_nik_of_a_person_out() -> None:
    ruled = [
        {"ruling": "same_person", "status": "applied", "nik": "right", "other_nik": "wrong"},
        {"ruling": "same_person", "status": "unapproved", "nik": "x", "other_nik": "y"},
        {"ruling": "not_same_person", "status": "applied", "nik": "p", "other_nik": "q"},
    ]
    assert told_by_rulings(pl.DataFrame(ruled, schema=DECISIONS.dtypes)).rows() == [("wrong", "excluded")]


def test_an_office_that_is_not_heard_any_more_says_nothing_of_its_workers() -> None:
    before = workers({"worker_id": "a", "sender": "dishub"}, {"worker_id": "b"})
    assert told_by_silence(before, pl.Series(["dinas-pertanian"])).rows() == [("a", "list_expired")]


def test_who_waits_has_not_left_by_dying() -> None:
    waiting = pl.DataFrame([("a", "not_funded")], schema=TOLD, orient="row")
    assert told_by_deaths(ids("ab"), waiting).rows() == [("b", "deceased")]


def test_nothing_told_at_all() -> None:
    assert why_left(ids("ab"), ids("b"), NOTHING_TOLD).rows() == [("a", "no_longer_sent")]


@pytest.mark.parametrize(
    ("segment", "why", "shown"),
    [
        ("rt_rw", "term_ended", True),
        ("pekerja_rentan", "term_ended", False),  # by a notice alone
        ("rt_rw", "replaced", True),
        ("pekerja_rentan", "no_longer_sent", True),
        ("rt_rw", "deceased", False),
        ("pekerja_rentan", "list_expired", False),
    ],
)
def test_what_other_lists_would_not_show(segment: str, why: str, shown: bool) -> None:
    row = pl.DataFrame({"before": [segment], "why": [why]})
    assert row.select(shown_by_lists("before", "why")).item() is shown
