"""Cells to a typed roster: identity, completeness and address of a row."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from flows.cleaning.roster import clean
from schemas.senders.sender import Sender
from schemas.tables.cells import CELLS
from schemas.tables.roster import ROSTER

SENDER = Sender(
    sender="dishub", name="Dishub", kind="opd", contact="-", sends="-", default_segment="pekerja_rentan",
    kecamatan_code="35.04.11",
)  # fmt: skip


FILES = pl.DataFrame(
    {
        "source_file": ["a.csv"], "sender": ["dishub"], "file_sha256": ["00"], "file_key": ["0123456789ab"],
        "first_seen": [datetime(2023, 9, 2, tzinfo=UTC)],
    },
    schema_overrides={"first_seen": pl.Datetime("us", "UTC")},
)  # fmt: skip


def cleaned(*rows: dict[str, Any]) -> pl.DataFrame:
    base = {"source_file": "a.csv", "sheet": "", "sheet_number": 0, "nik_is_number": False}
    cells = pl.DataFrame(
        [{**base, "source_row": number, **row} for number, row in enumerate(rows, start=2)], schema=CELLS
    )
    return clean(cells, FILES, {"dishub": SENDER}, date(2023, 9, 1))


def test_the_roster_has_exactly_the_declared_columns_and_types() -> None:
    assert cleaned({"nik_text": "3504111209759001", "name_text": "Karto"}).schema == ROSTER


def test_a_row_is_named_by_file_sheet_and_row() -> None:
    assert cleaned({"name_text": "Karto"})["row_id"].to_list() == ["0123456789ab-0-2"]


def test_rows_stay_in_the_order_received() -> None:
    assert cleaned({"name_text": "Karto"}, {"name_text": "Siti"})["name"].to_list() == ["Karto", "Siti"]


def test_completeness_counts_filled_cells() -> None:
    rows = cleaned({"nik_text": "1", "name_text": "Karto"}, {"nik_text": "1", "name_text": "Karto", "rt_text": "1"})
    assert rows["completeness"].to_list() == [2, 3]


@pytest.mark.parametrize(
    ("cells", "address"),
    [
        ({"address_text": "Dusun Krajan", "rt_text": "01", "rw_text": "02"}, "Dusun Krajan RT 01 RW 02"),
        ({"rt_text": "01"}, "RT 01"),
        ({"address_text": "Dusun Krajan"}, "Dusun Krajan"),
        ({}, None),
    ],
)
def test_the_address_is_put_together(cells: dict[str, str], address: str | None) -> None:
    assert cleaned({"name_text": "Karto", **cells})["address"].to_list() == [address]


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("081234567001", "081234567001"),
        ("+62 812-3456-7001", "+62 812-3456-7001"),
        ("8,12346E+10", None),
        ("8.12346E+10", None),
        ("8E+10", None),
        (None, None),
        ("0", None),
        ("idem", None),
        ("ikut nomor anak 0852964955", None),
        ("HP 0852964955", "HP 0852964955"),
    ],
)
def test_a_phone_number_that_a_spreadsheet_shortened_or_somebody_elses_is_not_told(
    text: str | None, phone: str | None
) -> None:
    assert cleaned({"name_text": "Karto", "phone_text": text})["phone"].to_list() == [phone]


def test_a_family_card_number_is_kept_as_digits() -> None:
    assert cleaned({"nkk_text": "3504 1112 0910 9001"})["nkk"].to_list() == ["3504111209109001"]


def test_an_unreadable_cell_keeps_its_text_beside_a_null() -> None:
    row = cleaned({"birth_date_text": "entah", "wage_text": "cukup"}).row(0, named=True)
    assert (row["birth_date"], row["birth_date_text"], row["wage_rp"], row["wage_text"]) == (
        None,
        "entah",
        None,
        "cukup",
    )


def test_the_facts_of_the_file_stand_beside_each_row() -> None:
    row = cleaned({"name_text": "Karto"}).row(0, named=True)
    assert (row["sender"], row["received"], row["segment"], row["kecamatan_code"]) == (
        "dishub", datetime(2023, 9, 2, tzinfo=UTC), "pekerja_rentan", "35.04.11",
    )  # fmt: skip


BORN = [
    date(1972, 6, 24),
    date(1976, 6, 20),
    date(1991, 7, 16),
    date(1983, 11, 13),
    date(1994, 11, 26),
    date(1981, 7, 1),
]


def of_dates(stated: list[date]) -> pl.DataFrame:
    """People born on `BORN`, by their NIKs, of whom a list states other dates."""
    return cleaned(
        *(
            {
                "nik_text": f"350411{nik:%d%m%y}90{place:02d}",
                "name_text": "Karto",
                "birth_date_text": f"{said:%d-%m-%Y}",
            }
            for place, (nik, said) in enumerate(zip(BORN, stated, strict=True), start=1)
        )
    )


@pytest.mark.parametrize(
    ("stated", "own"),
    [
        ([born - timedelta(1462) for born in BORN], 6),
        ([born + timedelta(1462) for born in BORN], 6),
        ([BORN[0] + timedelta(day) for day in range(6)], 6),
        ([BORN[0] - timedelta(1000) + timedelta(day) for day in range(6)], 5),  # the first is what somebody typed
    ],
)
def test_dates_that_a_spreadsheet_made_do_not_make_the_niks_those_of_others(stated: list[date], own: int) -> None:
    rows = of_dates(stated)
    assert not rows["displaced"].any()
    assert rows["birth_date"].to_list()[-own:] == BORN[-own:]


def test_dates_that_people_wrote_do() -> None:
    rows = of_dates([born - timedelta(1000 + 7 * place) for place, born in enumerate(BORN)])
    assert rows["displaced"].all()
    assert set(rows["birth_date_from"]) == {"cell"}
