"""Return workbooks: the sender's own rows, in Indonesian, with nothing a spreadsheet would run."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from flows.reporting.returns import write_returns
from schemas.tables.reason_log import REASON_LOG
from schemas.tables.received_files import RECEIVED_FILES
from schemas.tables.rows import ROWS

MONTH = date(2023, 9, 1)
NIK = "3504111209759001"
Row = dict[str, Any]
COLUMNS = ("file", "sheet", "row", "column", "cell", "status", "problem", "fix")


def snapshot(folder: Path, rows: list[Row], reasons: list[Row], files: list[Row]) -> Path:
    row = {
        "sender": "dpmd",
        "source_file": "rosters/2023-09/dpmd/a.xlsx",
        "file_sha256": "ab",
        "sheet": "Data",
        "source_row": 5,
        "status": "rejected",
    }
    file = {
        "sender": "dpmd",
        "source_file": "rosters/2023-09/dpmd/a.xlsx",
        "month": MONTH,
        "status": "read",
        "first_seen": datetime(2023, 9, 2, tzinfo=UTC),
    }
    reason = {"row_id": "r1", "code": "NIK_FORMAT", "severity": "reject", "column": "nik", "original": "350411"}
    (folder / "steward").mkdir()
    for table, base, given in ((ROWS, row, rows), (REASON_LOG, reason, reasons), (RECEIVED_FILES, file, files)):
        frame = pl.DataFrame([{**base, **one} for one in given], schema=table.dtypes)
        frame.write_parquet(folder / "steward" / f"{table.name}.parquet")
    return folder


def returned(folder: Path, sender: str = "dpmd") -> list[dict[str, Any]]:
    sheet = openpyxl.load_workbook(folder / "steward" / "returns" / f"{sender}.xlsx").worksheets[0]
    lines = list(sheet.iter_rows(min_row=2))
    assert {cell.data_type for line in lines for cell in line} <= {"s", "n"}, "no formula, no number typed in"
    return [dict(zip(COLUMNS, (cell.value for cell in line), strict=False)) for line in lines]


def one(tmp_path: Path, row: Row | None = None, reason: Row | None = None) -> dict[str, Any]:
    snapshot(tmp_path, [{"row_id": "r1", **(row or {})}], [reason or {}], [{}])
    write_returns(tmp_path, MONTH, {})
    (line,) = returned(tmp_path)
    return line


def test_a_line_tells_row_cell_problem_and_cure(tmp_path: Path) -> None:
    assert one(tmp_path) == {
        "file": "a.xlsx", "sheet": "Data", "row": "5", "column": "NIK", "cell": "350411", "status": "ditolak",
        "problem": "NIK bukan 16 angka.", "fix": "Ketik ulang NIK dari KTP atau KK; jadikan kolomnya berformat Teks.",
    }  # fmt: skip


@pytest.mark.parametrize(
    "cell", ["=1+1", "+62812", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "{=1}", "http://x.example"]
)
def test_a_cell_is_never_a_formula(tmp_path: Path, cell: str) -> None:
    assert one(tmp_path, reason={"code": "NAME_MISSING", "column": "name", "original": cell})["cell"] == cell


@pytest.mark.parametrize("name", ["=cmd.xlsx", "+a.xlsx", "@a.xlsx"])
def test_a_file_name_is_never_a_formula(tmp_path: Path, name: str) -> None:
    assert one(tmp_path, row={"source_file": f"rosters/2023-09/dpmd/{name}"})["file"] == name


def test_a_sheet_name_is_never_a_formula(tmp_path: Path) -> None:
    assert one(tmp_path, row={"sheet": "=A1"})["sheet"] == "=A1"


def test_a_nik_keeps_its_digits_as_text(tmp_path: Path) -> None:
    line = one(tmp_path, reason={"code": "NIK_CONFLICT", "original": NIK})
    assert line["cell"] == NIK


def test_a_control_character_in_a_cell_does_not_break_the_workbook(tmp_path: Path) -> None:
    assert one(tmp_path, reason={"original": "35\x0004\x0b11"})["problem"] == "NIK bukan 16 angka."


def test_a_cell_longer_than_a_spreadsheet_allows_does_not_lose_the_line(tmp_path: Path) -> None:
    assert str(one(tmp_path, reason={"original": "9" * 40_000})["cell"]).startswith("999")


@pytest.mark.parametrize(("code", "said"), [("NIK_FORMAT", True), ("NIK_CONFLICT", False)])
def test_a_nik_is_proposed_only_for_a_cell_that_is_none(tmp_path: Path, code: str, said: bool) -> None:
    cell = NIK.replace("0", "O")
    snapshot(tmp_path, [{"row_id": "r1"}], [{"code": code, "original": cell}], [{}])
    write_returns(tmp_path, MONTH, {cell: NIK})
    (line,) = returned(tmp_path)
    assert (line["cell"], line["fix"].startswith(f"Mungkin {NIK}; cocokkan dengan KTP.")) == (cell, said)


def test_refused_rows_come_before_advice(tmp_path: Path) -> None:
    rows = [{"row_id": "r1", "status": "covered", "source_row": 2}, {"row_id": "r2", "source_row": 9}]
    reasons = [{"code": "BIRTH_DATE_FROM_NIK", "severity": "advise", "column": "birth_date"}, {"row_id": "r2"}]
    snapshot(tmp_path, rows, reasons, [{}])
    write_returns(tmp_path, MONTH, {})
    assert [line["row"] for line in returned(tmp_path)] == ["9", "2"]


def test_each_sender_gets_only_its_own_rows(tmp_path: Path) -> None:
    rows = [{"row_id": "r1"}, {"row_id": "r2", "sender": "dishub", "source_file": "rosters/2023-09/dishub/b.xlsx"}]
    snapshot(tmp_path, rows, [{}, {"row_id": "r2"}], [{}])
    assert write_returns(tmp_path, MONTH, {}) == 2
    assert [line["file"] for line in returned(tmp_path, "dishub")] == ["b.xlsx"]


def test_a_file_that_was_set_aside_is_told_first(tmp_path: Path) -> None:
    file = {"status": "set_aside", "code": "FILE_ENCRYPTED", "source_file": "rosters/2023-09/dpmd/b.xlsx"}
    snapshot(tmp_path, [{"row_id": "r1"}], [{}], [file])
    write_returns(tmp_path, MONTH, {})
    first = returned(tmp_path)[0]
    assert (first["file"], first["status"], first["problem"]) == (
        "b.xlsx",
        "tidak dipakai",
        "Berkas memakai kata sandi.",
    )


def test_a_file_of_another_month_is_not_told_again(tmp_path: Path) -> None:
    snapshot(tmp_path, [], [], [{"status": "set_aside", "code": "FILE_EMPTY", "month": date(2023, 8, 1)}])
    assert write_returns(tmp_path, MONTH, {}) == 0


def test_a_file_that_belongs_to_nobody_has_no_workbook(tmp_path: Path) -> None:
    snapshot(tmp_path, [], [], [{"sender": "", "status": "set_aside", "code": "SENDER_UNKNOWN"}])
    assert write_returns(tmp_path, MONTH, {}) == 0


def test_a_sender_with_nothing_to_mend_gets_nothing(tmp_path: Path) -> None:
    snapshot(tmp_path, [{"row_id": "r1", "status": "covered"}], [], [{}])
    assert write_returns(tmp_path, MONTH, {}) == 0


def test_advice_for_others_does_not_go_to_the_sender(tmp_path: Path) -> None:
    row = {"row_id": "r1", "status": "covered"}
    snapshot(tmp_path, [row], [{"code": "AGE_NEAR_LIMIT", "severity": "advise", "column": "birth_date"}], [{}])
    assert write_returns(tmp_path, MONTH, {}) == 0
