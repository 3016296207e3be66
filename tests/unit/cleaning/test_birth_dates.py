"""Which birth date counts: the column's order, and the NIK as arbiter."""

from collections.abc import Sequence
from datetime import date

import polars as pl
import pytest

from flows.cleaning.birth_dates import read_column_order, settle_birth_dates, without_filled_dates
from flows.cleaning.dates import read_dates

MONTH = date(2023, 9, 1)


def settled(
    text: str | None, said: date | None, nik: date | None, *, if_nik: date | None = None, month_first: bool = False
) -> tuple[date | None, str]:
    row = {
        "birth_date_text": text, "stated_date": said, "nik_birth_date": nik, "date_if_nik": if_nik,
        "month_first": month_first,
    }  # fmt: skip
    dates = dict.fromkeys(("stated_date", "nik_birth_date", "date_if_nik"), pl.Date)
    frame = pl.DataFrame([row], schema={"birth_date_text": pl.String, **dates, "month_first": pl.Boolean})
    found = settle_birth_dates(frame).row(0, named=True)
    return found["birth_date"], found["birth_date_from"]


SEPTEMBER, DECEMBER, OTHER = date(1975, 9, 12), date(1975, 12, 9), date(1976, 1, 2)


@pytest.mark.parametrize(
    ("text", "said", "nik", "expected"),
    [
        ("12-09-1975", SEPTEMBER, SEPTEMBER, (SEPTEMBER, "cell")),
        ("12-09-1975", SEPTEMBER, DECEMBER, (DECEMBER, "swapped")),
        ("12-09-1976", date(1976, 9, 12), DECEMBER, (date(1976, 9, 12), "cell")),  # nearly swapped: another year
        ("25-09-1975", date(1975, 9, 25), SEPTEMBER, (date(1975, 9, 25), "cell")),
        ("12-09-1975", SEPTEMBER, None, (SEPTEMBER, "cell")),
        ("tidak tahu", None, SEPTEMBER, (None, "unreadable")),
        ("Tulungagung", None, SEPTEMBER, (SEPTEMBER, "nik")),
        ("Tulungagung, -", None, SEPTEMBER, (SEPTEMBER, "nik")),
        ("Tulungagung, 31-02-1975", None, SEPTEMBER, (None, "unreadable")),  # a date, though none that can be read
        ("Tulungagung, 1980", None, SEPTEMBER, (None, "unreadable")),
        ("1975", None, SEPTEMBER, (None, "unreadable")),  # in a column of dates
        ("tahun 1975", None, SEPTEMBER, (SEPTEMBER, "nik")),
        ("tahun 1976", None, SEPTEMBER, (None, "unreadable")),
        ("1905-05-28", date(1905, 5, 28), SEPTEMBER, (SEPTEMBER, "nik")),  # 1975 typed into a cell of dates
        ("1905-05-29", date(1905, 5, 29), SEPTEMBER, (None, "unreadable")),
        ("1905-05-28", date(1905, 5, 28), date(1905, 5, 28), (date(1905, 5, 28), "cell")),
        ("0000-00-00", None, SEPTEMBER, (SEPTEMBER, "nik")),
        ("00/00/0000", None, None, (None, "nowhere")),
        ("Tulungagung, 00-00-0000", None, SEPTEMBER, (SEPTEMBER, "nik")),
        ("1900-01-00", None, SEPTEMBER, (SEPTEMBER, "nik")),
        ("1899-12-31", None, SEPTEMBER, (SEPTEMBER, "nik")),
        ("00-00-1975", None, SEPTEMBER, (None, "unreadable")),  # a year that is known
        (None, None, SEPTEMBER, (SEPTEMBER, "nik")),
        (None, None, None, (None, "nowhere")),
    ],
)
def test_the_nik_settles_the_birth_date(
    text: str | None, said: date | None, nik: date | None, expected: tuple[date | None, str]
) -> None:
    assert settled(text, said, nik) == expected


def test_the_first_of_january_is_its_own_exchange() -> None:
    same = date(1975, 1, 1)
    assert settled("01-01-1975", same, same) == (same, "cell")


@pytest.mark.parametrize(
    ("nik", "expected"),
    [
        (SEPTEMBER, (SEPTEMBER, "cell")),  # the NIK settles it, against the column
        (DECEMBER, (DECEMBER, "cell")),  # the order of the whole column: nothing was swapped
        (None, (DECEMBER, "cell")),
        (OTHER, (DECEMBER, "cell")),  # the NIK equals neither: the column's order, and the rule says that they differ
    ],
)
def test_in_a_month_first_column(nik: date | None, expected: tuple[date, str]) -> None:
    assert settled("12-09-1975", SEPTEMBER, nik, month_first=True) == expected


@pytest.mark.parametrize(
    ("said", "nik", "expected"),
    [
        (date(1971, 9, 11), SEPTEMBER, (SEPTEMBER, "cell")),  # 1,462 days: the 1904 system
        (date(1971, 9, 11), date(1975, 9, 13), (date(1971, 9, 11), "cell")),
        (date(1971, 9, 11), None, (date(1971, 9, 11), "cell")),
        (None, SEPTEMBER, (SEPTEMBER, "cell")),  # eight digits that begin with the year
        (None, DECEMBER, (None, "unreadable")),
        (None, None, (None, "unreadable")),
    ],
)
def test_a_date_that_counts_only_where_the_nik_says_the_same(
    said: date | None, nik: date | None, expected: tuple[date | None, str]
) -> None:
    assert settled("x", said, nik, if_nik=SEPTEMBER) == expected


@pytest.mark.parametrize(
    ("text", "nik", "expected"),
    [
        ("11-09-1971", SEPTEMBER, (SEPTEMBER, "nik")),  # pasted from a workbook whose days count from 1904
        ("13-09-1979", SEPTEMBER, (SEPTEMBER, "nik")),  # pasted into one
        ("27649", date(1971, 9, 11), (date(1971, 9, 11), "nik")),
        ("26187", SEPTEMBER, (SEPTEMBER, "cell")),  # a serial: it says the NIK's date by itself
        ("10-09-1971", SEPTEMBER, (date(1971, 9, 10), "cell")),
        ("12-09-1971", SEPTEMBER, (date(1971, 9, 12), "cell")),  # four years, but no day
        ("11-09-1971", None, (date(1971, 9, 11), "cell")),
    ],
)
def test_a_date_off_by_the_two_epochs_of_spreadsheets_is_the_niks(
    text: str, nik: date | None, expected: tuple[date, str]
) -> None:
    cells = pl.DataFrame(
        {"birth_date_text": [text], "nik_birth_date": [nik], "month_first": [False]},
        schema_overrides={"nik_birth_date": pl.Date},
    )
    found = settle_birth_dates(read_dates(cells, MONTH))
    assert found.select("birth_date", "birth_date_from").row(0) == expected


def test_in_a_month_first_column_the_epochs_are_those_of_the_date_in_its_order() -> None:
    assert settled("09-11-1971", date(1971, 11, 9), SEPTEMBER, month_first=True) == (SEPTEMBER, "nik")
    assert settled("11-09-1971", date(1971, 9, 11), SEPTEMBER, month_first=True) == (date(1971, 11, 9), "cell")


OF_NIKS = [date(1968, 2, 14), date(1976, 4, 19), date(1968, 6, 16), date(1974, 4, 16), date(1965, 8, 17)]


def filled(
    stated: Sequence[date | None], niks: Sequence[date | None], lists: str | None = None, paged: bool = False
) -> str:
    """A mark a row: n where the NIK's date has come into the stated one's place."""
    dates = dict.fromkeys(("birth_date", "nik_birth_date"), pl.Date)
    frame = pl.DataFrame({"birth_date": stated, "nik_birth_date": niks}, schema_overrides=dates).with_columns(
        source_file=pl.Series(list(lists or "a" * len(stated))),
        sheet_number=pl.lit(0, pl.UInt16),
        list_number=pl.lit(0, pl.UInt16),
        birth_date_from=pl.lit("cell"),
    )
    orders = frame.select("source_file", "sheet_number", "list_number").unique()
    done = without_filled_dates(frame, orders if paged else None)
    kept = (
        pl.when(pl.col("birth_date_from") == "nik").then("nik_birth_date").otherwise(pl.Series(stated, dtype=pl.Date))
    )
    assert done["birth_date"].equals(done.select(kept.alias("birth_date")).to_series(), null_equal=True)
    return "".join("n" if come_from == "nik" else "." for come_from in done["birth_date_from"])


def counted(first: date, step: str, rows: int) -> list[date]:
    """What a fill handle writes: days, months or years counted from the first."""
    until = pl.select(pl.lit(first).dt.offset_by(f"{rows - 1}{step}")).item()
    return list(pl.date_range(first, until, f"1{step}", eager=True))


@pytest.mark.parametrize(
    ("stated", "niks", "expected"),
    [
        (counted(date(1981, 7, 22), "d", 5), [date(1981, 7, 22), *OF_NIKS[1:]], ".nnnn"),
        (counted(date(1981, 7, 22), "mo", 5), [date(1981, 7, 22), *OF_NIKS[1:]], ".nnnn"),
        (counted(date(1981, 7, 22), "y", 5), [date(1981, 7, 22), *OF_NIKS[1:]], ".nnnn"),
        (counted(date(1981, 7, 30), "d", 5), [date(1981, 7, 30), *OF_NIKS[1:]], ".nnnn"),
        ([date(1981, month, day) for month, day in ((1, 31), (2, 28), (3, 31), (4, 30))], OF_NIKS[:4], ".nnn"),
        (
            [OTHER, *counted(date(1981, 7, 22), "d", 4), OTHER],
            [OTHER, date(1981, 7, 22), *OF_NIKS[:3], OTHER],
            "..nnn.",
        ),
        (counted(date(1981, 7, 22), "d", 5), OF_NIKS, ".nnnn"),  # what was typed may be right
        (counted(date(1981, 7, 22), "d", 5), [*OF_NIKS[:3], None, OF_NIKS[4]], ".nn.n"),
        (counted(date(1981, 7, 22), "d", 5), [*OF_NIKS[:3], date(1981, 7, 25), OF_NIKS[4]], ".nn.n"),
        (counted(date(1981, 7, 22), "d", 3), OF_NIKS[:3], "..."),  # too few
        (counted(date(1981, 7, 22), "d", 5), counted(date(1981, 7, 22), "d", 5), "....."),  # born so
        (counted(date(1981, 7, 22), "d", 5), [*counted(date(1981, 7, 22), "d", 3), *OF_NIKS[:2]], "....."),
        (counted(date(1981, 7, 22), "d", 5)[::-1], OF_NIKS, "....."),  # counted down
        (counted(date(1981, 7, 22), "w", 5), OF_NIKS, "....."),
        ([date(1981, 7, 22), date(1981, 7, 23), date(1981, 8, 23), date(1982, 8, 23)], OF_NIKS[:4], "...."),
        ([date(1981, 7, 22)] * 5, OF_NIKS, "....."),
        ([date(1981, 7, 22), date(1981, 7, 23), None, date(1981, 7, 25), date(1981, 7, 26)], OF_NIKS, "....."),
        (counted(date(1981, 7, 22), "d", 5), [None] * 5, "....."),
        ([], [], ""),
    ],
)
def test_dates_that_a_fill_handle_counted_up_are_the_niks(
    stated: Sequence[date | None], niks: Sequence[date | None], expected: str
) -> None:
    assert filled(stated, niks) == expected


def test_dates_are_counted_within_one_whole_list() -> None:
    run, niks = counted(date(1981, 7, 22), "d", 5), [*OF_NIKS]
    assert filled(run, niks, lists="aabbb") == "....."
    assert filled(run, niks, lists="abbbb") == "..nnn"
    assert filled(run, niks, paged=True) == "....."  # a page does not show where a run begins


def column(
    *texts: str | None, nik: date | list[date | None] | None = None, sheets: list[int] | None = None
) -> list[tuple[date | None, str]]:
    frame = pl.DataFrame(
        {
            "source_file": ["a.csv"] * len(texts), "sheet_number": sheets or [0] * len(texts),
            "birth_date_text": list(texts),
            "nik_birth_date": nik if isinstance(nik, list) else [nik] * len(texts),
        },
        schema_overrides={"birth_date_text": pl.String, "nik_birth_date": pl.Date},
    )  # fmt: skip
    done = settle_birth_dates(read_column_order(read_dates(frame, MONTH)))
    return done.select("birth_date", "birth_date_from").rows()


APRIL, MAY = date(1975, 4, 5), date(1975, 5, 4)


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        (["25/09/1975"], APRIL),
        (["09/25/1975"], MAY),
        (["09/25/1975", "25/09/1975"], APRIL),  # a column of both orders stays day first
        (["01/02/1975"], APRIL),
        (["1975-09-25"], APRIL),
        (["25 September 1975"], APRIL),
        ([None, "", "tidak tahu"], APRIL),
        (["09/25/1975", "25 September 1975", "1975-25-09"], MAY),  # none of which is numbers day first
    ],
)
def test_the_column_decides_where_the_nik_is_defective(others: list[str | None], expected: date) -> None:
    assert column("05/04/1975", *others)[0] == (expected, "cell"), others


def test_a_month_first_column_keeps_what_has_one_reading() -> None:
    texts = ("09/25/1975", "1975-04-05", "5 April 1975", "27489")
    assert [born for born, _ in column(*texts)] == [date(1975, 9, 25), APRIL, APRIL, APRIL]


def test_in_a_month_first_column_the_nik_comes_first() -> None:
    assert column("05/04/1975", "09/25/1975", nik=APRIL)[0] == (APRIL, "cell")
    assert column("05/04/1975", "09/25/1975", nik=MAY)[0] == (MAY, "cell")


SLIP, SLIP_NIK = "05/13/1988", date(1988, 10, 5)


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([(SLIP, None)], MAY),
        ([(SLIP, date(1988, 5, 13))], MAY),
        ([(SLIP, date(1988, 5, 15))], MAY),  # its own NIK has the same month
        ([(SLIP, date(1980, 1, 2))], MAY),
        ([(SLIP, SLIP_NIK)], APRIL),  # the fifth of a month that is none
        ([(SLIP, SLIP_NIK), ("09/25/1975", date(1975, 9, 25))], MAY),
        ([(SLIP, SLIP_NIK), ("05/04/1975", MAY)], MAY),
        ([(SLIP, SLIP_NIK), ("05/05/1975", date(1975, 5, 5))], APRIL),  # the same in both orders
        ([(SLIP, None), ("05/04/1975", APRIL)], APRIL),  # as many witnesses for either
        ([(SLIP, None), ("05/04/1975", APRIL), ("05/04/1975", APRIL), ("06/04/1975", date(1975, 6, 4))], APRIL),
        ([(SLIP, None), ("05/04/1975", APRIL), ("05/04/1975", MAY)], MAY),
        ([("25/09/1975", None), (SLIP, None), ("05/04/1975", MAY), ("05/04/1975", MAY)], APRIL),
        ([("05/04/1975", MAY)] * 3, APRIL),  # no date that can only be month-first, and few that the NIKs say so
        ([("05/04/1975", MAY)] * 4, MAY),
        ([("05/04/1975", MAY)] * 4 + [("05/04/1975", APRIL)], APRIL),
        ([("05/04/1975", MAY)] * 4 + [("25/09/1975", None)], APRIL),
    ],
)
def test_the_niks_are_witnesses_of_the_order_too(others: list[tuple[str, date | None]], expected: date) -> None:
    texts, niks = zip(*others, strict=True)
    assert column("05/04/1975", *texts, nik=[None, *niks])[0] == (expected, "cell"), others


def test_another_sheet_is_another_column() -> None:
    assert [born for born, _ in column("05/04/1975", "09/25/1975", sheets=[0, 1])] == [APRIL, date(1975, 9, 25)]
    assert column("05/04/1975", "09/25/1975", "25/09/1975", sheets=[0, 0, 1])[0] == (MAY, "cell")
