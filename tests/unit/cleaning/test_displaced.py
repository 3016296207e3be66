"""NIKs of other people: where several rows say each other's dates, or almost all of a list differ."""

from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl
import pytest

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
    ).with_columns(
        **{name: pl.lit(0) for name in ("sheet_number", "list_number")},
        nik=pl.lit("3504110101709001"),
        nkk=pl.lit("3504110101129002"),
        birth_date_from=pl.lit("cell"),
        stated_sex=pl.lit("L"),
        nik_sex=pl.when(pl.col("nik_birth_date").is_not_null()).then(pl.lit("L")),
    )
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


def test_a_nik_that_is_the_family_cards_number_is_the_cards_where_the_person_speaks_against_it() -> None:
    card, born, other = "3504110101709001", FIRST, FIRST + timedelta(400)
    frame = pl.DataFrame(
        {
            "nik": [card] * 5,
            "nkk": [card, card, card, "3504110101129002", None],
            "birth_date": [born, other, born, other, other],
            "stated_sex": ["L", "L", "P", "L", "L"],
            "source_file": list("abcde"),
        }
    ).with_columns(
        sheet_number=pl.lit(0),
        list_number=pl.lit(0),
        birth_date_from=pl.lit("cell"),
        nik_birth_date=pl.lit(born),
        nik_sex=pl.lit("L"),
    )
    assert with_displaced(frame)["displaced"].to_list() == [False, True, True, False, False]


DRAGGED = [9191 + row for row in range(5)]


def counted_up(
    serials: Sequence[int | None],
    stated: Sequence[date | None],
    sexes: Sequence[str | None] = (),
    files: str = "",
) -> str:
    """A mark a row, x where it is displaced; of NIKs that differ in nothing but their serials."""
    frame = pl.DataFrame(
        {
            "nik": [None if serial is None else f"350411240971{serial}" for serial in serials],
            "birth_date": stated,
            "stated_sex": list(sexes) or [None] * len(serials),
            "source_file": list(files) or ["a"] * len(serials),
        },
        schema_overrides={"nik": pl.String, "birth_date": pl.Date, "stated_sex": pl.String},
    ).with_columns(
        **{name: pl.lit(0) for name in ("sheet_number", "list_number")},
        nkk=pl.lit("3504110101129002"),
        birth_date_from=pl.lit("cell"),
        nik_birth_date=pl.when(pl.col("nik").is_not_null()).then(pl.lit(BORN)),
        nik_sex=pl.when(pl.col("nik").is_not_null()).then(pl.lit("L")),
    )
    return "".join("x" if moved else "." for moved in with_displaced(frame)["displaced"])


BORN = date(1971, 9, 24)
OWN = [date(1972, 7, 28), date(1998, 11, 27), date(1994, 1, 19), date(1989, 5, 14), date(1965, 9, 26)]


@pytest.mark.parametrize(
    ("serials", "stated", "sexes", "expected"),
    [
        (DRAGGED, [BORN, *OWN[:4]], "LLPLP", ".xxxx"),
        (DRAGGED, [BORN, *OWN[:4]], "", ".xxxx"),
        (DRAGGED, [*OWN[:4], BORN], "", "xxxx."),  # dragged upwards
        (DRAGGED, [None, *OWN[:4]], "", ".xxxx"),
        (DRAGGED, [None, OWN[0], None, *OWN[1:3]], "", ".xxxx"),
        (DRAGGED, [None] * 5, "LPLPL", ".xxxx"),
        (DRAGGED, [None] * 5, "LPLLL", "....."),  # a slip
        (DRAGGED, [None] * 5, "", "....."),  # nothing speaks against them
        (DRAGGED, [BORN] * 5, "LLLLL", "....."),  # born on one day, in a sorted list
        (DRAGGED, [BORN, BORN, BORN, None, OWN[1]], "", "....."),
        (DRAGGED[:3], [None, *OWN[:2]], "", "..."),  # too few
        ([9191, 9191, 9191, 9191], [None, *OWN[:3]], "", "...."),
        ([9191, 9193, 9195, 9197], [None, *OWN[:3]], "", "...."),
        ([9191, 9192, None, 9194, 9195], [None, *OWN[:4]], "", "....."),
    ],
)
def test_niks_that_a_fill_handle_counted_up_are_nobodys_but_the_first(
    serials: Sequence[int | None], stated: Sequence[date | None], sexes: str, expected: str
) -> None:
    around = 8 * [1000, 3000]  # so that the list as a whole is not that of others
    dates, more = [*stated, *(16 * [None])], [*sexes, *(16 * ["L"])] if sexes else []
    assert counted_up([*serials, *around], dates, more) == expected + 16 * "."


def test_niks_are_counted_within_one_list() -> None:
    assert counted_up(DRAGGED, [None, *OWN[:4]], files="aaabb") == "....."
    assert counted_up(DRAGGED, [None, *OWN[:4]], files="abbbb") == ".xxxx"


def of_lists(stated: Sequence[str | None], niks: Sequence[str | None], years: int = 5, dates: bool = False) -> str:
    """The same of a list of sexes; with `dates`, the NIKs say a birth date so many years from the stated one."""
    frame = pl.DataFrame(
        {"stated_sex": stated, "nik_sex": niks}, schema={"stated_sex": pl.String, "nik_sex": pl.String}
    ).with_columns(
        source_file=pl.lit("a"),
        sheet_number=pl.lit(0),
        list_number=pl.lit(0),
        nik=pl.lit("3504110101709001"),
        nkk=pl.lit("3504110101129002"),
        birth_date_from=pl.lit("cell"),
        birth_date=pl.lit(date(1980, 2, 3) if dates else None, pl.Date),
        nik_birth_date=pl.lit(date(1980 + years, 4, 5), pl.Date),
    )
    return "".join("x" if moved else "." for moved in with_displaced(frame)["displaced"])


def test_where_almost_all_birth_dates_differ_the_niks_are_those_of_others() -> None:
    assert of_lists(["L"] * 5, ["L"] * 5, dates=True) == "xxxxx"
    assert of_lists(["L"] * 5, ["L", "L", None, "L", "L"], dates=True) == "xx.xx"
    assert of_lists(["L"] * 4, ["L"] * 4, dates=True) == "...."  # too few to say so
    assert of_lists(["L"] * 5, ["L"] * 5, years=0, dates=True) == "....."  # dates put for years


def test_where_almost_all_sexes_differ_and_no_birth_date_is_stated_they_are_too() -> None:
    assert of_lists(["L"] * 8 + ["P"], ["P"] * 9) == "xxxxxxxxx"
    assert of_lists(["L"] * 7, ["P"] * 7) == "......."
    assert of_lists(["L", "L", "P"] * 4, ["L", "P", "P"] * 4) == "." * 12
    assert of_lists([None] * 9, ["P"] * 9) == "........."
