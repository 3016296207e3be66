"""Who took the place of whom."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from flows.programme.cover import quotas
from flows.programme.cover.follow_on import substitutions_anew
from flows.programme.cover.substitutions import substitutions
from schemas.reference import reference
from schemas.tables.changes import CHANGES
from schemas.tables.substitutions import SUBSTITUTIONS
from tests.unit.programme.people import MONTH, RT, ids, workers

Rows = list[dict[str, Any]]
QUEUE = {"worker_id": pl.String, "position": pl.Int64}
LEFT = {"worker_id": pl.String, "why": pl.String}
HERE, NEAR, FAR = "35.04.11.2012", "35.04.11.2011", "35.04.12.2001"


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Declares so many places for each segment and funding source with a quota."""

    def declare(places: int) -> None:
        small = reference("quotas").with_columns(pl.lit(places, pl.Int64).alias("quota_workers"))
        monkeypatch.setattr(quotas, "reference", lambda name: small if name == "quotas" else reference(name))

    return declare


def table(
    before: pl.DataFrame,
    covered: pl.DataFrame,
    left: dict[str, str] | None = None,
    queue: dict[str, int] | None = None,
    month: date = MONTH,
) -> pl.DataFrame:
    said = pl.DataFrame(list((left or {}).items()), schema=LEFT, orient="row")
    waited = pl.DataFrame(list((queue or {}).items()), schema=QUEUE, orient="row")
    found = substitutions(before, covered, said, waited, month)
    SUBSTITUTIONS.model.validate(found)
    return found


def pairs(before: pl.DataFrame, covered: pl.DataFrame) -> dict[str, str]:
    """Whom each newcomer replaced."""
    return dict(table(before, covered).select("worker_id", "replaced_worker_id").iter_rows())


def living(**desa: str) -> pl.DataFrame:
    return workers(*({"worker_id": name, "desa_code": code, "kecamatan_code": code[:8]} for name, code in desa.items()))


def test_a_vacancy_is_filled_by_a_newcomer(room: Any) -> None:
    room(2)
    assert pairs(ids("ab"), ids("bc")) == {"c": "a"}


def test_who_takes_a_free_place_replaces_nobody(room: Any) -> None:
    room(3)
    assert pairs(ids("ab"), ids("bc")) == {}


def test_free_places_go_to_the_first_in_the_declared_order(room: Any) -> None:
    room(3)
    tobacco = {"worker_id": "z", "occupation": "petani-tembakau"}
    covered = pl.concat([ids("bc"), workers(tobacco)])
    assert pairs(ids("ab"), covered) == {"c": "a"}


def test_the_first_month_and_room_for_all_replace_nobody(room: Any) -> None:
    room(2)
    assert pairs(ids(""), ids("ab")) == {}
    unlimited = [frame.with_columns(pl.lit("CSR").alias("funding_source")) for frame in (ids("ab"), ids("bc"))]
    assert pairs(*unlimited) == {}


@pytest.mark.parametrize(
    ("before", "covered", "expected"),
    [
        ({"a": FAR, "b": NEAR, "c": HERE}, {"x": HERE, "y": FAR, "z": FAR}, {"x": "c", "y": "a", "z": "b"}),
        ({"a": FAR, "b": NEAR}, {"x": HERE, "y": "35.04.13.2001"}, {"x": "b", "y": "a"}),  # the kecamatan, then anybody
        ({"a": HERE, "b": HERE}, {"x": HERE, "y": HERE}, {"x": "a", "y": "b"}),
    ],
)
def test_the_nearest_place_is_taken(
    room: Any, before: dict[str, str], covered: dict[str, str], expected: dict[str, str]
) -> None:
    room(len(before))
    assert pairs(living(**before), living(**covered)) == expected


def test_a_quota_that_shrank_leaves_fewer_newcomers_than_leavers(room: Any) -> None:
    room(2)
    assert pairs(ids("abc"), ids("cx")) == {"x": "a"}


def test_each_segment_fills_its_own_places(room: Any) -> None:
    room(1)
    before = workers({"worker_id": "a"}, {**RT, "worker_id": "b"})
    covered = workers({"worker_id": "x"}, {**RT, "worker_id": "b"})
    assert pairs(before, covered) == {"x": "a"}


def test_who_moves_to_another_segment_leaves_a_place(room: Any) -> None:
    room(1)
    before = workers({"worker_id": "a"}, {**RT, "worker_id": "b"})
    covered = workers({"worker_id": "x"}, {**RT, "worker_id": "a"})
    found = table(before, covered, left={"b": "term_ended"})
    assert found.select("worker_id", "replaced_worker_id", "why").rows() == [
        ("x", "a", "moved_segment"),
        ("a", "b", "term_ended"),
    ]


def test_why_the_other_left_and_where_the_newcomer_queued(room: Any) -> None:
    room(2)
    found = table(ids("ab"), ids("xy"), left={"a": "deceased", "b": "moved"}, queue={"y": 1})
    assert found.select("worker_id", "replaced_worker_id", "why", "queued_at").rows() == [
        ("x", "a", "deceased", None),
        ("y", "b", "moved", 1),
    ]


@pytest.mark.parametrize(
    ("month", "in_a_row", "paid", "full_from"),
    [
        (date(2023, 9, 1), 1, 42_000_000, date(2023, 9, 1)),  # the whole benefit from the first month on
        (date(2025, 8, 1), 1, 10_000_000, date(2025, 10, 1)),
        (date(2025, 8, 1), 2, 10_000_000, date(2025, 9, 1)),  # covered in another segment the month before
        (date(2025, 8, 1), 7, 42_000_000, date(2025, 8, 1)),
        (date(2025, 12, 1), 1, 10_000_000, date(2026, 2, 1)),
    ],
)
def test_what_it_costs_the_newcomer(room: Any, month: date, in_a_row: int, paid: int, full_from: date) -> None:
    room(1)
    newcomer = workers({"worker_id": "x", "months_in_a_row": in_a_row})
    found = table(ids("a"), newcomer, left={"a": "age"}, month=month)
    columns = ("death_benefit_rp", "full_death_benefit_rp", "full_death_benefit_from")
    assert found.select(columns).rows() == [(paid, 42_000_000, full_from)]


def test_a_month_before_that_has_become_another_is_followed(room: Any) -> None:
    """x took the place of a: but where x was covered before nobody was replaced, and where c was, x replaced c."""
    room(2)
    covered = ids("bx").with_columns(pl.lit(value=True).alias("full_death_benefit"))
    queue = pl.DataFrame([("x", 4)], schema=QUEUE, orient="row")
    left = {"month": MONTH, "worker_id": "c", "kind": "left", "before": "pekerja_rentan", "why": "age"}
    told = pl.DataFrame([left], schema=CHANGES.dtypes)
    assert substitutions_anew(covered, ids("bx"), CHANGES.empty(), queue.clear(), MONTH).is_empty()
    found = substitutions_anew(covered, ids("bc"), told, queue, MONTH)
    assert found.select("worker_id", "replaced_worker_id", "why", "queued_at").rows() == [("x", "c", "age", 4)]
