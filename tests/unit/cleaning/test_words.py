"""Cells that hold one of a list of words, and wages."""

from typing import Any

import polars as pl
import pytest

from flows.cleaning.money import read_wages
from flows.cleaning.words import read_occupations, read_segments, read_sex

FIELDS = ("sex", "occupation", "position", "status", "segment", "wage")


def cells(**texts: str | None) -> pl.DataFrame:
    return pl.DataFrame(
        {
            **{f"{field}_text": [texts.pop(field, None)] for field in FIELDS},
            "title_occupation": [texts.pop("title_occupation", None)],
            **{name: [text] for name, text in texts.items()},
        },
        schema_overrides={
            **{f"{field}_text": pl.String for field in FIELDS},
            "title_occupation": pl.String,
            **dict.fromkeys(texts, pl.String),
        },
    )


def one(frame: pl.DataFrame) -> dict[str, Any]:
    return frame.row(0, named=True)


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("L", "L"),
        ("l", "L"),
        ("LK", "L"),
        ("Laki-laki", "L"),
        ("LAKI - LAKI", "L"),
        ("Pria", "L"),
        ("1", "L"),
        ("P", "P"),
        ("Pr.", "P"),
        ("Perempuan", "P"),
        ("WANITA", "P"),
        ("2", "P"),
        ("v", None),
        ("3", None),
        ("LP", None),
        (None, None),
    ],
)
def test_sex_as_stated(text: str | None, sex: str | None) -> None:
    assert one(read_sex(cells(sex=text, nik_sex=None)))["stated_sex"] == sex


def test_an_unreadable_sex_is_taken_from_the_nik() -> None:
    assert one(read_sex(cells(sex="v", nik_sex="P")))["sex"] == "P"


def test_the_stated_sex_stands_against_the_nik() -> None:
    assert one(read_sex(cells(sex="L", nik_sex="P")))["sex"] == "L"


@pytest.mark.parametrize(
    ("text", "occupation"),
    [
        ("Buruh Tani", "buruh-tani"),
        ("BURUH TANI TEMBAKAU", "buruh-tani-tembakau"),
        ("Petani/Pekebun", "petani"),
        ("petani / pekebun", "petani"),
        ("bakul etek", "pedagang-keliling"),
        ("Tukang becak", "becak-bentor"),
        ("Juru parkir", "juru-parkir"),
        ("Astronot", None),
        (None, None),
    ],
)
def test_occupation_of_a_word(text: str | None, occupation: str | None) -> None:
    assert one(read_occupations(cells(occupation=text)))["occupation"] == occupation


def test_the_post_held_stands_in_for_the_occupation() -> None:
    assert one(read_occupations(cells(position="Kaur Umum")))["occupation"] == "perangkat-desa"


def test_the_occupation_comes_before_the_post_held() -> None:
    assert one(read_occupations(cells(occupation="Nelayan", position="Ketua RT")))["occupation"] == "nelayan"


@pytest.mark.parametrize("column", ["occupation", "position", "status"])
@pytest.mark.parametrize(
    ("word", "servant"),
    [("PNS", True), ("TNI", True), ("Polri", True), ("Pensiunan PNS", True), ("Honorer", False), ("Non ASN", False)],
)
def test_a_civil_servant_may_be_told_by_any_of_three_columns(column: str, word: str, servant: bool) -> None:
    assert one(read_occupations(cells(**{column: word})))["civil_servant_in"] == (column if servant else None)


def test_a_row_without_occupation_is_no_civil_servant() -> None:
    assert one(read_occupations(cells()))["civil_servant_in"] is None


@pytest.mark.parametrize(
    ("said", "segment"),
    [
        ({"segment": "BPD", "position": "Ketua RT"}, "bpd"),
        ({"position": "Ketua RT"}, "rt_rw"),
        ({"segment": "entah"}, "non_asn"),
        ({}, "non_asn"),
    ],
)
def test_segment_column_then_post_then_title(said: dict[str, str], segment: str) -> None:
    texts: dict[str, str | None] = {**said, "title_segment": "non_asn", "default_segment": "pekerja_rentan"}
    assert one(read_segments(cells(**texts)))["segment"] == segment


@pytest.mark.parametrize("default", ["pekerja_rentan", None])
def test_the_senders_default_segment_comes_last(default: str | None) -> None:
    assert one(read_segments(cells(title_segment=None, default_segment=default)))["segment"] == default


@pytest.mark.parametrize(
    ("text", "wage"),
    [
        ("2000000", 2_000_000),
        ("2.000.000", 2_000_000),
        ("2,000,000", 2_000_000),
        ("Rp 2.000.000,00", 2_000_000),
        ("Rp. 2.000.000,-", 2_000_000),
        ("rp2000000", 2_000_000),
        ("2 000 000", 2_000_000),
        ("2000000.5", 2_000_000),
        ("2.229.358,67", 2_229_358),
        ("2.000", 2_000),
        ("2jt", 2_000_000),
        ("Rp 1,5 juta", 1_500_000),
        ("750 ribu/bulan", 750_000),
        ("2 jtx", None),
        ("-", None),
        (None, None),
    ],
)
def test_a_wage_in_whole_rupiah(text: str | None, wage: int | None) -> None:
    assert one(read_wages(cells(wage=text)))["wage_rp"] == wage
