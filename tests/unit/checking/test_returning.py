"""The return workbook of a check: the night's, with a NIK proposed where letters stand for digits."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from flows.checking.declaring import bare_sender
from flows.checking.one_file import CLEAN, UNUSABLE, Checked, check_file
from flows.checking.returning import write_checked
from flows.checking.terminal import print_checked
from flows.settings import now
from schemas.returned import ABOUT, FIX, MARK, PROBLEM
from schemas.senders.sender import senders
from tests.unit.checking.books import HEADING, book, person

MONTH = date(2023, 9, 1)
LETTERS, MEANT = "35O411I2O9759OO1", "3504111209759001"


def check(path: Path) -> Checked:
    return check_file(path, senders()["dinas-pertanian"], MONTH, now())


def sheets(out: Path) -> dict[str, list[dict[str, object]]]:
    """The rows of each sheet of people, by what the hidden row says that its columns hold."""
    made = openpyxl.load_workbook(out)
    assert made.sheetnames[0] == "Ringkasan"
    return {
        sheet.title: [
            dict(zip((str(mark.value) for mark in sheet[1]), row, strict=True))
            for row in sheet.iter_rows(min_row=3, values_only=True)
        ]
        for sheet in made.worksheets
        if sheet.title not in {"Ringkasan", ABOUT}
    }


def first_sheet(out: Path) -> str:
    return str(list(openpyxl.load_workbook(out)["Ringkasan"].values))


def test_a_nik_is_proposed_in_the_workbook_and_nowhere_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = book(tmp_path / "a.xlsx", Data=[HEADING, person(NIK=LETTERS)])
    checked = check(path)
    write_checked(tmp_path / "out.xlsx", [checked])
    print_checked(checked, undeclared_too=True)
    ((line,),) = sheets(tmp_path / "out.xlsx").values()
    assert (line[f"{MARK} -"], line["nik"]) == ("2", LETTERS)
    assert str(line[PROBLEM]).startswith(
        f"DITOLAK, NIK: NIK bukan 16 angka. Mungkin {MEANT}; cocokkan dengan KTP. Ketik ulang NIK"
    )
    said = capsys.readouterr().out
    assert (MEANT in said, LETTERS in said, "B2" in said) == (False, False, True)
    assert checked.refused == 1, "a proposal is never applied"


def test_each_file_has_its_sheet_and_files_that_are_of_no_use_are_told_first(tmp_path: Path) -> None:
    bad = book(tmp_path / "a.xlsx", Data=[HEADING, person(NIK="3504")])
    letter = book(tmp_path / "b.xlsx", Data=[["Dengan hormat"]])
    stranger = check_file(bad, bare_sender("unduhan"), MONTH, now(), declared=False)
    write_checked(tmp_path / "out.xlsx", [check(bad), check(letter), stranger])
    assert list(sheets(tmp_path / "out.xlsx")) == ["a"]
    said = first_sheet(tmp_path / "out.xlsx")
    for words in ("b.xlsx (tidak dipakai)", "Baris judul kolom tidak ditemukan.", "Folder pengirim tidak terdaftar."):
        assert words in said


def test_nothing_to_mend_is_a_workbook_that_says_so_much(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", Data=[HEADING, person()])
    write_checked(tmp_path / "out.xlsx", [check(path)])
    assert sheets(tmp_path / "out.xlsx") == {}
    assert "'akan ditolak', '0'" in first_sheet(tmp_path / "out.xlsx")


def test_advice_that_is_not_for_senders_is_left_out(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", Data=[HEADING, person(NIK="3506111209759001")])
    checked = check(path)
    write_checked(tmp_path / "out.xlsx", [checked])
    assert (checked.problems["code"].to_list(), sheets(tmp_path / "out.xlsx")) == (["NIK_FOREIGN_REGION"], {})


def test_it_has_no_column_to_write_in_for_it_is_not_read_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = book(tmp_path / "a.xlsx", Data=[HEADING, person(NIK="3504")])
    write_checked(tmp_path / "out.xlsx", [check(path)])
    ((line,),) = sheets(tmp_path / "out.xlsx").values()
    assert FIX not in line
    again = check(tmp_path / "out.xlsx")
    print_checked(again)
    assert (again.outcome, again.rows) == (UNUSABLE, 0)
    assert "tidak dibaca kembali. Perbaiki berkas Anda sendiri." in capsys.readouterr().out


def test_a_return_workbook_of_a_night_is_told_for_what_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows: list[list[object]] = [[f"{MARK} 0123456789ab", "nik", "+baris"], ["Baris", "NIK", ""], ["5", MEANT, "x"]]
    path = book(tmp_path / "a.xlsx", a=rows, payung=[[MARK, "dpmd"], ["0123456789ab", "daftar.xlsx"]])
    found = check(path)
    print_checked(found)
    said = capsys.readouterr().out
    assert (found.outcome, found.rows, MEANT in said) == (CLEAN, 0, False)
    assert "Ini lembar perbaikan, bukan daftar: 1 baris dari daftar.xlsx." in said
