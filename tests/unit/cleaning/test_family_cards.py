"""NIK and family card in each other's cells are put right, and the row says so."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from flows.cleaning.family_cards import read_family_cards, with_right_niks
from flows.cleaning.nik import read_nik

BORN = date(1975, 9, 12)
NIK, CARD = "3504111209759001", "3504110503149002"
NO_NUMBERS = (False, False)


def exchanged(
    *rows: tuple[str | None, str | None, date | None], numbers: tuple[bool, bool] = NO_NUMBERS
) -> pl.DataFrame:
    frame = pl.DataFrame(
        [("a.csv", 0, 0, nik, card, born, *numbers) for nik, card, born in rows],
        schema={
            "source_file": pl.String, "sheet_number": pl.UInt16, "list_number": pl.UInt16, "nik_text": pl.String,
            "nkk_text": pl.String, "stated_date": pl.Date, "nik_is_number": pl.Boolean,
            "nkk_is_number": pl.Boolean,
        },
        orient="row",
    )  # fmt: skip
    return with_right_niks(frame)


def read(*rows: tuple[str | None, str | None, date | None]) -> list[tuple[Any, ...]]:
    return exchanged(*rows).select("nik_text", "nkk_text", "exchanged").rows()


def test_the_birth_date_tells_that_they_are_exchanged() -> None:
    assert read((CARD, NIK, BORN)) == [(NIK, CARD, True)]


@pytest.mark.parametrize("numbers", [(False, True), (True, False), NO_NUMBERS])
def test_what_stood_as_a_number_is_one_in_its_own_cell_too(numbers: tuple[bool, bool]) -> None:
    names = ["nik_is_number", "nkk_is_number"]
    assert exchanged((CARD, NIK, BORN), numbers=numbers).select(names).row(0) == numbers[::-1]
    assert exchanged((NIK, CARD, BORN), numbers=numbers).select(names).row(0) == numbers


def test_a_nik_that_excel_cut_among_the_family_cards_is_cut() -> None:
    cut = exchanged((CARD, "3504111209759010", BORN), numbers=(False, True))
    assert read_nik(cut, date(2023, 9, 1)).select("exchanged", "nik_form").row(0) == (True, "truncated")


def test_a_womans_day_is_forty_more() -> None:
    assert read((CARD, "3504115209759003", BORN)) == [("3504115209759003", CARD, True)]


def test_numbers_in_their_own_cells_stay() -> None:
    assert read((NIK, CARD, BORN)) == [(NIK, CARD, False)]


def test_without_a_birth_date_one_row_tells_nothing() -> None:
    assert read((CARD, NIK, None)) == [(CARD, NIK, False)]


def test_a_birth_date_that_neither_says_tells_nothing() -> None:
    assert read((CARD, NIK, date(1980, 1, 1))) == [(CARD, NIK, False)]


def test_a_family_card_issued_on_the_birthday_of_its_holder_tells_nothing() -> None:
    assert read((NIK, "3504111209759002", BORN))[0][2] is False


def test_womens_days_tell_of_a_whole_list_without_birth_dates() -> None:
    niks = [
        f"350411{day:02d}09759{serial:03d}" for serial, day in enumerate([12, 52, 13, 53, 14, 54, 15, 16, 17, 18], 1)
    ]
    cards = [f"350411{day:02d}03149{day:03d}" for day in range(1, 11)]
    rows = [(card, nik, None) for card, nik in zip(cards, niks, strict=True)]
    assert [row[0] for row in read(*rows)] == niks
    assert [row[2] for row in read(*rows[:9])] == [False] * 9  # too few to be sure


def test_a_list_without_family_cards_is_left_alone() -> None:
    assert read((NIK, None, BORN)) == [(NIK, None, False)]


def cards(*texts: str | None, number: bool = False) -> list[str | None]:
    frame = pl.DataFrame({"nkk_text": texts}, schema={"nkk_text": pl.String}).with_columns(
        pl.lit("a.csv").alias("source_file"), pl.lit(0).alias("sheet_number"), pl.lit(0).alias("list_number"),
        pl.lit(number).alias("nkk_is_number"),
    )  # fmt: skip
    return read_family_cards(frame)["nkk"].to_list()


def test_a_family_card_is_sixteen_digits_or_nothing() -> None:
    assert cards(CARD, f"'{CARD}", "3504 1105 0314 9002", "350411050314900", "3,50411E+15", "ada", None) == (
        [CARD] * 3 + [None] * 4
    )


def test_decimals_never_fill_the_place_of_a_digit() -> None:
    assert cards("350411050314900.0", "'350411050314900,0", "35041105031490.00") == [None] * 3
    assert cards("3504.1105.0314.9000", "350411.050314.9002") == ["3504110503149000", CARD]


def test_a_number_that_excel_cut_is_no_family_card() -> None:
    assert cards("3504110503149000", CARD, number=True) == [None, CARD]
    assert cards("3504110503149000") == ["3504110503149000"]


def test_where_most_cards_end_in_zero_none_is_one() -> None:
    assert cards(*["3504110503149000"] * 9, CARD) == [None] * 10
    assert cards(*["3504110503149000"] * 4, *[CARD] * 6)[0] == "3504110503149000"
