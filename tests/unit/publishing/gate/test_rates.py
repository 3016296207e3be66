"""What a head may cost: between the lowest and the highest that the dated rates allow."""

from datetime import date

import polars as pl
import pytest

from flows.programme.money.contributions import contribution_terms, with_contributions
from flows.publishing.gate import rates
from flows.publishing.gate.counts import prices
from flows.publishing.gate.rates import outside_rates, rate_bounds
from schemas.reference import in_force

MONTH = date(2023, 9, 1)


def outside(segment: str, jkk: int, jkm: int, contribution: int | None = None) -> int:
    total = jkk + jkm if contribution is None else contribution
    heads = pl.DataFrame({"segment": [segment], "jkk_rp": [jkk], "jkm_rp": [jkm], "contribution_rp": [total],
                          "heads": [1]})  # fmt: skip
    return int(outside_rates(heads, MONTH)["heads_outside_rates"].item())


@pytest.mark.parametrize(
    ("segment", "jkk", "jkm", "expected"),
    [
        ("pekerja_rentan", 10_000, 6_800, 0),
        ("pekerja_rentan", 10_001, 6_800, 1),
        ("pekerja_rentan", 10_000, 6_799, 1),
        ("pekerja_rentan", 5_000, 3_400, 1),  # the relief of PP 50/2025, which this programme has no right to
        ("rt_rw", 4_800, 6_000, 0),
        ("rt_rw", 4_799, 6_000, 1),
        ("rt_rw", 4_801, 6_000, 1),
        ("rt_rw", 4_800, 6_001, 1),
        ("rt_rw", 10_000, 6_800, 1),
        ("nobody_knows", 10_000, 6_800, 1),
    ],
)
def test_each_part_lies_within_the_rates_of_the_segment(segment: str, jkk: int, jkm: int, expected: int) -> None:
    assert outside(segment, jkk, jkm) == expected


def test_a_contribution_is_the_sum_of_its_parts() -> None:
    assert outside("rt_rw", 4_800, 6_000, 10_801) == 1


def test_heads_are_counted_with_the_lowest_and_the_highest_found() -> None:
    heads = pl.DataFrame({"segment": ["rt_rw"] * 3, "jkk_rp": [4_800, 4_801, 1], "jkm_rp": [6_000] * 3}).with_columns(
        regency_code=pl.lit("35.04"),
        contribution_rp=pl.col("jkk_rp") + pl.col("jkm_rp"),
    )
    assert outside_rates(prices(heads.lazy()), MONTH).rows() == [("rt_rw", 2, 6_001, 10_801)]


def test_every_segment_has_bounds_on_both_programmes() -> None:
    bounds = rate_bounds(MONTH)
    assert bounds["segment"].sort().to_list() == contribution_terms(MONTH)["segment"].sort().to_list()
    assert sum(bounds.null_count().row(0)) == 0


def test_what_the_programme_charges_is_within_the_bounds() -> None:
    workers = contribution_terms(MONTH).select(
        "segment", pl.lit("35.04").alias("regency_code"), pl.lit(2_229_359, pl.Int64).alias("wage_rp")
    )
    priced = prices(with_contributions(workers, MONTH).lazy())
    assert outside_rates(priced, MONTH)["heads_outside_rates"].sum() == 0


def test_where_the_rosters_wage_counts_the_bounds_are_those_of_believable_wages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def with_roster_wages(name: str, on: date) -> pl.DataFrame:
        found = in_force(name, on)
        return found.with_columns(use_roster_wage=pl.lit(True)) if name == "wage_bases" else found

    monkeypatch.setattr(rates, "in_force", with_roster_wages)
    bounds = rate_bounds(MONTH).filter(pl.col("segment") == "non_asn").row(0, named=True)
    assert (bounds["jkk_lowest"], bounds["jkk_highest"]) == (720, 48_480)  # 0.24 % of 300,000 and of 20,200,000
    assert (bounds["jkm_lowest"], bounds["jkm_highest"]) == (900, 60_600)


def test_a_fraction_of_a_rupiah_may_be_rounded_either_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def with_minimum_wage(name: str, on: date) -> pl.DataFrame:
        found = in_force(name, on)
        return found.with_columns(wage_base_rp=pl.lit(2_229_359, pl.Int64)) if name == "wage_bases" else found

    monkeypatch.setattr(rates, "in_force", with_minimum_wage)
    assert [outside("rt_rw", jkk, 6_688) for jkk in (5_349, 5_350, 5_351, 5_352)] == [1, 0, 0, 1]  # 5,350.46
