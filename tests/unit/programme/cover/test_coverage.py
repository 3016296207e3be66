"""Covered workers in the words and codes analysts use."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from flows.programme.cover.coverage import age_band, cover
from schemas.tables.workers import WORKERS

MONTH = date(2023, 9, 1)
MADE = {"month", "age_band", "kecamatan_name", "desa_name", "months_in_a_row", "advice"}
GIVEN = pl.Schema(
    {
        "row_id": pl.String(),
        "age": pl.Int32(),
        **{name: dtype for name, dtype in WORKERS.dtypes.items() if name not in MADE},
    }
)


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (17, "17-24"), (24, "17-24"), (25, "25-34"), (34, "25-34"), (35, "35-44"), (44, "35-44"), (45, "45-54"),
        (15, "<17"), (54, "45-54"), (55, "55-64"), (64, "55-64"), (65, "65+"), (99, "65+"), (None, None),
    ],
)  # fmt: skip
def test_age_bands(age: int | None, band: str | None) -> None:
    assert pl.DataFrame({"age": [age]}, schema={"age": pl.Int32}).select(age_band(pl.col("age"))).item() == band


def covered(streaks: dict[str, int], **worker: Any) -> dict[str, Any]:
    row = {"row_id": "a", "worker_id": "w1_a", "kecamatan_code": "35.04.11", "desa_code": "35.04.11.2012", "age": 48}
    frame = pl.DataFrame([{**row, **worker}], schema=GIVEN)
    before = pl.DataFrame(
        {"worker_id": list(streaks), "months_in_a_row": list(streaks.values())},
        schema={"worker_id": pl.String, "months_in_a_row": pl.Int32},
    )
    advice = pl.DataFrame({"row_id": ["b"], "advice": [["PLACE_GUESSED"]]})
    return cover(frame, MONTH, before, advice).row(0, named=True)


@pytest.mark.parametrize(("streaks", "months"), [({}, 1), ({"w1_a": 1}, 2), ({"w1_a": 11}, 12), ({"w1_b": 5}, 1)])
def test_months_in_a_row_go_on_or_begin_again(streaks: dict[str, int], months: int) -> None:
    assert covered(streaks)["months_in_a_row"] == months


def test_places_have_their_official_names() -> None:
    row = covered({})
    assert (row["kecamatan_name"], row["desa_name"]) == ("Ngunut", "Kalangan")


def test_a_resident_of_another_regency_has_no_place() -> None:
    row = covered({}, kecamatan_code=None, desa_code=None)
    assert (row["kecamatan_name"], row["desa_name"]) == (None, None)


def test_the_month_is_its_first_day() -> None:
    assert covered({})["month"] == MONTH


@pytest.mark.parametrize(("row_id", "advice"), [("b", ["PLACE_GUESSED"]), ("a", [])])
def test_advice_is_that_of_the_row_or_empty(row_id: str, advice: list[str]) -> None:
    assert covered({}, row_id=row_id)["advice"] == advice
