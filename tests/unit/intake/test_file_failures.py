"""Files that cannot be used, made for real: each is set aside with its code."""

import os
import zipfile
from io import BytesIO
from pathlib import Path

import msoffcrypto.format.ooxml
import pytest
import xlsxwriter

from flows.intake.landing import MAX_WORKBOOK_BYTES, survey
from flows.intake.roster import read_roster
from schemas.senders.sender import Sender
from schemas.tables.cells import CELLS

SENDER = Sender(sender="dishub", name="Dinas Perhubungan", kind="opd", contact="-", sends="-")
KARTO = "3504111209759001"


def workbook(rows: list[list[str]]) -> bytes:
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return target.getvalue()


SPREADSHEET_XML = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Table/>'
GOOD = [["NIK", "NAMA"], [KARTO, "Karto"]]


def locked() -> bytes:
    target = BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(BytesIO(workbook(GOOD))).encrypt("rahasia", target)
    return target.getvalue()


def code_of(folder: Path, name: str, content: bytes) -> str | None:
    path = folder / name
    path.write_bytes(content)
    found = read_roster(path, f"rosters/2023-09/dishub/{name}", SENDER)
    assert found.set_aside, found
    assert found.cells.schema == CELLS
    assert found.cells.is_empty()
    return found.code


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.xls", "a.ods", "a.parquet"])
def test_a_file_of_zero_bytes_is_empty(tmp_path: Path, name: str) -> None:
    assert code_of(tmp_path, name, b"") == "FILE_EMPTY"


@pytest.mark.parametrize("name", ["a.xlsx", "a.xlsm", "a.xls", "a.xlsb", "a.ods", "a.parquet"])
def test_random_bytes_are_unreadable(tmp_path: Path, name: str) -> None:
    assert code_of(tmp_path, name, b"\x8f\x00\x13" + bytes(range(256)) * 20) == "FILE_UNREADABLE"


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_truncated_workbook_is_unreadable(tmp_path: Path, share: float) -> None:
    whole = workbook(GOOD)
    assert code_of(tmp_path, "a.xlsx", whole[: int(len(whole) * share)]) == "FILE_UNREADABLE"


def test_a_password_protected_workbook_is_encrypted(tmp_path: Path) -> None:
    assert code_of(tmp_path, "a.xlsx", locked()) == "FILE_ENCRYPTED"


@pytest.mark.parametrize("name", ["a.csv", "a.xls", "a.parquet", "a"])
def test_a_renamed_password_protected_workbook_is_encrypted(tmp_path: Path, name: str) -> None:
    assert code_of(tmp_path, name, locked()) == "FILE_ENCRYPTED"


@pytest.mark.parametrize("content", [b"<html><body>Sesi berakhir</body></html>", SPREADSHEET_XML])
def test_markup_without_a_table_is_unreadable(tmp_path: Path, content: bytes) -> None:
    assert code_of(tmp_path, "a.xls", content) == "FILE_UNREADABLE"


@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a.jpg", "a.csv", "a.xlsx", "a"])
@pytest.mark.parametrize("begin", [b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"{\\rtf1"])
def test_a_picture_or_a_paper_is_unreadable_whatever_it_is_called(tmp_path: Path, name: str, begin: bytes) -> None:
    assert code_of(tmp_path, name, begin + b"NIK;NAMA\n" * 9) == "FILE_UNREADABLE"


def test_a_text_document_in_a_zip_is_unreadable(tmp_path: Path) -> None:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    assert code_of(tmp_path, "a.docx", target.getvalue()) == "FILE_UNREADABLE"


def test_a_workbook_without_any_cell_is_empty(tmp_path: Path) -> None:
    assert code_of(tmp_path, "a.xlsx", workbook([])) == "FILE_EMPTY"


def test_a_text_file_of_blank_lines_is_empty(tmp_path: Path) -> None:
    assert code_of(tmp_path, "a.csv", b"\n\n  \n;;\n") == "FILE_EMPTY"


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_people_without_a_heading(tmp_path: Path, name: str) -> None:
    content = workbook([[KARTO, "Karto"]]) if name == "a.xlsx" else f"{KARTO};Karto\n".encode()
    assert code_of(tmp_path, name, content) == "HEADING_NOT_FOUND"


@pytest.mark.parametrize("columns", [["NAMA", "ALAMAT"], ["NIK", "ALAMAT"]])
def test_a_heading_without_nik_or_name(tmp_path: Path, columns: list[str]) -> None:
    assert code_of(tmp_path, "a.xlsx", workbook([columns, ["x", "y"]])) == "COLUMN_MISSING"


def test_a_workbook_above_the_limit_is_too_large_and_not_hashed(tmp_path: Path) -> None:
    path = tmp_path / "rosters" / "2023-09" / "dishub" / "a.xlsx"
    path.parent.mkdir(parents=True)
    path.touch()
    os.truncate(path, MAX_WORKBOOK_BYTES + 1)  # sparse: takes no room
    (file,) = survey(tmp_path, "2023-09", {"dishub": SENDER}, {})
    assert (file.status, file.code, file.file_sha256) == ("set_aside", "FILE_TOO_LARGE", None)


def test_a_delimited_file_has_no_limit(tmp_path: Path) -> None:
    path = tmp_path / "rosters" / "2023-09" / "dishub" / "a.csv"
    path.parent.mkdir(parents=True)
    path.touch()
    os.truncate(path, MAX_WORKBOOK_BYTES + 1)
    (file,) = survey(tmp_path, "2023-09", {"dishub": SENDER}, {})
    assert (file.status, file.code) == ("read", None)


def test_a_headless_sheet_of_people_beside_a_good_one_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for rows in (GOOD, [[KARTO, "Karto"]]):
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    found = read_roster(path, "rosters/2023-09/dishub/a.xlsx", SENDER)
    assert (found.code, found.set_aside, found.cells.height) == ("HEADING_NOT_FOUND", False, 1)
