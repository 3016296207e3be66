"""Hidden rows, and workbooks that calamine alone reads wrongly or not at all; the files were written by others."""

import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from flows.intake import workbook
from flows.intake.biff_records import workbook_stream
from flows.intake.hidden_rows import Hidden, hidden_rows
from flows.intake.opening import open_grids
from flows.intake.roster import read_roster
from flows.intake.xlsb_records import records, with_full_cells
from schemas.senders.sender import Sender

FILES = Path(__file__).parent / "files"
SENDER = Sender(sender="dishub", name="Dinas Perhubungan", kind="opd", contact="-", sends="-")
SEVEN = [["NIK", "NAMA"], *([f"350411120975900{place}", f"Orang {place}"] for place in range(1, 8))]


@pytest.mark.parametrize("ending", ["xlsx", "xls", "xlsb", "ods"])
def test_rows_that_are_not_shown_are_read_and_counted(ending: str) -> None:
    path = FILES / f"hidden.{ending}"
    assert _hidden_rows(path.read_bytes()) == {"Daftar": frozenset({2, 5, 6})}
    found = read_roster(path, "rosters/2023-09/dishub/a", SENDER)
    assert found.cells.height == 8
    assert "Daftar (3 hidden rows) row 1" in found.heading


def test_hidden_rows_of_the_xml_of_excel_2003() -> None:
    daftar, other = open_grids(FILES / "hidden_xml.xls")
    assert (daftar.name, daftar.hidden_rows, other.hidden_rows) == ("Daftar", frozenset({2, 5, 6}), frozenset())
    assert daftar.rows_as_text(0, 9) == SEVEN


def test_a_hidden_column_hides_no_row(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in SEVEN:
        book.worksheets[0].append(row)
    book.worksheets[0].column_dimensions["A"].hidden = True
    book.save(tmp_path / "a.xlsx")
    assert _hidden_rows((tmp_path / "a.xlsx").read_bytes()) == {}


@pytest.mark.parametrize("content", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"NIK;NAMA"])
def test_what_is_no_workbook_hides_nothing(content: bytes) -> None:
    assert _hidden_rows(content) == {}


def _hidden_rows(content: bytes) -> Hidden:
    packed = zipfile.ZipFile(BytesIO(content)) if content.startswith(b"PK") else None
    return hidden_rows(workbook_stream(content), packed)


def test_an_indented_ods_is_read() -> None:
    (grid, _) = open_grids(FILES / "indented.ods")
    assert grid.rows_as_text(0, 9) == SEVEN


def test_a_workbook_of_excel_5_is_read() -> None:
    (grid, _) = open_grids(FILES / "biff5.xls")
    assert grid.rows_as_text(0, 9) == SEVEN


def test_short_cells_of_an_xlsb_are_not_passed_over() -> None:
    content = (FILES / "short_cells.xlsb").read_bytes()
    assert with_full_cells(content) != content
    (grid,) = open_grids(FILES / "short_cells.xlsb")
    assert list(grid.rows_as_text(3, 4)[0][:3]) == ["1", "3504016312709886", "Yuliati Utami"]


def test_an_xlsb_of_full_cells_stays_as_it_is() -> None:
    full = with_full_cells((FILES / "short_cells.xlsb").read_bytes())
    assert with_full_cells(full) is full
    with zipfile.ZipFile(BytesIO(full)) as book:
        assert not {kind for kind, _ in records(book.read("xl/worksheets/sheet1.bin"))} & set(range(12, 19))


def test_a_small_file_that_unpacks_to_too_much_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_UNPACKED_BYTES", 1000)
    found = read_roster(FILES / "hidden.xlsx", "rosters/2023-09/dishub/a.xlsx", SENDER)
    assert (found.set_aside, found.code) == (True, "FILE_TOO_LARGE")
