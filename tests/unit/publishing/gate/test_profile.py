"""The night in numbers."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from flows.publishing.gate import counts, profile
from flows.publishing.gate.counts import by_segment, heads, prices
from flows.publishing.gate.profile import Turnover, funding_profile, night_profile, segment_profile
from schemas.reference import reference
from schemas.tables import TABLES
from schemas.tables.trail import TRAIL

MONTH = date(2023, 9, 1)
NOBODY_MOVED = Turnover(month_before=0, joined=0, left=0, joined_told=0, left_told=0)
RATES = {"jkk_rp": 4_800, "jkm_rp": 6_000, "contribution_rp": 10_800}


def rows(*statuses: str | None) -> pl.LazyFrame:
    return pl.LazyFrame({"status": statuses}, schema={"status": pl.String})


REGENCIES = (("35.04", 2), ("35.05", 1), ("35.06", 3))


def workers(*niks: str, segment: str = "bpd") -> pl.LazyFrame:
    people = [
        {"nik": nik, "worker_id": f"w1_{nik}", "regency_code": "35.04", "segment": segment, **RATES} for nik in niks
    ]
    return pl.LazyFrame(
        people, schema=TABLES["workers"].empty().select("nik", "worker_id", "regency_code", "segment", *RATES).schema
    )


def senders(*heard: tuple[int, bool]) -> pl.DataFrame:
    """Senders as (files, carried forward)."""
    return pl.DataFrame(heard, schema={"files": pl.Int64, "carried_forward": pl.Boolean}, orient="row")


def night(
    statuses: tuple[str | None, ...] = ("covered",), people: pl.LazyFrame | None = None, before: int = 0,
    files: tuple[int, ...] = (), heard: tuple[tuple[int, bool], ...] = (), turnover: Turnover = NOBODY_MOVED,
) -> dict[str, Any]:  # fmt: skip
    of_files = pl.DataFrame({"rows_read": files}, schema={"rows_read": pl.Int64})
    counted, covered = counts.statuses(rows(*statuses)), heads(workers("1") if people is None else people)
    return night_profile(counted, of_files, senders(*heard), covered, before, turnover, {}).row(0, named=True)


def test_a_row_without_a_known_status_is_not_accounted_for() -> None:
    found = night(("covered", None, "lost", "waiting"))
    assert (found["rows_read"], found["rows_accounted"]) == (4, 2)


@pytest.mark.parametrize(("files", "total"), [((), 0), ((2, 3), 5)])
def test_rows_of_files_add_up(files: tuple[int, ...], total: int) -> None:
    assert night(files=files)["rows_of_files"] == total


def test_a_nik_counted_twice_shows() -> None:
    found = night(people=workers("1", "1"))
    assert (found["covered"], found["niks_distinct"], found["worker_ids_distinct"]) == (2, 1, 1)


def test_two_workers_under_one_id_show() -> None:
    found = night(people=workers("1", "2").with_columns(worker_id=pl.lit("w1_1")))
    assert (found["niks_distinct"], found["worker_ids_distinct"]) == (2, 1)


@pytest.mark.parametrize(("before", "share"), [(0, 1.0), (2, 0.5), (1, 1.0)])
def test_volume_beside_the_last_snapshot(before: int, share: float) -> None:
    assert night(before=before)["covered_share_of_before"] == share


@pytest.mark.parametrize("status", ["rejected", "duplicate"])
@pytest.mark.parametrize(("others", "share"), [(1, 0.5), (3, 0.25), (0, 1.0)])
def test_shares_of_rows(status: str, others: int, share: float) -> None:
    assert night((status, *["covered"] * others))[f"{status}_share"] == share
    assert night(("covered", None))[f"{status}_share"] == 0


def test_a_night_without_rows_has_shares_of_nothing() -> None:
    assert night(())["rejected_share"] == 0


def test_heard_is_who_sent_a_list_for_this_month() -> None:
    assert night(heard=((1, False), (2, False), (1, True), (0, False)))["senders_heard"] == 2


def test_turnover_is_a_share_of_the_month_before_and_told_once() -> None:
    found = night(turnover=Turnover(month_before=100, joined=60, left=30, joined_told=50, left_told=30))
    names = ("joined_share", "joined_newly_share", "left_share", "left_newly_share")
    assert [found[name] for name in names] == [0.6, 0.1, 0.3, 0.0]


def test_fewer_leaving_than_told_is_nothing_new() -> None:
    found = night(turnover=Turnover(month_before=100, joined=0, left=10, joined_told=0, left_told=30))
    assert found["left_newly_share"] == 0


def test_without_a_month_before_nothing_is_said_of_turnover() -> None:
    found = night()
    assert [found[name] for name in ("joined_share", "joined_newly_share", "left_share", "left_newly_share")] == [
        None
    ] * 4


# --- segments ------------------------------------------------------------------------------------------------------


def trail(*covered: int, scope: str = "segment", name: str = "bpd") -> pl.DataFrame:
    first = datetime(2023, 9, 1, tzinfo=UTC)
    nights = [
        {"scope": scope, "name": name, "covered": now, "started": first + timedelta(days=day), "month": MONTH}
        for day, now in enumerate(covered)
    ]
    return pl.DataFrame(nights, schema=TRAIL)


def totals(workers: int, **changes: int) -> pl.DataFrame:
    row = {"segment": "bpd", "workers": workers, **{name: rp * workers for name, rp in RATES.items()}, **changes}
    return pl.DataFrame(
        [row] if workers else [], schema={"segment": pl.String, "workers": pl.Int64, **dict.fromkeys(RATES, pl.Int64)}
    )


def segment(
    now: int, before: int = 0, month: date = MONTH, told: pl.DataFrame | None = None, nights: pl.DataFrame | None = None
) -> dict[str, Any]:
    people, earlier = workers(*map(str, range(now))), workers(*map(str, range(before)))
    made = totals(now) if told is None else told
    beside = by_segment(earlier, "covered_before")
    profile = segment_profile(prices(people), made, beside, trail() if nights is None else nights, month)
    return profile.filter(pl.col("segment") == "bpd").row(0, named=True)


@pytest.mark.parametrize(("now", "before", "emptied"), [(0, 1, True), (0, 0, False), (1, 1, False)])
def test_a_segment_that_lost_everybody_is_emptied(now: int, before: int, emptied: bool) -> None:
    assert segment(now, before)["emptied"] is emptied


@pytest.mark.parametrize(("now", "above"), [(1_776, 0), (1_777, 1), (0, 0)])
def test_people_above_the_quota(now: int, above: int) -> None:
    assert segment(now)["above_quota"] == above


def test_a_year_without_quotas_has_nobody_above_them() -> None:
    assert segment(5, month=date(2030, 1, 1))["above_quota"] == 0


@pytest.mark.parametrize(
    ("told", "differ"),
    [(totals(3), 0), (totals(3, contribution_rp=32_401), 1), (totals(3, jkk_rp=0, jkm_rp=0), 32_400),
     (totals(2), 21_601), (totals(0), 64_803)],
)  # fmt: skip
def test_totals_are_compared_with_the_workers_they_were_made_of(told: pl.DataFrame, differ: int) -> None:
    assert segment(3, told=told)["totals_differ"] == differ


def test_totals_of_a_segment_with_nobody_in_it_differ_too() -> None:
    assert segment(0, told=totals(1))["totals_differ"] == 1 + 2 * 10_800


def test_heads_outside_the_rates_are_counted() -> None:
    found = segment(2)
    assert (found["heads_outside_rates"], found["contribution_lowest_rp"]) == (0, 10_800)
    wrong = workers("1", "2").with_columns(jkk_rp=pl.lit(1, pl.Int64))
    nobody = by_segment(workers(), "covered_before")
    profile = segment_profile(prices(wrong), totals(2), nobody, trail(), MONTH)
    assert profile.filter(pl.col("segment") == "bpd")["heads_outside_rates"].item() == 2


@pytest.mark.parametrize(
    ("nights", "spreads"),
    [(trail(*[100] * 5), 10.0), (trail(*[100] * 4), None), (trail(*[100] * 5, scope="sender"), None)],
)
def test_a_segment_beside_what_is_usual_for_it(nights: pl.DataFrame, spreads: float | None) -> None:
    assert segment(50, nights=nights)["spreads"] == spreads


def test_a_segment_that_is_gone_is_far_from_usual() -> None:
    assert segment(0, nights=trail(*[100] * 5))["spreads"] == 20


def test_every_segment_in_force_has_a_line() -> None:
    nobody = by_segment(workers(), "covered_before")
    assert segment_profile(prices(workers("1")), totals(1), nobody, trail(), MONTH)["segment"].to_list() == [
        "bpd", "non_asn", "pekerja_rentan", "perangkat_desa", "rt_rw",
    ]  # fmt: skip


# --- money ---------------------------------------------------------------------------------------------------------


def funding(*lines: tuple[str, int, int | None], programme: int | None = None) -> dict[str, tuple[int | None, int]]:
    schema = {"funding_source": pl.String, "projected_rp": pl.Int64, "ceiling_rp": pl.Int64}
    position = pl.DataFrame(lines, schema=schema, orient="row").with_columns(regency_code=pl.lit("35.04"))
    profile = funding_profile(position, programme)
    return {name: (ceiling, above) for name, _, ceiling, above in profile.iter_rows()}


@pytest.mark.parametrize(("projected", "ceiling", "above"), [(11, 10, 1), (10, 10, 0), (9, 10, 0), (11, None, 0)])
def test_money_above_the_ceiling_of_its_source(projected: int, ceiling: int | None, above: int) -> None:
    assert funding(("ADD", projected, ceiling))["ADD"] == (ceiling, above)


def test_segments_of_one_source_share_its_purse() -> None:
    assert funding(("ADD", 12, 10), ("ADD", 5, 10), ("APBD", 3, 2)) == {
        "ADD": (20, 0),
        "APBD": (2, 1),
        "all": (None, 0),
    }


def test_a_source_with_a_ceiling_unknown_has_none() -> None:
    assert funding(("ADD", 12, 10), ("ADD", 5, None))["ADD"] == (None, 0)


@pytest.mark.parametrize(("ceiling", "above"), [(14, 1), (15, 0), (None, 0)])
def test_the_whole_programme_has_a_ceiling_too(ceiling: int | None, above: int) -> None:
    assert funding(("ADD", 10, None), ("APBD", 5, None), programme=ceiling)["all"] == (ceiling, above)


def test_each_regency_has_purses_of_its_own() -> None:
    lines = [("35.04", "ADD", 12, 10), ("35.05", "ADD", 5, 10), ("35.05", "ADD", 5, 10)]
    columns = {"regency_code": pl.String, "funding_source": pl.String, "projected_rp": pl.Int64, "ceiling_rp": pl.Int64}
    profile = funding_profile(pl.DataFrame(lines, schema=columns, orient="row"), 25)
    assert profile.rows() == [("35.04 ADD", 12, 10, 2), ("35.05 ADD", 10, 20, 0), ("all", 22, 25, 0)]


def test_each_regency_is_held_to_its_own_quota(monkeypatch: pytest.MonkeyPatch) -> None:
    """Room in one regency is no room in another, and a regency without a quota has room for all."""
    one, two, three = (workers(*"abc"[:people]).with_columns(regency_code=pl.lit(code)) for code, people in REGENCIES)
    ours = reference("quotas").filter(pl.col("segment") == "bpd")
    quotas = pl.concat(
        ours.with_columns(pl.lit(places, pl.Int64).alias("quota_workers"), pl.lit(code).alias("regency_code"))
        for code, places in (("35.04", 1), ("35.05", 10))
    )
    monkeypatch.setattr(profile, "reference", lambda name: quotas if name == "quotas" else reference(name))
    nobody = by_segment(workers(), "covered_before")
    found = segment_profile(prices(pl.concat([one, two, three])), totals(6), nobody, trail(), MONTH)
    assert found.filter(pl.col("segment") == "bpd").select("quota_workers", "above_quota").row(0) == (11, 1)
