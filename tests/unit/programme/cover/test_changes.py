"""What changed from one month to the next."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from flows.programme.cover.changes import month_changes, unlike
from schemas.tables.changes import CHANGES
from tests.unit.programme.people import ids, workers

AUGUST, SEPTEMBER = date(2023, 8, 1), date(2023, 9, 1)
SCHEMA = {
    "month": pl.Date,
    "worker_id": pl.String,
    "regency_code": pl.String,
    "segment": pl.String,
    "kecamatan_code": pl.String,
    "desa_code": pl.String,
    "contribution_rp": pl.Int64,
}


def covered(month: date, **workers: dict[str, Any]) -> pl.DataFrame:
    base = {
        "month": month,
        "regency_code": "35.04",
        "segment": "bpd",
        "kecamatan_code": "35.04.11",
        "desa_code": "35.04.11.2012",
        "contribution_rp": 10_800,
    }
    return pl.DataFrame([{**base, "worker_id": name, **row} for name, row in workers.items()], schema=SCHEMA)


def changes(then: dict[str, dict[str, Any]], now: dict[str, dict[str, Any]]) -> list[tuple[Any, ...]]:
    table = month_changes(covered(AUGUST, **then), covered(SEPTEMBER, **now), SEPTEMBER)
    CHANGES.model.validate(table)
    return table.select("worker_id", "kind", "before", "after").rows()


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        ({"a": {}}, {"a": {}}, []),
        ({"a": {}}, {"a": {}, "b": {}}, [("b", "joined", None, "bpd")]),
        ({"a": {}, "b": {}}, {"a": {}}, [("b", "left", "bpd", None)]),
        ({"a": {}}, {"a": {"segment": "rt_rw"}}, [("a", "moved_segment", "bpd", "rt_rw")]),
        ({"a": {}}, {"a": {"desa_code": "35.04.11.2011"}}, [("a", "moved_place", "35.04.11.2012", "35.04.11.2011")]),
        ({"a": {"desa_code": None}}, {"a": {}}, [("a", "moved_place", "35.04.11", "35.04.11.2012")]),
        (
            {"a": {"desa_code": None, "kecamatan_code": None}},
            {"a": {"desa_code": None}},
            [("a", "moved_place", "", "35.04.11")],
        ),
        ({"a": {}}, {"a": {"contribution_rp": 12_038}}, [("a", "changed_rate", "10800", "12038")]),
    ],
)
def test_kinds_of_change(
    then: dict[str, dict[str, Any]], now: dict[str, dict[str, Any]], expected: list[tuple[Any, ...]]
) -> None:
    assert changes(then, now) == expected


def test_one_worker_may_change_in_several_ways() -> None:
    moved = {"segment": "pekerja_rentan", "contribution_rp": 16_800, "desa_code": "35.04.11.2011"}
    assert [kind for _, kind, _, _ in changes({"a": {}}, {"a": moved})] == [
        "changed_rate",
        "moved_place",
        "moved_segment",
    ]


def test_the_first_month_of_all_has_no_changes() -> None:
    assert changes({}, {"a": {}}) == []


def test_changes_stand_in_the_month_they_came_in() -> None:
    table = month_changes(covered(AUGUST, a={}), covered(SEPTEMBER, b={}), SEPTEMBER)
    assert table["month"].unique().to_list() == [SEPTEMBER]


def test_a_month_in_which_everybody_left_still_says_so() -> None:
    assert changes({"a": {}}, {}) == [("a", "left", "bpd", None)]


def test_who_left_is_told_with_why_and_nobody_else() -> None:
    told = pl.DataFrame({"worker_id": ["b", "a"], "why": ["age", "moved"]})
    table = month_changes(covered(AUGUST, a={}, b={}, c={}), covered(SEPTEMBER, a={}, d={}), SEPTEMBER, told)
    assert table.select("worker_id", "kind", "why").rows() == [
        ("d", "joined", None),
        ("b", "left", "age"),
        ("c", "left", "replaced"),
    ]


def test_a_corrected_nik_is_one_change_and_nobody_joined_or_left() -> None:
    corrected = pl.DataFrame({"worker_id": ["new"], "former_worker_id": ["old"]})
    then, now = covered(AUGUST, old={}, a={}), covered(SEPTEMBER, new={"contribution_rp": 12_038}, a={})
    table = month_changes(then, now, SEPTEMBER, corrected=corrected)
    assert table.select("worker_id", "kind", "before", "after").rows() == [
        ("new", "changed_rate", "10800", "12038"),
        ("new", "corrected_nik", "old", "new"),
    ]


def test_who_went_to_another_regency_is_not_as_before() -> None:
    """Though nothing of it is told: a place of one quota is free, and one of another is taken."""
    then, now = unlike(ids("ab"), _of_lists(workers({"worker_id": "a"}, {"worker_id": "b", "regency_code": "35.05"})))
    assert (then["worker_id"].to_list(), now["worker_id"].to_list()) == (["b"], ["b"])


def _of_lists(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(source_file=pl.lit("rosters/2023-09/dpmd/a.csv"))
