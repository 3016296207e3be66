"""Lists of those who are no longer to be covered."""

from pathlib import Path

import openpyxl
import pytest

from flows.intake.data_rows import people_and_ignored
from flows.intake.leavers import leavers_note
from flows.intake.roster import read_roster
from schemas.senders.sender import Sender

OFFICE = Sender(sender="dishub", name="Dinas Perhubungan", kind="opd", contact="-", sends="-")
NIKS = [f"350411120975900{serial}" for serial in range(1, 7)]


def notes(tmp_path: Path, *sheets: tuple[str, list[list[str]]]) -> list[str | None]:
    """The notes of all people of a workbook, sheet by sheet."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    found = read_roster(tmp_path / "a.xlsx", "rosters/2023-09/dishub/a.xlsx", OFFICE)
    said: list[str | None] = people_and_ignored(found.cells)[0]["note_text"].to_list()
    return said


@pytest.mark.parametrize(
    ("title", "note"),
    [
        ("DATA KETUA RT/RW YANG MENINGGAL / PINDAH / DIGANTI", "keluar"),
        ("DAFTAR PESERTA YANG SUDAH MENINGGAL", "meninggal"),
        ("B. DATA PENGURANGAN PESERTA", "keluar"),
        ("Peserta Non Aktif", "keluar"),
        ("A.  DIBERHENTIKAN DENGAN HORMAT KETUA RT DAN KETUA RW MASA BAKTI 2018 - 2023", "keluar"),
        ("I. PEMBERHENTIAN PERANGKAT DESA", "keluar"),
        ("INGKANG SAMPUN DIDAL SAKING DAFTAR (pindah, tilar, mboten purun)", "keluar"),
        ("TENTANG : PEMBERHENTIAN DAN PENGANGKATAN KETUA RT DAN RW", None),
        ("KEPUTUSAN KEPALA DESA TENTANG PEMBERHENTIAN DAN", None),
        ("B.  DIANGKAT SEBAGAI KETUA RT DAN KETUA RW MASA BAKTI 2023 - 2028", None),
        ("YANG DIBERHENTIKAN DAN YANG DIANGKAT", None),
        ("DATA PESERTA AKTIF", None),
        ("DATA PESERTA AKTIF DAN NON AKTIF", None),
        ("DATA PENAMBAHAN DAN PENGURANGAN PESERTA", None),
        ("PENGGANTI KETUA RT YANG MENINGGAL", None),
        ("AHLI WARIS PESERTA YANG MENINGGAL", None),
        ("DATA PEKERJA YANG BELUM TERDAFTAR", None),
    ],
)
def test_the_words_for_leavers(title: str, note: str | None) -> None:
    assert leavers_note("Sheet1", [["", title]]) == note
    assert leavers_note(title, [["DINAS PERHUBUNGAN"]]) == note


def test_everybody_in_a_list_of_leavers_has_left(tmp_path: Path) -> None:
    heading = ["NIK", "NAMA", "KETERANGAN"]
    left = [["DATA NON AKTIF"], heading, [NIKS[1], "Siti", ""], [NIKS[2], "Budi", "meninggal"], ["", "", ""]]
    assert notes(tmp_path, ("Aktif", [heading, [NIKS[0], "Karto", ""]]), ("Lama", left)) == [
        None,
        "keluar",
        "meninggal",
    ]
    assert notes(tmp_path, ("Non Aktif", [["NIK", "NAMA"], [NIKS[1], "Siti"], ["", ""], ["JUMLAH"]])) == ["keluar"]


def test_a_row_in_a_list_tells_the_leavers_below(tmp_path: Path) -> None:
    rows = [
        ["NO", "NIK", "NAMA"],
        ["1", NIKS[0], "Karto"],
        ["YANG SUDAH MENINGGAL / DIGANTI :"],
        ["1", NIKS[1], "Siti"],
    ]
    assert notes(tmp_path, ("RT", rows)) == [None, "keluar"]
    more = [*rows, [], ["2", NIKS[2], "Budi"], ["DESA NGUNUT"], ["1", NIKS[3], "Wati"]]
    assert notes(tmp_path, ("RT", more)) == [None, "keluar", "keluar", None]


def test_a_remark_about_leavers_tells_nothing_of_the_people_below(tmp_path: Path) -> None:
    remark = ["Catatan: nama yang sudah meninggal mohon dicoret dan diganti ahli warisnya"]
    rows = [["NO", "NIK", "NAMA"], ["1", NIKS[0], "Karto"], remark, ["2", NIKS[1], "Siti"]]
    assert notes(tmp_path, ("RT", rows)) == [None, None]


@pytest.mark.parametrize(
    ("section", "note"),
    [
        ("C. PEGAWAI YANG SUDAH KELUAR / MENGUNDURKAN DIRI TAHUN 2023", "keluar"),
        ("C. SUDAH KELUAR", "keluar"),
        ("MENINGGAL DUNIA", "meninggal"),
        ("II. ANGGOTA PURNA TUGAS", "keluar"),
        ("BERHENTI TAHUN 2023", "keluar"),
        ("B. NON AKTIF", "keluar"),
        ("D. PEGAWAI BARU (PENGGANTI)", None),
        ("C. PINDAH MASUK", None),
        ("YANG AKAN PURNA TUGAS", None),
        ("WILAYAH RT 03 YANG PINDAH KE RT 05", None),
        ("PINDAH TUGAS", None),
        ("*) sudah pindah", None),
        ("Merah = meninggal", None),
    ],
)
def test_the_words_of_a_section(tmp_path: Path, section: str, note: str | None) -> None:
    rows = [["NO", "NIK", "NAMA"], ["1", NIKS[0], "Karto"], [section], ["1", NIKS[1], "Siti"]]
    assert notes(tmp_path, ("Pegawai", [*rows, ["D. PENGGANTI"], ["1", NIKS[2], "Budi"]])) == [None, note, None]


def test_a_section_goes_on_over_a_page_break(tmp_path: Path) -> None:
    heading = ["NO", "NIK", "NAMA"]
    first = [
        heading,
        ["1", NIKS[0], "Karto"],
        ["C", "", "SUDAH KELUAR"],
        ["1", NIKS[1], "Siti"],
        ["JUMLAH DIPINDAHKAN"],
    ]
    rows = [*first, heading, ["2", NIKS[2], "Budi"], ["JUMLAH"], ["1", NIKS[3], "Wati"]]
    assert notes(tmp_path, ("Pegawai", rows)) == [None, "keluar", "keluar", None]


def test_a_section_in_the_column_of_names_has_a_number_before_it(tmp_path: Path) -> None:
    heading = ["NAMA", "NIK", "DESA"]
    people = [[name, nik, "Kalangan"] for name, nik in zip(("Karto", "Siti", "Budi"), NIKS, strict=False)]
    sections = [["B. MENINGGAL"], ["C. PENGGANTI"]]
    rows = [heading, people[0], sections[0], people[1], sections[1], people[2]]
    assert notes(tmp_path, ("RT", rows)) == [None, "meninggal", None]
    assert notes(tmp_path, ("RT", [heading, people[0], ["", "", "", "pindah"], people[1]])) == [None, None]


def test_a_leaver_with_a_note_of_something_else_is_one_by_the_status(tmp_path: Path) -> None:
    heading = ["NIK", "NAMA", "KETERANGAN"]
    people = [[NIKS[0], "Siti", "diganti Budi"], [NIKS[1], "Budi", "meninggal"], [NIKS[2], "Wati", "aktif kembali"]]
    found = {"diganti Budi": "keluar", "meninggal": None, "aktif kembali": None}
    assert statuses(tmp_path, [["DATA NON AKTIF"], heading, *people]) == found
    assert statuses(tmp_path, [heading, ["B. SUDAH KELUAR"], *people]) == found


def statuses(tmp_path: Path, rows: list[list[str]]) -> dict[str, str | None]:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    found = read_roster(tmp_path / "a.xlsx", "rosters/2023-09/dishub/a.xlsx", OFFICE)
    people = people_and_ignored(found.cells)[0]
    return dict(people.select("note_text", "status_text").iter_rows())
