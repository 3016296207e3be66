"""The programme's page: what it counts, and that nobody is on it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.reporting.report.programme import programme
from tests.unit.reporting.report.nights import MONTH, snapshot

NIK, NAME = "3504110101709001", "SUPARMAN SUGENG"
AUGUST = date(2023, 8, 1)


def bill(finding: str, at_stake: int, month: date = MONTH) -> dict[str, Any]:
    return {"month": month, "finding": finding, "nik": NIK, "name": NAME, "at_stake_rp": at_stake}


def death(lapses_on: date, owed: int) -> dict[str, Any]:
    return {"worker_id": "w", "nik": NIK, "name": NAME, "told_by": "roster", "owed_rp": owed, "lapses_on": lapses_on}


TABLES: dict[str, list[dict[str, Any]]] = {
    "reconciliation": [
        bill("wrong_rate", -8_400), bill("wrong_rate", -8_400), bill("billed_twice", 16_800),
        bill("wrong_rate", 5, AUGUST),
    ],
    "unclaimed_deaths": [death(date(2028, 9, 4), 42_000_000), death(date(2028, 5, 1), 10_000_000)],
    "changes": [
        {"month": month, "worker_id": worker, "kind": kind, "why": why}
        for month, worker, kind, why in (
            (MONTH, "a", "left", "deceased"), (MONTH, "b", "left", "moved"), (MONTH, "c", "left", "moved"),
            (MONTH, "d", "joined", None), (AUGUST, "e", "left", "age"),
        )
    ],
    "substitutions": [
        {"month": MONTH, "segment": "bpd", "funding_source": "ADD", "why": "moved", "death_benefit_rp": paid,
         "full_death_benefit_rp": 42_000_000}
        for paid in (10_000_000, 42_000_000)
    ],
    "aid": [
        {"programme": "Bantuan usaha", "nik": nik, "name": NAME, "received_twice": twice}
        for nik, twice in ((NIK, True), (NIK, True), *((f"350411010170901{n}", False) for n in range(4)))
    ] + [{"programme": NAME, "nik": NIK, "name": NAME, "received_twice": False}],
    "answer_files": [
        {"source_file": "bpjs/SUPARMAN.xlsx", "kind": "bill", "rows_read": 10, "rows_used": 8,
         "unused_rows": [{"why": "no NIK", "rows": 2}]},
        {"source_file": "bpjs/b.xlsx", "kind": "bill", "rows_read": 5, "rows_used": 5, "unused_rows": []},
        {"source_file": "bpjs/c.xlsx", "trouble": "Tidak terbaca.", "rows_read": 0, "rows_used": 0, "unused_rows": []},
    ],
    "contributions": [
        {"month": MONTH, "funding_source": "ADD", "computed_rp": 100, "billed_rp": 130},
        {"month": MONTH, "funding_source": "DBHCHT", "computed_rp": 100},
    ],
}  # fmt: skip


@pytest.fixture
def listings(tmp_path: Path) -> dict[str, list[dict[str, Any]]]:
    return {one.name: one.lines for one in programme(snapshot(tmp_path, TABLES), MONTH)}


def test_bills_are_counted_by_month_and_finding(listings: dict[str, list[dict[str, Any]]]) -> None:
    counted = [
        (line["month"], line["finding"], line["bill_lines"], line["at_stake_rp"]) for line in listings["reconciliation"]
    ]
    assert counted == [
        (MONTH, "billed_twice", 1, 16_800), (MONTH, "wrong_rate", 2, -16_800), (AUGUST, "wrong_rate", 1, 5),
    ]  # fmt: skip


def test_deaths_without_a_claim_are_summed_with_the_first_to_lapse(listings: dict[str, list[dict[str, Any]]]) -> None:
    (line,) = listings["unclaimed"]
    assert (line["people"], line["owed_rp"], line["lapses_on"]) == (2, 52_000_000, date(2028, 5, 1))


def test_who_left_is_counted_by_why_in_the_month_of_the_night(listings: dict[str, list[dict[str, Any]]]) -> None:
    assert [(line["why"], line["people"]) for line in listings["left"]] == [("moved", 2), ("deceased", 1)]


def test_a_substitution_shows_what_it_costs_the_newcomers(listings: dict[str, list[dict[str, Any]]]) -> None:
    (line,) = listings["substitutions"]
    assert (line["people"], line["short_people"], line["short_rp"]) == (2, 1, 32_000_000)


def test_aid_received_twice_is_one_person_twice(listings: dict[str, list[dict[str, Any]]]) -> None:
    told = [(line["aid_programme"], line["receipts"], line["people"], line["twice_people"]) for line in listings["aid"]]
    assert told == [(None, 1, 1, 0), ("Bantuan usaha", 6, 5, 1)]  # the other is named after somebody


def test_what_was_not_billed_is_nothing_and_not_zero(listings: dict[str, list[dict[str, Any]]]) -> None:
    assert [line["billed_less_computed_rp"] for line in listings["contributions"]] == [30, None]


def test_nobody_is_in_a_listing(listings: dict[str, list[dict[str, Any]]]) -> None:
    told = str(listings)
    assert NIK not in told
    assert "SUPARMAN" not in told


def position(regency: str, ceiling: int | None, covered: int = 10) -> dict[str, Any]:
    return {
        "year": MONTH.year, "regency_code": regency, "segment": "bpd", "funding_source": "ADD", "quota_workers": 20,
        "covered_workers": covered, "ceiling_rp": ceiling, "committed_rp": 40, "projected_rp": 80, "adjusted_rp": 0,
        "remaining_rp": ceiling and ceiling - 80,
    }  # fmt: skip


def test_regencies_are_told_apart_where_there_are_several(tmp_path: Path) -> None:
    lines = [position("35.05", None), position("35.04", 100), position("35.04", 50, covered=1)]
    lines[2]["segment"] = "rt_rw"
    listings = {one.name: one for one in programme(snapshot(tmp_path, {"budget_position": lines}), MONTH)}
    whole = [
        (line["regency_name"], line["covered_workers"], line["ceiling_rp"]) for line in listings["regencies"].lines
    ]
    assert whole == [("Kabupaten Tulungagung", 11, 150), ("Kabupaten Blitar", 10, None)]
    assert [line["regency_name"] for line in listings["position"].lines] == [
        "Kabupaten Tulungagung", "Kabupaten Tulungagung", "Kabupaten Blitar",
    ]  # fmt: skip
    assert listings["position"].columns[0] == listings["regencies"].columns[0] == ("regency_name", "text")


def test_of_one_regency_nothing_is_said_of_regencies(tmp_path: Path) -> None:
    listings = programme(snapshot(tmp_path, {"budget_position": [position("35.04", 100)]}), MONTH)
    assert "regencies" not in [one.name for one in listings]
    assert "regency_name" not in {name for one in listings for name, _ in one.columns}
