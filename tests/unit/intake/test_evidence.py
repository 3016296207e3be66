"""What stands in the columns settles what their headings leave open."""

from pathlib import Path

import openpyxl
import polars as pl
import pytest

from flows.intake.evidence import column_counts, nik_column_damaged
from flows.intake.roster import read_roster
from schemas.senders.sender import Sender
from schemas.tables.cells import CELLS

SENDER = Sender(sender="dishub", name="Dinas Perhubungan", kind="opd", contact="-", sends="-")


def said(folder: Path, days: list[int]) -> str:
    """What is said of a list whose family cards have these day parts."""
    path = folder / "a.csv"
    rows = [f"350411120975900{i};350411{day:02}0975900{i};Karto" for i, day in enumerate(days, start=1)]
    path.write_text("\n".join(["NIK;NO KK;NAMA", *rows]), encoding="utf-8")
    found = read_roster(path, "rosters/2023-09/dishub/a.csv", SENDER)
    assert found.cells["nik_text"].str.ends_with("1").first()
    return found.heading


def test_a_family_card_column_of_niks_is_suspected_and_not_swapped(tmp_path: Path) -> None:
    assert "NO KK looks like NIK" in said(tmp_path, [12, 52, 53, 41, 1, 30])


@pytest.mark.parametrize("days", [[12, 1, 30, 31], [52, 1, 2, 3], [52, 53, 1, 2], [72, 99, 80]])
def test_other_numbers_are_not_suspected(tmp_path: Path, days: list[int]) -> None:
    assert "looks like" not in said(tmp_path, days)


@pytest.mark.parametrize(
    ("zeros", "others", "damaged"),
    [(20, 0, True), (11, 9, True), (10, 10, False), (6, 0, True), (5, 0, False), (19, 1, True), (0, 40, False)],
)
def test_a_nik_column_that_nearly_all_ends_in_zero_is_damaged(zeros: int, others: int, damaged: bool) -> None:
    niks = ["'3504111209759010'"] * zeros + ["3504111209759001"] * others + ["", "35"]
    cells = pl.DataFrame(
        {"nik_text": niks, "nkk_text": None, "sheet_number": 0, "list_number": 0}, schema_overrides=CELLS
    )
    assert nik_column_damaged(column_counts(cells).values()) == damaged


def test_two_columns_called_nik_are_told_by_what_stands_in_them(tmp_path: Path) -> None:
    rows = "\n".join(f"{serial},Karto,350411120975{9000 + serial}" for serial in range(1, 9))
    path = tmp_path / "a.csv"
    path.write_text(f"NIK,NAMA,NOMOR NIK\n{rows}\n")
    found = read_roster(path, "rosters/2023-09/dishub/a.csv", SENDER)
    assert found.cells["nik_text"][0] == "3504111209759001"
    assert "NOMOR NIK=nik (by what stands in it)" in found.heading


def test_niks_under_a_word_nobody_knows_are_told_by_the_days_of_women(tmp_path: Path) -> None:
    rows = "\n".join(f"Siti,350411520975{9000 + serial}" for serial in range(1, 9))
    path = tmp_path / "a.csv"
    path.write_text(f"NAMA,ALAMAT,XYZ\n{rows.replace(',', ',Krajan,')}\n")
    found = read_roster(path, "rosters/2023-09/dishub/a.csv", SENDER)
    assert "XYZ=nik (by what stands in it)" in found.heading
    path.write_text(f"NAMA,ALAMAT,NIK ISTRI/SUAMI\n{rows.replace(',', ',Krajan,')}\n")
    assert read_roster(path, "rosters/2023-09/dishub/a.csv", SENDER).code == "COLUMN_MISSING"
    path.write_text(f"NAMA,ALAMAT,XYZ\n{rows.replace(',', ',Krajan,').replace('5209', '1209')}\n")
    assert read_roster(path, "rosters/2023-09/dishub/a.csv", SENDER).code == "COLUMN_MISSING"


def test_words_beside_the_list_are_a_note(tmp_path: Path) -> None:
    assert notes(tmp_path, ["", ""], ["meninggal", ""]) == ["", "meninggal"]


@pytest.mark.parametrize("box", [(["REKAP :", ""], ["Meninggal", 2]), (["Meninggal", 2], ["Pindah", 1])])
def test_a_count_beside_the_list_is_nobodys_note(tmp_path: Path, box: tuple[list[object], list[object]]) -> None:
    assert notes(tmp_path, *box) == [None, None]


def notes(tmp_path: Path, first: list[object], second: list[object]) -> list[str | None]:
    """The notes of two people, with such cells beside the list."""
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    for row in (["NIK", "NAMA"], ["3504111209759001", "Karto", *first], ["3504111209759002", "Siti", *second]):
        book.worksheets[0].append(row)
    book.save(path)
    return read_roster(path, "rosters/2023-09/dishub/a.xlsx", SENDER).cells["note_text"].to_list()
