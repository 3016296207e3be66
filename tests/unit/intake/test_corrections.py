"""Return workbooks that came back: exactly the cells that were mended change, and nothing else."""

import csv
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from flows.intake.corrections import corrected
from flows.intake.data_rows import people_and_ignored
from flows.intake.reading import Reading
from flows.intake.received import ReceivedFile
from flows.intake.roster import read_roster
from flows.reporting.return_book import write_book
from flows.reporting.return_rows import returned_file
from flows.reporting.return_summary import STEPS, Summary
from schemas.returned import ABOUT, FIX, UNKEYED
from schemas.senders.sender import senders
from schemas.tables.cells import row_id
from tests.unit.checking.books import HEADING, Rows, book, person

SENDER = senders()["dinas-pertanian"]
FOLDER = "rosters/2023-09/dinas-pertanian"
NOON = datetime(2023, 9, 2, 12, tzinfo=UTC)
SITI, DJOKO = "3504115209759002", "3504111209759003"
THREE: Rows = [HEADING, person(), person(NIK=SITI, Nama="SITI"), person(NIK=DJOKO, Nama="DJOKO")]
Problem = tuple[int, str, str]  # row, field, code
Edit = Callable[[Worksheet], None]
NAME_2: Problem = (2, "name", "NAME_MISSING")


class Folder:
    """A sender's folder with one list, its return workbooks, and what comes of those that are sent back."""

    def __init__(self, home: Path, rows: Rows) -> None:
        self.home = home
        self.path = book(home / "daftar.xlsx", Data=rows)
        self.list = ReceivedFile(SENDER.sender, f"{FOLDER}/daftar.xlsx", "ab", NOON, 1, "read")
        self.returned: list[ReceivedFile] = []

    def read(self, file: ReceivedFile) -> Reading:
        return read_roster(self.home / Path(file.source_file).name, file.source_file, SENDER)

    def write(self, *problems: Problem, original: ReceivedFile | None = None) -> Workbook:
        """The return workbook of the rows with these problems, as the night writes it."""
        original = original or self.list
        reading = self.read(self.list)
        cells = reading.cells.with_columns(row_id(pl.lit(original.file_key)).alias("row_id"))
        told = pl.DataFrame(
            [(f"{original.file_key}-0-{row}", column, code, "reject", None) for row, column, code in problems],
            schema={
                "row_id": pl.String,
                "column": pl.String,
                "code": pl.String,
                "severity": pl.String,
                "original": pl.String,
            },
            orient="row",
        )
        file = returned_file("daftar.xlsx", original.file_key, reading.columns, cells, told, {})
        summary = Summary("Dinas Pertanian", date(2023, 9, 1), {}, [], [], [], STEPS)
        write_book(self.home / "kembali.xlsx", summary, [file], (SENDER.sender, "2023-09"))
        return openpyxl.load_workbook(self.home / "kembali.xlsx")

    def send_back(self, made: Workbook, name: str = "perbaikan.xlsx", hours: int = 1) -> ReceivedFile:
        made.save(self.home / name)
        return self.receive(name, hours)

    def receive(self, name: str, hours: int = 1) -> ReceivedFile:
        file = ReceivedFile(SENDER.sender, f"{FOLDER}/{name}", name, NOON + timedelta(hours=hours), 1, "read")
        self.returned.append(file)
        return file

    def outcome(self, original: ReceivedFile | None = None) -> tuple[dict[str, ReceivedFile], pl.DataFrame]:
        """The files by name as they were read, and the people of the list."""
        received = [original or self.list, *self.returned]
        files, cells = corrected([(file, self.read(file)) for file in received])
        return {Path(file.source_file).name: file for file in files}, pl.concat(cells)


def mended(home: Path, rows: Rows, problems: list[Problem], edit: Edit) -> tuple[dict[str, ReceivedFile], pl.DataFrame]:
    folder = Folder(home, rows)
    made = folder.write(*problems)
    edit(made["daftar"])
    folder.send_back(made)
    return folder.outcome()


def typing(row: int, **cells: str) -> Edit:
    """Types into the cells of the row of the sender's file; `perbaikan` is the column of that name."""

    def edit(sheet: Worksheet) -> None:
        marks = [str(cell.value) for cell in sheet[1]]
        (line,) = [line for line in sheet.iter_rows(min_row=3) if line[0].value == str(row)]
        for field, text in cells.items():
            line[marks.index(FIX if field == "perbaikan" else field)].value = text

    return edit


def test_a_mended_cell_changes_in_its_row_alone(tmp_path: Path) -> None:
    files, cells = mended(tmp_path, THREE, [NAME_2, (3, "name", "NAME_MISSING")], typing(3, name="SITI AMINAH"))
    assert cells["name_text"].to_list() == ["KARTO", "SITI AMINAH", "DJOKO"]
    assert cells["source_row"].to_list() == [2, 3, 4]
    note = files["perbaikan.xlsx"]
    assert (note.status, note.code, note.correction_rows) == ("read", None, 2)
    assert note.heading == "Perbaikan untuk daftar.xlsx: 1 sel diganti, 0 baris dihapus"
    assert files["daftar.xlsx"].heading.endswith("; mended: 1 cells, 0 rows withdrawn")


ODD: Rows = [
    HEADING,
    person(NIK="'3504111209759001", Tgl_Lahir=date(1975, 9, 12), Nama="=KARTO"),
    person(NIK=3504115209759002.0, Tgl_Lahir="1975-9-12", Nama="SITI  AMINAH\nPUTRI "),
    person(NIK="3504 1112 0975 9003", Tgl_Lahir=27649, Nama="_x0041_ +DJOKO", Desa="Ds. Pulosari\u00a0"),
]
ALL = [(row, "name", "NAME_MISSING") for row in (2, 3, 4)]


def resaved(path: Path, kind: str) -> Path:
    """The workbook as LibreOffice saves it."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    out = path.parent / "lo"
    profile = f"-env:UserInstallation=file://{path.parent / 'profile'}"
    subprocess.run([program, profile, "--headless", "--convert-to", kind, "--outdir", str(out), str(path)],
                   check=True, capture_output=True, timeout=120)  # fmt: skip
    return (out / f"{path.stem}.{kind}").rename(path.parent / f"lo.{kind}")


@pytest.mark.parametrize("kind", ["openpyxl", "xlsx", "ods"])
def test_a_workbook_saved_again_untouched_changes_nothing(tmp_path: Path, kind: str) -> None:
    folder = Folder(tmp_path, ODD)
    made = folder.write(*ALL)
    if kind == "openpyxl":
        folder.send_back(made)
    else:
        folder.receive(resaved(tmp_path / "kembali.xlsx", kind).name)
    files, cells = folder.outcome()
    (note,) = [file for name, file in files.items() if name != "daftar.xlsx"]
    assert (note.correction_rows, note.heading) == (3, "Perbaikan untuk daftar.xlsx: 0 sel diganti, 0 baris dihapus")
    assert cells.equals(folder.read(folder.list).cells)


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_what_was_mended_is_read_as_libreoffice_saves_it(tmp_path: Path, kind: str) -> None:
    folder = Folder(tmp_path, ODD)
    made = folder.write(*ALL)
    typing(3, nik=SITI)(made["daftar"])
    typing(4, perbaikan="HAPUS")(made["daftar"])
    made.save(tmp_path / "kembali.xlsx")
    folder.receive(resaved(tmp_path / "kembali.xlsx", kind).name)
    _, cells = folder.outcome()
    assert cells["nik_text"].to_list()[1] == SITI
    assert cells["withdrawn"].to_list() == [False, False, True]


def test_one_sheet_alone_is_known_whatever_it_is_called(tmp_path: Path) -> None:
    folder = Folder(tmp_path, THREE)
    made = folder.write(NAME_2)
    typing(2, name="KARTONO")(made["daftar"])
    made.remove(made[ABOUT])
    made.remove(made["Ringkasan"])
    made["daftar"].title = "DATA BARU"
    folder.send_back(made, "daftar baru.xlsx")
    _, cells = folder.outcome()
    assert cells["name_text"].to_list() == ["KARTONO", "SITI", "DJOKO"]


def test_a_sheet_saved_as_delimited_text_is_known(tmp_path: Path) -> None:
    folder = Folder(tmp_path, THREE)
    sheet = folder.write(NAME_2)["daftar"]
    typing(2, name="KARTO; NO")(sheet)
    with (tmp_path / "kembali.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=";").writerows(sheet.values)
    folder.receive("kembali.csv")
    _, cells = folder.outcome()
    assert cells["name_text"].to_list() == ["KARTO; NO", "SITI", "DJOKO"]


def test_rows_sorted_and_columns_moved_stay_who_they_are(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        typing(4, name="DJOKO SUSILO")(sheet)
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
        for at, row in enumerate(reversed(rows), start=3):
            for column, value in enumerate(row, start=1):
                sheet.cell(at, column, value)
        sheet.insert_cols(3)

    _, cells = mended(tmp_path, THREE, ALL, edit)
    assert cells["name_text"].to_list() == ["KARTO", "SITI", "DJOKO SUSILO"]


def test_a_column_that_somebody_deleted_says_nothing(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        typing(2, name="KARTONO")(sheet)
        sheet.delete_cols([cell.value for cell in sheet[1]].index("desa") + 1)

    _, cells = mended(tmp_path, THREE, [NAME_2], edit)
    assert (cells["name_text"][0], cells["desa_text"][0]) == ("KARTONO", "Pulosari")


@pytest.mark.parametrize("word", ["HAPUS", "hapus", " Hapus. "])
def test_a_row_can_be_taken_out_of_the_list(tmp_path: Path, word: str) -> None:
    _, cells = mended(tmp_path, THREE, [NAME_2], typing(2, perbaikan=word, name="X"))
    people, ignored = people_and_ignored(cells)
    assert people["name_text"].to_list() == ["SITI", "DJOKO"]
    assert ignored["ignored_rows"].to_list() == [[{"why": "withdrawn by the sender", "rows": 1}]]


def test_a_row_below_may_say_the_same_of_one_that_was_taken_out(tmp_path: Path) -> None:
    rows = [HEADING, person(), person(NIK=SITI, Nama="SITI", Desa="sda")]
    _, cells = mended(tmp_path, rows, [NAME_2], typing(2, perbaikan="HAPUS"))
    people, _ = people_and_ignored(cells)
    assert people["desa_text"].to_list() == ["Pulosari"]


def test_a_note_is_the_value_of_the_one_coloured_cell(tmp_path: Path) -> None:
    files, cells = mended(tmp_path, THREE, [(3, "nik", "NIK_FORMAT")], typing(3, perbaikan=DJOKO))
    assert cells["nik_text"].to_list()[1] == DJOKO
    assert "tidak dapat" not in files["perbaikan.xlsx"].heading


def test_a_note_that_repeats_the_cell_confirms_it(tmp_path: Path) -> None:
    """A NIK in a number cell that ends in 0 is refused, though one in ten really does."""
    rows = [HEADING, person(NIK=3504111209759010.0), person(NIK=SITI), person(NIK=DJOKO)]
    _, cells = mended(tmp_path, rows, [(2, "nik", "NIK_TRUNCATED")], typing(2, perbaikan="3504111209759010"))
    assert cells.select("nik_text", "nik_is_number").row(0) == ("3504111209759010", False)


@pytest.mark.parametrize(
    ("problems", "typed"),
    [
        ([NAME_2, (2, "nik", "NIK_FORMAT")], {"perbaikan": "KARTONO"}),
        ([NAME_2], {"perbaikan": "KARTONO", "name": "KARTINI"}),
    ],
)
def test_a_note_that_could_mean_two_things_is_not_guessed(
    tmp_path: Path, problems: list[Problem], typed: dict[str, str]
) -> None:
    files, cells = mended(tmp_path, THREE, problems, typing(2, **typed))
    assert cells["name_text"][0] == typed.get("name", "KARTO")
    assert files["perbaikan.xlsx"].heading.endswith("1 isian Perbaikan tidak dapat diterapkan (baris 2)")


def test_a_row_that_somebody_added_is_noted(tmp_path: Path) -> None:
    files, cells = mended(tmp_path, THREE, [NAME_2], lambda sheet: sheet.append(["9", "", SITI, "BARU"]))
    assert cells.height == 3
    assert files["perbaikan.xlsx"].heading.endswith("tidak dapat diterapkan (baris tanpa nomor)")


@pytest.mark.parametrize(("hours", "wins"), [((1, 2), "DUA"), ((2, 1), "SATU"), ((1, 1), "DUA")])
def test_of_two_corrections_of_a_cell_the_later_wins(tmp_path: Path, hours: tuple[int, int], wins: str) -> None:
    folder = Folder(tmp_path, THREE)
    for name, word, hour in zip("ab", ("SATU", "DUA"), hours, strict=True):
        made = folder.write(NAME_2, (3, "name", "NAME_MISSING"))
        typing(2, name=word)(made["daftar"])
        if name == "a":
            typing(3, name="SITI AMINAH")(made["daftar"])
        folder.send_back(made, f"{name}.xlsx", hour)
    _, cells = folder.outcome()
    assert cells["name_text"].to_list() == [wins, "SITI AMINAH", "DJOKO"], "what the later left alone stays mended"


@pytest.mark.parametrize("sent", [("daftar.xlsx", "cd"), ("lain.xlsx", "ab")])
def test_a_correction_of_a_file_that_is_not_there_is_set_aside(tmp_path: Path, sent: tuple[str, str]) -> None:
    folder = Folder(tmp_path, THREE)
    made = folder.write(NAME_2, original=replace(folder.list, source_file=f"{FOLDER}/{sent[0]}", file_sha256=sent[1]))
    typing(2, name="KARTONO")(made["daftar"])
    folder.send_back(made)
    files, cells = folder.outcome()
    note = files["perbaikan.xlsx"]
    assert (note.status, note.code, note.heading) == (
        "set_aside",
        "CORRECTION_UNMATCHED",
        "berkas asal tidak ada: daftar.xlsx",
    )
    assert cells["name_text"][0] == "KARTO"


def test_a_workbook_of_a_check_corrects_nothing(tmp_path: Path) -> None:
    folder = Folder(tmp_path, THREE)
    made = folder.write(NAME_2)
    made["daftar"]["A1"].value = made["daftar"]["A1"].value.split()[0] + f" {UNKEYED}"
    typing(2, name="KARTONO")(made["daftar"])
    folder.send_back(made)
    files, cells = folder.outcome()
    assert (files["perbaikan.xlsx"].code, cells["name_text"][0]) == ("CORRECTION_UNMATCHED", "KARTO")


def test_parts_of_a_field_are_put_together_as_in_the_list(tmp_path: Path) -> None:
    rows: Rows = [
        ["NIK", "Nama Depan", "Nama Belakang", "RT/RW", "Desa", "Kecamatan"],
        [SITI, "SITI", "AMINAH", "001/002", "Pulosari", "Ngunut"],
        [DJOKO, "", "SUSILO", "003/004", "Pulosari", "Ngunut"],
    ]
    edit = typing(3, first_name="DJOKO", rt_rw="003/005")
    files, cells = mended(tmp_path, rows, [(3, "name", "NAME_MISSING"), NAME_2], edit)
    assert cells.select("name_text", "rt_text", "rw_text").rows() == [
        ("SITI AMINAH", "001", "002"),
        ("DJOKO SUSILO", "003", "005"),
    ]
    assert "2 sel diganti" in files["perbaikan.xlsx"].heading


def test_a_part_whose_column_was_deleted_leaves_its_field_alone(tmp_path: Path) -> None:
    rows: Rows = [
        ["NIK", "Nama", "Alamat", "Dusun", "Desa", "Kecamatan"],
        [SITI, "SITI", "RT 1", "Krajan", "Pulosari", "Ngunut"],
    ]

    def edit(sheet: Worksheet) -> None:
        typing(2, name="SITI AMINAH")(sheet)
        sheet.delete_cols([cell.value for cell in sheet[1]].index("dusun") + 1)

    _, cells = mended(tmp_path, rows, [NAME_2], edit)
    assert cells.select("name_text", "address_text").row(0) == ("SITI AMINAH", "Krajan, RT 1")


def test_a_column_that_the_list_lacks_can_be_filled_in(tmp_path: Path) -> None:
    rows: Rows = [["NIK", "Nama", "Kecamatan"], [SITI, "SITI", "Ngunut"], [DJOKO, "DJOKO", "Ngunut"]]
    problems: list[Problem] = [(2, "desa", "PLACE_UNKNOWN"), (3, "segment", "SEGMENT_UNKNOWN")]

    def edit(sheet: Worksheet) -> None:
        typing(2, desa="Pulosari")(sheet)
        typing(3, perbaikan="RT/RW")(sheet)

    _, cells = mended(tmp_path, rows, problems, edit)
    assert cells.select("desa_text", "segment_text").rows() == [("Pulosari", None), (None, "RT/RW")]


DAMAGED: Rows = [HEADING, *(person(NIK=f"3504111209759{number}0") for number in range(10, 30))]


@pytest.mark.parametrize(
    ("typed", "code", "cut"),
    [(20, None, 0), (15, None, 5), (9, "NIK_COLUMN_DAMAGED", 0)],
)
def test_a_damaged_column_is_judged_anew(tmp_path: Path, typed: int, code: str | None, cut: int) -> None:
    """Where most NIKs were typed again the file counts, and those that were not are refused one by one."""

    def edit(sheet: Worksheet) -> None:
        for row in range(2, 2 + typed):
            typing(row, nik=f"3504111209759{row + 8}1")(sheet)

    problems = [(row, "nik", "NIK_COLUMN_DAMAGED") for row in range(2, 22)]
    files, cells = mended(tmp_path, DAMAGED, problems, edit)
    file = files["daftar.xlsx"]
    assert (file.code, file.status) == (code, "set_aside" if code else "read")
    assert cells["nik_is_number"].sum() == cut


def test_a_correction_counts_as_carried_forward_with_what_it_corrects(tmp_path: Path) -> None:
    folder = Folder(tmp_path, THREE)
    folder.send_back(folder.write(NAME_2))
    files, _ = folder.outcome(replace(folder.list, status="carried_forward"))
    assert {file.status for file in files.values()} == {"carried_forward"}
