"""Lists of others than the month: last year's beside this year's, an archive, two people in a row."""

from pathlib import Path

import openpyxl
import pytest

from flows.intake.data_rows import people_and_ignored
from flows.intake.reading import PassedOver, Reading
from flows.intake.roster import read_roster
from schemas.senders.sender import Sender
from tests.unit.checking.books import Rows, book

OFFICE = Sender(sender="dishub", name="Dinas Perhubungan", kind="opd", contact="-", sends="-")
KARTO, SITI, BUDI = "3504111209759001", "3504115209759002", "3504111209759003"


def read(folder: Path, **sheets: Rows) -> Reading:
    return read_roster(book(folder / "a.xlsx", **sheets), "rosters/2023-09/dishub/a.xlsx", OFFICE)


def names(reading: Reading) -> list[str]:
    return people_and_ignored(reading.cells)[0]["name_text"].to_list()


def beside(left: str, right: str) -> Rows:
    """Two lists side by side, the right one longer, each under its title."""
    return [
        [left, "", "", "", right, "", ""],
        ["NO", "NAMA", "NIK", "", "NO", "NAMA", "NIK"],
        ["1", "Karto", KARTO, "", "1", "Siti", SITI],
        ["", "", "", "", "2", "Budi", BUDI],
    ]


@pytest.mark.parametrize(
    ("left", "right", "people"),
    [
        ("USULAN TAHUN 2023", "PENERIMA TAHUN 2022", ["Karto"]),
        ("PENERIMA 2022", "USULAN 2023", ["Siti", "Budi"]),
        ("USULAN", "DATA PEMBANDING", ["Karto"]),
        ("USULAN", "PENERIMA 2022 (TIDAK DIUSULKAN LAGI)", ["Karto"]),
        ("RT TAHUN 2022", "RW TAHUN 2022", ["Karto", "Siti", "Budi"]),  # the year was forgotten
        ("RT", "RW TAHUN 2022", ["Karto", "Siti", "Budi"]),
        ("RT TAHUN 2023", "RW TAHUN 2023", ["Karto", "Siti", "Budi"]),
    ],
)
def test_last_years_list_beside_this_years(tmp_path: Path, left: str, right: str, people: list[str]) -> None:
    found = read(tmp_path, Data=beside(left, right))
    assert names(found) == people
    assert ("of another year, not read" in found.heading) == (len(people) < 3)


def test_what_is_passed_over_is_told_and_its_rows_are_counted(tmp_path: Path) -> None:
    found = read(tmp_path, Data=beside("USULAN 2023", "PENERIMA 2022"))
    assert "Data row 2: of another year, not read (from column E)" in found.heading
    assert found.passed_over == (PassedOver("Data", "of another year", heading_row=1),)
    _, ignored = people_and_ignored(found.cells)
    assert ignored["ignored_rows"].to_list() == [[{"why": "of another year", "rows": 2}]]


@pytest.mark.parametrize("title", ["DAFTAR NELAYAN TAHUN 2022", "ARSIP TAHUN 2022", "DATA PEMBANDING 2022"])
def test_the_only_list_is_read_whatever_its_title_says(tmp_path: Path, title: str) -> None:
    assert names(read(tmp_path, Data=[[title], ["NAMA", "NIK"], ["Karto", KARTO]])) == ["Karto"]


@pytest.mark.parametrize(
    ("title", "people"),
    [
        ("ARSIP TAHUN 2022 - JANGAN DIPAKAI (sudah tidak berlaku)", ["Karto"]),
        ("DATA 2022, SUDAH TIDAK BERLAKU", ["Karto"]),
        ("DINAS ARSIP DAN PERPUSTAKAAN", ["Karto", "Siti"]),
        ("Formulir lama sudah tidak dipakai", ["Karto", "Siti"]),
        ("KTP yang sudah tidak berlaku harap diganti", ["Karto", "Siti"]),
        ("TAHUN 2022", ["Karto", "Siti"]),
        ("draft lama, abaikan (data th 2021)", ["Karto"]),
        ("Mohon abaikan baris kuning", ["Karto", "Siti"]),
    ],
)
def test_a_sheet_kept_aside_beside_working_ones(tmp_path: Path, title: str, people: list[str]) -> None:
    other: Rows = [[title], ["NAMA", "NIK"], ["Siti", SITI]]
    assert names(read(tmp_path, Jukir=[["NAMA", "NIK"], ["Karto", KARTO]], Lain=other)) == people


@pytest.mark.parametrize(
    ("name", "title", "people"),
    [
        ("2022", "DAFTAR JURU PARKIR", ["Karto"]),
        ("2022", "DAFTAR JURU PARKIR TAHUN 2023", ["Karto", "Siti"]),
        ("2023", "DAFTAR JURU PARKIR", ["Karto", "Siti"]),
        ("Jukir lama", "DAFTAR JURU PARKIR", ["Karto", "Siti"]),
    ],
)
def test_a_hidden_sheet_of_an_earlier_year(tmp_path: Path, name: str, title: str, people: list[str]) -> None:
    other: Rows = [[title], ["NAMA", "NIK"], ["Siti", SITI]]
    path = book(tmp_path / "a.xlsx", Jukir=[["NAMA", "NIK"], ["Karto", KARTO]], **{name: other})
    made = openpyxl.load_workbook(path)
    made[name].sheet_state = "hidden"
    made.save(path)
    assert names(read_roster(path, "rosters/2023-09/dishub/a.xlsx", OFFICE)) == people


@pytest.mark.parametrize(("second", "code"), [(SITI, "COLUMN_MISSING"), (KARTO, None)])
def test_two_people_in_a_row_are_set_aside_where_nothing_tells_whose_the_list_is(
    tmp_path: Path, second: str, code: str | None
) -> None:
    rows: Rows = [
        ["NO", "NAMA", "NIK", "TGL LAHIR", "NAMA", "NIK"],
        ["1", "Karto", KARTO, "12-09-1975", "Siti", second],
    ]
    assert read(tmp_path, Data=rows).code == code
