"""Laws of deaths, claims and aid: nobody is covered after a death, and the living get everything back."""

import random
from datetime import date
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.programme.answers.aid import aid_received
from flows.programme.answers.claims import follow
from schemas.answers import AID_READ, CLAIMS_READ
from tests.unit.programme.answers.test_claims import APRIL, DIED, ID, MONTHS, STRANGER, THREE, paid
from tests.unit.review.nights import Nights, alive, alm, answer, claim
from tests.unit.review.rulings.said import waive

YEAR = [date(2023, month, 1) for month in range(9, 12)]
NIKS = ["3504111209759001", "3504111209759002"]
few = settings(max_examples=12, deadline=None)
many = settings(max_examples=60, deadline=None)

Told = tuple[date, dict[str, Any]]
"""Something told from outside, and the month from which its file lies in raw/."""

days = st.none() | st.dates(date(2023, 8, 15), date(2023, 12, 31))
lists = st.lists(st.sampled_from([row(nik) for nik in NIKS for row in (alive, alm)]), max_size=4)
months = st.lists(lists, min_size=len(YEAR), max_size=len(YEAR))
claims = st.lists(
    st.tuples(st.sampled_from(YEAR), st.builds(claim, nik=st.sampled_from(NIKS), event_on=days, reported_on=days)),
    max_size=2,
    unique_by=lambda told: told[1]["nik"],
)
answers = st.lists(
    st.tuples(
        st.sampled_from(YEAR),
        st.builds(answer, st.just("deceased"), nik=st.sampled_from(NIKS), died_on=days, answered_on=days),
    ),
    max_size=2,
    unique_by=lambda told: told[1]["nik"],
)


def lying(told: list[Told], month: date) -> tuple[dict[str, Any], ...]:
    """What lies in raw/ in that month."""
    return tuple(said for since, said in told if since <= month)


def first_of(month: date) -> date:
    return month.replace(day=1)


def is_closed(nik: str, month: date, rosters: list[list[Any]], by_claim: list[Told], by_dukcapil: list[Told]) -> bool:
    """Whether cover is closed, person by person as a clerk would reckon it from all that was received so far."""
    claimed = [(since, said) for since, said in by_claim if since <= month and said["nik"] == nik]
    answered = [(since, said) for since, said in by_dukcapil if since <= month and said["nik"] == nik]
    told_days = [said["event_on"] for _, said in claimed] + [said["died_on"] for _, said in answered]
    known = [day for day in told_days if day]
    if known:
        return bool(known[0] < month)
    before = [sent for sent, rows in zip(YEAR, rosters, strict=True) if sent < month and alm(nik) in rows]
    reports = [first_of(said["reported_on"] or since) for since, said in claimed]
    replies = [first_of(said["answered_on"] or since) for since, said in answered]
    return bool(before) or any(told < month for told in reports) or any(told <= month for told in replies)


@few
@given(months, claims, answers)
def test_cover_is_closed_exactly_when_a_death_is_past(
    rosters: list[list[Any]], by_claim: list[Told], by_dukcapil: list[Told]
) -> None:
    nights = Nights()
    for month, rows in zip(YEAR, rosters, strict=True):
        nights.night(month, *rows, claims=lying(by_claim, month), results=lying(by_dukcapil, month))
        open_to = [nik for nik in NIKS if not is_closed(nik, month, rosters, by_claim, by_dukcapil)]
        assert sorted(nights.accepted) == sorted(row["nik"] for row in rows if row in map(alive, open_to))
        dead = {nik for nik, *_, closed_from in nights.deaths if closed_from <= month}
        assert dead.isdisjoint(nights.accepted)


@few
@given(months, claims, answers)
def test_a_night_again_is_the_same_night(
    rosters: list[list[Any]], by_claim: list[Told], by_dukcapil: list[Told]
) -> None:
    nights = Nights()
    for month, rows in zip(YEAR[:2], rosters, strict=False):
        told: dict[str, Any] = {"claims": lying(by_claim, month), "results": lying(by_dukcapil, month)}
        first = nights.night(month, *rows, **told).before
        judged = nights.judged
        assert nights.night(month, *rows, **told).before.equals(first)
        assert judged
        assert nights.judged
        assert nights.judged.log.equals(judged.log)


@few
@given(months, lists)
def test_what_is_mended_within_its_month_was_never_said(rosters: list[list[Any]], wrong: list[Any]) -> None:
    one, other = Nights(), Nights()
    for month, rows in zip(YEAR, rosters, strict=True):
        one.night(month, *rows, *wrong).night(month, *rows)
        other.night(month, *rows)
        assert one.before.equals(other.before)
        assert one.accepted == other.accepted


@few
@given(months, claims, answers)
def test_who_is_ruled_alive_is_covered_by_every_list_that_has_them(
    rosters: list[list[Any]], by_claim: list[Told], by_dukcapil: list[Told]
) -> None:
    said = {"decided_on": "2023-09-01", "expires_on": "2024-12-31"}
    rulings = tuple(waive(code, nik=nik, **said) for nik in NIKS for code in ("DECEASED", "DEATH_ON_RECORD"))
    nights = Nights()
    for month, rows in zip(YEAR, rosters, strict=True):
        told: dict[str, Any] = {"claims": lying(by_claim, month), "results": lying(by_dukcapil, month)}
        nights.night(month, *rows, rulings=rulings, **told)
        assert nights.accepted == [row["nik"] for row in rows]
        assert not [row for row in nights.deaths if row[-1] <= month]


# --- claims and aid ------------------------------------------------------------------------------------------------

made = st.builds(
    paid,
    st.sampled_from([10_000_000, 42_000_000, None]),
    programme=st.sampled_from(["jkm", "jkk", "scholarship"]),
    worker_id=st.sampled_from([ID, STRANGER]),
    event_on=st.sampled_from([DIED, APRIL, None]),
    claim_status=st.sampled_from(["paid", "reported", "refused"]),
    claim_id=st.sampled_from(["1", "2", None]),
    heir=st.sampled_from(["SITI", None]),
)


@many
@given(st.lists(made, max_size=6), st.randoms(use_true_random=False))
def test_no_death_is_paid_twice_without_a_word(claims: list[dict[str, Any]], chance: random.Random) -> None:
    """And the order of the lists changes nothing."""
    rows = [{**said, "source_row": row} for row, said in enumerate(claims)]
    frame = pl.DataFrame(rows, schema={**CLAIMS_READ, "worker_id": pl.String})
    found = follow(frame, THREE, MONTHS)
    chance.shuffle(rows)
    assert follow(pl.DataFrame(rows, schema=frame.schema), THREE, MONTHS).equals(found)
    orderly = found.filter(
        pl.col("finding") == "in_order", pl.col("claim_status") == "paid", pl.col("programme") == "jkm"
    )
    numbers = orderly.with_columns(pl.coalesce("claim_id", pl.format("{} {}", "event_on", "claimed_rp")).alias("claim"))
    assert numbers["claim"].n_unique() <= 1, found


receipts = st.fixed_dictionaries(
    {
        "programme": st.sampled_from(["Bantuan usaha", "Gerobak"]),
        "nik": st.sampled_from(NIKS),
        "received_on": st.sampled_from([date(2023, 3, 1), date(2023, 9, 1), date(2024, 5, 1), None]),
        "amount_rp": st.sampled_from([1_000_000, None]),
        "source_file": st.sampled_from(["aid/a.xlsx", "aid/b.xlsx"]),
        "sheet": st.just(""),
    }
)


@many
@given(st.lists(receipts, max_size=7))
def test_the_lists_once_more_under_another_name_change_nothing(lines: list[dict[str, Any]]) -> None:
    rows = [{**said, "source_row": row, "worker_id": f"w{said['nik']}"} for row, said in enumerate(lines)]
    again = [{**said, "source_file": f"{said['source_file']} (1)"} for said in rows]
    shape = pl.Schema({**AID_READ, "worker_id": pl.String()})
    once, twice = (aid_received(pl.DataFrame(given, schema=shape)) for given in (rows, rows + again))
    assert twice.filter(~pl.col("source_file").str.ends_with(")")).equals(once)
    assert twice.height == 2 * len(rows)
