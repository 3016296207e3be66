"""The annex of a decree: who stands where, what it comes to, and that nobody can change it unseen."""

import hashlib
import subprocess
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from flows.reporting.exports.annex_looks import head_of
from tests.unit.reporting.exports.offices import (
    POST,
    SEPTEMBER,
    Row,
    close,
    frame,
    nik,
    payung,
    person,
    publish,
)

FILE = Path("decree-annex-2023-09/lampiran-sk-2023-09.xlsx")
HEADING = 9
PEOPLE = [
    person(1, "YOGA", desa_code=None, desa_name=None, kecamatan_code=None, kecamatan_name=None, **POST),
    person(2, "SITI", kecamatan_code="35.04.01", kecamatan_name="Tulungagung", desa_code="35.04.01.1001",
           desa_name="Kedungsoko"),
    person(3, "karto"),
    person(5, "SUGENG"),
    person(4, "=AGUS", address="Dsn. Krajan\nRT 01"),
]  # fmt: skip
DECREE = "SK 188.45/123/013/2023"


def exported(home: Path, *options: str, people: Sequence[Row] = PEOPLE, decree: str | None = None) -> tuple[Any, str]:
    """The workbook, and what the command said; `decree` closes the month."""
    folder = publish(home / "curated", [frame("workers", *people)])
    if decree:
        close(folder, SEPTEMBER, decree)
    done = payung("decree-annex", "--curated", home / "curated", "--out", home, *options)
    assert done.exit_code == 0, done.output
    return openpyxl.load_workbook(home / FILE), done.output


def people_of(sheet: Worksheet) -> list[tuple[str, ...]]:
    return [tuple(map(str, row)) for row in sheet.iter_rows(min_row=HEADING + 1, max_col=9, values_only=True)]


def words_of(sheet: Worksheet) -> list[str]:
    return [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]


def test_people_stand_by_place_and_name_and_are_numbered(tmp_path: Path) -> None:
    book, _ = exported(tmp_path)
    assert people_of(book["Daftar"]) == [
        ("1", nik(2), "SITI", "-", "Kedungsoko", "Tulungagung", "Pekerja rentan (BPU)", "Buruh tani", "16.800"),
        ("2", nik(4), "=AGUS", "Dsn. Krajan RT 01", "Pulosari", "Ngunut", "Pekerja rentan (BPU)", "Buruh tani",
         "16.800"),
        ("3", nik(3), "karto", "-", "Pulosari", "Ngunut", "Pekerja rentan (BPU)", "Buruh tani", "16.800"),
        ("4", nik(5), "SUGENG", "-", "Pulosari", "Ngunut", "Pekerja rentan (BPU)", "Buruh tani", "16.800"),
        ("5", nik(1), "YOGA", "-", "-", "-", "Ketua RT/RW", "Ketua RT atau RW", "10.800"),
    ]  # fmt: skip


def test_it_comes_to_so_many_people_and_rupiah(tmp_path: Path) -> None:
    book, _ = exported(tmp_path)
    rows = list(book["Jumlah dan tanda tangan"].iter_rows(min_row=3, max_row=6, max_col=6, values_only=True))
    assert rows == [
        ("Segmen", "Sumber dana", "Orang", "JKK sebulan", "JKM sebulan", "Iuran sebulan"),
        ("Ketua RT/RW", "ADD", "1", "4.800", "6.000", "10.800"),
        ("Pekerja rentan (BPU)", "DBHCHT", "4", "40.000", "27.200", "67.200"),
        ("Jumlah", "", "5", "44.800", "33.200", "78.000"),
    ]


def test_the_fingerprint_can_be_counted_again_from_the_printed_list(tmp_path: Path) -> None:
    book, _ = exported(tmp_path)
    text = "".join("\t".join(row) + "\n" for row in people_of(book["Daftar"]))
    fingerprint = hashlib.sha256(text.encode()).hexdigest()
    assert f"Sidik jari daftar (SHA-256): {fingerprint}" in words_of(book["Jumlah dan tanda tangan"])
    assert [fingerprint[:16] in sheet.oddFooter.right.text for sheet in book.worksheets] == [True, True]


def test_it_names_the_table_it_was_made_from(tmp_path: Path) -> None:
    book, _ = exported(tmp_path)
    part = tmp_path / "curated/latest/steward/workers/month=2023-09/part-0.parquet"
    said = f"Sidik jari tabel (SHA-256): {hashlib.sha256(part.read_bytes()).hexdigest()}"
    assert said in words_of(book["Jumlah dan tanda tangan"])


def test_the_file_beside_it_holds_its_own_hash(tmp_path: Path) -> None:
    exported(tmp_path)
    folder = tmp_path / FILE.parent
    assert sorted(path.name for path in folder.iterdir()) == [FILE.name, f"{FILE.name}.sha256"]
    checked = ["sha256sum", "--check", "--strict", f"{FILE.name}.sha256"]
    assert subprocess.run(checked, cwd=folder, capture_output=True, check=False).returncode == 0
    (folder / FILE.name).write_bytes(b"another list")
    assert subprocess.run(checked, cwd=folder, capture_output=True, check=False).returncode == 1


def test_it_prints_on_a4_with_its_heading_and_number_on_every_page(tmp_path: Path) -> None:
    book, _ = exported(tmp_path)
    for sheet in book.worksheets:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage  # one page wide, which is the default,
        assert int(sheet.page_setup.fitToHeight) == 0  # and as many long as it takes
        assert sheet.oddFooter.center.text == "Halaman &P dari &N"
    assert book["Daftar"].print_title_rows == f"${HEADING}:${HEADING}"
    assert [cell.value for cell in book["Daftar"][HEADING]][:3] == ["No", "NIK", "Nama"]


def test_every_cell_is_a_text(tmp_path: Path) -> None:
    book, _ = exported(tmp_path)
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {(cell.data_type, cell.number_format) for cell in cells} == {("s", "@")}


def test_there_is_a_place_to_sign(tmp_path: Path) -> None:
    book, _ = exported(tmp_path)
    assert "BUPATI TULUNGAGUNG," in words_of(book["Jumlah dan tanda tangan"])


def test_the_decree_is_named(tmp_path: Path) -> None:
    book, said = exported(tmp_path, "--decree", "SK 1 & 2")
    assert ": SK 1 & 2" in words_of(book["Daftar"])
    assert book["Daftar"].oddFooter.left.text == "Lampiran SK 1 && 2, September 2023"
    assert "2023-09 is not closed" in said


def test_a_closed_month_names_the_decree_that_closed_it(tmp_path: Path) -> None:
    book, said = exported(tmp_path, decree=DECREE)
    assert f": {DECREE}" in words_of(book["Daftar"])
    assert [words for words in ("is not closed", "is closed by") if words in said] == []


def test_another_decree_than_that_which_closed_the_month_is_said(tmp_path: Path) -> None:
    _, said = exported(tmp_path, "--decree", "SK 9", decree=DECREE)
    assert f"2023-09 is closed by {DECREE}, but the list names SK 9" in " ".join(said.split())


def test_a_draft_leaves_the_number_to_be_filled_in(tmp_path: Path) -> None:
    book, _ = exported(tmp_path)
    assert [words.startswith(": ....") for words in words_of(book["Daftar"]) if words.startswith(":")] == [True, True]


def test_the_same_people_are_the_same_bytes(tmp_path: Path) -> None:
    for home in (tmp_path / "a", tmp_path / "b"):
        book, _ = exported(home)
        assert book.properties.created == datetime(2023, 9, 1)  # noqa: DTZ001
    assert (tmp_path / "a" / FILE).read_bytes() == (tmp_path / "b" / FILE).read_bytes()


def test_a_row_is_as_high_as_what_it_holds(tmp_path: Path) -> None:
    long = person(1, "KARTO", address="Dsn. Karangtengah RT 004 RW 003, sebelah utara masjid")
    book, _ = exported(tmp_path, people=[long, person(2, "SITI")])
    first, second = (book["Daftar"].row_dimensions[HEADING + row].height for row in (1, 2))
    assert first == 2 * second


BLITAR = {"regency_code": "35.05", "kecamatan_code": "35.05.19", "kecamatan_name": "Kesamben"}


def test_of_several_regencies_each_has_an_annex_of_its_own(tmp_path: Path) -> None:
    folder = publish(tmp_path / "curated", [frame("workers", person(1, "YOGA"), person(2, "SITI", **BLITAR))])
    given = ("decree-annex", "--curated", tmp_path / "curated", "--out", tmp_path)
    refused = payung(*given)
    assert refused.exit_code == 1
    assert "each regency has papers of its own; say --regency, one of 35.04, 35.05" in refused.output
    done = payung(*given, "--regency", "35.05")
    assert done.exit_code == 0, (folder, done.output)
    book = openpyxl.load_workbook(tmp_path / "decree-annex-2023-09-35.05" / FILE.name)
    assert [row[2] for row in people_of(book["Daftar"])] == ["SITI"]
    said = " ".join(words_of(book["Daftar"]) + words_of(book["Jumlah dan tanda tangan"]))
    assert "KABUPATEN BLITAR BULAN SEPTEMBER 2023" in said
    assert "BUPATI BLITAR" in said
    assert "TULUNGAGUNG" not in said.upper()


def test_a_city_has_a_mayor() -> None:
    assert head_of("Kota Kediri") == "WALI KOTA KEDIRI"
