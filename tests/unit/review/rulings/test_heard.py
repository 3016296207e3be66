"""Rulings as the night hears them: what is refused whatever was received, and what they are called."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from flows.review.rulings.heard import accepted_values, excluded_files, heard
from schemas.reasons import codes
from schemas.rulings import KINDS, WAIVABLE
from schemas.tables.decisions import DECISIONS
from tests.unit.review.rulings.said import (
    MONTH,
    NIK,
    ONE_OF_EACH,
    OTHER,
    Said,
    accept,
    exclude,
    exclude_file,
    hear,
    keep,
    same,
    waive,
    written,
)

each_kind = pytest.mark.parametrize("said", ONE_OF_EACH, ids=lambda said: said["ruling"])
needs_second = pytest.mark.parametrize(
    "said", [said for said in ONE_OF_EACH if KINDS[said["ruling"]].second_person], ids=lambda said: said["ruling"]
)


def only(*rulings: Said, **more: Any) -> dict[str, Any]:
    found = hear(*rulings, **more)
    assert found.height == 1, found
    return found.row(0, named=True)


def test_each_kind_is_written_here() -> None:
    assert {said["ruling"] for said in ONE_OF_EACH} == set(KINDS)


@each_kind
def test_a_whole_ruling_is_in_force(said: Said) -> None:
    found = only(said)
    assert (found["status"], found["why"], found["ruling"]) == (None, None, said["ruling"])


def test_the_second_person_is_wanted_for_these_kinds() -> None:
    assert [kind.name for kind in KINDS.values() if kind.second_person] == [
        "same_person",
        "waive_reason",
        "accept_value",
    ]


@needs_second
@pytest.mark.parametrize(
    "approved_by",
    [
        None,
        "Sri Lestari",
        "  SRI   lestari ",
        "Hj. Sri Lestari, S.Sos.",
        "Ibu Sri Lestari",
        "Lestari, Sri",
        "Sri",
        "Sri Lestari Wulandari",
        "Drs.",
        "-",
    ],
)
def test_without_a_second_person_it_is_not_applied(said: Said, approved_by: str | None) -> None:
    found = only({**said, "approved_by": approved_by})
    assert (found["status"], "orang kedua" in found["why"]) == ("unapproved", True)


@needs_second
@pytest.mark.parametrize("approved_by", ["Budi Santoso", "Drs. H. Sri Wahyuni, M.Si.", "Lestari Budiono"])
def test_another_person_is_a_second_one(said: Said, approved_by: str) -> None:
    assert only({**said, "approved_by": approved_by})["status"] is None


@pytest.mark.parametrize("said", [keep("a"), exclude("a"), exclude_file("x")], ids=lambda said: said["ruling"])
def test_other_kinds_need_one_person(said: Said) -> None:
    assert only({**said, "approved_by": None})["status"] is None


@each_kind
@pytest.mark.parametrize(("expires_on", "status"), [("2023-08-31", "expired"), ("2023-09-01", None)])
def test_it_ends_with_its_last_day_before_the_month(said: Said, expires_on: str, status: str | None) -> None:
    assert only({**said, "decided_on": "2023-08-01", "expires_on": expires_on})["status"] == status


def test_expiry_goes_by_the_month_covered() -> None:
    assert [only(keep("a"), month=date(*day, 1))["status"] for day in ((2023, 12), (2024, 1))] == [None, "expired"]


@pytest.mark.parametrize(
    "day", ["2023-09-12", "12-09-2023", "12/9/2023", "12.09.2023", "12 September 2023", "2023-09-12 00:00:00"]
)
def test_days_in_the_forms_people_write(day: str) -> None:
    assert only(keep("a", decided_on=day))["decided_on"] == date(2023, 9, 12)


def without(said: Said, column: str) -> Said:
    return {**said, column: None}


UNREADABLE: list[tuple[Said, str]] = [
    ({**keep("a"), "ruling": "keep the row"}, "tidak dikenal"),
    (without(keep("a"), "row_id"), "ID baris kosong"),
    (without(exclude("a"), "row_id"), "ID baris kosong"),
    (without(exclude_file("a"), "file"), "Berkas kosong"),
    (without(same(NIK, OTHER), "nik"), "NIK kosong"),
    (without(same(NIK, OTHER), "other_nik"), "NIK lain kosong"),
    (same(NIK, NIK), "sama"),
    (same(NIK, "35041112097590"), "NIK lain bukan 16 angka"),
    (same("3,50411E+15", OTHER), "NIK bukan 16 angka"),
    (same("3504111209759010", OTHER, nik_is_number=True), "Excel"),
    (same(NIK, "9504111209759011", other_nik_is_number=True), "Excel"),
    (waive("AGE_OVER_MAXIMUM"), "Isi NIK atau ID baris"),
    (without(waive("X", nik=NIK), "code"), "Kode kosong"),
    (waive("TOO_OLD", nik=NIK), "Kode tidak dikenal"),
    (accept("a", "shoe size", "43"), "Kolom tidak dikenal"),
    (without(accept("a", "nik", NIK), "value"), "Isi yang benar kosong"),
    (keep("a", reason=None), "Alasan kosong"),
    (keep("a", decided_by=None), "Diputuskan oleh kosong"),
    (keep("a", decided_on=None), "Tanggal keputusan kosong"),
    (keep("a", decided_on="31-02-2023"), "Tanggal keputusan kosong atau tidak terbaca"),
    (keep("a", expires_on=None), "Berlaku sampai kosong"),
    (keep("a", expires_on="selamanya"), "Berlaku sampai kosong atau tidak terbaca"),
    (keep("a", expires_on="31-12-23"), "Berlaku sampai kosong atau tidak terbaca"),
    (keep("a", decided_on="2023-10-01", expires_on="2023-09-30"), "lebih awal"),
    ({"ruling": None, "trouble": "Berkas rusak."}, "Berkas rusak."),
]


@pytest.mark.parametrize(("said", "why"), UNREADABLE, ids=lambda value: value if isinstance(value, str) else "")
def test_what_cannot_be_read_is_invalid_and_says_why(said: Said, why: str) -> None:
    found = only(said)
    assert (found["status"], why in found["why"]) == ("invalid", True), found["why"]


def test_an_unknown_ruling_keeps_its_words() -> None:
    assert only({**keep("a"), "ruling": "Pakai saja"})["ruling"] == "Pakai saja"


NOT_WAIVABLE = sorted(set(codes(level="row")) - WAIVABLE)


@pytest.mark.parametrize("code", NOT_WAIVABLE)
def test_what_a_row_cannot_do_without_is_not_waived(code: str) -> None:
    found = only(waive(code, nik=NIK))
    assert (found["status"], "tidak dapat dikesampingkan" in found["why"]) == ("invalid", True)


@pytest.mark.parametrize("code", sorted(WAIVABLE))
def test_the_others_may_be_waived(code: str) -> None:
    assert only(waive(code.lower(), nik=NIK))["status"] is None


def test_words_are_brought_to_one_form() -> None:
    found = only({**accept("a", "Tanggal Lahir", "12-09-1975"), "ruling": " Accept value "})
    assert (found["ruling"], found["column"]) == ("accept_value", "birth_date")
    found = only(same("'3504.1112.0975.9001", "3504 1112 0975 9002"))
    assert (found["nik"], found["other_nik"]) == (NIK, OTHER)
    assert only(exclude_file("raw\\rosters\\2023-09\\a.xlsx"))["file"] == "rosters/2023-09/a.xlsx"
    assert only(exclude_file("AB" * 32))["file"] == "ab" * 32


def test_the_same_said_twice_is_one_ruling_of_the_first_place() -> None:
    again = {**keep("a"), "source_file": "decisions/0.csv", "source_row": 7, "decided_on": "02-09-2023"}
    found = only(keep("a"), keep("a"), again)
    assert (found["source_file"], found["source_row"]) == ("decisions/0.csv", 7)


def test_a_ruling_that_says_anything_else_is_another() -> None:
    assert hear(keep("a"), keep("a", reason="lain"), keep("b"))["decision_id"].n_unique() == 3


def test_two_files_that_cannot_be_read_are_two() -> None:
    troubles = [{"ruling": None, "trouble": "Berkas rusak.", "source_file": name} for name in ("a", "b")]
    assert hear(*troubles).height == 2


def test_a_name_outlives_another_file_and_another_order() -> None:
    moved = {"source_file": "decisions/z.csv", "source_row": 99}
    there, here = hear(*({**said, **moved} for said in reversed(ONE_OF_EACH))), hear(*ONE_OF_EACH)
    assert set(there["decision_id"]) == set(here["decision_id"])


def test_no_rulings_at_all() -> None:
    found = heard(written(), MONTH)
    assert (found.height, found.schema) == (0, DECISIONS.dtypes)


def test_the_values_accepted_are_those_in_force() -> None:
    found = accepted_values(
        hear(
            accept("a", "NIK", NIK),
            accept("a", "nik", NIK, reason="lagi"),
            accept("b", "nik", OTHER, approved_by=None),
            accept("c", "name", "Karto", expires_on="2023-09-02", decided_on="2023-09-01"),
        )
    )
    assert found.sort("row_id").rows() == [("a", "nik", NIK), ("c", "name", "Karto")]


@pytest.mark.parametrize("against", [accept("a", "nik", OTHER), exclude("a")])
def test_a_value_that_another_ruling_contradicts_is_not_accepted(against: Said) -> None:
    found = accepted_values(hear(accept("a", "nik", NIK), against, accept("b", "nik", NIK)))
    assert found["row_id"].to_list() == ["b"]


def test_files_are_excluded_while_the_ruling_is_in_force() -> None:
    decisions = hear(exclude_file("a.csv"), exclude_file("b.csv", decided_on="2023-07-01", expires_on="2023-08-01"))
    assert excluded_files(decisions) == {"a.csv"}


def test_every_column_is_the_tables_own() -> None:
    assert hear(*ONE_OF_EACH).schema == pl.Schema(DECISIONS.dtypes)
