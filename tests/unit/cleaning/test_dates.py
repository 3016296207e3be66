"""Birth dates in the forms offices write them, each cell by itself."""

from datetime import date

import polars as pl
import pytest

from flows.cleaning.dates import calendar_date, read_dates

MONTH = date(2023, 9, 1)


def stated(text: str | None, month: date = MONTH) -> date | None:
    cells = pl.DataFrame({"birth_date_text": [text]}, schema={"birth_date_text": pl.String})
    found: date | None = read_dates(cells, month)["stated_date"].item()
    return found


@pytest.mark.parametrize(
    "text",
    [
        "12-09-1975",
        "12-9-1975",
        "12/9/75",
        "12/09/1975",
        "12.09.1975",
        "12 09 1975",
        "12 - 09 - 1975",
        "12-09-75",
        "12 September 1975",
        "12 SEPTEMBER 1975",
        "12 Sept 1975",
        "12 Sept. 1975",
        "12-Sep-75",
        "1975-09-12",
        "1975/09/12",
        "1975-9-12",
        "1975-09-12 00:00:00",
        "1975-09-12T00:00:00",
        "12-09-1975 ",
        "'12-09-1975",
        "27649",
        "27649.0",
        "Tulungagung, 12-09-1975",
        "Tulungagung,12-09-1975",
        "TULUNGAGUNG, 12 SEPTEMBER 1975",
        "Tulung Agung , 12/9/75",
        "12091975",
        "12-09-1975 00:00:00",
        "12-09-1975'",
        "12-09-1975\n",
        "\u00a012-09-1975",
        "’12-09-1975’",
        "Tulungagung, '12-09-1975'",
        "12-09-1975 (48 th)",
        "12-09-1975 (47 tahun)",
        "12-09-1975 / 48 Th.",
        "12 September 1975, umur 48 tahun",
        "12-09-1975(48 THN)",
        "12-09-75 (48)",
        "12=09=1975",
        "12-9-1975 00.00",
        "12/09/1975 00.00.00",
        "1975-09-12 0.00",
        "12-09-1975, Tulungagung",
        "12-09-1975/Tulungagung",
        "12 September 1975 Tulung Agung",
        "12-09-1975 (Tulungagung)",
        "12-09-1975, Kediri",
        "1975-09-11T17:00:00.000Z",
        "1975-09-11T17:00:00Z",
        "1975-09-12T00:00:00.000Z",
    ],
)
def test_the_twelfth_of_september_1975(text: str) -> None:
    assert stated(text) == date(1975, 9, 12), text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 Nopember 1975", date(1975, 11, 12)),
        ("12 November 1975", date(1975, 11, 12)),
        ("3 Pebruari 1980", date(1980, 2, 3)),
        ("3 Peb 80", date(1980, 2, 3)),
        ("17 Agust 1945", date(1945, 8, 17)),
        ("17 Agustus 1945", date(1945, 8, 17)),
        ("17 August 1945", date(1945, 8, 17)),
        ("1 Mei 1970", date(1970, 5, 1)),
        ("1 Okt 1970", date(1970, 10, 1)),
        ("31 Des 1999", date(1999, 12, 31)),
        ("12 Febuari 1975", date(1975, 2, 12)),
        ("2 Agts 1975", date(1975, 8, 2)),
        ("2 Agutus 1975", date(1975, 8, 2)),
        ("2 Desenber 1975", date(1975, 12, 2)),
    ],
)
def test_month_names_old_and_new(text: str, expected: date) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "-",
        "31-04-1975",
        "30-02-1976",
        "29-02-1975",
        "00-09-1975",
        "13-13-1975",
        "1975-13-12",
        "1975-02-30",
        "12 Foo 1975",
        "12-09-175",
        "12-09-1875",
        "12-09-2075",
        "1975",
        "3653",  # the day before the oldest serial
        "54788",  # the day after the newest
        "September 1975",
        "tidak tahu",
        "Tulungagung",
        "3504111209759001",
        "09251975",  # month first, in eight digits
        "31041975",
        "1209175",
        "1091975",
        "120919755",
        "12091875",
        "12-09-1975 (1976)",
        "12-09-1975 / 13-09-1975",
        "12-09-1975 ?",
        "12-09-1975 (salah)",
        "12-09-1975 (30 th)",  # another year's person
        "48 th",
        "12/09/75 th",
        "12-09-1975 (30)",
        "12-09-1975, ragu",
        "12-09-1975, Kediri, ragu",
        "12-09-1975 13.09.1976",
        "12-09-1975 13.09.76",
        "Tulungagung, 31-02-1975",
        "Tulungagung, 13-09-19766",
        "Tulungagung, 1980",
        "130976",
        "Tulungagung, 130976",
    ],
)
def test_what_is_no_date_is_null(text: str | None) -> None:
    assert stated(text) is None, text


def test_midnight_in_utc_is_the_next_day_here() -> None:
    """Until 1964 Java was seven hours and a half ahead."""
    assert stated("1962-12-31T16:30:00.000Z") == date(1963, 1, 1)


@pytest.mark.parametrize("text", ["1975-09-12 17:00:00", "1975-09-12T17:00:00", "1975-09-12T08:00:00Z"])
def test_any_other_time_says_nothing_of_the_day(text: str) -> None:
    assert stated(text) == date(1975, 9, 12)


def test_day_comes_before_month_where_both_are_possible() -> None:
    assert stated("05-04-1975") == date(1975, 4, 5)


def test_month_comes_first_only_where_the_other_order_is_no_date() -> None:
    assert stated("09/25/1975") == date(1975, 9, 25)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("01-01-05", date(2005, 1, 1)),
        ("01-01-23", date(1923, 1, 1)),
        ("01-01-22", date(2022, 1, 1)),
        ("01-01-99", date(1999, 1, 1)),
        ("29-02-00", date(2000, 2, 29)),
    ],
)
def test_a_two_digit_year_makes_nobody_older_than_a_hundred(text: str, expected: date) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(("text", "expected"), [("3654", date(1910, 1, 1)), ("54787", date(2049, 12, 30))])
def test_excel_serials_count_from_1900(text: str, expected: date) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("year", "month", "day", "real"),
    [
        (2000, 2, 29, True),
        (1900, 2, 29, False),
        (1904, 2, 29, True),
        (1975, 2, 29, False),
        (1975, 4, 30, True),
        (1975, 4, 31, False),
        (1975, 12, 31, True),
        (1975, 0, 1, False),
        (1975, 13, 1, False),
        (1975, 1, 0, False),
    ],
)
def test_calendar_date_knows_which_days_there_are(year: int, month: int, day: int, real: bool) -> None:
    frame = pl.DataFrame({"y": [year], "m": [month], "d": [day]}, schema=dict.fromkeys("ymd", pl.Int32))
    found = frame.select(calendar_date(pl.col("y"), pl.col("m"), pl.col("d"))).item()
    assert found == (date(year, month, day) if real else None)


def test_calendar_date_agrees_with_the_calendar_on_every_day_of_four_centuries() -> None:
    days = pl.DataFrame({"day": pl.date_range(date(1800, 1, 1), date(2199, 12, 31), eager=True)})
    parts = (pl.col("day").dt.year(), pl.col("day").dt.month().cast(pl.Int32), pl.col("day").dt.day().cast(pl.Int32))
    assert days.select(calendar_date(*parts)).to_series().to_list() == days["day"].to_list()


def column(text: str, name: str) -> object:
    return read_dates(pl.DataFrame({"birth_date_text": [text]}), MONTH)[name].item()


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("25-09-1975", "day"),
        ("25091975", "day"),
        ("31-02-1975", "day"),  # no date, but plainly day first
        ("09/25/1975", "month"),
        ("05-04-1975", "either"),
        ("Tulungagung, 5/4/75", "either"),
        ("05041975", "either"),
        ("05-04-1875", None),
        ("45-04-1975", None),
        ("00-04-1975", None),
        ("25-13-1975", None),
        ("1975-09-12", None),
        ("1975-09-25", None),
        ("12 September 1975", None),
        ("25 Sept 1975", None),
        ("27649", None),
        ("19750912", None),
    ],
)
def test_what_a_cell_tells_of_the_order_of_its_column(text: str, order: str | None) -> None:
    assert column(text, "date_order") == order


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("19750912", date(1975, 9, 12)),
        ("19751309", None),
        ("19750230", None),
        ("26187", date(1975, 9, 12)),  # the serial of the 1904 system
        ("12091975", None),
        ("12-09-1975", None),
        ("120975", date(1975, 9, 12)),
        ("Tulungagung, 120975", date(1975, 9, 12)),
        ("120905", date(2005, 9, 12)),
        ("320975", None),
        ("750912", None),
        ("2091975", date(1975, 9, 2)),
        ("1291975", None),
        ("209197", None),
    ],
)
def test_some_dates_count_only_where_the_nik_says_the_same(text: str, expected: date | None) -> None:
    assert column(text, "date_if_nik") == expected
