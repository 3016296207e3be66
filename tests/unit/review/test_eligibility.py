"""Ages and limits beside each row."""

from datetime import date

import polars as pl
import pytest

from flows.review.eligibility import completed_years, with_eligibility
from schemas.tables.roster import ELIGIBILITY, ROSTER


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(1958, 9, 1), date(2023, 9, 1), 65),
        (date(1958, 9, 2), date(2023, 9, 1), 64),
        (date(2006, 9, 1), date(2023, 9, 1), 17),
        (date(1960, 2, 29), date(2025, 2, 28), 64),
        (date(1960, 2, 29), date(2025, 3, 1), 65),
        (date(1960, 2, 29), date(2024, 2, 29), 64),
    ],
)
def test_age_in_completed_years(born: date, on: date, years: int) -> None:
    frame = pl.DataFrame({"birth_date": [born]})
    assert frame.select(completed_years(pl.lit(on))).item() == years


def of_segment(segment: str | None, month: date = date(2023, 9, 1)) -> dict[str, object]:
    row = {"row_id": "f-0-2", "segment": segment, "birth_date": date(1975, 9, 12)}
    return with_eligibility(pl.DataFrame([row], schema=ROSTER), month).row(0, named=True)


LIMITS = ("age_below", "residence_required", "occupation_required", "wage_minimum_rp")


@pytest.mark.parametrize(
    ("segment", "limits"),
    [
        ("pekerja_rentan", (65, True, True, 100_000)),
        ("non_asn", (None, False, False, 300_000)),
        ("rt_rw", (None, True, False, 300_000)),
        (None, (None, None, None, None)),
    ],
)
def test_limits_of_a_segment(segment: str | None, limits: tuple[object, ...]) -> None:
    row = of_segment(segment)
    assert tuple(row[name] for name in LIMITS) == limits


def test_age_soon_is_three_months_ahead() -> None:
    row = of_segment("bpd", date(2023, 7, 1))
    assert (row["age"], row["age_soon"]) == (47, 48)


def test_only_declared_columns_are_added() -> None:
    row = pl.DataFrame([{"row_id": "f-0-2"}], schema=ROSTER)
    assert with_eligibility(row, date(2023, 9, 1)).schema == pl.Schema({**ROSTER, **ELIGIBILITY})
