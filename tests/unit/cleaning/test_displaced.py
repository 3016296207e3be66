"""NIKs in another person's row: where several differ near one another and say each other's dates."""

from datetime import date, timedelta

import polars as pl

from flows.cleaning.displaced import with_displaced

FIRST = date(1970, 1, 1)


def displaced(niks: list[int | None], births: list[int | None] | None = None, files: str | None = None) -> str:
    """A mark a row, x where it is displaced; `niks` are the days after the first that NIKs say, `births` the cells."""
    stated = births if births is not None else list(range(len(niks)))
    frame = pl.DataFrame(
        {
            "source_file": list(files or "a" * len(niks)),
            "birth_date": [None if day is None else FIRST + timedelta(day) for day in stated],
            "nik_birth_date": [None if day is None else FIRST + timedelta(day) for day in niks],
        },
        schema_overrides={"birth_date": pl.Date, "nik_birth_date": pl.Date},
    ).with_columns(sheet_number=pl.lit(0), list_number=pl.lit(0), birth_date_from=pl.lit("cell"))
    return "".join("x" if moved else "." for moved in with_displaced(frame)["displaced"])


def test_a_column_pasted_a_row_too_low_is_displaced_to_its_end() -> None:
    assert displaced([0, 1, 1, 2, 3, 4, 6, 7]) == "..xxxx.."
    assert displaced([1, 2, 3, 4, 99, 5]) == "xxxxx."


def test_a_column_sorted_by_itself_is_displaced_but_for_who_stands_right_by_chance() -> None:
    assert displaced([0, 1, 2, 3, 4, 5, 6, 7], [3, 1, 0, 2, 7, 5, 4, 6]) == "x.xxx.xx"


def test_two_who_hold_each_others_nik() -> None:
    assert displaced([0, 2, 1, 3]) == ".xx."
    assert displaced([0, 4, 2, 3, 1, 5]) == ".x..x."
    assert displaced([0, 7, 2, 3, 4, 5, 6, 1, 8]) == "........."  # too far apart to be of one block


def test_dates_that_differ_by_themselves_say_nothing() -> None:
    assert displaced([0, 101, 102, 103, 4]) == "....."  # corrected dates, or slips
    assert displaced([0, 2, 102, 103, 104, 1, 6]) == "......."  # two by chance among more that do not fit
    assert displaced([0, 0, 2]) == "..."  # one NIK for two people is another reason


def test_rows_without_a_date_or_a_nik_neither_make_nor_break_a_block() -> None:
    assert displaced([1, None, 0], [0, 1, 1]) == "x.x"
    assert displaced([1, 0, None], [0, 1, 2]) == "xx."
    assert displaced([None, None], [None, None]) == ".."
    assert displaced([]) == ""


def test_lists_are_not_held_against_one_another() -> None:
    assert displaced([1, 0, 2], files="abb") == "..."
    assert displaced([1, 0, 3, 2], files="aabb") == "xxxx"
