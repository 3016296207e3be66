"""Budget totals, and where they stand against quota and ceiling."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from flows.programme.money.budget import add_up, budget_position, budget_totals
from flows.programme.money.limits import programme_ceiling
from schemas.tables.adjustments import ADJUSTMENTS
from schemas.tables.budget_position import BUDGET_POSITION
from schemas.tables.budget_totals import BUDGET_TOTALS

RENTAN = {
    "regency_code": "35.04",
    "segment": "pekerja_rentan",
    "funding_source": "DBHCHT",
    "kecamatan_code": "35.04.11",
    "kecamatan_name": "Ngunut",
}
COST = {"jkk_rp": 10_000, "jkm_rp": 6_800, "contribution_rp": 16_800}


def covered(*rows: dict[str, Any]) -> pl.DataFrame:
    base = {"month": date(2023, 9, 1), **RENTAN, **COST}
    schema = {name: dtype for name, dtype in BUDGET_TOTALS.dtypes.items() if name != "workers"}
    return pl.DataFrame([{**base, **row} for row in rows], schema=schema)


def totals(*months: tuple[date, int], **where: Any) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {**RENTAN, "month": month, "workers": workers, **{name: rp * workers for name, rp in COST.items()}, **where}
            for month, workers in months
        ],
        schema=BUDGET_TOTALS.dtypes,
    )


def adjusted(*bookings: tuple[date, int], **where: Any) -> pl.DataFrame:
    """Corrections of September 2023, booked in these months."""
    base = {"adjusted_month": date(2023, 9, 1), "worker_id": "w1_" + 26 * "a", "kind": "withdrawn", "why": "late_list"}
    place = {name: RENTAN[name] for name in ("regency_code", "segment", "funding_source", "kecamatan_code")}
    rows = [
        {**base, **place, "month": month, "jkk_rp": rp, "jkm_rp": 0, "contribution_rp": rp, **where}
        for month, rp in bookings
    ]
    return pl.DataFrame(rows, schema=ADJUSTMENTS.dtypes)


def rentan(frame: pl.DataFrame, year: int = 2023, adjustments: pl.DataFrame | None = None) -> dict[str, Any]:
    table = position(frame, adjustments)
    BUDGET_POSITION.model.validate(table)
    return table.filter(pl.col("segment") == "pekerja_rentan", pl.col("year") == year).row(0, named=True)


def position(frame: pl.DataFrame, adjustments: pl.DataFrame | None = None) -> pl.DataFrame:
    return budget_position(frame, ADJUSTMENTS.empty() if adjustments is None else adjustments)


def test_totals_sum_people_and_rupiah() -> None:
    table = budget_totals(covered({}, {}, {"segment": "bpd", "funding_source": "ADD"}))
    BUDGET_TOTALS.model.validate(table)
    assert table.select("segment", "workers", "contribution_rp").rows() == [
        ("bpd", 1, 16_800),
        ("pekerja_rentan", 2, 33_600),
    ]


def test_totals_of_shards_are_those_of_all_workers() -> None:
    rows: list[dict[str, Any]] = [
        {},
        {"regency_code": "35.05"},
        {"regency_code": "35.05"},
        {"kecamatan_code": None, "kecamatan_name": None},
    ]
    shards = pl.concat(budget_totals(covered(*some)) for some in (rows[:2], rows[2:]))
    assert add_up(shards).equals(budget_totals(covered(*rows)))


def test_residents_of_other_regencies_have_a_line_of_their_own() -> None:
    nowhere = {"kecamatan_code": None, "kecamatan_name": None}
    assert budget_totals(covered({}, nowhere, nowhere))["workers"].to_list() == [1, 2]


def test_nobody_covered_has_no_totals() -> None:
    assert budget_totals(covered()).is_empty()


def test_committed_is_the_months_so_far() -> None:
    row = rentan(totals((date(2023, 8, 1), 1), (date(2023, 9, 1), 2)))
    assert (row["committed_rp"], row["covered_workers"]) == (3 * 16_800, 2)


def test_projected_repeats_the_newest_month_to_december() -> None:
    row = rentan(totals((date(2023, 8, 1), 1), (date(2023, 9, 1), 2)))
    assert row["projected_rp"] == 3 * 16_800 + 3 * 2 * 16_800  # October to December


def test_projected_stops_at_the_funded_months() -> None:
    """2024: October to December are paid for, two of them are gone."""
    row = rentan(totals((date(2024, 10, 1), 1), (date(2024, 11, 1), 1)), 2024)
    assert (row["projected_rp"], row["months_funded"]) == (3 * 16_800, 3)


def test_before_the_funded_months_all_of_them_are_to_come() -> None:
    row = rentan(totals((date(2024, 8, 1), 1)), 2024)
    assert row["projected_rp"] == 16_800 + 3 * 16_800


def test_nothing_is_projected_beyond_december() -> None:
    row = rentan(totals((date(2023, 12, 1), 1)))
    assert row["projected_rp"] == row["committed_rp"] == 16_800


def test_months_beyond_the_funded_ones_project_nothing_more() -> None:
    """2025: July to December, seven months of which are covered."""
    row = rentan(totals(*((date(2025, month, 1), 1) for month in range(6, 13))), 2025)
    assert row["projected_rp"] == row["committed_rp"] == 7 * 16_800


def test_a_year_that_a_later_one_followed_has_nothing_to_come() -> None:
    table = totals((date(2023, 9, 1), 1), (date(2024, 1, 1), 1))
    assert (rentan(table)["committed_rp"], rentan(table)["projected_rp"]) == (16_800, 16_800)


def test_corrections_count_in_the_year_in_which_they_are_booked() -> None:
    table = totals((date(2023, 12, 1), 3), (date(2024, 1, 1), 1))
    booked = adjusted((date(2023, 12, 1), -16_800), (date(2024, 1, 1), -10_000), (date(2024, 1, 1), -6_800))
    assert [rentan(table, year, booked)["adjusted_rp"] for year in (2023, 2024)] == [-16_800, -16_800]
    row = rentan(table, 2023, booked)
    assert (row["committed_rp"], row["projected_rp"]) == (3 * 16_800, 2 * 16_800)
    assert row["remaining_rp"] == row["ceiling_rp"] - 2 * 16_800


def test_corrections_of_another_segment_stay_there() -> None:
    booked = adjusted((date(2023, 12, 1), -10_800), segment="bpd", funding_source="ADD")
    table = position(totals((date(2023, 12, 1), 3)), booked)
    assert dict(table.select("segment", "adjusted_rp").iter_rows()) == {
        "bpd": -10_800, "non_asn": 0, "pekerja_rentan": 0, "perangkat_desa": 0, "rt_rw": 0,
    }  # fmt: skip


CEILING_2025 = 1_804_320_000
"""17,900 people for six months from July."""


@pytest.mark.parametrize(
    ("heads", "reached"),
    [
        (17_900, None),  # to the rupiah: reached is not passed
        (17_901, date(2025, 12, 1)),
        (21_480, date(2025, 12, 1)),  # five months come to the ceiling to the rupiah
        (21_481, date(2025, 11, 1)),
        (107_401, date(2025, 7, 1)),
    ],
)
def test_the_ceiling_is_reached_in_the_month_that_passes_it(heads: int, reached: date | None) -> None:
    row = rentan(totals((date(2025, 7, 1), heads)), 2025)
    assert (row["ceiling_rp"], row["ceiling_reached"]) == (CEILING_2025, reached)
    assert (row["remaining_rp"] < 0) == (reached is not None)


def test_money_that_comes_back_puts_the_ceiling_off() -> None:
    months, back = (
        totals((date(2025, 7, 1), 21_481), (date(2025, 8, 1), 21_481)),
        adjusted((date(2025, 8, 1), -500_000)),
    )
    assert rentan(months, 2025)["ceiling_reached"] == date(2025, 11, 1)
    assert rentan(months, 2025, back)["ceiling_reached"] == date(2025, 12, 1)


def test_a_ceiling_passed_long_ago_is_told_by_its_month() -> None:
    row = rentan(totals((date(2025, 7, 1), 200_000), (date(2025, 8, 1), 1)), 2025)
    assert row["ceiling_reached"] == date(2025, 7, 1)


def test_remaining_is_ceiling_less_projected() -> None:
    row = rentan(totals((date(2023, 12, 1), 1)))
    assert (row["ceiling_rp"], row["remaining_rp"]) == (5_544_000_000, 5_544_000_000 - 16_800)


def test_a_segment_that_covers_nobody_still_shows_its_quota() -> None:
    table = position(totals((date(2023, 9, 1), 1)))
    bpd = table.filter(pl.col("segment") == "bpd").row(0, named=True)
    assert (bpd["quota_workers"], bpd["covered_workers"], bpd["committed_rp"], bpd["projected_rp"]) == (1_776, 0, 0, 0)


def test_a_segment_that_is_empty_in_the_newest_month_covers_nobody_now() -> None:
    other = {"segment": "bpd", "funding_source": "ADD"}
    table = position(pl.concat([totals((date(2023, 8, 1), 5), **other), totals((date(2023, 9, 1), 1))]))
    bpd = table.filter(pl.col("segment") == "bpd").row(0, named=True)
    assert (bpd["covered_workers"], bpd["committed_rp"], bpd["projected_rp"]) == (0, 5 * 16_800, 5 * 16_800)


def test_without_a_ceiling_nothing_remains_to_be_said() -> None:
    table = position(totals((date(2023, 9, 1), 1), funding_source="CSR"))
    row = table.filter(pl.col("funding_source") == "CSR").row(0, named=True)
    assert (row["quota_workers"], row["ceiling_rp"], row["remaining_rp"]) == (None, None, None)
    assert row["projected_rp"] == 4 * 16_800


def test_years_without_totals_are_not_listed() -> None:
    assert position(totals((date(2023, 9, 1), 1)))["year"].unique().to_list() == [2023]


def test_two_years_are_two_lines() -> None:
    table = totals((date(2023, 12, 1), 1), (date(2024, 1, 1), 2))
    assert (rentan(table)["committed_rp"], rentan(table, 2024)["committed_rp"]) == (16_800, 33_600)


@pytest.mark.parametrize(("month", "ceiling"), [(date(2023, 9, 1), 10_000_000_000), (date(2030, 1, 1), None)])
def test_ceiling_of_the_whole_programme(month: date, ceiling: int | None) -> None:
    assert programme_ceiling(month, ["35.04"]) == ceiling


def test_each_regency_stands_beside_its_own_quota_and_ceiling() -> None:
    """Blitar declares none: what Tulungagung may spend says nothing of it, nor the other way round."""
    both = pl.concat([totals((date(2023, 9, 1), 2)), totals((date(2023, 9, 1), 3), regency_code="35.05")])
    table = position(both, adjusted((date(2023, 9, 1), -16_800), regency_code="35.05"))
    BUDGET_POSITION.model.validate(table)
    told = table.filter(pl.col("segment") == "pekerja_rentan")
    assert told.select("regency_code", "quota_workers", "covered_workers", "committed_rp", "adjusted_rp").rows() == [
        ("35.04", 27_500, 2, 33_600, 0),
        ("35.05", None, 3, 50_400, -16_800),
    ]
    assert told["ceiling_rp"].to_list() == [5_544_000_000, None]


def test_a_regency_that_covers_nobody_has_no_position() -> None:
    assert position(totals((date(2023, 9, 1), 2), regency_code="35.05"))["regency_code"].unique().to_list() == ["35.05"]


def test_a_programme_of_several_regencies_has_a_ceiling_where_each_has_one() -> None:
    assert programme_ceiling(date(2023, 9, 1), ["35.04", "35.05"]) is None
