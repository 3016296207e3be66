"""How far a number lies from the nights before: median, MAD and the edges of both."""

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from flows.publishing.gate.usual import unusual

FIRST = datetime(2023, 9, 1, 18, tzinfo=UTC)


def nights(*covered: int, name: str = "bpd") -> pl.DataFrame:
    """A trail of nights, oldest first."""
    rows = [{"name": name, "covered": now, "started": FIRST + timedelta(days=day)} for day, now in enumerate(covered)]
    return pl.DataFrame(rows, schema={"name": pl.String, "covered": pl.Int64, "started": pl.Datetime("us", "UTC")})


def tonight(covered: int, *before: int) -> dict[str, Any]:
    now = pl.DataFrame({"name": ["bpd"], "covered": [covered]})
    return unusual(now, nights(*before)).row(0, named=True)


@pytest.mark.parametrize(
    ("covered", "spreads"),
    [(1_000, 0), (1_050, 5), (950, 5), (1_051, 5.1), (0, 100)],
)
def test_nights_all_alike_have_a_spread_of_a_hundredth(covered: int, spreads: float) -> None:
    assert tonight(covered, *[1_000] * 5)["spreads"] == pytest.approx(spreads)


@pytest.mark.parametrize(("covered", "spreads"), [(60, 0), (85, 5), (35, 5), (0, 12)])
def test_of_few_people_the_spread_is_five_of_them(covered: int, spreads: float) -> None:
    assert tonight(covered, *[60] * 14)["spreads"] == pytest.approx(spreads)


def test_nights_that_differ_have_a_spread_of_their_own() -> None:
    """Median 1,000, distances 200 100 0 100 200 with the median 100: a spread of 148.26 people."""
    found = tonight(1_700, 800, 900, 1_000, 1_100, 1_200)
    assert found["usual"] == 1_000
    assert found["spreads"] == pytest.approx((1_700 - 1_200) / 148.26)  # the last night is nearer than the median


def test_one_wild_night_moves_neither_median_nor_spread() -> None:
    assert tonight(1_051, 1_000, 1_000, 9, 1_000, 1_000, 1_000)["spreads"] == pytest.approx(5.1)


@pytest.mark.parametrize(("before", "known"), [(0, False), (4, False), (5, True), (14, True)])
def test_fewer_than_five_nights_say_nothing(before: int, known: bool) -> None:
    found = tonight(10, *[1_000] * before)
    assert (found["usual"] is not None, found["spreads"] is not None) == (known, known)


def test_nights_with_nobody_are_nights() -> None:
    found = tonight(30, *[0] * 5)
    assert (found["usual"], found["spreads"]) == (0, pytest.approx(6))


def test_a_step_is_told_once_and_then_is_the_level() -> None:
    before = [1_000] * 6
    assert tonight(700, *before)["spreads"] == pytest.approx(30)
    assert tonight(700, *before, 700)["spreads"] == 0


def test_a_return_from_an_odd_night_is_no_alarm() -> None:
    assert tonight(1_000, *[1_000] * 6, 700)["spreads"] == 0


def test_drifting_away_from_both_is_told() -> None:
    assert tonight(400, *[1_000] * 6, 700)["spreads"] == pytest.approx(30)


def test_the_last_night_is_the_last_by_time_and_not_by_place() -> None:
    trail = nights(*[1_000] * 6, 700).reverse()
    assert unusual(pl.DataFrame({"name": ["bpd"], "covered": [700]}), trail)["spreads"].item() == 0


def test_names_are_judged_apart_and_keep_their_order() -> None:
    now = pl.DataFrame({"name": ["rt_rw", "new", "bpd"], "covered": [10, 5, 1_000]})
    trail = pl.concat([nights(*[1_000] * 5), nights(*[10] * 5, name="rt_rw"), nights(*[7] * 5, name="gone")])
    found = unusual(now, trail)
    assert found.select("name", "usual", "spreads").rows() == [("rt_rw", 10, 0), ("new", None, None), ("bpd", 1_000, 0)]
