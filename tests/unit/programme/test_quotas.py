"""Who is within the quota, and who waits."""

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from flows.programme import quotas
from flows.programme.quotas import within_quota
from schemas.reference import reference

MONTH = date(2023, 9, 1)
DAY = {day: datetime(2023, 9, day, tzinfo=UTC) for day in (1, 2, 3)}
SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "row_id": pl.String, "worker_id": pl.String, "segment": pl.String, "funding_source": pl.String,
    "occupation": pl.String, "received": pl.Datetime("us", "UTC"),
}  # fmt: skip


def workers(*rows: dict[str, Any]) -> pl.DataFrame:
    base = {"segment": "pekerja_rentan", "funding_source": "DBHCHT", "occupation": "buruh-tani", "received": DAY[1]}
    return pl.DataFrame([{**base, "row_id": row["worker_id"], **row} for row in rows], schema=SCHEMA)


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Declares so many places for each segment and funding source of 2023."""

    def declare(places: int) -> None:
        small = reference("quotas").with_columns(pl.lit(places, pl.Int64).alias("quota_workers"))
        monkeypatch.setattr(quotas, "reference", lambda name: small if name == "quotas" else reference(name))

    return declare


def split(
    frame: pl.DataFrame, before: tuple[str, ...] = (), month: date = MONTH
) -> tuple[list[str], list[tuple[str, int]]]:
    inside, waiting = within_quota(frame, month, pl.Series(before, dtype=pl.String))
    return sorted(inside["worker_id"]), sorted(waiting.select("worker_id", "position").rows(), key=lambda row: row[1])


@pytest.mark.parametrize("better_first", [True, False])
@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"occupation": "petani-tembakau"}, {}),
        ({}, {"occupation": None}),  # an unknown occupation comes last
        ({}, {"received": DAY[2]}),
        ({"occupation": "petani-tembakau", "received": DAY[3]}, {}),  # priority beats time
        ({"worker_id": "a"}, {"worker_id": "b"}),
    ],
)
def test_who_comes_first_where_there_is_one_place(
    room: Any, better: dict[str, Any], worse: dict[str, Any], better_first: bool
) -> None:
    room(1)
    first, second = {"worker_id": "a", **better}, {"worker_id": "b", **worse}
    rows = (first, second) if better_first else (second, first)
    assert split(workers(*rows)) == (["a"], [("b", 1)])


def test_nobody_loses_the_place_to_a_newcomer(room: Any) -> None:
    room(1)
    rows = workers({"worker_id": "a", "occupation": "petani-tembakau"}, {"worker_id": "b", "received": DAY[3]})
    assert split(rows, before=("b",)) == (["b"], [("a", 1)])


def test_the_waiting_list_counts_from_one(room: Any) -> None:
    room(2)
    rows = workers(*({"worker_id": name} for name in "edcba"))
    assert split(rows) == (["a", "b"], [("c", 1), ("d", 2), ("e", 3)])


def test_each_segment_has_its_own_places(room: Any) -> None:
    room(1)
    rows = workers({"worker_id": "a"}, {"worker_id": "b", "segment": "bpd", "funding_source": "ADD"})
    assert split(rows) == (["a", "b"], [])


def test_a_segment_without_a_declared_quota_has_room_for_all(room: Any) -> None:
    room(1)
    rows = workers(*({"worker_id": name, "funding_source": "CSR"} for name in "ab"))
    assert split(rows) == (["a", "b"], [])


def test_a_year_without_quotas_has_room_for_all() -> None:
    rows = workers({"worker_id": "a"}, {"worker_id": "b"})
    assert split(rows, month=date(2030, 1, 1)) == (["a", "b"], [])


def test_a_quota_of_none_lets_nobody_in(room: Any) -> None:
    room(0)
    assert split(workers({"worker_id": "a"})) == ([], [("a", 1)])


def test_the_waiting_list_says_since_when_and_for_which_month(room: Any) -> None:
    room(1)
    rows = workers({"worker_id": "a"}, {"worker_id": "b"})
    inside, waiting = within_quota(rows, MONTH, pl.Series([], dtype=pl.String))
    assert inside.columns == rows.columns
    assert waiting.select("month", "first_seen", "position").rows() == [(MONTH, DAY[1], 1)]
