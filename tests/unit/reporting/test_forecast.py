"""A forecast in the terminal."""

from datetime import date
from typing import Any

import polars as pl
from rich.console import Console

from flows.reporting.forecast import forecast_told


def told(*lines: dict[str, Any], programme_ceiling_rp: int | None = None) -> str:
    base = {
        "segment": "bpd", "funding_source": "ADD", "workers": 2, "months": 3, "first_month": date(2023, 10, 1),
        "last_month": date(2023, 12, 1), "a_head_rp": 10_800, "jkk_rp": 28_800, "jkm_rp": 36_000,
        "contribution_rp": 64_800, "quota_workers": 1_776, "ceiling_rp": 100_000, "committed_rp": 10_000,
        "remaining_rp": 25_200,
    }  # fmt: skip
    console = Console(width=140, highlight=False)
    with console.capture() as captured:
        console.print(forecast_told(pl.DataFrame([{**base, **line} for line in lines]), programme_ceiling_rp))
    return captured.get()


def row(said: str, name: str) -> list[str]:
    (line,) = (line for line in said.splitlines() if line.startswith("│ " + name))
    return [cell.strip() for cell in line.split("│")[2:-1]]


def test_one_segment_has_no_total() -> None:
    said = told({})
    assert "2023-10 to 2023-12" in said
    assert [row(said, name) for name in ("workers", "JKK", "ceiling", "remains")] == [
        ["2"], ["28,800"], ["100,000"], ["25,200"],
    ]  # fmt: skip


def test_segments_add_up_beside_the_ceiling_of_the_programme() -> None:
    said = told({}, {"segment": "rt_rw"}, programme_ceiling_rp=1_000_000)
    assert row(said, "contribution") == ["64,800", "64,800", "129,600"]
    assert row(said, "ceiling") == ["100,000", "100,000", "1,000,000"]
    assert row(said, "remains") == ["25,200", "25,200", "850,400"]


def test_without_it_their_own_ceilings_add_up() -> None:
    said = told({}, {"segment": "rt_rw"})
    assert (row(said, "ceiling")[-1], row(said, "remains")[-1]) == ("200,000", "50,400")


def test_what_one_segment_does_not_have_the_total_has_not() -> None:
    said = told({}, {"segment": "rt_rw", "ceiling_rp": None, "remaining_rp": None, "quota_workers": None})
    assert [row(said, name)[-1] for name in ("quota", "ceiling", "remains")] == ["-", "-", "-"]


def test_limits_passed_are_told_in_a_sentence() -> None:
    said = told({"workers": 1_800, "remaining_rp": -5_000})
    assert "bpd: 24 workers above the quota of 1,776." in said
    assert "bpd: Rp 5,000 above the ceiling of Rp 100,000." in said


def test_limits_held_to_the_last_are_not_passed() -> None:
    assert "above" not in told({"workers": 1_776, "remaining_rp": 0})
