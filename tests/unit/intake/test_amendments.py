"""Cells that somebody mended take the place of those received, in their rows alone."""

import polars as pl

from flows.intake.amendments import AMENDMENTS, amend
from schemas.tables.cells import CELLS

FILE = "0123456789ab"


def cells_of(*rows: dict[str, object]) -> pl.DataFrame:
    base = dict.fromkeys(CELLS)
    return pl.DataFrame([{**base, "sheet_number": 1, "side": 0, **row} for row in rows], schema=CELLS)


def mended(*rows: tuple[str, str, str | None]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=AMENDMENTS, orient="row")


CELLS_OF_TWO = cells_of(
    {"source_row": 5, "nik_text": "3504110101909000", "nik_is_number": True, "name_text": "Karto"},
    {"source_row": 6, "nik_text": "3504110101909012", "nik_is_number": True, "name_text": "Sri"},
)


def test_a_mended_cell_is_text_and_its_neighbours_stay() -> None:
    found = amend(CELLS_OF_TWO, FILE, mended((f"{FILE}-1-5", "nik", "3504110101909011")))
    assert found["nik_text"].to_list() == ["3504110101909011", "3504110101909012"]
    assert found["nik_is_number"].to_list() == [False, True]
    assert found["name_text"].to_list() == ["Karto", "Sri"]
    assert found.schema == CELLS


def test_a_cell_can_be_emptied() -> None:
    found = amend(CELLS_OF_TWO, FILE, mended((f"{FILE}-1-6", "name", None)))
    assert found["name_text"].to_list() == ["Karto", None]


def test_rows_of_other_files_and_rows_that_are_not_there_change_nothing() -> None:
    found = amend(CELLS_OF_TWO, FILE, mended(("ffffffffffff-1-5", "name", "Sri"), (f"{FILE}-1-7", "name", "Sri")))
    assert found.equals(CELLS_OF_TWO)


def test_lists_side_by_side_are_told_apart() -> None:
    beside = cells_of(
        {"source_row": 5, "side": 0, "name_text": "Karto"}, {"source_row": 5, "side": 1, "name_text": "Sri"}
    )
    found = amend(beside, FILE, mended((f"{FILE}-1-5-2", "name", "Siti")))
    assert found["name_text"].to_list() == ["Karto", "Siti"]
