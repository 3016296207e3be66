"""One file judged alone: counts, where each problem stands, and how the check ends."""

from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from flows.checking.columns import read_columns
from flows.checking.declaring import bare_sender
from flows.checking.one_file import CLEAN, REFUSED, UNUSABLE, Checked, check_file
from flows.settings import now
from schemas.senders.sender import senders
from tests.unit.checking.books import HEADING, Rows, book, person

BAD = person(NIK="3504", L_P="P")
PARTS: Rows = [
    ["NIK", "Nama Depan", "Nama Belakang", "Desa", "Kecamatan"],
    ["3504111209759001", "", "", "Pulosari", "Ngunut"],
]


def checked(path: Path, sender: str = "dinas-pertanian") -> Checked:
    return check_file(path, senders()[sender], date(2023, 9, 1), now())


def cells(found: Checked, code: str) -> list[str | None]:
    return found.problems.filter(pl.col("code") == code)["cell"].to_list()


def test_rows_are_counted_by_what_they_are(tmp_path: Path) -> None:
    rows: Rows = [["DAFTAR PETANI"], HEADING, person(), BAD, person(Tgl_Lahir=""), ["", "Jumlah", 3]]
    found = checked(book(tmp_path / "a.xlsx", Data=rows))
    assert (found.rows, found.refused, found.advised, dict(found.ignored)) == (3, 1, 1, {"total": 1})


def test_a_problem_has_the_address_of_its_cell(tmp_path: Path) -> None:
    found = checked(book(tmp_path / "a.xlsx", Data=[["DAFTAR"], [], HEADING, person(), BAD]))
    assert cells(found, "NIK_FORMAT") == ["B5"]


def test_the_lists_of_a_sheet_have_their_own_columns(tmp_path: Path) -> None:
    turned = [list(reversed(row)) for row in (HEADING, BAD)]
    found = checked(book(tmp_path / "a.xlsx", Data=[HEADING, BAD, [], ["DAFTAR DESA KALANGAN"], *turned]))
    assert cells(found, "NIK_FORMAT") == ["B2", "G6"]


def test_lists_side_by_side_have_their_own_columns(tmp_path: Path) -> None:
    rows = [[*HEADING, "", *HEADING], [*person(), "", *BAD], [*BAD, "", *person()]]
    found = checked(book(tmp_path / "a.xlsx", Data=rows))
    assert sorted(filter(None, cells(found, "NIK_FORMAT"))) == ["B3", "K2"]
    assert (found.rows, found.refused) == (4, 2)


def test_a_problem_in_the_second_row_of_a_person_has_its_address_there(tmp_path: Path) -> None:
    rows: Rows = [
        ["NO", "NAMA", "NIK", "DESA", "KECAMATAN"],
        ["", "PEKERJAAN", "NO KK", "TANGGAL LAHIR", ""],
        ["1", "KARTO", "3504111209759001", "Pulosari", "Ngunut"],
        ["", "Petani", "3504112208109001", "31-02-1975", ""],
        ["2", "SITI", "350411", "Pulosari", "Ngunut"],
        ["", "Petani", "3504112208109002", "15-05-1980", ""],
    ]
    found = checked(book(tmp_path / "a.xlsx", Data=rows))
    assert cells(found, "BIRTH_DATE_UNREADABLE") == ["D4"]
    assert cells(found, "NIK_FORMAT") == ["C5"]
    assert [column.letters for column in read_columns(found.reading.lists[0])][-3:] == [
        "B (baris ke-2)", "C (baris ke-2)", "D (baris ke-2)"
    ]  # fmt: skip


def test_the_first_part_of_a_name_stands_for_it(tmp_path: Path) -> None:
    assert cells(checked(book(tmp_path / "a.xlsx", Data=PARTS)), "NAME_MISSING") == ["B2"]


def test_what_no_column_holds_has_no_address(tmp_path: Path) -> None:
    rows: Rows = [["NIK", "Nama", "Kecamatan"], ["3504111209759001", "KARTO", "Antahberantah"]]
    assert cells(checked(book(tmp_path / "a.xlsx", Data=rows)), "PLACE_UNKNOWN") == [None]


def test_what_is_refused_comes_first(tmp_path: Path) -> None:
    found = checked(book(tmp_path / "a.xlsx", Data=[HEADING, person(Tgl_Lahir=""), BAD]))
    assert found.problems["severity"].to_list()[0] == "reject"
    assert found.problems["source_row"].to_list()[:2] == [3, 2]


def test_hidden_sheets_and_rows_are_known(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", Tampak=[["x"]], Samar=[HEADING, person(), person()])
    made = openpyxl.load_workbook(path)
    made["Samar"].sheet_state = "hidden"
    made["Samar"].row_dimensions[3].hidden = True
    made.save(path)
    (read,) = checked(path).reading.lists
    assert (read.sheet, read.hidden, read.hidden_rows) == ("Samar", True, 1)


@pytest.mark.parametrize(
    ("rows", "outcome"),
    [
        ([HEADING, person()], CLEAN),
        ([HEADING, person(Tgl_Lahir="")], CLEAN),
        ([[*HEADING, "Ukuran Baju"], [*person(), "XL"]], CLEAN),
        ([HEADING, person(), BAD], REFUSED),
        ([["Nama", "Desa"], ["KARTO", "Pulosari"]], UNUSABLE),
        ([["Dengan hormat"]], UNUSABLE),
        ([], UNUSABLE),
    ],
)
def test_how_a_check_ends(tmp_path: Path, rows: Rows, outcome: int) -> None:
    assert checked(book(tmp_path / "a.xlsx", Data=rows)).outcome == outcome


def test_a_sheet_of_several_that_would_be_lost_is_no_clean_end(tmp_path: Path) -> None:
    headless = [person(NIK=f"350411120975900{last}") for last in range(4)]
    found = checked(book(tmp_path / "a.xlsx", Data=[HEADING, person()], Lain=headless))
    assert (found.code, found.refused, found.outcome) == ("HEADING_NOT_FOUND", 0, REFUSED)


def test_a_file_whose_sender_is_not_declared_is_of_no_use(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", Data=[HEADING, person()])
    found = check_file(path, bare_sender("dinas-antah"), date(2023, 9, 1), now(), declared=False)
    assert (found.code, found.outcome) == ("SENDER_UNKNOWN", UNUSABLE)
