"""The night in numbers."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from flows.publishing.profile import night_profile, segment_profile

MONTH = date(2023, 9, 1)


def rows(*statuses: str | None) -> pl.DataFrame:
    return pl.DataFrame({"status": statuses}, schema={"status": pl.String})


def workers(*niks: str, segment: str = "bpd") -> pl.DataFrame:
    return pl.DataFrame(
        {"nik": niks, "segment": [segment] * len(niks)}, schema={"nik": pl.String, "segment": pl.String}
    )


def night(
    statuses: tuple[str | None, ...] = ("covered",), niks: tuple[str, ...] = ("1",), before: int = 0,
    projected: int = 0, ceiling: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    position = pl.DataFrame({"projected_rp": [projected]})
    earlier = workers(*map(str, range(before)))
    return night_profile(rows(*statuses), workers(*niks), earlier, position, ceiling).row(0, named=True)


def test_a_row_without_a_known_status_is_not_accounted_for() -> None:
    found = night(("covered", None, "lost", "waiting"))
    assert (found["rows_read"], found["rows_accounted"]) == (4, 2)


def test_a_nik_counted_twice_shows() -> None:
    found = night(niks=("1", "1"))
    assert (found["covered"], found["niks_distinct"]) == (2, 1)


@pytest.mark.parametrize(("before", "share"), [(0, 1.0), (2, 0.5), (1, 1.0)])
def test_volume_beside_the_last_snapshot(before: int, share: float) -> None:
    assert night(before=before)["covered_share_of_before"] == share


@pytest.mark.parametrize(
    ("statuses", "share"), [(("covered", "rejected"), 0.5), (("covered",), 0.0), ((), 0.0)]
)  # fmt: skip
def test_share_of_rejected_rows(statuses: tuple[str, ...], share: float) -> None:
    assert night(statuses)["rejected_share"] == share


@pytest.mark.parametrize(("projected", "ceiling", "above"), [(11, 10, 1), (9, 10, -1), (11, None, 0)])
def test_money_above_the_programme_ceiling(projected: int, ceiling: int | None, above: int) -> None:
    assert night(projected=projected, ceiling=ceiling)["above_ceiling_rp"] == above


def segment(now: int, before: int, month: date = MONTH) -> dict[str, Any]:
    profile = segment_profile(workers(*map(str, range(now))), workers(*map(str, range(before))), month)
    return profile.filter(pl.col("segment") == "bpd").row(0, named=True)


@pytest.mark.parametrize(("now", "before", "emptied"), [(0, 1, True), (0, 0, False), (1, 1, False)])
def test_a_segment_that_lost_everybody_is_emptied(now: int, before: int, emptied: bool) -> None:
    assert segment(now, before)["emptied"] is emptied


@pytest.mark.parametrize(("now", "above"), [(1_776, 0), (1_777, 1), (0, 0)])
def test_people_above_the_quota(now: int, above: int) -> None:
    assert segment(now, 0)["above_quota"] == above


def test_a_year_without_quotas_has_nobody_above_them() -> None:
    assert segment(5, 0, date(2030, 1, 1))["above_quota"] == 0


def test_every_segment_in_force_has_a_line() -> None:
    assert segment_profile(workers("1"), workers(), MONTH)["segment"].to_list() == [
        "bpd", "non_asn", "pekerja_rentan", "perangkat_desa", "rt_rw",
    ]  # fmt: skip
