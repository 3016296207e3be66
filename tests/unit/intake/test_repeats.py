"""Ditto marks and merged cells say what the cell above says, or nothing."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from flows.intake.data_rows import people_and_ignored
from flows.intake.roster import read_roster
from schemas.senders.sender import Sender
from schemas.tables.cells import CELLS

SENDER = Sender(sender="dishub", name="Dinas Perhubungan", kind="opd", contact="-", sends="-")
NIKS = [f"350411120975900{serial}" for serial in range(1, 10)]


def column(field: str, *cells: str | None, **more: list[Any]) -> list[str | None]:
    """What the cells of a field become, one person a row unless `more` says otherwise."""
    people, _ = people_and_ignored(rows(**{f"{field}_text": list(cells), **more}))
    return people[f"{field}_text"].to_list()


def rows(**columns: list[Any]) -> pl.DataFrame:
    """Cells of one person a row, with the columns given."""
    height = len(next(iter(columns.values())))
    given = {"nik_text": NIKS[:height], "sheet_number": [0] * height, **columns}
    frame = pl.DataFrame({"source_file": "a.csv", **given, "source_row": range(2, height + 2)}, strict=False)
    absent = [pl.lit(None).alias(name) for name in CELLS.names() if name not in frame.columns]
    return frame.with_columns(absent).select(CELLS.names()).cast(CELLS)


@pytest.mark.parametrize("mark", ["idem", "IDEM", '"', "''", "s.d.a.", "sda", "S.D.A", '-"-', '- " -', "”", '""'])
def test_a_mark_repeats_the_cell_above(mark: str) -> None:
    assert column("desa", "Kalangan", mark, mark, "Ngunut", mark) == ["Kalangan"] * 3 + ["Ngunut"] * 2


@pytest.mark.parametrize("cell", ["'", "Idema", "sd", "=", "1"])
def test_nearly_a_mark_is_what_it_is(cell: str) -> None:
    assert column("desa", "Kalangan", cell) == ["Kalangan", cell]


@pytest.mark.parametrize("field", ["name", "birth_date", "phone", "wage", "sex"])
def test_what_is_never_the_same_is_not_repeated(field: str) -> None:
    assert column(field, "x", "idem") == ["x", "idem"]


def test_a_mark_in_the_first_row_or_below_a_blank_cell_is_blank() -> None:
    assert column("desa", '"', "Kalangan", None, '"', '"') == [None, "Kalangan", None, None, None]


def test_a_mark_reaches_over_a_blank_row() -> None:
    niks = [NIKS[0], None, NIKS[2]]
    assert column("desa", "Kalangan", None, "idem", nik_text=niks) == ["Kalangan", "Kalangan"]


@pytest.mark.parametrize("between", ["JUMLAH", "catatan"])
def test_a_mark_does_not_reach_over_a_row_that_is_no_person(between: str) -> None:
    niks, leads = [NIKS[0], None, NIKS[2], NIKS[3]], [None, between, None, None]
    assert column("desa", "Kalangan", None, "idem", "idem", nik_text=niks, lead=leads) == ["Kalangan", None, None]


def test_a_mark_below_the_heading_of_the_next_page_is_the_cell_above_it() -> None:
    niks, names = [NIKS[0], "NIK", NIKS[2]], ["Karto", "NAMA", "Siti"]
    assert column("desa", "Kalangan", "DESA", "idem", nik_text=niks, name_text=names) == ["Kalangan", "Kalangan"]
    assert column("desa", None, "DESA", "idem", nik_text=niks, name_text=names) == [None, None]


def test_a_family_card_is_repeated_with_what_it_was() -> None:
    """A card that Excel has cut is cut in every row that repeats it."""
    cards = {"nkk_text": ["3504110903129010", "idem", "3504110903129011", "idem"]}
    number = [True, False, False, False]
    frame = rows(**cards, nkk_is_number=number)
    people, _ = people_and_ignored(frame)
    assert people["nkk_text"].to_list() == [card for card in cards["nkk_text"][::2] for _ in range(2)]
    assert people["nkk_is_number"].to_list() == [True, True, False, False]


def test_a_mark_does_not_reach_into_the_next_sheet() -> None:
    assert column("desa", "Kalangan", "idem", sheet_number=[0, 1]) == ["Kalangan", None]


def merged(path: Path, places: list[tuple[str, str]], heading: str = "DESA") -> list[str | None]:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row("B3", ["NIK", "NAMA", heading])
        for row, nik in enumerate(NIKS[:4], start=3):
            sheet.write_row(row, 1, [nik, "Karto"] if row != 5 else [])
        for place, text in places:
            sheet.merge_range(place, text)
    cells = read_roster(path, "rosters/2023-09/dishub/a.xlsx", SENDER).cells
    people, _ = people_and_ignored(cells)
    found: list[str | None] = people.get_column("desa_text" if heading == "DESA" else "birth_date_text").to_list()
    return found


def test_a_merged_cell_fills_down_beside_people(tmp_path: Path) -> None:
    """The blank row inside it stays blank, and the cell reaches over it: it is one cell."""
    assert merged(tmp_path / "a.xlsx", [("D4:D7", "Kalangan")]) == ["Kalangan"] * 3
    assert merged(tmp_path / "a.xlsx", [("D4:D5", "Kalangan")]) == ["Kalangan", "Kalangan", None]


def test_a_merged_date_and_a_wide_merged_cell_do_not(tmp_path: Path) -> None:
    assert merged(tmp_path / "a.xlsx", [("D4:D5", "12-09-1975")], "TGL LAHIR") == ["12-09-1975", None, None]
    assert merged(tmp_path / "a.xlsx", [("D4:E5", "Kalangan")]) == ["Kalangan", None, None]
