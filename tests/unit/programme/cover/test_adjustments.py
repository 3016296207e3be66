"""What a closed month should have been, booked in a later one."""

from datetime import date
from typing import Any

import polars as pl

from flows.programme.cover.adjustments import COMPARED, booked_corrections, late_corrections, to_book, with_deaths
from schemas.tables.adjustments import ADJUSTMENTS

SEPTEMBER, OCTOBER, NOVEMBER = date(2023, 9, 1), date(2023, 10, 1), date(2023, 11, 1)
WORKERS = {name: f"w1_{name * 26}" for name in "abcd"}
RENTAN, HEAD = ("pekerja_rentan", "DBHCHT", 10_000, 6_800), ("rt_rw", "ADD", 4_800, 6_000)


def covered(**workers: tuple[str, str, int, int]) -> pl.DataFrame:
    rows = [
        (WORKERS[name], "35.04", segment, source, "35.04.11", jkk, jkm, jkk + jkm)
        for name, (segment, source, jkk, jkm) in workers.items()
    ]
    return pl.DataFrame(rows, schema={name: ADJUSTMENTS.dtypes[name] for name in COMPARED}, orient="row")


def deaths(**days: date | None) -> pl.DataFrame:
    rows = [(WORKERS[name], day) for name, day in days.items()]
    return pl.DataFrame(rows, schema={"worker_id": pl.String, "died_on": pl.Date}, orient="row")


def told(adjustments: pl.DataFrame) -> list[tuple[Any, ...]]:
    ADJUSTMENTS.model.validate(adjustments)
    rows = adjustments.select("worker_id", "kind", "why", "segment", "jkk_rp", "jkm_rp", "contribution_rp").rows()
    return sorted((row[0][3], *row[1:]) for row in rows)


def booked(
    closed: pl.DataFrame, anew: pl.DataFrame, dead: pl.DataFrame | None = None, before: pl.DataFrame | None = None,
    month: date = OCTOBER,
) -> pl.DataFrame:  # fmt: skip
    corrections = with_deaths(late_corrections(closed, anew), closed, deaths() if dead is None else dead, SEPTEMBER)
    return to_book(corrections, ADJUSTMENTS.empty() if before is None else before, month, SEPTEMBER)


def test_a_month_that_was_right_is_not_adjusted() -> None:
    closed = covered(a=RENTAN, b=HEAD)
    assert told(booked(closed, closed)) == []


def test_who_should_not_have_been_covered_is_withdrawn_and_who_was_missed_is_left_out_without_money() -> None:
    assert told(booked(covered(a=RENTAN), covered(b=HEAD))) == [
        ("a", "withdrawn", "late_list", "pekerja_rentan", -10_000, -6_800, -16_800),
        ("b", "left_out", "late_list", "rt_rw", 0, 0, 0),
    ]


def test_another_wage_is_adjusted_by_the_difference() -> None:
    assert told(booked(covered(a=HEAD), covered(a=("rt_rw", "ADD", 5_350, 6_688)))) == [
        ("a", "changed", "late_list", "rt_rw", 550, 688, 1_238)
    ]


def test_of_another_segment_one_purse_gets_back_and_the_other_pays() -> None:
    assert told(booked(covered(a=RENTAN), covered(a=HEAD))) == [
        ("a", "changed", "late_list", "pekerja_rentan", -10_000, -6_800, -16_800),
        ("a", "changed", "late_list", "rt_rw", 4_800, 6_000, 10_800),
    ]


def test_another_place_costs_nothing_and_is_not_adjusted() -> None:
    moved = covered(a=RENTAN).with_columns(pl.lit("35.04.12").alias("kecamatan_code"))
    assert told(booked(covered(a=RENTAN), moved)) == []


def test_who_died_before_the_month_is_withdrawn_whatever_a_late_list_says() -> None:
    """Who died within it was rightly covered; of an unknown day nobody can tell."""
    closed = covered(a=RENTAN, b=RENTAN, c=RENTAN, d=RENTAN)
    dead = deaths(a=date(2023, 8, 31), b=date(2023, 9, 1), c=None)
    assert told(booked(closed, covered(a=HEAD, b=RENTAN, c=RENTAN, d=RENTAN), dead)) == [
        ("a", "withdrawn", "deceased", "pekerja_rentan", -10_000, -6_800, -16_800)
    ]


def test_who_died_before_the_month_was_not_left_out_of_it() -> None:
    assert told(booked(covered(b=RENTAN), covered(a=HEAD, b=RENTAN), deaths(a=date(2023, 8, 31)))) == []


def test_what_another_month_has_booked_is_not_booked_again() -> None:
    closed, anew = covered(a=RENTAN), covered(b=HEAD)
    october = booked(closed, anew)
    assert told(booked(closed, anew, before=october, month=NOVEMBER)) == []


def test_a_further_correction_is_booked_less_what_is_booked() -> None:
    """A head at first, then somebody who should not have been covered at all: the purse of the heads is paid back."""
    october = booked(covered(a=RENTAN), covered(a=HEAD))
    assert told(booked(covered(a=RENTAN), covered(), before=october, month=NOVEMBER)) == [
        ("a", "changed", "late_list", "rt_rw", -4_800, -6_000, -10_800)
    ]


def test_a_death_that_proves_wrong_is_booked_back_for_the_reason_it_was_booked() -> None:
    closed = covered(a=RENTAN)
    october = booked(closed, closed, deaths(a=date(2023, 8, 31)))
    assert told(booked(closed, closed, before=october, month=NOVEMBER)) == [
        ("a", "changed", "deceased", "pekerja_rentan", 10_000, 6_800, 16_800)
    ]


def test_corrections_are_read_back_from_what_is_booked() -> None:
    closed, anew = covered(a=RENTAN, b=RENTAN, c=RENTAN), covered(b=HEAD, c=RENTAN, d=HEAD)
    made, back = (
        frame.sort("worker_id", "segment")
        for frame in (late_corrections(closed, anew), booked_corrections(booked(closed, anew)))
    )
    assert made.equals(back)
