"""The stewards' files: every filled row comes through as text, and no file without a word."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import msoffcrypto.format.ooxml
import polars as pl
import pytest
import xlsxwriter

from flows.intake.rulings import read_rulings
from schemas.rulings import HEADINGS, RULINGS

NIK, OTHER = "3504111209759001", "3504111209759002"


def workbook(rows: list[list[Any]], *others: list[list[Any]]) -> bytes:
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"default_date_format": "dd-mm-yyyy"}) as book:
        for sheet_rows in (rows, *others):
            sheet = book.add_worksheet()
            for number, row in enumerate(sheet_rows):
                sheet.write_row(number, 0, row)
    return target.getvalue()


def locked() -> bytes:
    target = BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(BytesIO(workbook([["ruling"]]))).encrypt("rahasia", target)
    return target.getvalue()


def put(raw: Path, name: str, content: bytes | str) -> None:
    path = raw / "decisions" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def one(raw: Path) -> dict[str, Any]:
    return read_rulings(raw).row(0, named=True)


def test_no_folder_is_no_ruling(tmp_path: Path) -> None:
    assert read_rulings(tmp_path).schema == RULINGS


@pytest.mark.parametrize("headings", [list(HEADINGS), list(HEADINGS.values()), [name.upper() for name in HEADINGS]])
def test_columns_are_known_by_name_and_by_label(tmp_path: Path, headings: list[str]) -> None:
    put(tmp_path, "a.xlsx", workbook([headings, [f"x{place}" for place in range(len(headings))]]))
    found = one(tmp_path)
    assert {name: found[name] for name in HEADINGS} == {name: f"x{place}" for place, name in enumerate(HEADINGS)}
    assert (found["source_file"], found["source_row"], found["trouble"]) == ("decisions/a.xlsx", 2, None)


def test_a_heading_below_a_title_beside_other_columns(tmp_path: Path) -> None:
    put(tmp_path, "a.xlsx", workbook([["Pertanyaan Mei"], [], ["Kantor", "Keputusan", "ID baris", "NIK"],
                                      ["dpmd", "keep_row", "f-1-2", NIK]]))  # fmt: skip
    found = one(tmp_path)
    assert (found["ruling"], found["row_id"], found["nik"], found["source_row"]) == ("keep_row", "f-1-2", NIK, 4)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_delimited_files(tmp_path: Path, separator: str) -> None:
    rows = [["ruling", "nik", "other_nik", "reason"], ["same_person", NIK, OTHER, "satu orang"]]
    put(tmp_path, "a.csv", "\n".join(separator.join(row) for row in rows))
    found = one(tmp_path)
    assert [found[name] for name in rows[0]] == rows[1]


def test_a_row_without_a_ruling_is_a_question_still_open(tmp_path: Path) -> None:
    put(tmp_path, "a.csv", f"ruling,row_id,nik\n,f-1-2,{NIK}\n  ,f-1-3,{NIK}\nkeep_row,f-1-4,\n")
    assert read_rulings(tmp_path).select("row_id", "nik", "source_row").rows() == [("f-1-4", None, 4)]


def test_every_sheet_and_every_file_counts_and_instructions_do_not(tmp_path: Path) -> None:
    rows = [["ruling", "row_id", "nik"], ["keep_row", "a", ""]]
    help_sheet = [["Keputusan"], ["keep_row: baris ini yang benar"]]
    put(tmp_path, "b.xlsx", workbook(rows, help_sheet, [rows[0], ["keep_row", "b", ""]]))
    put(tmp_path, "2023/a.csv", "ruling,row_id,nik\nkeep_row,c,\n")
    put(tmp_path, "~$b.xlsx", "not looked at")
    assert read_rulings(tmp_path).select("source_file", "row_id").rows() == [
        ("decisions/2023/a.csv", "c"),
        ("decisions/b.xlsx", "a"),
        ("decisions/b.xlsx", "b"),
    ]


def test_a_nik_that_is_a_number_is_told_and_a_day_is_a_day(tmp_path: Path) -> None:
    row = ["same_person", int(NIK), OTHER, datetime(2023, 9, 12)]  # noqa: DTZ001 - a cell has no time zone
    put(tmp_path, "a.xlsx", workbook([["ruling", "nik", "other_nik", "decided_on"], row]))
    found = one(tmp_path)
    assert (found["nik_is_number"], found["other_nik_is_number"]) == (True, False)
    assert (found["other_nik"], found["decided_on"]) == (OTHER, "2023-09-12")


def test_a_nik_in_another_column_than_its_own_is_no_number(tmp_path: Path) -> None:
    """Without a column for the NIK, the first one does not stand in for it."""
    put(tmp_path, "a.xlsx", workbook([["value", "ruling", "row_id"], [17, "accept_value", "f-1-2"]]))
    found = one(tmp_path)
    assert (found["nik"], found["nik_is_number"], found["value"]) == (None, False, "17")


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.xlsx", b"", "kosong"),
        ("a.xlsx", locked(), "kata sandi"),
        ("a.xlsx", workbook([["ruling", "nik", "code"]])[:400], "rusak"),
        ("a.pdf", b"%PDF-1.4", "rusak"),
        ("a.csv", b"nama;alamat\nKarto;Ngunut\n", "judul"),
        ("a.xlsx", workbook([["NIK", "Alasan", "Kode"], [NIK, "x", "y"]]), "judul"),
        ("a.xlsx", workbook([]), "judul"),
    ],
)
def test_a_file_that_cannot_be_read_says_so_and_the_others_are_read(
    tmp_path: Path, name: str, content: bytes, word: str
) -> None:
    put(tmp_path, name, content)
    put(tmp_path, "z.csv", "ruling,row_id,nik\nkeep_row,c,\n")
    troubled, good = read_rulings(tmp_path).rows(named=True)
    assert word in troubled["trouble"].lower(), troubled
    assert (troubled["source_file"], troubled["ruling"]) == (f"decisions/{name}", None)
    assert (good["row_id"], good["trouble"]) == ("c", None)


def test_a_heading_alone_is_nothing_to_say(tmp_path: Path) -> None:
    put(tmp_path, "a.csv", "ruling,row_id,nik\n")
    assert read_rulings(tmp_path).is_empty()


def test_the_shape_is_always_the_same(tmp_path: Path) -> None:
    put(tmp_path, "a.csv", "ruling,row_id,nik\nkeep_row,c,\n")
    put(tmp_path, "b.xlsx", workbook([["ruling", "nik", "code"], ["keep_row", int(NIK), 1]]))
    put(tmp_path, "c.xlsx", b"")
    found = read_rulings(tmp_path)
    assert (found.schema, found.height) == (RULINGS, 3)
    assert pl.Series(found["nik"]).to_list() == [None, NIK, None]
