"""The score of a sender, part by part."""

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from flows.review.scores import with_scores
from schemas.reference import reference
from schemas.tables.received_files import RECEIVED_FILES
from schemas.tables.senders import SCORE_PARTS, SENDERS

MONTH = date(2023, 9, 1)
Row = dict[str, Any]


# --- the score -----------------------------------------------------------------------------------------------------


def scored(
    came: datetime | None = datetime(2023, 8, 20, tzinfo=UTC),
    read: int = 10,
    faulty: int = 0,
    counted: Row | None = None,
    **heard: Any,
) -> Row:
    """The row of a sender, of whom `read` rows were read in a file that came then."""
    base = {"month": MONTH, "sender": "dishub", "files": 1, "last_received": came, "carried_forward": False,
            "missing": False, "rows_read": read, "covered": read, "waiting": 0, "duplicate": 0, "rejected": 0,
            "with_advice": 0, "regency_code": "35.04"}  # fmt: skip
    dtypes = {name: SENDERS.dtypes[name] for name in base}
    files = [{"sender": "dishub", "status": "read", "first_seen": came}] if came else []
    given = {"sender": "dishub", "wanted": 7 * read, "filled": 7 * read, "repeated": 0, "fillers": 0, **(counted or {})}
    table = with_scores(
        pl.DataFrame([{**base, **heard}], schema=dtypes),
        pl.DataFrame(files, schema=RECEIVED_FILES.dtypes),
        pl.DataFrame({"sender": ["dishub"], "faulty": [faulty]}, schema={"sender": pl.String, "faulty": pl.UInt32}),
        pl.DataFrame([given] if read else [], schema=dict.fromkeys(given, pl.UInt32) | {"sender": pl.String}),
    )
    SENDERS.model.validate(table)
    return table.row(0, named=True)


def test_the_weights_are_of_the_parts_and_come_to_a_hundred() -> None:
    weights = reference("score_parts")
    assert set(weights["part"]) == set(SCORE_PARTS)
    assert weights["weight"].sum() == 100
    assert weights["weight"].min() > 0  # type: ignore[operator]


def test_a_list_without_a_fault_scores_a_hundred() -> None:
    assert {part: scored()[part] for part in ("score", *SCORE_PARTS)} == dict.fromkeys(("score", *SCORE_PARTS), 100.0)


@pytest.mark.parametrize(
    ("part", "given"),
    [
        ("completeness", {"counted": {"filled": 35}}),
        ("validity", {"faulty": 5}),
        ("uniqueness", {"counted": {"repeated": 5}}),
        ("default_values", {"counted": {"fillers": 5}}),
        ("timeliness", {"came": datetime(2023, 9, 20, tzinfo=UTC)}),
    ],
)
def test_a_part_at_a_half_takes_half_of_its_weight(part: str, given: dict[str, Any]) -> None:
    weight = dict(reference("score_parts").select("part", "weight").iter_rows())[part]
    found = scored(**given)
    assert found[part] == 50.0
    assert found["score"] == pytest.approx(100 - weight / 2)
    assert [other for other in SCORE_PARTS if other != part and found[other] != 100] == []


@pytest.mark.parametrize(
    ("came", "points"),
    [
        (datetime(2023, 9, 1, 16, 59, tzinfo=UTC), 100),  # the last minute of the first day in Tulungagung
        (datetime(2023, 9, 1, 17, 0, tzinfo=UTC), 75),
        (datetime(2023, 9, 15, 12, tzinfo=UTC), 75),
        (datetime(2023, 9, 16, 12, tzinfo=UTC), 50),
        (datetime(2023, 10, 1, 12, tzinfo=UTC), 50),
        (datetime(2023, 10, 2, 12, tzinfo=UTC), 25),
    ],
)
def test_points_for_the_day_the_list_came(came: datetime, points: int) -> None:
    assert scored(came)["timeliness"] == points


def test_an_older_list_that_stands_in_is_late_whenever_it_came() -> None:
    assert scored(None, carried_forward=True)["timeliness"] == 25


def test_a_missing_list_is_never_in_time_and_has_no_score_without_rows() -> None:
    found = scored(None, read=0, missing=True, files=0, covered=0)
    assert (found["timeliness"], found["score"]) == (0, None)
    assert [found[part] for part in SCORE_PARTS if part != "timeliness"] == [None] * 4


def test_rows_of_a_damaged_file_are_scored_though_the_list_is_missing() -> None:
    found = scored(None, faulty=10, missing=True, files=0, covered=0, rejected=10)
    assert (found["validity"], found["timeliness"], found["score"]) == (0, 0, 45.0)


def test_a_sender_nobody_waits_for_is_not_late_and_the_mean_is_of_the_other_parts() -> None:
    found = scored(None, counted={"filled": 0})
    assert (found["timeliness"], found["score"]) == (None, pytest.approx(100 * 65 / 85, abs=0.05))


def test_one_row_is_enough_for_a_score() -> None:
    assert scored(read=1)["score"] == 100


def test_a_list_in_which_everything_is_wrong_scores_nothing_but_its_day() -> None:
    wrong = {"counted": {"filled": 0, "repeated": 10, "fillers": 10}, "faulty": 10}
    assert scored(**wrong)["score"] == 15  # type: ignore[arg-type]


def test_the_points_of_timeliness_fall_with_the_days() -> None:
    steps = reference("timeliness").filter(pl.col("standing") == "received").sort("within_days", nulls_last=True)
    assert steps["points"].is_sorted(descending=True)
    assert steps["within_days"].null_count() == 1
