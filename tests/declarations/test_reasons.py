"""Reasons, rules and expectations: each points at the other."""

import ast
import re
import warnings
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

import flows
import schemas.expectations
from flows.publishing.gate.gates import load_great_expectations
from flows.publishing.gate.profiles import night_profiles
from schemas.expectations import PROFILES, Expectation, expectations
from schemas.reasons import FROM_OUTSIDE, REASONS, Reason, codes, read_reasons
from schemas.tables.cells import FIELDS
from schemas.tables.roster import RULES
from schemas.tables.trail import TRAIL

REJECT = [
    "NIK_MISSING",
    "NIK_FORMAT",
    "NIK_SERIAL_ZERO",
    "NIK_DATE_IMPOSSIBLE",
    "NIK_PROVINCE_UNKNOWN",
    "NIK_TRUNCATED",
    "NIK_SCIENTIFIC",
    "NIK_TEMPORARY",
    "NAME_MISSING",
    "BIRTH_DATE_UNREADABLE",
    "AGE_UNDER_MINIMUM",
    "AGE_OVER_MAXIMUM",
    "OUTSIDE_REGENCY",
    "PLACE_UNKNOWN",
    "SEGMENT_UNKNOWN",
    "CIVIL_SERVANT",
    "DECEASED",
    "LEFT_PROGRAMME",
    "NIK_CONFLICT",
    "NIK_DISPLACED",
    "DEATH_ON_RECORD",
    "NIK_NOT_IN_DUKCAPIL",
    "EXCLUDED_BY_DECISION",
]
ADVISE = [
    "BIRTH_DATE_DIFFERS_FROM_NIK",
    "BIRTH_DATE_DAY_MONTH_SWAPPED",
    "BIRTH_DATE_FROM_NIK",
    "SEX_DIFFERS_FROM_NIK",
    "NIK_FOREIGN_REGION",
    "NIK_REGION_UNKNOWN",
    "NIK_IS_NKK",
    "AGE_NEAR_LIMIT",
    "OCCUPATION_UNKNOWN",
    "PLACE_GUESSED",
    "WAGE_IMPLAUSIBLE",
    "NIK_DUPLICATE_IN_DUKCAPIL",
    "NIK_INACTIVE_IN_DUKCAPIL",
    "DUKCAPIL_DIFFERS",
    "LOOKALIKE",
]
FILE_LEVEL = [
    "FILE_UNREADABLE",
    "FILE_ENCRYPTED",
    "FILE_TOO_LARGE",
    "FILE_EMPTY",
    "HEADING_NOT_FOUND",
    "COLUMN_MISSING",
    "COLUMN_UNRECOGNISED",
    "SENDER_UNKNOWN",
    "FILE_EXCLUDED",
    "NIK_COLUMN_DAMAGED",
    "CORRECTION_UNMATCHED",
]
PRODUCERS = {
    "NIK_CONFLICT": "review/duplicates.py",
    **dict.fromkeys(FROM_OUTSIDE, "review/outside.py"),
    "EXCLUDED_BY_DECISION": "review/rulings/ruled.py",
    "LOOKALIKE": "review/lookalikes/pairs.py",
}
"""Row reasons that no rule gives, and the module that does."""

STAGES = Path(flows.__file__).parent
each_reason = pytest.mark.parametrize("reason", REASONS.values(), ids=lambda reason: reason.code)
each_expectation = pytest.mark.parametrize("one", expectations(), ids=lambda one: one.name)


def strings_of(path: Path) -> set[str]:
    """The string constants of a module, docstrings and comments aside."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_the_catalogue_is_that_of_the_contract() -> None:
    assert codes(level="row", severity="reject") == tuple(REJECT)
    assert codes(level="row", severity="advise") == tuple(ADVISE)
    assert set(codes(level="file")) == set(FILE_LEVEL)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_a_row_reason(rule: Any) -> None:
    assert REASONS[rule.code].level == "row"


def test_no_reason_has_two_rules() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)


def test_every_row_reason_has_a_rule_or_a_named_producer() -> None:
    assert set(codes(level="row")) == {rule.code for rule in RULES} | set(PRODUCERS)


@pytest.mark.parametrize(("code", "module"), PRODUCERS.items())
def test_the_named_producer_speaks_of_its_reason(code: str, module: str) -> None:
    assert code in strings_of(STAGES / module)


@pytest.mark.parametrize("code", FILE_LEVEL)
def test_every_file_reason_is_given_somewhere(code: str) -> None:
    modules = [path for path in STAGES.rglob("*.py") if "demo" not in path.parts]
    assert any(code in strings_of(path) for path in modules)


@each_reason
def test_a_reason_tells_the_problem_and_the_cure_in_sentences(reason: Reason) -> None:
    assert reason.sentence.endswith(".")
    assert reason.fix.endswith(".")


@each_reason
def test_a_reason_never_repeats_the_cell(reason: Reason) -> None:
    assert not re.search(r"[{}%]", reason.sentence + reason.fix)


@each_reason
def test_an_example_shows_the_wrong_and_the_right(reason: Reason) -> None:
    assert reason.example.count(" → ") == 1


@each_reason
def test_nobody_in_an_example_can_be_a_real_person(reason: Reason) -> None:
    """Serials are of the synthetic 9001 and above, or 0000; names are words no one bears."""
    numbers = re.findall(r"(?<!\d)\d{16}(?!\d)", reason.example)
    assert [number for number in numbers if not re.search(r"(9\d{3}|0000)$", number)] == []
    names = re.findall(r"\b(?!NIK\b|KTP\b|NAMA\b)[A-Z]{3,} [A-Z]{3,}\b", reason.example)
    assert set(names) <= {"ORANG UMPAMA", "WARGA MISALNYA", "UKURAN BAJU"}


ENTRY = "{ sentence: S., fix: F., fixer: sender, example: a → b }"


@pytest.mark.parametrize(
    ("catalogue", "words"),
    [
        ("row: { reject: { A: { sentence: S., fix: F., fixer: sender } } }", "row.reject.A.example: Field required"),
        (f"row: {{ reject: {{ A: {ENTRY.replace('sender', 'camat')} }} }}", "row.reject.A.fixer"),
        (f"row: {{ refuse: {{ A: {ENTRY} }} }}", "row.refuse"),
        (f"row: {{ reject: {{ A: {ENTRY}, A: {ENTRY} }} }}", "A: declared twice"),
        (f"row: {{ reject: {{ A: {ENTRY} }}, advise: {{ A: {ENTRY} }} }}", "A: declared twice"),
    ],
)
def test_a_malformed_catalogue_names_file_and_key(tmp_path: Path, catalogue: str, words: str) -> None:
    path = tmp_path / "reasons.yml"
    path.write_text(catalogue, encoding="utf-8")
    with pytest.raises(ValueError, match=rf"reasons\.yml: .*{re.escape(words)}"):
        read_reasons(path)


@each_reason
def test_a_code_is_written_in_capitals(reason: Reason) -> None:
    assert re.fullmatch(r"[A-Z]+(_[A-Z]+)*", reason.code)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_is_about_a_field_a_sender_can_mend(rule: Any) -> None:
    assert rule.field in FIELDS


# --- expectations --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def great_expectations() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_great_expectations()


@pytest.fixture(scope="session")
def profile_columns(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The columns that profiles really have: those of a night in which nothing was staged."""
    staging = tmp_path_factory.mktemp("staging")
    profiles = night_profiles(staging, None, date(2023, 9, 1), None, pl.DataFrame(schema=TRAIL))
    return {name: set(profile.columns) for name, profile in profiles.items()}


def test_the_profiles_are_those_declared(profile_columns: dict[str, set[str]]) -> None:
    assert list(profile_columns) == list(PROFILES)
    assert [name for name, keys in PROFILES.items() if not profile_columns[name].issuperset(keys)] == []


@each_expectation
def test_an_expectation_is_one_that_exists(one: Expectation, great_expectations: Any) -> None:
    expectation = getattr(great_expectations.expectations, one.expectation)
    assert expectation(**one.arguments)


@each_expectation
def test_an_expectation_looks_at_columns_that_exist(one: Expectation, profile_columns: dict[str, set[str]]) -> None:
    assert one.columns
    assert {*one.columns, *one.beside} <= profile_columns[one.profile]


COMMENTED = re.compile(r"^# .*\n- name: (\w+)$", re.MULTILINE)
NO_MARGIN = {
    "rows_balanced", "rows_of_files_balanced", "file_balanced", "sender_balanced", "niks_unique", "worker_ids_unique",
    "totals_agree", "somebody_covered", "no_segment_emptied", "quota_held", "closed_months_stand",
    "nobody_covered_after_death", "no_place_left_free",
}  # fmt: skip
"""Expectations that leave no room: equal or not, nobody or somebody, the quota itself."""


@each_expectation
def test_a_margin_is_justified_in_a_comment(one: Expectation) -> None:
    text = Path(schemas.expectations.__file__).with_name("night.yml").read_text(encoding="utf-8")
    assert one.name in {*NO_MARGIN, *COMMENTED.findall(text)}


@each_expectation
def test_no_file_name_and_no_person_is_told(one: Expectation) -> None:
    assert not {"source_file", "nik", "worker_id", "name"} & {*one.columns, *one.beside, *PROFILES[one.profile]}


def test_only_balance_uniqueness_totals_and_the_ledger_bar_a_release() -> None:
    assert {one.name for one in expectations() if not one.releasable} == {
        "rows_balanced", "rows_of_files_balanced", "file_balanced", "sender_balanced",
        "niks_unique", "worker_ids_unique", "totals_agree",
        "closed_months_stand", "nobody_covered_after_death", "no_place_left_free",
    }  # fmt: skip


@each_expectation
def test_an_expectation_says_what_its_breach_means(one: Expectation) -> None:
    assert one.sentence.endswith(".")


def test_expectations_have_names_of_their_own() -> None:
    names = [one.name for one in expectations()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("severity", ["hold", "warn"])
def test_some_expectations_hold_and_some_warn(severity: str) -> None:
    assert severity in {one.severity for one in expectations()}


def test_a_warning_cannot_bar_a_release() -> None:
    warning = next(one for one in expectations() if one.severity == "warn")
    with pytest.raises(ValueError, match="nothing to release"):
        Expectation(**{**warning.model_dump(), "releasable": False})


@pytest.mark.parametrize(("key", "value"), [("severity", "stop"), ("warna", "biru"), ("profile", "rows")])
def test_a_malformed_expectation_names_file_and_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str, value: str
) -> None:
    entry = {**expectations()[0].model_dump(), key: value}
    (tmp_path / "night.yml").write_text(yaml.safe_dump([entry]), encoding="utf-8")
    monkeypatch.setattr(schemas.expectations, "_FILE", tmp_path / "night.yml")
    with pytest.raises(ValueError, match=rf"night\.yml: 0\.{key}"):
        expectations.__wrapped__()
