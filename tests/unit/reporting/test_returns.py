"""Return workbooks: the sender's own rows and columns, in Indonesian, with nothing a spreadsheet would run."""

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from flows.reporting.returns import AsSent, write_returns
from schemas.returned import ABOUT, COLOURED, FIX, MARK, PROBLEM, ROW_ID, SENT, SHEET
from schemas.tables.cells import BETWEEN, CELLS, SentColumn, row_id
from schemas.tables.reason_log import REASON_LOG
from schemas.tables.received_files import RECEIVED_FILES
from schemas.tables.senders import SENDERS

MONTH = date(2023, 9, 1)
NIK = "3504111209759001"
KEY = "0123456789ab"
A_FILE = "rosters/2023-09/dpmd/a.xlsx"
RED, AMBER = "FFF4B6B6", "FFFFE699"
Row = dict[str, Any]
PROPOSALS = {"cell": pl.String, "nik": pl.String}
COLUMNS = (("NO", "number"), ("NO KTP", "nik"), ("NAMA", "name"), ("UKURAN", None), ("TGL LAHIR", "birth_date"))


def key_of(source_file: str) -> str:
    return KEY if source_file == A_FILE else hashlib.sha256(source_file.encode()).hexdigest()[: len(KEY)]


class Case:
    """A snapshot with the rows and files given, and the workbooks written from it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows: list[Row] = []
        self.reasons: list[Row] = []
        self.files: dict[str, Row] = {}
        self.columns: dict[str, list[SentColumn]] = {}
        self.proposals: dict[str, str] = {}

    def row(
        self, at: int, *codes: str, source_file: str = A_FILE, others: tuple[str, ...] = ("XL",), **cells: Any
    ) -> None:
        """A row of the file with these reasons; `cells` are columns of `CELLS`."""
        self.file(source_file)
        base = {"sheet": "Data", "sheet_number": 0, "list_number": 0, "side": 0, "name_text": "KARTO", "nik_text": NIK}
        self.rows.append(
            {"source_file": source_file, "source_row": at, "others": BETWEEN.join(others), **base, **cells}
        )
        sheet = self.rows[-1]["sheet_number"]
        for code in codes:
            key, side = key_of(source_file), self.rows[-1]["side"]
            row = f"{key}-{sheet}-{at}" + (f"-{side + 1}" if side else "")
            self.reasons.append({"row_id": row, **REASONS_USED[code], "code": code})

    def file(self, source_file: str, **facts: Any) -> None:
        base = {"sender": source_file.split("/")[2], "source_file": source_file, "month": MONTH, "status": "read",
                "first_seen": datetime(2023, 9, 2, tzinfo=UTC), "ignored_rows": []}  # fmt: skip
        self.files[source_file] = {**base, **self.files.get(source_file, {}), **facts}
        self.columns.setdefault(source_file, of_list(*COLUMNS))

    def written(self, heard: list[Row] = [], most: int = 9) -> int:  # noqa: B006
        for name in ("steward", "analyst"):
            (self.folder / name).mkdir()
        tables = ((REASON_LOG, self.reasons), (RECEIVED_FILES, list(self.files.values())), (SENDERS, heard))
        for table, given in tables:
            shape = table.dtypes
            rows = [{name: one.get(name) for name in shape} for one in given]
            path = self.folder / table.zone / f"{table.name}.parquet"
            pl.DataFrame(rows, schema=shape).write_parquet(path)
        cells = pl.DataFrame([{name: row.get(name) for name in CELLS} for row in self.rows], schema=CELLS)
        files = pl.DataFrame(
            [(name, key_of(name), name.split("/")[2]) for name in self.files],
            schema=dict.fromkeys(("source_file", "file_key", "sender"), pl.String), orient="row",
        )  # fmt: skip
        named = cells.join(files, on="source_file").with_columns(row_id(pl.col("file_key")).alias("row_id"))
        sent = AsSent(files, lambda rows: named.join(rows, on="row_id", how="semi"), lambda _: self.columns)
        proposals = pl.DataFrame(list(self.proposals.items()), schema=PROPOSALS, orient="row")
        return write_returns(self.folder, MONTH, sent, proposals, most=most)

    def book(self, sender: str = "dpmd") -> Workbook:
        return openpyxl.load_workbook(self.folder / "steward" / "returns" / f"{sender}.xlsx")

    def sheet(self) -> Worksheet:
        self.written()
        return self.book()["a"]


REASONS_USED = {
    "NIK_FORMAT": {"severity": "reject", "column": "nik", "original": "350411"},
    "NIK_CONFLICT": {"severity": "reject", "column": "nik", "original": "350411"},
    "DEATH_ON_RECORD": {"severity": "reject", "column": "nik", "original": "Menurut Dukcapil: meninggal, 05-09-2023."},
    "NAME_MISSING": {"severity": "reject", "column": "name"},
    "PLACE_UNKNOWN": {"severity": "reject", "column": "desa"},
    "SEGMENT_UNKNOWN": {"severity": "reject", "column": "segment"},
    "BIRTH_DATE_FROM_NIK": {"severity": "advise", "column": "birth_date"},
    "SEX_DIFFERS_FROM_NIK": {"severity": "advise", "column": "sex"},
    "AGE_NEAR_LIMIT": {"severity": "advise", "column": "birth_date"},
}


def of_list(*columns: tuple[str, str | None], sheet: int = 0, place: int = 0) -> list[SentColumn]:
    parts = {"first_name", "male", "female"}
    return [SentColumn(sheet, place, words, field, bool(field) and field not in parts) for words, field in columns]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


def heading(sheet: Worksheet) -> list[Any]:
    return [cell.value for cell in sheet[2]]


def cells(sheet: Worksheet, row: int = 3) -> dict[str, Any]:
    return {str(mark.value): cell for mark, cell in zip(sheet[1], sheet[row], strict=True)}


def colours(sheet: Worksheet, row: int = 3) -> dict[str, str]:
    looks = {mark: cell.fill.fgColor.rgb for mark, cell in cells(sheet, row).items() if cell.fill.fill_type}
    return {mark: look for mark, look in looks.items() if look in {RED, AMBER}}


def test_the_senders_own_columns_stand_in_its_own_order_and_words(case: Case) -> None:
    case.row(5, "NIK_FORMAT", nik_text="350411", number_text="4", birth_date_text="1975-09-12")
    sheet = case.sheet()
    own = ["Baris", "NO", "NO KTP", "NAMA", "UKURAN", "TGL LAHIR", "Masalah dan cara memperbaiki", "Perbaikan"]
    assert heading(sheet)[: len(own)] == own
    assert [cell.value for cell in sheet[3]][:6] == ["5", "4", "350411", "KARTO", "XL", "12-09-1975"]


def test_the_bad_cell_is_red_and_its_problem_said_in_the_senders_words(case: Case) -> None:
    case.row(5, "NIK_FORMAT", "BIRTH_DATE_FROM_NIK", nik_text="350411")
    sheet = case.sheet()
    assert colours(sheet) == {"nik": RED, "birth_date": AMBER}
    assert cells(sheet)[PROBLEM].value == (
        "DITOLAK, NO KTP: NIK bukan 16 angka. Ketik ulang NIK dari KTP atau KK; jadikan kolomnya berformat Teks.\n"
        "Catatan, TGL LAHIR: Tanggal lahir kosong atau salah isi; diambil dari NIK. Isi tanggal lahir sesuai KTP."
    )
    assert cells(sheet)[FIX].value is None


def test_a_reason_from_outside_says_who_told_it(case: Case) -> None:
    case.row(5, "DEATH_ON_RECORD")
    said = cells(case.sheet())[PROBLEM].value
    assert "sebelum bulan ini. Menurut Dukcapil: meninggal, 05-09-2023. Keluarkan dari daftar." in said


@pytest.mark.parametrize(
    ("code", "field", "label"), [("PLACE_UNKNOWN", "desa", "Desa"), ("SEGMENT_UNKNOWN", "segment", "Segmen")]
)
def test_a_field_without_a_column_gets_one_to_mend(case: Case, code: str, field: str, label: str) -> None:
    case.row(5, code)
    sheet = case.sheet()
    assert label in heading(sheet)
    assert (cells(sheet)[field].value, colours(sheet)) == (None, {field: RED})


def test_the_first_part_of_a_field_is_coloured(case: Case) -> None:
    case.columns[A_FILE] = of_list(("NIK", "nik"), ("NAMA DEPAN", "first_name"), ("L", "male"), ("P", "female"))
    case.row(5, "NAME_MISSING", "SEX_DIFFERS_FROM_NIK", others=("", "v", ""), name_text=None)
    sheet = case.sheet()
    assert colours(sheet) == {"first_name": RED, "male": AMBER}
    assert cells(sheet)["male"].value == "v"


def test_rows_stand_in_the_files_order_and_others_are_left_out(case: Case) -> None:
    for at, codes in ((9, ["NIK_FORMAT"]), (2, ["BIRTH_DATE_FROM_NIK"]), (5, []), (7, ["AGE_NEAR_LIMIT"])):
        case.row(at, *codes)
    sheet = case.sheet()
    assert [row[0].value for row in sheet.iter_rows(min_row=3)] == ["2", "9"]


def test_lists_of_several_sheets_share_their_columns(case: Case) -> None:
    second = of_list(("NIK", "nik"), ("NAMA", "name"), ("AGAMA", None), sheet=1)
    case.columns[A_FILE] = [*of_list(*COLUMNS), *second]
    case.row(9, "NIK_FORMAT", sheet="Satu")
    case.row(2, "NIK_FORMAT", sheet="Dua", sheet_number=1, others=("Islam",))
    sheet = case.sheet()
    assert heading(sheet)[:8] == ["Baris", "Lembar", "NO", "NO KTP / NIK", "NAMA", "UKURAN", "TGL LAHIR", "AGAMA"]
    first, other = cells(sheet), cells(sheet, 4)
    assert [(row[SHEET].value, row["nik"].value) for row in (first, other)] == [("Satu", NIK), ("Dua", NIK)]
    assert [cell.value for cell in sheet[3]][5:8] == ["XL", None, None]
    assert [cell.value for cell in sheet[4]][5:8] == [None, None, "Islam"]


@pytest.mark.parametrize(
    "cell", ["=1+1", "+62812", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "{=1}", "http://x.example"]
)
def test_a_cell_is_never_a_formula(case: Case, cell: str) -> None:
    case.columns[A_FILE] = of_list((cell, "nik"), ("NAMA", "name"), (cell, None))
    case.row(5, "NIK_FORMAT", name_text=cell, others=(cell,), sheet=cell)
    sheet = case.sheet()
    found = [one for row in sheet.iter_rows() for one in row]
    assert {one.data_type for one in found} <= {"s", "n"}
    assert not [one for one in found if one.hyperlink]
    assert cells(sheet)["name"].value == cells(sheet)[SENT].value == cell


@pytest.mark.parametrize(
    "name",
    [
        "=cmd.xlsx",
        "+a.xlsx",
        "@a.xlsx",
        "a[1]:*?.xlsx",
        "'a'.xlsx",
        ".xlsx",
        "History.xlsx",
        "Ringkasan.xlsx",
        "x" * 60 + ".xlsx",
    ],
)
def test_any_file_name_gives_a_sheet_and_never_a_formula(case: Case, name: str) -> None:
    source_file = f"rosters/2023-09/dpmd/{name}"
    case.row(5, "NIK_FORMAT", source_file=source_file)
    case.written()
    book = case.book()
    assert len(book.sheetnames) == 3
    assert all(len(title) <= 31 for title in book.sheetnames)
    assert [row[1].value for row in book[ABOUT].iter_rows(min_row=2)] == [name]
    assert {cell.data_type for row in book[ABOUT].iter_rows() for cell in row} <= {"s", "n"}


def test_files_of_one_name_have_sheets_of_their_own(case: Case) -> None:
    for folder in ("A", "b"):
        case.row(5, "NIK_FORMAT", source_file=f"rosters/2023-09/dpmd/{folder}/{folder}.XLSX".replace("/b.", "/a."))
    case.written()
    assert [title.casefold() for title in case.book().sheetnames[1:3]] == ["a", "a (2)"]


def test_cells_are_text_those_to_fill_in_and_whole_columns_too(case: Case) -> None:
    case.row(5, "BIRTH_DATE_FROM_NIK")
    sheet = case.sheet()
    assert {cells(sheet)[mark].number_format for mark in ("nik", "name", "birth_date", PROBLEM, FIX)} == {"@"}
    assert {sheet.column_dimensions[letter].number_format for letter in "ABCDEFG"} == {"@"}


def test_a_control_character_and_a_cell_too_long_do_not_break_the_workbook(case: Case) -> None:
    case.row(5, "NIK_FORMAT", nik_text="35\x0004\x0b11", name_text="9" * 40_000)
    row = cells(case.sheet())
    assert (row["nik"].value, len(row["name"].value)) == ("350411", 32_767)


@pytest.mark.parametrize(("code", "said"), [("NIK_FORMAT", True), ("NIK_CONFLICT", False)])
def test_a_nik_is_proposed_only_for_a_cell_that_is_none(case: Case, code: str, said: bool) -> None:
    case.proposals = {"350411": NIK}
    case.row(5, code)
    assert (f"Mungkin {NIK}; cocokkan dengan KTP." in cells(case.sheet())[PROBLEM].value) == said


def test_the_workbook_knows_itself_and_hides_it(case: Case) -> None:
    case.row(5, "NIK_FORMAT", "BIRTH_DATE_FROM_NIK")
    sheet, row = case.sheet(), cells
    book = case.book()
    assert book[ABOUT].sheet_state == "veryHidden"
    assert [[cell.value for cell in line] for line in book[ABOUT].iter_rows()] == [
        [MARK, "dpmd", "2023-09"],
        [KEY, "a.xlsx", None],
    ]
    assert sheet["A1"].value == f"{MARK} {KEY}"
    assert (row(sheet)[ROW_ID].value, row(sheet)[COLOURED].value) == (f"{KEY}-0-5", "nik birth_date")
    assert sheet.row_dimensions[1].hidden
    hidden = [mark.column_letter for mark in sheet[1] if mark.value in {ROW_ID, COLOURED}]
    assert sheet.column_dimensions[hidden[0]].hidden
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B3", "A2:H3")


def said(book: Workbook) -> str:
    return "\n".join(str(cell.value) for row in book["Ringkasan"].iter_rows() for cell in row if cell.value is not None)


def test_the_first_sheet_tells_the_office_how_its_list_fared_and_what_to_do(case: Case) -> None:
    case.row(5, "NIK_FORMAT")
    case.row(6, "NIK_FORMAT")
    heard = {"month": MONTH, "sender": "dpmd", "rows_read": 1200, "covered": 1100, "waiting": 0, "duplicate": 60,
             "rejected": 40, "score": 96.66}  # fmt: skip
    case.written([heard, {**heard, "month": date(2023, 8, 1), "score": 1.0}])
    text = said(case.book())
    for words in ("Dinas Pemberdayaan Masyarakat dan Desa", "Bulan September 2023", "96,7 dari 100", "1.200", "HAPUS",
                  "NIK bukan 16 angka."):  # fmt: skip
        assert words in text
    line = next(row for row in case.book()["Ringkasan"].iter_rows(values_only=True) if row[2] == "NIK bukan 16 angka.")
    assert line[:2] == (2, "ditolak")


def test_a_file_that_was_set_aside_is_told(case: Case) -> None:
    case.file("rosters/2023-09/dpmd/b.xlsx", status="set_aside", code="FILE_ENCRYPTED")
    assert case.written() == 1
    assert case.book().sheetnames == ["Ringkasan", ABOUT]
    for words in ("b.xlsx (tidak dipakai)", "Berkas memakai kata sandi.", "Hapus kata sandinya, lalu kirim lagi."):
        assert words in said(case.book())


def test_what_came_of_an_earlier_correction_is_told(case: Case) -> None:
    case.row(5, "NIK_FORMAT")
    case.file(
        "rosters/2023-09/dpmd/p.xlsx",
        heading="Perbaikan untuk a.xlsx: 2 sel diganti",
        ignored_rows=[{"why": "correction", "rows": 2}],
    )
    case.written()
    assert "p.xlsx. Perbaikan untuk a.xlsx: 2 sel diganti" in said(case.book())


def test_each_sender_gets_only_its_own_rows(case: Case) -> None:
    case.row(5, "NIK_FORMAT")
    case.row(6, "NIK_FORMAT", source_file="rosters/2023-09/dishub/b.xlsx", name_text="SITI")
    assert case.written() == 2
    assert "KARTO" not in str([list(sheet.values) for sheet in case.book("dishub").worksheets])


@pytest.mark.parametrize(
    "file",
    [
        {},
        {"status": "set_aside", "code": "FILE_EMPTY", "month": date(2023, 8, 1)},
        {"sender": "", "code": "SENDER_UNKNOWN"},
    ],
)
def test_nobody_gets_a_workbook_for_nothing(case: Case, file: Row) -> None:
    case.row(5, "AGE_NEAR_LIMIT")
    case.file("rosters/2023-09/dpmd/b.xlsx", **file)
    assert case.written() == 0


# --- more than a workbook holds ------------------------------------------------------------------------------------


def test_of_too_many_rows_the_gravest_are_listed_in_the_files_order(case: Case) -> None:
    case.row(2, "SEX_DIFFERS_FROM_NIK")
    case.row(30, "PLACE_UNKNOWN")
    case.row(4, "PLACE_UNKNOWN")
    case.row(9, "BIRTH_DATE_FROM_NIK", "NIK_FORMAT")
    case.row(4, "PLACE_UNKNOWN", side=1)
    case.written(most=3)
    sheet = case.book()["a"]
    assert [(sheet.cell(at, 1).value, cells(sheet, at)[ROW_ID].value) for at in range(3, sheet.max_row + 1)] == [
        ("4", f"{KEY}-0-4"), ("4", f"{KEY}-0-4-2"), ("9", f"{KEY}-0-9"),
    ]  # fmt: skip
    assert "Catatan" in cells(sheet, 5)[PROBLEM].value


def test_of_several_files_the_first_by_name_go_first(case: Case) -> None:
    for name in ("c", "a", "b"):
        case.row(5, "NIK_FORMAT", source_file=f"rosters/2023-09/dpmd/{name}.xlsx")
    case.written(most=2)
    assert case.book().sheetnames[1:-1] == ["a", "b"]


@pytest.mark.parametrize(("most", "told"), [(2, False), (1, True)])
def test_how_many_rows_are_not_listed_is_told_and_all_are_counted(case: Case, most: int, told: bool) -> None:
    case.row(5, "NIK_FORMAT")
    case.row(6, "NIK_FORMAT", "BIRTH_DATE_FROM_NIK")
    case.written(most=most)
    text = said(case.book())
    assert ("Masih ada 1 baris bermasalah lain" in text) == told
    line = next(row for row in case.book()["Ringkasan"].iter_rows(values_only=True) if row[2] == "NIK bukan 16 angka.")
    assert line[0] == 2


def test_other_senders_have_their_own_room(case: Case) -> None:
    for at in (5, 6):
        case.row(at, "NIK_FORMAT")
        case.row(at, "NIK_FORMAT", source_file="rosters/2023-09/dishub/b.xlsx")
    case.row(7, "NIK_FORMAT")
    case.written(most=2)
    assert (said(case.book()).count("Masih ada 1 "), said(case.book("dishub")).count("Masih ada")) == (1, 0)
