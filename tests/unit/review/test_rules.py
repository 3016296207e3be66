"""Row rules on typed rows; what provokes each, cell by cell, is in tests/declarations/reason_cases.py."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from pandera.config import config_context

from flows.review.eligibility import with_eligibility
from flows.review.rules import ContractBroken, broken_rules, judge, reason_log, rejected
from schemas.tables.reason_log import REASON_LOG
from schemas.tables.roster import ROSTER, RULES

MONTH = date(2023, 9, 1)
NIK = "3504111209759001"
Row = dict[str, Any]

GOOD: Row = {
    "row_id": "f-0-2",
    "sender": "dishub",
    "source_file": "a.csv",
    "sheet": "",
    "sheet_number": 0,
    "source_row": 2,
    "nik_text": NIK,
    "nik_form": "complete",
    "nik": NIK,
    "nik_key": int(NIK),
    "nik_region_form": "home",
    "nik_birth_date": date(1975, 9, 12),
    "nik_sex": "L",
    "nkk": "3504110101109001",
    "name": "Karto",
    "deceased_in": None,
    "birth_date": date(1975, 9, 12),
    "birth_date_from": "cell",
    "stated_sex": "L",
    "sex": "L",
    "kecamatan_code": "35.04.11",
    "desa_code": "35.04.11.2012",
    "place_form": "resolved",
    "occupation": "buruh-tani",
    "civil_servant_in": None,
    "wage_rp": 1_000_000,
    "segment": "pekerja_rentan",
}


def roster(*rows: Row) -> pl.DataFrame:
    return pl.DataFrame(
        [{**GOOD, "row_id": f"f-0-{place}", "source_row": place, **row} for place, row in enumerate(rows, 2)],
        schema=ROSTER,
    )


def codes(row: Row) -> set[str]:
    return set(broken_rules(with_eligibility(roster(row), MONTH))["code"])


def test_a_good_row_keeps_every_rule() -> None:
    assert codes({}) == set()


def test_a_row_may_break_several_rules() -> None:
    assert codes({"name": None, "deceased_in": "note"}) == {"NAME_MISSING", "DECEASED"}


def test_broken_rules_name_the_row() -> None:
    rows = with_eligibility(roster({}, {"name": None}), MONTH)
    assert broken_rules(rows).rows() == [("f-0-3", "NAME_MISSING")]


def test_a_roster_without_rows_breaks_nothing() -> None:
    assert broken_rules(with_eligibility(roster(), MONTH)).is_empty()


def test_a_repeated_row_id_breaks_the_contract_not_a_rule() -> None:
    twice = with_eligibility(roster({"row_id": "f-0-2"}, {"row_id": "f-0-2"}), MONTH)
    with pytest.raises(ContractBroken, match="row_id"):
        broken_rules(twice)


def test_a_wrong_type_breaks_the_contract_and_no_value_is_told() -> None:
    wrong = with_eligibility(roster({}), MONTH).with_columns(nik=pl.lit(int(NIK)))
    with pytest.raises(ContractBroken) as raised:
        broken_rules(wrong)
    assert NIK not in str(raised.value)


def test_no_night_without_rules() -> None:
    rows = with_eligibility(roster({}), MONTH)
    with config_context(validation_enabled=False), pytest.raises(ContractBroken, match="switched off"):
        broken_rules(rows)


# --- the reason log ------------------------------------------------------------------------------------------------


def logged(row: Row, code: str) -> Row:
    rows = roster(row)
    return reason_log(rows, pl.DataFrame({"row_id": rows["row_id"], "code": [code]})).row(0, named=True)


@pytest.mark.parametrize(
    ("row", "code", "column", "original"),
    [
        ({"nik_text": "350411"}, "NIK_FORMAT", "nik", "350411"),
        ({"wage_text": "Rp 5"}, "WAGE_IMPLAUSIBLE", "wage", "Rp 5"),
        ({"birth_date_text": "entah"}, "BIRTH_DATE_UNREADABLE", "birth_date", "entah"),
        ({"desa_text": "Atlantis"}, "PLACE_UNKNOWN", "desa", "Atlantis"),
        ({"nik_text": None}, "NIK_MISSING", "nik", None),
        ({"nik_text": NIK}, "NIK_CONFLICT", "nik", NIK),
        ({}, "SEGMENT_UNKNOWN", "segment", None),
    ],
)
def test_the_log_holds_the_cell_as_it_came(row: Row, code: str, column: str, original: str | None) -> None:
    found = logged(row, code)
    assert (found["column"], found["original"]) == (column, original), found


@pytest.mark.parametrize(("code", "severity"), [("NIK_FORMAT", "reject"), ("PLACE_GUESSED", "advise")])
def test_the_log_holds_the_severity(code: str, severity: str) -> None:
    assert logged({}, code)["severity"] == severity


def test_the_log_keeps_its_contract() -> None:
    rows = roster({}, {})
    log = reason_log(rows, pl.DataFrame({"row_id": ["f-0-3", "f-0-2"], "code": ["DECEASED", "NAME_MISSING"]}))
    REASON_LOG.model.validate(log)
    assert log["row_id"].to_list() == ["f-0-2", "f-0-3"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_log_can_name_the_cell_of_every_rule(rule: Any) -> None:
    assert f"{rule.field}_text" in ROSTER or rule.field == "segment", rule.field


def test_only_reasons_that_reject_set_a_row_aside() -> None:
    rows = roster({}, {})
    log = reason_log(rows, pl.DataFrame({"row_id": ["f-0-2", "f-0-3"], "code": ["DECEASED", "PLACE_GUESSED"]}))
    assert rejected(log).to_list() == ["f-0-2"]


def test_every_row_of_a_file_with_a_damaged_nik_column_is_refused_and_no_other() -> None:
    rows = roster({}, {"source_file": "b.csv", "row_id": "g-0-2"})
    files = pl.DataFrame({"source_file": ["a.csv", "b.csv"], "code": ["NIK_COLUMN_DAMAGED", "COLUMN_UNRECOGNISED"]})
    assert judge(with_eligibility(rows, MONTH), files).select("row_id", "code").rows() == [
        ("f-0-2", "NIK_COLUMN_DAMAGED")
    ]
