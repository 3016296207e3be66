"""Who was covered the month before under another NIK."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from flows.programme.cover.corrected import corrected_niks, under_either_nik, under_new_niks
from schemas.tables.decisions import DECISIONS
from tests.unit.programme.people import workers

WRONG, RIGHT = "3504110101909001", "3504110101909010"
NO_RULINGS = DECISIONS.empty()


def person(worker_id: str, nik: str, **said: Any) -> dict[str, Any]:
    return {"worker_id": worker_id, "nik": nik, **said}


def rulings(nik: str, other_nik: str, ruling: str = "same_person", status: str = "applied") -> pl.DataFrame:
    row = {"ruling": ruling, "status": status, "nik": nik, "other_nik": other_nik}
    return pl.DataFrame([row], schema=DECISIONS.dtypes)


def pairs(
    before: list[dict[str, Any]], covered: list[dict[str, Any]], ruled: pl.DataFrame = NO_RULINGS
) -> list[tuple[str, str]]:
    """Former id and id of now."""
    found = corrected_niks(workers(*before), workers(*covered), ruled)
    return found.select("former_worker_id", "worker_id").rows()


@pytest.mark.parametrize(
    "nik",
    [
        "3504110101909002",  # one digit
        "3504110101909010",  # two digits
        "3504111001909001",  # two digits exchanged
    ],
)
def test_the_same_person_under_a_nik_a_slip_away(nik: str) -> None:
    assert pairs([person("old", WRONG)], [person("new", nik)]) == [("old", "new")]


@pytest.mark.parametrize(
    ("nik", "said"),
    [
        ("3504110101909112", {}),  # three digits
        (RIGHT, {"name_form": "WARGA MISALNYA"}),  # a twin
        (RIGHT, {"birth_date": date(1990, 1, 2)}),
        (RIGHT, {"desa_code": "35.04.11.2011"}),
        (RIGHT, {"desa_code": None}),
        (RIGHT, {"birth_date": None}),
    ],
)
def test_who_may_be_somebody_else_is_not_paired(nik: str, said: dict[str, Any]) -> None:
    assert pairs([person("old", WRONG)], [person("new", nik, **said)]) == []


def test_a_desa_that_neither_list_names_is_the_same() -> None:
    unplaced = {"desa_code": None}
    assert pairs([person("old", WRONG, **unplaced)], [person("new", RIGHT, **unplaced)]) == [("old", "new")]


def test_two_people_of_whom_neither_left_are_not_paired() -> None:
    both = [person("old", WRONG), person("new", RIGHT)]
    assert pairs([both[0]], both) == []
    assert pairs(both, [both[1]]) == []


def test_where_one_could_be_two_others_nobody_is_paired() -> None:
    two = [person("x", RIGHT), person("y", "3504110101909002")]
    assert pairs([person("old", WRONG)], two) == []
    assert pairs(two, [person("new", WRONG)]) == []


@pytest.mark.parametrize("status", ["applied", "dangling"])
@pytest.mark.parametrize("right", [True, False])
def test_a_ruling_pairs_two_niks_that_are_nothing_alike(status: str, right: bool) -> None:
    other = "3504190202809999"
    ruled = rulings(*((other, WRONG) if right else (WRONG, other)), status=status)
    now = person("new", other, name_form="WARGA MISALNYA", desa_code=None)
    assert pairs([person("old", WRONG)], [now], ruled) == [("old", "new")]


@pytest.mark.parametrize(("ruling", "status"), [("same_person", "unapproved"), ("not_same_person", "applied")])
def test_other_rulings_pair_nobody(ruling: str, status: str) -> None:
    other = "3504190202809999"
    assert pairs([person("old", WRONG)], [person("new", other)], rulings(other, WRONG, ruling, status)) == []


def test_a_ruling_goes_before_likeness() -> None:
    two = [person("x", RIGHT), person("y", "3504110101909002")]
    assert pairs([person("old", WRONG)], two, rulings("3504110101909002", WRONG)) == [("old", "y")]


def test_the_month_before_is_told_under_the_new_id() -> None:
    corrected = pl.DataFrame({"worker_id": ["new"], "former_worker_id": ["old"]})
    renamed = under_new_niks(workers(person("old", WRONG), person("other", RIGHT)), corrected)
    assert renamed["worker_id"].to_list() == ["new", "other"]


def test_a_corrected_worker_is_found_under_either_id() -> None:
    corrected = pl.DataFrame({"former_worker_id": ["a"], "worker_id": ["b"]})
    september, october = date(2023, 9, 1), date(2023, 10, 1)
    covered = [("a", september, 1), ("b", october, 2), ("c", october, 5)]
    ledger = pl.DataFrame(covered, schema=["worker_id", "month", "months_in_a_row"], orient="row")
    found = under_either_nik(ledger, corrected)
    assert sorted(found.rows()) == sorted([*covered, ("b", september, 1), ("a", october, 2)])
    assert under_either_nik(found, corrected).equals(found)
