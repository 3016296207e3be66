"""Two languages that say the same things, each in its own way of writing."""

import csv
import re
from datetime import UTC, date, datetime
from importlib.resources import files

import pytest

from flows.reporting.report.programme import PARTS, Part
from flows.reporting.report.words import LANGUAGES, Language
from schemas.expectations import expectations
from schemas.reasons import REASONS
from schemas.tables import TABLES
from schemas.tables.decisions import DECISIONS

ID, EN = LANGUAGES
FOLDER = files("flows.reporting.report")
WORDS = {row["key"]: row for row in csv.DictReader(FOLDER.joinpath("words.csv").read_text("utf-8").splitlines())}
CODE = "".join(
    FOLDER.joinpath(name).read_text("utf-8")
    for name in (
        "base.html",
        "index.html",
        "sender.html",
        "programme.html",
        "dictionary.html",
        "macros.html",
        "words.py",
        "observed.py",
    )
)
OTHERWISE = ("gate.", "profile.", "reason.", "fix.")
"""What is said in the catalogue's own words where nobody translated it."""


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1_000, "1.000", "1,000"),
        (-1_234_567, "−1.234.567", "−1,234,567"),
        (None, "–", "–"),
    ],
)
def test_whole_numbers(value: int | None, indonesian: str, english: str) -> None:
    assert (ID.number(value), EN.number(value)) == (indonesian, english)


def test_shares_and_scores_have_the_decimal_sign_of_the_language() -> None:
    assert (ID.share(0.9995), EN.share(0.125), ID.number(97.25, 1)) == ("100,0%", "12.5%", "97,2")


@pytest.mark.parametrize(("value", "text"), [(0, "±0"), (1_200, "+1.200"), (-3, "−3"), (None, "–")])
def test_a_change_has_a_sign(value: int | None, text: str) -> None:
    assert ID.change(value) == text


def test_moments_are_told_by_the_clock_in_tulungagung() -> None:
    moment = datetime(2023, 9, 12, 18, 0, tzinfo=UTC)
    assert (ID.moment(moment), EN.moment(moment)) == ("13 September 2023 01.00 WIB", "13 September 2023 01:00 WIB")
    assert (ID.short_day(datetime(2023, 8, 31, 18, 0, tzinfo=UTC)), ID.short_day(None)) == ("1 Sep 2023", "–")
    assert ID.month(date(2023, 5, 1)) == "Mei 2023"


def test_every_key_that_a_page_says_is_there_and_every_key_that_is_there_is_said() -> None:
    said = set(re.findall(r"""(?:\bt|\bsay)\(f?"([a-z_.]+)["{]""", CODE))
    listed = {f"{form}." for part in PARTS for _, form in part.columns} | {"programme.", "column."}
    prefixes = {key for key in said if key.endswith(".")} | {"month."} | listed
    whole = said - prefixes
    assert sorted(whole - set(WORDS)) == []
    unsaid = [key for key in WORDS if key not in whole and not key.startswith((*prefixes, *OTHERWISE))]
    assert [key for key in unsaid if f'"{key}"' not in CODE and key not in {"true", "false"}] == []


def test_both_languages_say_everything_with_the_same_values() -> None:
    for key, row in WORDS.items():
        if not key.startswith(OTHERWISE):
            assert row["id"], key
            assert row["en"], key
            fields = [sorted(re.findall(r"{\w+}", row[code])) for code in ("id", "en")]
            assert fields[0] == fields[1], key


def test_every_check_reason_and_cure_is_translated_and_nothing_else() -> None:
    told = {f"gate.{one.name}" for one in expectations()} | {"gate.count"}
    told |= {f"{kind}.{code}" for kind in ("reason", "fix") for code in REASONS}
    assert {key for key in WORDS if key.startswith(("gate.", "reason.", "fix."))} == told
    assert all(WORDS[key]["en"] for key in told)


def test_every_number_that_a_check_shows_has_words() -> None:
    shown = {str(value) for one in expectations() for key, value in one.arguments.items() if key.startswith("column")}
    shown |= {column for one in expectations() for column in one.beside}
    assert sorted(shown - {key.removeprefix("profile.") for key in WORDS}) == []


def test_words_that_nobody_translated_stay_indonesian_and_say_so() -> None:
    assert EN.said("gate.no_such_check", "Jumlah turun.") == ("Jumlah turun.", "id")
    assert EN.said("gate.niks_unique", "Satu NIK …") == ("Some NIK is counted more than once.", "en")
    assert ID.said("gate.niks_unique", "Satu NIK …") == ("Satu NIK …", "id")


def test_pages_of_the_second_language_have_its_code_in_their_name() -> None:
    assert [language.suffix for language in LANGUAGES] == ["", ".en"]
    with pytest.raises(KeyError):
        Language("en").say("no such key")


WRITTEN = ("number", "share", "month", "day", "text")


def test_every_listing_and_column_of_the_programme_has_words_and_no_other() -> None:
    told = {f"programme.{part.name}{more}" for part in PARTS for more in ("", ".note", ".none")}
    told |= {f"column.{field}" for part in PARTS for field, _ in part.columns}
    told |= {"programme.title", "programme.under"}
    assert {key for key in WORDS if key.startswith(("programme.", "column."))} == told


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_code_that_a_listing_may_show_has_words(part: Part) -> None:
    for field, form in part.columns:
        if form not in WRITTEN:
            column = {"answer_kind": "kind"}.get(field, field)
            (check,) = TABLES[part.table].checks[column]
            codes = (check.statistics or {})["allowed_values"]
            assert [code for code in codes if f"{form}.{code}" not in WORDS] == []


def test_whatever_can_become_of_a_ruling_has_words() -> None:
    statuses = (DECISIONS.checks["status"][0].statistics or {})["allowed_values"]
    assert [status for status in statuses if f"ruling.{status}" not in WORDS] == []
