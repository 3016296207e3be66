"""The share of the workforce that is covered: what is told, against what, and what is kept back."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from flows.programme.money.workforce_share import workforce_share
from schemas.tables.budget_totals import BUDGET_TOTALS
from schemas.tables.coverage import COVERAGE

SEPTEMBER = date(2023, 9, 1)
REGENCY = "Kabupaten Tulungagung"


def coverage(*totals: tuple[str | None, int], month: date = SEPTEMBER) -> pl.DataFrame:
    rows = [
        {"month": month, "regency_code": "35.04", "segment": "bpd", "kecamatan_code": code, "workers": workers}
        for code, workers in totals
    ]
    table = workforce_share(pl.DataFrame(rows, schema=BUDGET_TOTALS.dtypes))
    COVERAGE.model.validate(table)
    return table


def place(table: pl.DataFrame, name: str) -> dict[str, Any]:
    return table.filter(pl.col("kecamatan_name") == name).row(0, named=True)


def test_every_kecamatan_has_a_line_and_the_regency_the_last() -> None:
    table = coverage(("35.04.11", 20))
    assert table.height == 19 + 1
    assert table["kecamatan_name"][-1] == REGENCY
    assert table["kecamatan_code"].null_count() == 1
    assert place(table, "Kauman")["workers"] == 0


def test_segments_of_a_kecamatan_add_up() -> None:
    assert place(coverage(("35.04.11", 20), ("35.04.11", 5)), "Ngunut")["workers"] == 25


def test_the_regency_counts_those_too_who_live_elsewhere() -> None:
    assert place(coverage(("35.04.11", 20), (None, 7)), REGENCY)["workers"] == 27


def test_the_share_is_of_the_workforce_of_the_survey_before() -> None:
    row = place(coverage(("35.04.11", 46_731)), REGENCY)
    assert (row["workforce"], row["share"]) == (563_849, pytest.approx(46_731 / 563_849))
    assert "Sakernas Agustus 2022" in row["workforce_source"]


def test_a_survey_counts_from_its_own_month() -> None:
    row = place(coverage(("35.04.11", 20), month=date(2022, 7, 1)), REGENCY)
    assert row["workforce"] == 573_418


def test_where_no_source_gives_a_workforce_it_is_absent_and_so_is_the_share() -> None:
    absent = ("workforce", "workforce_source", "share")
    assert [place(coverage(("35.04.11", 20)), "Ngunut")[name] for name in absent] == [None, None, None]
    early = place(coverage(("35.04.11", 20), month=date(2021, 7, 1)), REGENCY)
    assert [early[name] for name in absent] == [None, None, None]


@pytest.mark.parametrize(("year", "target"), [(2023, None), (2025, 0.3215), (2026, 0.3499), (2027, None)])
def test_the_target_is_that_of_the_year(year: int, target: float | None) -> None:
    assert set(coverage(("35.04.11", 20), month=date(year, 9, 1))["target_share"]) == {target}


def test_small_groups_are_not_told_nor_to_be_reckoned_back() -> None:
    table = coverage(("35.04.11", 4), ("35.04.03", 300), ("35.04.04", 200))
    assert [place(table, name)["workers"] for name in ("Ngunut", "Kedungwaru", "Ngantru", REGENCY)] == [
        None, None, 200, 504,
    ]  # fmt: skip


def test_where_the_regency_is_kept_back_its_share_is_too() -> None:
    row = place(coverage(("35.04.11", 4)), REGENCY)
    assert (row["workers"], row["share"], row["workforce"]) == (None, None, 563_849)


def test_each_month_has_its_lines() -> None:
    rows = [
        {"month": date(2023, month, 1), "regency_code": "35.04", "kecamatan_code": "35.04.11", "workers": 10 * month}
        for month in (9, 8)
    ]
    table = workforce_share(pl.DataFrame(rows, schema=BUDGET_TOTALS.dtypes))
    ngunut = table.filter(pl.col("kecamatan_name") == "Ngunut")
    assert ngunut.select("month", "workers").rows() == [(date(2023, 8, 1), 80), (date(2023, 9, 1), 90)]


def test_before_the_first_night_there_is_none() -> None:
    assert workforce_share(BUDGET_TOTALS.empty()).equals(COVERAGE.empty())


def test_each_regency_is_told_with_its_own_kecamatan() -> None:
    rows = [("35.04", "35.04.11", 20), ("35.05", "35.05.19", 30), ("35.05", None, 5)]
    totals = pl.DataFrame(
        [
            {"month": SEPTEMBER, "regency_code": regency, "segment": "bpd", "kecamatan_code": place, "workers": people}
            for regency, place, people in rows
        ],
        schema=BUDGET_TOTALS.dtypes,
    )
    table = workforce_share(totals)
    whole = table.filter(pl.col("kecamatan_code").is_null())
    assert whole.select("regency_code", "kecamatan_name", "workers").rows() == [
        ("35.04", REGENCY, 20),
        ("35.05", "Kabupaten Blitar", 35),
    ]
    assert table.filter(pl.col("regency_code") == "35.05").height == 22 + 1
