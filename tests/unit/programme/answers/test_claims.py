"""Claims beside the ledger, and deaths that nobody has claimed."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from flows.programme.answers.claims import LEDGER, follow, with_niks
from flows.programme.answers.unclaimed import unclaimed_deaths
from flows.programme.money.benefits import scholarship_ceiling
from schemas.answers import CLAIMS_READ
from schemas.tables.claims import CLAIMS
from schemas.tables.deaths import DEATHS
from schemas.tables.members import MEMBERS
from schemas.tables.unclaimed_deaths import UNCLAIMED_DEATHS
from schemas.tables.workers import WORKERS

ID, STRANGER = "w1_" + "a" * 26, "w1_" + "b" * 26
NIK = "3504111209759001"
MONTHS = pl.Series([date(2025, month, 1) for month in (1, 2, 3, 4)])
DIED = date(2025, 3, 14)
MILLION = 1_000_000


def ledger(*covered: tuple[int, int], worker_id: str = ID, wage_rp: int = MILLION, year: int = 2025) -> pl.DataFrame:
    """A farm hand's covered months: month, and months in a row then."""
    person = {
        "worker_id": worker_id, "nik": NIK, "name": "KARTO", "segment": "pekerja_rentan", "kecamatan_name": "Ngunut",
        "desa_name": "Pulosari", "sender": "dinas-pertanian", "wage_base_rp": wage_rp,
    }  # fmt: skip
    rows = [{**person, "month": date(year, month, 1), "months_in_a_row": streak} for month, streak in covered]
    return pl.DataFrame(rows, schema={name: WORKERS.dtypes[name] for name in LEDGER})


THREE = ledger((1, 1), (2, 2), (3, 3))


def paid(amount_rp: int | None = None, **said: Any) -> dict[str, Any]:
    """A paid claim on JKM on a death of March, unless it says otherwise."""
    return {
        "programme": "jkm", "nik": NIK, "name": "KARTO", "worker_id": ID, "event_on": DIED, "claimed_rp": amount_rp,
        "claim_status": "paid", "source_file": "claims/a.xlsx", "sheet": "Data", "source_row": 2, **said,
    }  # fmt: skip


def claims_of(*claims: dict[str, Any], covered: pl.DataFrame = THREE) -> pl.DataFrame:
    rows = [{**claim, "source_row": row} for row, claim in enumerate(claims, 2)]
    found = follow(pl.DataFrame(rows, schema={**CLAIMS_READ, "worker_id": pl.String}), covered, MONTHS)
    CLAIMS.model.validate(found)
    return found.sort("source_file", "source_row")


def judged(claim: dict[str, Any], covered: pl.DataFrame = THREE) -> tuple[Any, ...]:
    return claims_of(claim, covered=covered).select("finding", "covered_then", "months_in_a_row", "expected_rp").row(0)


@pytest.mark.parametrize(
    ("claim", "covered", "found"),
    [
        (paid(42 * MILLION), THREE, ("in_order", True, 3, 42 * MILLION)),
        (paid(10 * MILLION), THREE, ("paid_too_little", True, 3, 42 * MILLION)),  # burial alone, three months reached
        (paid(10 * MILLION), ledger((2, 1), (3, 2)), ("in_order", True, 2, 10 * MILLION)),  # under three months
        (paid(42 * MILLION), ledger((2, 1), (3, 2)), ("paid_too_much", True, 2, 10 * MILLION)),
        (paid(42 * MILLION), ledger((1, 1), (2, 2)), ("not_covered", False, None, 0)),
        (paid(None), THREE, ("in_order", True, 3, 42 * MILLION)),
        (paid(10 * MILLION, claim_status="reported"), THREE, ("in_order", True, 3, 42 * MILLION)),  # nothing paid yet
        (paid(event_on=None), THREE, ("event_undated", None, None, None)),
        (paid(event_on=date(2024, 12, 31)), THREE, ("month_not_kept", None, None, None)),
        (paid(event_on=date(2024, 12, 31), worker_id=STRANGER), THREE, ("month_not_kept", None, None, None)),
        (paid(worker_id=STRANGER), THREE, ("unknown_person", False, None, 0)),
        (paid(worker_id=None, nik=None), THREE, ("unknown_person", None, None, None)),
        (paid(worker_id=STRANGER, event_on=None), THREE, ("unknown_person", None, None, None)),
        # an accident at work: treatment is what it costs; a death 48 months of the wage, 10 and 12 million
        (paid(5 * MILLION, programme="jkk"), THREE, ("in_order", True, 3, None)),
        (paid(70 * MILLION, programme="jkk", heir="SITI"), THREE, ("in_order", True, 3, 70 * MILLION)),
        (paid(70 * MILLION, programme="jkk", heir="SITI"), ledger((3, 1), wage_rp=2 * MILLION),
         ("paid_too_little", True, 1, 118 * MILLION)),
        (paid(174 * MILLION, programme="scholarship"), THREE, ("in_order", True, 3, 174 * MILLION)),
        (paid(175 * MILLION, programme="scholarship"), THREE, ("paid_too_much", True, 3, 174 * MILLION)),
        (paid(MILLION, programme="scholarship"), THREE, ("in_order", True, 3, 174 * MILLION)),
    ],
)  # fmt: skip
def test_a_claim_beside_the_ledger(claim: dict[str, Any], covered: pl.DataFrame, found: tuple[Any, ...]) -> None:
    assert judged(claim, covered) == found


def test_before_2025_the_whole_benefit_came_with_the_first_month() -> None:
    found = follow(
        pl.DataFrame([paid(42 * MILLION, event_on=date(2024, 12, 9))], schema={**CLAIMS_READ, "worker_id": pl.String}),
        ledger((12, 1), year=2024),
        pl.Series([date(2024, 12, 1)]),
    )
    assert found.select("finding", "expected_rp").row(0) == ("in_order", 42 * MILLION)


@pytest.mark.parametrize(
    ("reported_on", "finding"), [(date(2030, 3, 14), "in_order"), (date(2030, 3, 15), "lapsed"), (None, "in_order")]
)
def test_a_claim_lapses_after_five_years(reported_on: date | None, finding: str) -> None:
    found = claims_of(paid(42 * MILLION, reported_on=reported_on))
    assert found.select("finding", "lapses_on").row(0) == (finding, date(2030, 3, 14))


APRIL = date(2025, 4, 2)


@pytest.mark.parametrize(
    ("first", "second", "twice"),
    [
        (paid(42 * MILLION, claim_id="1"), paid(42 * MILLION, claim_id="2"), True),
        (paid(42 * MILLION, claim_id="1"), paid(42 * MILLION, claim_id="2", event_on=date(2025, 2, 3)), True),
        (paid(42 * MILLION, claim_id="1"), paid(70 * MILLION, claim_id="2", programme="jkk", heir="SITI"), True),
        (paid(42 * MILLION, paid_on=APRIL), paid(42 * MILLION, paid_on=date(2025, 4, 9)), True),
        (paid(42 * MILLION, claim_id="1"), paid(42 * MILLION, claim_id="1", source_file="claims/b.xlsx"), False),
        (paid(42 * MILLION, paid_on=APRIL), paid(42 * MILLION, paid_on=APRIL, source_file="claims/b.xlsx"), False),
        (paid(42 * MILLION, claim_id="1"), paid(42 * MILLION, claim_id="2", claim_status="refused"), False),
        (paid(42 * MILLION, claim_id="1"), paid(42 * MILLION, claim_id="2", claim_status="reported"), False),
        (paid(42 * MILLION, claim_id="1"), paid(42 * MILLION, claim_id="2", worker_id=STRANGER), False),
        (paid(2 * MILLION, claim_id="1", programme="jkk"), paid(3 * MILLION, claim_id="2", programme="jkk"), False),
        (paid(2 * MILLION, claim_id="1", programme="jkk"), paid(2 * MILLION, claim_id="2", programme="jkk"), True),
        (paid(2 * MILLION, claim_id="1", programme="scholarship"),
         paid(2 * MILLION, claim_id="2", programme="scholarship"), False),  # two children, or two years
    ],
)  # fmt: skip
def test_one_event_is_paid_once(first: dict[str, Any], second: dict[str, Any], twice: bool) -> None:
    findings = claims_of(first, second)["finding"].to_list()
    assert [finding == "paid_twice" for finding in findings] == [twice, twice], findings


def test_scholarships_of_all_children_and_years_share_one_ceiling() -> None:
    year = [paid(24 * MILLION, programme="scholarship", claim_id="1", paid_on=date(2025 + n, 8, 1)) for n in range(8)]
    again = {**year[0], "source_file": "claims/z.xlsx"}
    assert set(claims_of(*year[:7], again)["finding"]) == {"in_order"}  # 168 million, one payment told twice
    assert set(claims_of(*year)["finding"]) == {"paid_too_much"}


def test_the_scholarship_ceiling_is_what_the_levels_come_to() -> None:
    assert scholarship_ceiling(DIED) == 174 * MILLION


@pytest.mark.parametrize(
    ("members", "nik"), [([("1", "K")], "1"), ([("1", "K"), ("2", "K")], None), ([("1", "L")], None), ([], None)]
)
def test_a_member_number_gives_the_nik_where_it_is_of_one_person(members: list[Any], nik: str | None) -> None:
    numbers = pl.DataFrame(members, schema=["nik", "kpj"], orient="row").cast(pl.String)
    known = pl.concat([MEMBERS.empty(), numbers], how="diagonal")
    claims = pl.DataFrame([{"kpj": "K"}, {"kpj": "K", "nik": "9"}, {}], schema=CLAIMS_READ)
    assert with_niks(claims, known)["nik"].to_list() == [nik, "9", None]


# --- deaths without a claim ----------------------------------------------------------------------------------------


def unclaimed(
    *claims: dict[str, Any], covered: pl.DataFrame = THREE, month: date = date(2025, 4, 1), **said: Any
) -> list[tuple[Any, ...]]:
    """Month of the death, full benefit, amount owed and last day of what is followed up, of a death of 14 March."""
    death = {"nik": NIK, "worker_id": ID, "name": "Alm. KARTO", "died_on": DIED, "told_by": "dukcapil",
             "told_in": date(2025, 4, 1), "closed_from": date(2025, 4, 1), **said}  # fmt: skip
    deaths = pl.DataFrame([death], schema=DEATHS.dtypes)
    found = unclaimed_deaths(deaths, claims_of(*claims, covered=covered), covered, month)
    UNCLAIMED_DEATHS.model.validate(found)
    return found.select("covered_in", "full_death_benefit", "owed_rp", "lapses_on").rows()


MARCH = date(2025, 3, 1)


def test_heirs_are_owed_the_whole_benefit_from_three_months_on() -> None:
    assert unclaimed() == [(MARCH, True, 42 * MILLION, date(2030, 3, 14))]


def test_before_that_the_burial_alone() -> None:
    assert unclaimed(covered=ledger((2, 1), (3, 2))) == [(MARCH, False, 10 * MILLION, date(2030, 3, 14))]


@pytest.mark.parametrize(
    ("claim", "left"),
    [
        (paid(42 * MILLION), 0),
        (paid(claim_status="reported"), 0),
        (paid(70 * MILLION, programme="jkk", heir="SITI"), 0),
        (paid(claim_status="refused"), 1),
        (paid(2 * MILLION, programme="jkk"), 1),  # his accident was claimed, his death was not
        (paid(2 * MILLION, programme="scholarship"), 1),
        (paid(42 * MILLION, worker_id=STRANGER), 1),
    ],
)
def test_a_claim_of_death_that_stands_ends_the_search(claim: dict[str, Any], left: int) -> None:
    assert len(unclaimed(claim)) == left


def test_who_was_not_covered_in_the_month_of_the_death_is_owed_nothing() -> None:
    assert unclaimed(covered=ledger((1, 1), (2, 2))) == []
    assert unclaimed(covered=ledger()) == []


def test_a_death_without_a_day_is_taken_for_the_last_month_covered() -> None:
    covered = ledger((1, 1), (2, 2), (4, 1))
    february = (date(2025, 2, 1), False, 10 * MILLION, date(2030, 2, 1))  # the earliest day it can be
    assert unclaimed(covered=covered, died_on=None, closed_from=date(2025, 4, 1)) == [february]
    assert [row[0] for row in unclaimed(covered=covered, died_on=None, closed_from=date(2025, 5, 1))] == [
        APRIL.replace(day=1)
    ]


def test_what_has_lapsed_is_followed_no_more() -> None:
    assert len(unclaimed(month=date(2030, 3, 1))) == 1
    assert unclaimed(month=date(2030, 4, 1)) == []
