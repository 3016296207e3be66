"""The return workbook of a check: the night's, with a NIK proposed where letters stand for digits."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from flows.checking.declaring import bare_sender
from flows.checking.one_file import check_file
from flows.checking.returning import write_checked
from flows.checking.terminal import print_checked
from flows.settings import now
from schemas.senders.sender import senders
from tests.unit.checking.books import HEADING, book, person

MONTH = date(2023, 9, 1)
LETTERS, MEANT = "35O411I2O9759OO1", "3504111209759001"


def returned(out: Path) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(out)["Perbaikan"].iter_rows(min_row=2, values_only=True))


def test_a_nik_is_proposed_in_the_workbook_and_nowhere_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = book(tmp_path / "a.xlsx", Data=[HEADING, person(NIK=LETTERS)])
    checked = check_file(path, senders()["dinas-pertanian"], MONTH, now())
    write_checked(tmp_path / "out.xlsx", [checked])
    print_checked(checked, undeclared_too=True)
    (line,) = returned(tmp_path / "out.xlsx")
    assert line[:7] == ("a.xlsx", "Data", "2", "NIK", LETTERS, "ditolak", "NIK bukan 16 angka.")
    assert str(line[7]).startswith(f"Mungkin {MEANT}; cocokkan dengan KTP. Ketik ulang NIK")
    said = capsys.readouterr().out
    assert (MEANT in said, LETTERS in said, "B2" in said) == (False, False, True)
    assert checked.refused == 1, "a proposal is never applied"


def test_files_stand_under_one_another(tmp_path: Path) -> None:
    sender = senders()["dinas-pertanian"]
    bad = book(tmp_path / "a.xlsx", Data=[HEADING, person(NIK="3504")])
    letter = book(tmp_path / "b.xlsx", Data=[["Dengan hormat"]])
    stranger = check_file(bad, bare_sender("unduhan"), MONTH, now(), declared=False)
    write_checked(
        tmp_path / "out.xlsx", [*(check_file(path, sender, MONTH, now()) for path in (bad, letter)), stranger]
    )
    assert [(line[0], line[6]) for line in returned(tmp_path / "out.xlsx")] == [
        ("b.xlsx", "Baris judul kolom tidak ditemukan."),
        ("a.xlsx", "Folder pengirim tidak terdaftar."),
        ("a.xlsx", "NIK bukan 16 angka."),
    ]


def test_nothing_to_mend_is_an_empty_workbook(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", Data=[HEADING, person()])
    write_checked(tmp_path / "out.xlsx", [check_file(path, senders()["dinas-pertanian"], MONTH, now())])
    assert returned(tmp_path / "out.xlsx") == []


def test_advice_that_is_not_for_senders_is_left_out(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", Data=[HEADING, person(NIK="3506111209759001")])
    checked = check_file(path, senders()["dinas-pertanian"], MONTH, now())
    write_checked(tmp_path / "out.xlsx", [checked])
    assert (checked.problems["code"].to_list(), returned(tmp_path / "out.xlsx")) == (["NIK_FOREIGN_REGION"], [])
