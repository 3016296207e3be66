"""Who is within the quota, and who waits."""

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from flows.programme.cover import quotas
from schemas.reference import reference
from tests.properties.waiting import within_quota

MONTH = date(2023, 9, 1)
DAY = {day: datetime(2023, 9, day, tzinfo=UTC) for day in (1, 2, 3)}
SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "row_id": pl.String, "worker_id": pl.String, "regency_code": pl.String, "segment": pl.String,
    "funding_source": pl.String,
    "occupation": pl.String, "received": pl.Datetime("us", "UTC"),
}  # fmt: skip


def workers(*rows: dict[str, Any]) -> pl.DataFrame:
    base = {
        "regency_code": "35.04",
        "segment": "pekerja_rentan",
        "funding_source": "DBHCHT",
        "occupation": "buruh-tani",
        "received": DAY[1],
    }
    return pl.DataFrame([{**base, "row_id": row["worker_id"], **row} for row in rows], schema=SCHEMA)


def covered(*rows: dict[str, Any]) -> pl.DataFrame:
    """Workers covered the month before."""
    return workers(*rows).select("worker_id", "regency_code", "segment", "funding_source")


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Declares so many places for each segment and funding source with a quota, in the months of the year given."""

    def declare(places: int, months: int = 12, first_month: int = 1) -> None:
        small = reference("quotas").with_columns(
            pl.lit(places, pl.Int64).alias("quota_workers"),
            pl.lit(months, pl.Int32).alias("months"),
            pl.lit(first_month, pl.Int32).alias("first_month"),
        )
        monkeypatch.setattr(quotas, "reference", lambda name: small if name == "quotas" else reference(name))

    return declare


def split(
    frame: pl.DataFrame, before: tuple[dict[str, Any], ...] = (), month: date = MONTH
) -> tuple[list[str], list[tuple[str, int]]]:
    inside, waiting = within_quota(frame, month, covered(*before))
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
    assert split(rows, before=({"worker_id": "b"},)) == (["b"], [("a", 1)])


def test_nobody_loses_the_place_to_one_who_comes_from_another_segment(room: Any) -> None:
    room(1)
    rows = workers({"worker_id": "a", "occupation": "petani-tembakau"}, {"worker_id": "b", "received": DAY[3]})
    before = ({"worker_id": "a", "segment": "bpd", "funding_source": "ADD"}, {"worker_id": "b"})
    assert split(rows, before) == (["b"], [("a", 1)])


def test_one_who_comes_from_another_segment_goes_before_newcomers(room: Any) -> None:
    room(1)
    rows = workers({"worker_id": "a", "occupation": "petani-tembakau"}, {"worker_id": "b", "received": DAY[3]})
    assert split(rows, ({"worker_id": "b", "segment": "bpd", "funding_source": "ADD"},)) == (["b"], [("a", 1)])


@pytest.mark.parametrize(
    ("months", "first_month", "funded"),
    [
        (12, 1, True),
        (3, 10, False),
        (3, 7, True),
        (2, 7, False),
        (1, 9, True),
        (3, 9, True),
        (9, 1, True),
        (8, 1, False),
    ],
)
def test_september_is_covered_only_where_the_year_pays_for_it(
    room: Any, months: int, first_month: int, funded: bool
) -> None:
    room(5, months, first_month)
    frame = workers(*({"worker_id": name} for name in "ba"))
    assert split(frame) == ((["a", "b"], []) if funded else ([], [("a", 1), ("b", 2)]))


@pytest.mark.parametrize(("room_for", "months", "why"), [(1, 12, "over_quota"), (9, 1, "not_funded")])
def test_the_waiting_list_says_why(room: Any, room_for: int, months: int, why: str) -> None:
    room(room_for, months)
    _, waiting = within_quota(workers({"worker_id": "a"}, {"worker_id": "b"}), MONTH, covered())
    assert set(waiting["why"]) == {why}


def test_the_programme_of_2024_began_in_october() -> None:
    rows = workers({"worker_id": "a"})
    assert [split(rows, month=date(2024, month, 1)) for month in (9, 10, 12)] == [
        ([], [("a", 1)]),
        (["a"], []),
        (["a"], []),
    ]


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
    inside, waiting = within_quota(rows, MONTH, covered())
    assert inside.columns == rows.columns
    assert waiting.select("month", "first_seen", "position").rows() == [(MONTH, DAY[1], 1)]


def test_each_regency_has_a_quota_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Full in Tulungagung is not full in Blitar, and who was covered in the one is new in the other."""
    ours = reference("quotas").with_columns(pl.lit(1, pl.Int64).alias("quota_workers"))
    both = pl.concat([ours, ours.with_columns(pl.lit("35.05").alias("regency_code"))])
    monkeypatch.setattr(quotas, "reference", lambda name: both if name == "quotas" else reference(name))
    home, blitar = {"regency_code": "35.04"}, {"regency_code": "35.05"}
    sent = workers(
        {"worker_id": "a", **home},
        {"worker_id": "b", **home},
        {"worker_id": "c", **blitar},
        {"worker_id": "d", **blitar},
    )
    inside, waiting = split(sent, ({"worker_id": "b", **home}, {"worker_id": "d", **blitar}))
    assert (inside, waiting) == (["b", "d"], [("a", 1), ("c", 1)])
