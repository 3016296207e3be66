"""What a plan would cost, to the rupiah, beside what is allowed."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from flows.programme.money.budget import budget_position
from flows.programme.money.forecast import ForecastRefusedError, Trial, forecast, heads_of, newest_heads, plan
from schemas.reference import ReferenceDataError
from schemas.tables.adjustments import ADJUSTMENTS
from schemas.tables.budget_totals import BUDGET_TOTALS

RENTAN, BPD = ("pekerja_rentan", "DBHCHT", 16_800), ("bpd", "ADD", 10_800)
NOTHING = BUDGET_TOTALS.empty()


def totals(*months: tuple[date, tuple[str, str, int], int]) -> pl.DataFrame:
    rows = [
        {
            "month": month,
            "regency_code": "35.04",
            "segment": segment,
            "funding_source": source,
            "workers": heads,
            "contribution_rp": rp * heads,
        }
        for month, (segment, source, rp), heads in months
    ]
    return pl.DataFrame(rows, schema=BUDGET_TOTALS.dtypes)


def line(planned: pl.DataFrame, trial: Trial | None = None, gone: pl.DataFrame = NOTHING) -> dict[str, Any]:
    return forecast(planned, trial or Trial(), gone, ADJUSTMENTS.empty()).row(0, named=True)


def months_of(planned: pl.DataFrame) -> list[int]:
    return planned["month"].dt.month().to_list()


def test_the_plan_of_2024_comes_to_its_ceiling_to_the_rupiah() -> None:
    """35,750 x 16,800 x 3 (DOMAIN 0)."""
    found = line(plan(heads_of("pekerja_rentan", 35_750), 2024, months=3))
    assert found == {
        "segment": "pekerja_rentan",
        "funding_source": "DBHCHT",
        "workers": 35_750,
        "months": 3,
        "first_month": date(2024, 10, 1),
        "last_month": date(2024, 12, 1),
        "a_head_rp": 16_800,
        "jkk_rp": 35_750 * 10_000 * 3,
        "jkm_rp": 35_750 * 6_800 * 3,
        "contribution_rp": 1_801_800_000,
        "quota_workers": 35_750,
        "ceiling_rp": 1_801_800_000,
        "committed_rp": 0,
        "remaining_rp": 0,
    }


@pytest.mark.parametrize(
    ("year", "first", "months", "covered"),
    [
        (2024, None, None, [10, 11, 12]),  # the funded months
        (2024, None, 2, [10, 11]),
        (2024, date(2024, 11, 1), None, [11, 12]),
        (2024, date(2024, 3, 1), 2, [3, 4]),  # asked for, so told: no month is forbidden to think about
        (2024, date(2024, 3, 1), None, [10, 11, 12]),
        (2030, None, None, [*range(1, 13)]),  # no quota is declared
    ],
)
def test_months_of_a_plan(year: int, first: date | None, months: int | None, covered: list[int]) -> None:
    planned = plan(heads_of("pekerja_rentan", 1), year, first=first, months=months)
    assert (months_of(planned), set(planned["month"].dt.year())) == (covered, {year})


@pytest.mark.parametrize(
    ("after", "months", "covered"),
    [
        (date(2024, 10, 1), None, [11, 12]),
        (date(2024, 10, 1), 1, [11]),
        (date(2024, 3, 1), 2, [10, 11]),  # April is to come but not funded
        (date(2023, 12, 1), None, [10, 11, 12]),
    ],
)
def test_a_plan_is_of_funded_months_to_come(after: date, months: int | None, covered: list[int]) -> None:
    assert months_of(plan(heads_of("pekerja_rentan", 1), 2024, after=after, months=months)) == covered


def test_the_month_asked_for_may_be_one_that_is_published() -> None:
    planned = plan(heads_of("pekerja_rentan", 1), 2024, first=date(2024, 10, 1), after=date(2024, 11, 1), months=2)
    assert months_of(planned) == [10, 11]


@pytest.mark.parametrize("months", [None, 1])
def test_after_the_last_funded_month_none_is_left(months: int | None) -> None:
    with pytest.raises(ForecastRefusedError, match="no funded month of 2024 is left"):
        plan(heads_of("pekerja_rentan", 1), 2024, after=date(2024, 12, 1), months=months)


@pytest.mark.parametrize(
    ("first", "months", "said"),
    [
        (None, 4, "pass December 2024"),
        (date(2024, 12, 1), 2, "pass December 2024"),
        (date(2025, 1, 1), None, "no funded month of 2024 is left"),
        (date(2025, 1, 1), 3, "pass December 2024"),
    ],
)
def test_a_plan_ends_with_its_year(first: date | None, months: int | None, said: str) -> None:
    with pytest.raises(ForecastRefusedError, match=said):
        plan(heads_of("pekerja_rentan", 1), 2024, first=first, months=months)


def test_a_segment_nobody_declared_is_refused_with_those_that_are() -> None:
    with pytest.raises(ForecastRefusedError, match=r"nelayan.*rt_rw"):
        heads_of("nelayan", 1)


@pytest.mark.parametrize(
    ("trial", "jkk", "jkm"),
    [
        (Trial(), 4_800, 6_000),
        (Trial(wage_base_rp=2_229_358), 5_350, 6_688),  # UMK 2023: 5,350.46 and 6,688.07
        (Trial(wage_base_rp=2_500), 6, 8),  # 6.0 and 7.5: half goes up, each by itself
        (Trial(jkk_ppm=5_400), 10_800, 6_000),
        (Trial(jkm_ppm=0), 4_800, 0),
        (Trial(wage_base_rp=1_000_000, jkk_ppm=8_900, jkm_ppm=3_000), 8_900, 3_000),
    ],
)
def test_another_wage_base_or_rate_is_rounded_half_up_a_head_a_month(trial: Trial, jkk: int, jkm: int) -> None:
    found = line(plan(heads_of("non_asn", 7), 2023, months=2), trial)
    assert (found["jkk_rp"], found["jkm_rp"]) == (14 * jkk, 14 * jkm)
    assert (found["a_head_rp"], found["contribution_rp"]) == (jkk + jkm, 14 * (jkk + jkm))


def test_another_contribution_is_not_split_into_what_nobody_knows() -> None:
    found = line(plan(heads_of("pekerja_rentan", 10), 2024), Trial(contribution_rp=8_400))
    assert (found["jkk_rp"], found["jkm_rp"], found["contribution_rp"]) == (None, None, 252_000)


@pytest.mark.parametrize("trial", [Trial(wage_base_rp=2_000_000), Trial(jkk_ppm=2_400), Trial(jkm_ppm=3_000)])
def test_a_trial_that_would_change_nothing_is_refused(trial: Trial) -> None:
    with pytest.raises(ForecastRefusedError, match="flat amount"):
        line(plan(heads_of("pekerja_rentan", 1), 2024), trial)


def test_of_several_segments_a_wage_base_changes_those_that_pay_by_wage() -> None:
    gone = totals((date(2023, 9, 1), RENTAN, 2), (date(2023, 9, 1), BPD, 2))
    found = forecast(
        plan(newest_heads(gone), 2023, first=date(2023, 12, 1)),
        Trial(wage_base_rp=1_000_000),
        NOTHING,
        ADJUSTMENTS.empty(),
    )
    assert dict(found.select("segment", "a_head_rp").iter_rows()) == {"bpd": 5_400, "pekerja_rentan": 16_800}


def test_a_month_without_terms_is_refused() -> None:
    with pytest.raises(ReferenceDataError, match="1999-01-01"):
        line(plan(heads_of("bpd", 1), 1999))


def test_committed_is_what_the_year_came_to_before_the_plan() -> None:
    gone = totals(
        (date(2022, 12, 1), RENTAN, 100), (date(2023, 8, 1), RENTAN, 3), (date(2023, 9, 1), RENTAN, 2),
        (date(2023, 9, 1), BPD, 50), (date(2023, 10, 1), RENTAN, 9),
    )  # fmt: skip
    found = line(plan(heads_of("pekerja_rentan", 10), 2023, first=date(2023, 10, 1), months=1), gone=gone)
    assert (found["committed_rp"], found["contribution_rp"]) == (5 * 16_800, 168_000)
    assert found["remaining_rp"] == found["ceiling_rp"] - 15 * 16_800


def test_the_newest_heads_are_those_of_the_last_month_alone() -> None:
    gone = totals(
        (date(2023, 8, 1), RENTAN, 3), (date(2023, 9, 1), RENTAN, 2), (date(2023, 9, 1), RENTAN, 5),
        (date(2023, 8, 1), BPD, 50),
    )  # fmt: skip
    assert newest_heads(gone).rows() == [("pekerja_rentan", 7)]
    with pytest.raises(ForecastRefusedError, match="nobody of 'bpd'"):
        newest_heads(gone, "bpd")


def test_before_the_first_night_there_are_no_heads() -> None:
    with pytest.raises(ForecastRefusedError, match="say --workers"):
        newest_heads(NOTHING)


def test_going_on_as_now_comes_to_what_the_budget_position_projects() -> None:
    gone = totals((date(2023, 8, 1), RENTAN, 3), (date(2023, 9, 1), RENTAN, 2), (date(2023, 9, 1), BPD, 4))
    booked = pl.DataFrame(
        [
            {
                "month": date(2023, 9, 1),
                "regency_code": "35.04",
                "segment": "bpd",
                "funding_source": "ADD",
                "contribution_rp": -10_800,
            }
        ],
        schema=ADJUSTMENTS.dtypes,
    )
    lines = forecast(plan(newest_heads(gone), 2023, after=date(2023, 9, 1)), Trial(), gone, booked)
    position = budget_position(gone, booked).join(lines, on="segment")
    for row in position.to_dicts():
        assert row["projected_rp"] == row["committed_rp_right"] + row["contribution_rp"]
        assert row["remaining_rp"] == row["remaining_rp_right"]
    assert position.height == 2
