"""What `payung check` says in the terminal."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.checking.one_file import check_file
from flows.checking.terminal import print_checked
from flows.cli import app
from flows.settings import now
from schemas.senders.sender import senders
from tests.golden.reading import expected_of, mess_of
from tests.unit.checking.books import HEADING, Rows, book, person

Said = Callable[..., str]
GOLDEN = sorted(path.parent for path in (Path(__file__).parents[2] / "golden").glob("*/mess.yml"))


@pytest.fixture
def said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Said:
    def print_of(sender: str = "dinas-pertanian", name: str = "a.xlsx", **sheets: Rows) -> str:
        path = book(tmp_path / name, **sheets)
        print_checked(check_file(path, senders()[sender], date(2023, 9, 1), now()))
        return capsys.readouterr().out

    return print_of


@pytest.mark.parametrize("folder", GOLDEN, ids=lambda folder: folder.name)
def test_no_nik_and_no_name_of_any_mess(folder: Path) -> None:
    mess, people = mess_of(folder), expected_of(folder)
    (path,) = folder.glob("roster.*")
    options = ["--sender", mess["sender"], "--month", mess["month"], "--explain"]
    done = CliRunner().invoke(app, ["check", str(path), *options])
    assert isinstance(done.exception, SystemExit | None), done.exception
    personal = {*people["nik"], *people["nkk"], *people["phone"], *people["name"]} - {None}
    found = [word for word in personal if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", done.output)]
    assert found == []
    assert not re.search(r"\d{10}", done.output)
    assert "Traceback" not in done.output


def test_a_nik_in_the_name_of_a_file_a_sheet_or_a_heading_is_masked(said: Said) -> None:
    nik = "3504111209759001"
    found = said(name=f"{nik}.xlsx", **{f"a {nik}": [[*HEADING, f"Lain {nik}"], [*person(), "x"]]})
    assert nik not in found


def test_the_list_is_told_with_its_sheet_heading_and_columns(said: Said) -> None:
    found = said(Petani=[["DAFTAR PETANI"], ["KECAMATAN NGUNUT"], HEADING, person(), ["", "Jumlah", 1]])
    for words in ('Lembar "Petani", judul kolom di baris 3: 1 baris data', "kelompok Pekerja rentan", "Tanggal lahir",
                  "Baris lain, bukan data: jumlah 1.", "Siap dikirim."):  # fmt: skip
        assert words in found


def test_rows_struck_through_or_coloured_are_told() -> None:
    folder = Path(__file__).parents[2] / "golden" / "rows_struck_out"
    options = ["--sender", "kecamatan-besuki", "--month", "2023-09", "--explain"]
    said = CliRunner().invoke(app, ["check", str(folder / "roster.xlsx"), *options]).output
    assert "4 baris dicoret, dibaca sebagai dikeluarkan dari daftar." in said
    assert "1 baris diberi keterangan menurut warnanya." in said


def test_rows_with_comments_and_people_of_two_rows_are_told() -> None:
    golden = Path(__file__).parents[2] / "golden"
    for name, sender, words in (
        ("struck_rows_and_comments/roster.xlsx", "kecamatan-gondang", "2 baris berkomentar sel"),
        ("two_rows_a_person/roster.xls", "kecamatan-bandung", "Tiap orang tertulis dalam dua baris"),
    ):
        options = ["--sender", sender, "--month", "2023-09"]
        assert words in CliRunner().invoke(app, ["check", str(golden / name), *options]).output


def test_the_rows_of_a_tall_heading_are_told(said: Said) -> None:
    rows: Rows = [["NIK", "Nama", "Tanggal", "Desa", "Kecamatan"], ["", "", "Lahir", "", ""]]
    assert "judul kolom di baris 1 sampai 2: 0 baris data" in said(Data=rows)


def test_the_columns_of_like_lists_are_told_once(said: Said) -> None:
    found = said(Satu=[HEADING, person()], Dua=[HEADING, person()])
    assert 'Kolomnya sama seperti Lembar "Satu" baris 1.' in found
    assert found.count("Tanggal lahir") == 1


def test_what_was_not_read_is_told(said: Said) -> None:
    found = said(Data=[HEADING, person()], Rekap=[["Jumlah", 1]], Alamat=[["Nama", "Desa"], ["KARTO", "Pulosari"]])
    assert 'Lembar "Rekap": tidak dibaca, tidak ada judul kolom' in found
    assert 'Lembar "Alamat", judul kolom di baris 1: tanpa NIK atau nama, tidak dibaca' in found


def test_fifty_problems_are_enough(said: Said) -> None:
    found = said(Data=[HEADING, *(person(NIK="3504") for _ in range(1_060))])
    assert found.count("NIK bukan 16 angka.") == 50
    assert "… dan 1.010 lagi" in found
    assert "1.060 baris data: 1.060 akan ditolak, 0 diterima dengan catatan." in found


def test_the_sheet_of_a_problem_is_told_where_there_are_several(said: Said) -> None:
    assert "lembar" not in said(Data=[HEADING, person(NIK="3504")])
    assert "│ Dua " in said(Satu=[HEADING, person()], Dua=[HEADING, person(NIK="3504")])
