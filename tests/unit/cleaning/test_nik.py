"""The NIK cell: its form, mended damage, and what the number says. Serials 9001 to 9999 are made up."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from flows.cleaning.nik import read_nik

MONTH = date(2023, 9, 1)
NIK = "3504111209759001"


def said_by(text: str | None, *, number: bool = False) -> dict[str, Any]:
    cells = pl.DataFrame(
        {"nik_text": [text], "nik_is_number": [number]}, schema={"nik_text": pl.String, "nik_is_number": pl.Boolean}
    )
    return read_nik(cells, MONTH).row(0, named=True)


def nik(*, region: str = "350411", born: str = "120975", serial: str = "9001") -> str:
    return region + born + serial


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (None, "blank"),
        ("", "blank"),
        ("-", "blank"),
        ("'", "blank"),
        ("\u00a0", "blank"),
        ("NIK:", "blank"),
        ("0", "blank"),  # nearly blank
        ("1111111111111111", "blank"),
        ("3504111209759001 (istri)", "other"),
        ("3,50401E+15", "scientific"),
        ("3.50402E+15", "scientific"),
        ("'3,50401e+15", "scientific"),
        ("3E15", "scientific"),
        ("3,50401E", "other"),  # nearly scientific
        ("350411120975900", "other"),
        ("35041112097590011", "other"),
        ("35041112O9759001", "other"),  # the letter O is for the steward
        ("35041112097590O1", "other"),
        ("350411I209759001", "other"),
        ("35041l1209759001", "other"),
        ("350411120975900|", "other"),
        ("3504111209759B01", "other"),
        ("3S04111209759001", "other"),
        ("350411120975900Z", "other"),
        ("NIK: 35O4111209759001", "other"),
        ("3504111209759001 / 3504111209759002", "other"),
        ("3504111209759001, 3504111209759002", "other"),
        ("3504111209759001\n3504111209759002", "other"),
        ("3504111209759001 dan 3504111209759002", "other"),
        ("3504111209759001 3504111209759001", "other"),  # twice the same: still two
        ("35041112097590013504111209759002", "other"),
        ("3504111209759001 (3504111209759002)", "other"),
        ("3504111209759001 / -", "complete"),
        ("3504111209759001?", "other"),  # a doubt is the sender's
        ("3504111209759001 baru", "other"),
        ("KK 3504111209759001", "other"),
        ("No. KK 3504111209759001", "other"),
        ("1) 3504111209759001", "other"),
        ("35041112/09759001", "other"),  # parts that are not a NIK's
        ("350411120975(9001)", "other"),
        ("35041112²9759001", "other"),
        ("KTP", "blank"),
        ("belum punya", "blank"),
        ("tidak ada NIK", "blank"),
        ("kosong", "blank"),
        ("belum jelas", "other"),
        ("0504111209759001", "temporary"),
        (nik(region="110111"), "complete"),  # nearly temporary: Aceh
        (nik(region="990411"), "province_unknown"),
        (nik(region="200411"), "province_unknown"),
        (nik(region="940411"), "complete"),  # nearly: Papua
        (nik(born="320975"), "date_impossible"),
        (nik(born="000975"), "date_impossible"),
        (nik(born="400975"), "date_impossible"),
        (nik(born="720975"), "date_impossible"),
        (nik(born="121375"), "date_impossible"),
        (nik(born="120075"), "date_impossible"),
        (nik(born="310475"), "date_impossible"),
        (nik(born="290275"), "date_impossible"),
        (nik(born="310575"), "complete"),  # nearly impossible
        (nik(born="710575"), "complete"),
        (nik(born="290276"), "complete"),
        (nik(serial="0000"), "serial_zero"),
        (nik(serial="9000"), "complete"),  # nearly zero
        (NIK, "complete"),
    ],
)
def test_form_of_a_text_cell(text: str | None, form: str) -> None:
    assert said_by(text)["nik_form"] == form, said_by(text)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("3504111209759001", "complete"),  # written by a program: exact below 2^53
        ("3504111209759010", "truncated"),
        ("3504111209750000", "truncated"),
        ("9007199254740993", "truncated"),
        ("9104111209759001", "truncated"),
        ("35041112097590011", "truncated"),
        ("350411120975900", "other"),
    ],
)
def test_form_of_a_number_cell(text: str, form: str) -> None:
    assert said_by(text, number=True)["nik_form"] == form, said_by(text, number=True)


def test_a_number_above_2_53_is_refused_but_the_same_digits_as_text_are_not() -> None:
    papua = nik(region="910411")
    assert said_by(papua, number=True)["nik"] is None
    assert said_by(papua)["nik"] == papua


@pytest.mark.parametrize(
    "text",
    [
        "'3504111209759001",
        "3504111209759001'",
        "’3504111209759001",
        "`3504111209759001",
        '"3504111209759001"',
        " 3504111209759001 ",
        "3504 1112 0975 9001",
        "350411.120975.9001",
        "350411-120975-9001",
        "350411–120975–9001",  # the dash Word makes of a hyphen
        "350411_120975_9001",
        "3504111209759001\u00a0",
        "3504\u00a011120975\u00a09001",
        "\u200b3504111209759001",
        "\ufeff3504111209759001",
        "350411\u200d1209759001",
        "３５０４１１１２０９７５９００１",
        "NIK: 3504111209759001",
        "nik 3504111209759001",
        "NIK=3504111209759001",
        "NIK : '3504 1112 0975 9001",
        "No. 3504111209759001",
        "No. KTP: 3504111209759001",
        "KTP 3504111209759001",
        "E-KTP 3504111209759001",
        "(NIK 3504111209759001)",
        ":3504111209759001",
        "(3504111209759001)",
        "´3504111209759001",
        "350411/120975/9001",
        "3504111209759001*",
        "3504111209759001²",
        "3504111209759001 (sdh eKTP)",
        "\u202a3504111209759001\u202c",  # as copied from a telephone's address book
        '="3504111209759001"',
    ],
)
def test_reversible_damage_is_mended(text: str) -> None:
    assert said_by(text)["nik"] == NIK, said_by(text)


@pytest.mark.parametrize("text", ["35041112O9759001", "35041l1209759001", "3504111209759001 / 3504111209759002"])
def test_letters_and_second_numbers_are_never_mended(text: str) -> None:
    """Which digit was meant, or whose NIK counts, is for the steward."""
    said = said_by(text)
    assert {said[name] for name in ("nik", "nik_key", "nik_birth_date", "nik_sex", "nik_region_form")} == {None}, said


@pytest.mark.parametrize(
    "text",
    [
        "350411120975901.0",
        "'350411120975901.0",
        "350411120975901,0",
        "35041112097590,00",
        "350411120975901.00",
        "350.411.120.975.901,0",
        "350,411,120,975,901.00",
        "350411120975901²",  # the mark of a footnote
        "350411120975901①",
    ],
)
def test_what_is_no_digit_never_fills_the_place_of_one(text: str) -> None:
    """A file saved by a statistics program holds `350411120975901.0`: fifteen digits, so no NIK."""
    assert said_by(text)["nik_form"] == "other", said_by(text)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("3.504.111.209.759.010", "truncated"),
        ("3,504,111,209,759,010", "truncated"),
        ("3.504.111.209.759.010,00", "truncated"),
        ("3,504,111,209,759,010.00", "truncated"),
        ("3504111209759010.0", "truncated"),
        ("'3504111209759010,00", "truncated"),
        ("3.504.111.209.759.001", "complete"),  # no spreadsheet wrote these out
        ("9.104.111.209.759.001", "complete"),
        ("'3504111209759001.0", "complete"),
        ("3504111209759001,00", "complete"),
        ("3504111209759010", "complete"),  # nearly: text that nobody wrote out
        ("3504.1112.0975.9010", "complete"),
        ("350411.120975.9010", "complete"),
        ("35.04.11.12.09.75.90.10", "complete"),
        ("35.04.11.12.09.75.90.00", "complete"),
        ("350.411.120.975.901.0", "complete"),  # groups, and no decimals
    ],
)
def test_a_number_that_a_program_wrote_out_as_text_is_a_number(text: str, form: str) -> None:
    assert said_by(text)["nik_form"] == form, said_by(text)


@pytest.mark.parametrize("form", ["nik", "nik_key", "nik_birth_date", "nik_sex", "nik_region_form"])
def test_an_incomplete_nik_says_nothing(form: str) -> None:
    assert said_by(nik(serial="0000"))[form] is None


def test_the_key_is_the_number_itself() -> None:
    assert said_by(NIK)["nik_key"] == 3504111209759001


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("120975", date(1975, 9, 12)),
        ("010105", date(2005, 1, 1)),
        ("150124", date(1924, 1, 15)),
        ("150121", date(2021, 1, 15)),  # 1921 would make 102 years
        ("290200", date(2000, 2, 29)),  # 1900 had no such day
        ("290204", date(2004, 2, 29)),
        ("290224", date(1924, 2, 29)),
        ("521275", date(1975, 12, 12)),
        ("690200", date(2000, 2, 29)),
        ("710576", date(1976, 5, 31)),
    ],
)
def test_the_birth_date_a_nik_says(born: str, expected: date) -> None:
    assert said_by(nik(born=born))["nik_birth_date"] == expected


@pytest.mark.parametrize(("born", "sex"), [("010175", "L"), ("310175", "L"), ("410175", "P"), ("710175", "P")])
def test_women_are_born_forty_days_later(born: str, sex: str) -> None:
    assert said_by(nik(born=born))["nik_sex"] == sex


@pytest.mark.parametrize(
    ("region", "form"),
    [
        ("350411", "home"),
        ("350401", "home"),
        ("350419", "home"),
        ("350420", "unknown"),  # no twentieth kecamatan
        ("350400", "unknown"),
        ("350506", "foreign"),  # Blitar
        ("357801", "foreign"),  # Surabaya
        ("353001", "unknown"),  # no such regency of East Java
        ("331502", "foreign"),  # regencies of other provinces are not held
        ("540101", "unknown"),  # Timor Timur
    ],
)
def test_where_a_nik_was_issued(region: str, form: str) -> None:
    said = said_by(nik(region=region))
    assert (said["nik_form"], said["nik_region_form"]) == ("complete", form), said
