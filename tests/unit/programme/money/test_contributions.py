"""What a month of cover costs, to the rupiah."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from flows.programme.money import contributions
from flows.programme.money.contributions import contribution_terms, share_of, with_contributions
from schemas.reference import in_force

MONTH = date(2023, 9, 1)


def priced(segment: str, wage_rp: int | None = None) -> dict[str, Any]:
    worker = pl.DataFrame(
        {"segment": [segment], "wage_rp": [wage_rp]}, schema={"segment": pl.String, "wage_rp": pl.Int64}
    )
    return with_contributions(worker, MONTH).row(0, named=True)


@pytest.fixture
def change(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets a column of one reference table for the stage: `change("wage_bases", wage_base_rp=2_229_358)`."""

    def set_to(table: str, **columns: Any) -> None:
        def changed(name: str, on: date) -> pl.DataFrame:
            frame = in_force(name, on)
            return (
                frame.with_columns(**{key: pl.lit(value, frame.schema[key]) for key, value in columns.items()})
                if name == table
                else frame
            )

        monkeypatch.setattr(contributions, "in_force", changed)

    return set_to


def test_a_vulnerable_worker_costs_the_flat_16_800() -> None:
    row = priced("pekerja_rentan")
    assert (row["membership"], row["jkk_rp"], row["jkm_rp"], row["contribution_rp"]) == ("BPU", 10_000, 6_800, 16_800)


@pytest.mark.parametrize("segment", ["perangkat_desa", "rt_rw", "bpd", "non_asn"])
def test_a_wage_earner_costs_0_54_percent_of_two_million(segment: str) -> None:
    row = priced(segment)
    assert (row["membership"], row["wage_base_rp"], row["jkk_rp"], row["jkm_rp"], row["contribution_rp"]) == (
        "PU", 2_000_000, 4_800, 6_000, 10_800,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("segment", "source"),
    [("perangkat_desa", "ADD"), ("rt_rw", "ADD"), ("bpd", "ADD"), ("non_asn", "APBD"), ("pekerja_rentan", "DBHCHT")],
)
def test_each_segment_has_its_funding_source(segment: str, source: str) -> None:
    assert priced(segment)["funding_source"] == source


def test_the_rosters_wage_does_not_count_where_the_reference_says_so() -> None:
    assert priced("non_asn", 3_000_000)["wage_base_rp"] == 2_000_000


@pytest.mark.parametrize(("wage", "base"), [(3_000_000, 3_000_000), (None, 2_000_000)])
def test_the_rosters_wage_counts_where_declared_and_present(change: Any, wage: int | None, base: int) -> None:
    change("wage_bases", use_roster_wage=True)
    assert priced("non_asn", wage)["wage_base_rp"] == base


def test_an_awkward_wage_base_is_rounded_programme_by_programme(change: Any) -> None:
    """UMK 2023: 0.24 % of 2,229,358 is 5,350.46 and 0.30 % is 6,688.07."""
    change("wage_bases", wage_base_rp=2_229_358)
    row = priced("non_asn")
    assert (row["jkk_rp"], row["jkm_rp"], row["contribution_rp"]) == (5_350, 6_688, 12_038)


@pytest.mark.parametrize(
    ("base", "ppm", "rupiah"),
    [
        (1_000, 2_400, 2),  # 2.40
        (1_250, 2_400, 3),  # 3.00
        (1_042, 2_400, 3),  # 2.5008
        (1_041, 2_400, 2),  # 2.4984
        (500, 3_000, 2),  # 1.5: half goes up
        (1_500, 3_000, 5),  # 4.5: half goes up, not to the even
        (2_000_000, 2_400, 4_800),
        (9_000_000_000, 17_400, 156_600_000),
        (0, 2_400, 0),
    ],
)
def test_a_share_is_rounded_half_up(base: int, ppm: int, rupiah: int) -> None:
    frame = pl.DataFrame({"base": [base], "ppm": [ppm]})
    assert frame.select(share_of("base", "ppm")).item() == rupiah


def test_money_is_whole_numbers() -> None:
    worker = pl.DataFrame({"segment": ["bpd"], "wage_rp": [None]}, schema={"segment": pl.String, "wage_rp": pl.Int64})
    money = ("wage_base_rp", "jkk_rp", "jkm_rp", "contribution_rp")
    assert set(with_contributions(worker, MONTH).select(money).dtypes) == {pl.Int64()}


def test_workers_keep_their_order() -> None:
    segments = ["bpd", "pekerja_rentan", "non_asn", "bpd"]
    workers = pl.DataFrame({"segment": segments, "wage_rp": [1, 2, 3, 4]})
    assert with_contributions(workers, MONTH)["wage_rp"].to_list() == [1, 2, 3, 4]


def test_there_are_terms_for_every_segment_once() -> None:
    terms = contribution_terms(MONTH)
    assert sorted(terms["segment"]) == ["bpd", "non_asn", "pekerja_rentan", "perangkat_desa", "rt_rw"]


@pytest.mark.parametrize("table", ["wage_bases", "funding_sources"])
def test_a_segment_without_terms_stops_the_night_by_name(change: Any, table: str) -> None:
    change(table, segment="bpd")
    with pytest.raises(ValueError, match="non_asn"):
        priced("rt_rw")


def test_a_missing_rate_stops_the_night(change: Any) -> None:
    change("contribution_rates", programme="jkm")
    with pytest.raises(ValueError, match="schemas/reference"):
        priced("pekerja_rentan")


def test_a_month_before_any_declared_rate_has_no_workers_to_price() -> None:
    worker = pl.DataFrame({"segment": ["bpd"], "wage_rp": [None]}, schema={"segment": pl.String, "wage_rp": pl.Int64})
    with pytest.raises(ValueError, match="2000-01-01"):
        with_contributions(worker, date(2000, 1, 1))
