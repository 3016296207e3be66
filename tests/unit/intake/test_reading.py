"""Delimited files and workbooks to people with the row numbers their senders see."""

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
import xlsxwriter

from flows.intake.data_rows import people_and_ignored
from flows.intake.reading import Reading
from flows.intake.roster import read_roster
from schemas.senders.sender import SegmentPattern, Sender

SENDER = Sender(
    sender="dishub", name="Dinas Perhubungan", kind="opd", contact="-", sends="-",
    segments=(SegmentPattern(words="honorer", segment="non_asn"),),
)  # fmt: skip
KARTO, SITI = "3504111209759001", "3504115209759002"
Sheets = dict[str, list[list[Any]]]


def reading(path: Path) -> Reading:
    found = read_roster(path, f"rosters/2023-09/dishub/{path.name}", SENDER)
    assert not found.set_aside, found
    return found


def people(path: Path) -> list[tuple[Any, ...]]:
    rows, _ = people_and_ignored(reading(path).cells)
    return rows.select("source_row", "nik_text", "name_text").rows()


def cells(path: Path) -> pl.DataFrame:
    return people_and_ignored(reading(path).cells)[0]


def text_file(folder: Path, content: str, encoding: str = "utf-8", name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode(encoding))
    return path


def with_xlsxwriter(path: Path, sheets: Sheets) -> None:
    with xlsxwriter.Workbook(path, {"default_date_format": "dd-mm-yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)


def with_openpyxl(path: Path, sheets: Sheets) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row, start=1):
                sheet.cell(number, column, cell)
    book.save(path)


WRITERS = pytest.mark.parametrize("write", [with_xlsxwriter, with_openpyxl])
Writer = Callable[[Path, Sheets], None]


# --- delimited ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_found(tmp_path: Path, separator: str) -> None:
    rows: Sequence[Sequence[str]] = (("NIK", "NAMA"), (KARTO, "Karto"))
    content = "".join(separator.join(row) + "\n" for row in rows)
    assert people(text_file(tmp_path, content)) == [(2, KARTO, "Karto")]


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".txt", ".CSV"])
def test_delimited_endings(tmp_path: Path, ending: str) -> None:
    assert len(people(text_file(tmp_path, f"NIK;NAMA\n{KARTO};Karto\n", name=f"a{ending}"))) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_the_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    path = text_file(tmp_path, f"{mark}NIK;NAMA\n{KARTO};Renée\n", encoding)
    assert people(path) == [(2, KARTO, "Renée")]


def test_lines_may_end_as_those_of_an_old_mac(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f"NIK;NAMA\r{KARTO};Karto\r{SITI};Siti\r".encode())
    assert people(path) == [(2, KARTO, "Karto"), (3, SITI, "Siti")]


def test_a_cp1252_letter_far_below_the_sample_is_read(tmp_path: Path) -> None:
    filler = "".join(f"{KARTO};Karto nomor {number}\n" for number in range(3000))
    path = text_file(tmp_path, f"NIK;NAMA\n{filler}{SITI};Renée\n", "cp1252")
    assert people(path)[-1] == (3002, SITI, "Renée")


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_blank_lines_keep_the_row_numbers_people_see(tmp_path: Path, line_end: str) -> None:
    lines = ["DAFTAR PEKERJA", "", "NIK;NAMA;ALAMAT", "", f"{KARTO};Karto;Krajan", "", "", f"{SITI};Siti;Krajan", ""]
    path = text_file(tmp_path, line_end.join(lines))
    assert people(path) == [(5, KARTO, "Karto"), (8, SITI, "Siti")]


def test_a_quoted_line_break_is_one_row(tmp_path: Path) -> None:
    path = text_file(tmp_path, f'NIK;NAMA;ALAMAT\n{KARTO};Karto;"Krajan\nRT 1"\n{SITI};Siti;\n')
    assert people(path) == [(2, KARTO, "Karto"), (3, SITI, "Siti")]


def test_a_line_break_in_the_heading_is_one_row(tmp_path: Path) -> None:
    path = text_file(tmp_path, f'"NO\nKTP";NAMA\n{KARTO};Karto\n{SITI};Siti\n')
    assert people(path) == [(2, KARTO, "Karto"), (3, SITI, "Siti")]


def test_short_and_long_rows_are_both_read(tmp_path: Path) -> None:
    path = text_file(tmp_path, f"NIK;NAMA;ALAMAT\n{KARTO};Karto\n{SITI};Siti;Krajan;;;lebih\n")
    assert people(path) == [(2, KARTO, "Karto"), (3, SITI, "Siti")]


def test_letters_of_several_bytes_at_the_very_end_do_not_change_the_encoding(tmp_path: Path) -> None:
    wide = KARTO.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    for end in ("", "\n", "\r\n"):
        assert people(text_file(tmp_path, f"NAMA;NIK\nKarto;{wide}{end}")) == [(2, wide, "Karto")]


def test_a_separator_inside_quotes_is_no_separator(tmp_path: Path) -> None:
    path = text_file(tmp_path, f'NIK;NAMA\n{KARTO};"Karto; S.Pd."\n')
    assert people(path) == [(2, KARTO, "Karto; S.Pd.")]


def test_many_commas_in_an_address_do_not_make_comma_the_separator(tmp_path: Path) -> None:
    path = text_file(tmp_path, f"NIK;NAMA;ALAMAT\n{KARTO};Karto;Krajan, RT 1, RW 2, Kalangan, Ngunut\n")
    assert people(path) == [(2, KARTO, "Karto")]


def test_a_stray_quote_does_not_swallow_the_rest(tmp_path: Path) -> None:
    path = text_file(tmp_path, f'NIK;NAMA\n{KARTO};Karto "Gondrong\n{SITI};Siti\n')
    assert people(path) == [(2, KARTO, 'Karto "Gondrong'), (3, SITI, "Siti")]


def test_nothing_is_inferred_from_text(tmp_path: Path) -> None:
    path = text_file(tmp_path, f"NIK;NAMA;RT\n{KARTO};Karto;007\n")
    row = cells(path).row(0, named=True)
    assert (row["rt_text"], row["nik_is_number"]) == ("007", False)


def test_excels_separator_line_is_no_heading(tmp_path: Path) -> None:
    path = text_file(tmp_path, f"sep=;\nNIK;NAMA\n{KARTO};Karto\n")
    assert people(path) == [(3, KARTO, "Karto")]


# --- Parquet -----------------------------------------------------------------------------------------------------


def test_parquet_columns_are_the_heading(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame({"NIK": [KARTO, SITI], "Nama": ["Karto", "Siti"], "Upah": [2_000_000, None]}).write_parquet(path)
    assert people(path) == [(2, KARTO, "Karto"), (3, SITI, "Siti")]


def test_a_parquet_date_is_a_date(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame({"NIK": [KARTO], "Nama": ["Karto"], "Tanggal Lahir": [dt.date(1975, 9, 12)]}).write_parquet(path)
    assert cells(path)["birth_date_text"].to_list() == ["1975-09-12"]


def test_a_parquet_nik_column_of_numbers_is_known_as_numbers(tmp_path: Path) -> None:
    """A NIK typed as a number lost its sixteenth digit whatever file it is saved in."""
    path = tmp_path / "a.parquet"
    pl.DataFrame({"NIK": [float(KARTO)], "Nama": ["Karto"]}).write_parquet(path)
    assert cells(path).select("nik_text", "nik_is_number").rows() == [(KARTO, True)]


# --- workbooks ---------------------------------------------------------------------------------------------------


@WRITERS
def test_row_numbers_are_those_of_the_spreadsheet(tmp_path: Path, write: Writer) -> None:
    rows: list[list[Any]] = [["DAFTAR PEKERJA"], [], ["NIK", "NAMA"], [], [KARTO, "Karto"], [], [SITI, "Siti"]]
    write(tmp_path / "a.xlsx", {"Data": rows})
    assert people(tmp_path / "a.xlsx") == [(5, KARTO, "Karto"), (7, SITI, "Siti")]


@WRITERS
def test_a_list_that_begins_in_the_third_row_and_second_column_keeps_its_numbers(tmp_path: Path, write: Writer) -> None:
    write(tmp_path / "a.xlsx", {"Data": [[], [], [None, "NIK", "NAMA"], [None, KARTO, "Karto"]]})
    assert people(tmp_path / "a.xlsx") == [(4, KARTO, "Karto")]


@WRITERS
def test_a_number_in_the_nik_column_keeps_its_digits_and_is_marked(tmp_path: Path, write: Writer) -> None:
    write(tmp_path / "a.xlsx", {"Data": [["NIK", "NAMA"], [int(KARTO), "Karto"], [SITI, "Siti"]]})
    found = cells(tmp_path / "a.xlsx").select("nik_text", "nik_is_number").rows()
    assert found == [(KARTO, True), (SITI, False)]


@WRITERS
def test_date_cells_become_iso_dates(tmp_path: Path, write: Writer) -> None:
    write(tmp_path / "a.xlsx", {"Data": [["NIK", "NAMA", "TGL LAHIR"], [KARTO, "Karto", dt.datetime(1975, 9, 12)]]})  # noqa: DTZ001
    assert cells(tmp_path / "a.xlsx")["birth_date_text"].to_list() == ["1975-09-12"]


def test_date_cells_of_the_1904_system_are_the_same_days(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx", {"date_1904": True, "default_date_format": "dd-mm-yyyy"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["NIK", "NAMA", "TGL LAHIR"])
        sheet.write_row(1, 0, [KARTO, "Karto", dt.datetime(1975, 9, 12)])  # noqa: DTZ001
    assert cells(tmp_path / "a.xlsx")["birth_date_text"].to_list() == ["1975-09-12"]


@WRITERS
def test_every_sheet_with_a_heading_is_read_and_a_recap_is_not(tmp_path: Path, write: Writer) -> None:
    sheets: Sheets = {
        "REKAP": [["Desa", "Jumlah"], ["Kalangan", 2]],
        "Kalangan": [["NIK", "NAMA"], [KARTO, "Karto"]],
        "Honorer": [["NAMA", "NIK"], ["Siti", SITI]],
    }
    write(tmp_path / "a.xlsx", sheets)
    found = cells(tmp_path / "a.xlsx").select("sheet", "sheet_number", "source_row", "name_text", "title_segment")
    assert found.rows() == [("Kalangan", 1, 2, "Karto", None), ("Honorer", 2, 2, "Siti", "non_asn")]
    assert "REKAP: no heading" in reading(tmp_path / "a.xlsx").heading


@WRITERS
def test_a_recap_by_kecamatan_and_desa_does_not_set_the_file_aside(tmp_path: Path, write: Writer) -> None:
    """Two known headings without NIK are a recap, not a damaged list."""
    sheets: Sheets = {
        "Data": [["NIK", "NAMA"], [KARTO, "Karto"]],
        "REKAP": [["NO", "KECAMATAN", "DESA", "JUMLAH"], [1, "Ngunut", "Kalangan", 1]],
    }
    write(tmp_path / "a.xlsx", sheets)
    assert people(tmp_path / "a.xlsx") == [(2, KARTO, "Karto")]


@WRITERS
def test_white_space_around_cells_is_taken_off(tmp_path: Path, write: Writer) -> None:
    write(tmp_path / "a.xlsx", {"Data": [["NIK", "NAMA"], [f" {KARTO}\u00a0", "  Karto "], ["  ", " "]]})
    assert people(tmp_path / "a.xlsx") == [(2, KARTO, "Karto")]


def test_hidden_sheets_are_read_too_and_said_to_be_hidden(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        for name, nik in (("Satu", KARTO), ("Dua", SITI)):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["NIK", "NAMA"])
            sheet.write_row(1, 0, [nik, name])
        sheet.hide()
        book.add_worksheet("Tiga").very_hidden()
    assert [nik for _, nik, _ in people(tmp_path / "a.xlsx")] == [KARTO, SITI]
    said = reading(tmp_path / "a.xlsx").heading
    assert said == "Satu row 1: NIK=nik, NAMA=name; Dua (hidden) row 1: NIK=nik, NAMA=name; Tiga (hidden): no heading"


def test_a_formula_counts_with_its_value(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["NIK", "NAMA"])
        sheet.write_string(1, 0, KARTO)
        sheet.write_formula(1, 1, '="Kar"&"to"', None, "Karto")
    assert people(tmp_path / "a.xlsx") == [(2, KARTO, "Karto")]


@WRITERS
def test_a_birth_heading_over_two_columns_reads_the_date(tmp_path: Path, write: Writer) -> None:
    """`Tempat, Tanggal Lahir` merged over `Tempat` and `Tanggal` (DOMAIN 5): the date stands in the right one."""
    rows: list[list[Any]] = [
        ["NIK", "NAMA", "TEMPAT TANGGAL LAHIR", None],
        [None, None, "TEMPAT", "TANGGAL"],
        [KARTO, "Karto", "Tulungagung", "12-09-1975"],
    ]
    write(tmp_path / "a.xlsx", {"Data": rows})
    assert cells(tmp_path / "a.xlsx")["birth_date_text"].to_list() == ["12-09-1975"]


@WRITERS
def test_an_unrecognised_column_is_noted_and_the_file_read(tmp_path: Path, write: Writer) -> None:
    write(tmp_path / "a.xlsx", {"Data": [["NIK", "NAMA", "UKURAN BAJU"], [KARTO, "Karto", "XL"]]})
    found = reading(tmp_path / "a.xlsx")
    assert (found.code, found.cells.height) == ("COLUMN_UNRECOGNISED", 1)


@WRITERS
def test_sheets_are_named_in_the_workbooks_order(tmp_path: Path, write: Writer) -> None:
    write(tmp_path / "a.xlsx", {"Z": [["NIK", "NAMA"], [KARTO, "Karto"]], "A": [["catatan"]]})
    assert reading(tmp_path / "a.xlsx").sheets == ("Z", "A")


@WRITERS
def test_sex_ticked_in_one_of_two_columns(tmp_path: Path, write: Writer) -> None:
    """`Jenis Kelamin` over `L` and `P`, ticked with whatever comes to hand; both or neither say nothing (DOMAIN 5)."""
    rows: list[list[Any]] = [
        ["NIK", "NAMA", "JENIS KELAMIN", None, "ALAMAT"],
        [None, None, "L", "P", None],
        [KARTO, "Karto", "v", None, "Dsn Krajan"],
        [KARTO, "Karti", None, 1, "Dsn Krajan"],
        [KARTO, "Kartu", "x", "x", "Dsn Krajan"],
        [KARTO, "Karta", None, None, "Dsn Krajan"],
    ]
    write(tmp_path / "a.xlsx", {"Data": rows})
    found = cells(tmp_path / "a.xlsx")
    assert found["sex_text"].to_list() == ["L", "P", None, None]
    assert found["address_text"].to_list() == ["Dsn Krajan"] * 4
