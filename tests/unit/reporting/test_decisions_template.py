"""The workbook of open questions: what a steward sees, and what comes back of it."""

import stat
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from flows.intake.rulings import read_rulings
from flows.reporting.decisions_template import write_decisions_template
from schemas.rulings import HEADINGS, KINDS, QUESTIONS
from schemas.tables import TABLES

NIK, OTHER = "3504111209759001", "3504111209759002"
CONTEXT = ["Pertanyaan", "Kantor", "Tempat", "Nama", "Penjelasan"]
ASKED: list[dict[str, Any]] = [
    {"question": "lookalike", "nik": NIK, "other_nik": OTHER, "context": "Nama sama."},
    {"question": "nik_conflict", "row_id": "f-1-2", "nik": NIK, "context": "Dua orang."},
    {"question": "nik_proposal", "row_id": "f-1-3", "column": "nik", "value": NIK, "context": "Huruf O."},
    {"question": "not_applied", "file": "rosters/2023-09/dpmd/a.xlsx", "context": "Sudah tidak berlaku."},
    {"question": "set_aside", "row_id": "f-1-4", "nik": NIK, "code": "DECEASED", "sender": "dpmd", "source_row": 4,
     "source_file": "rosters/2023-09/dpmd/a.xlsx", "sheet": "Data", "name": "=cmd|' /C calc'!A0", "context": "Alm."},
]  # fmt: skip


def made(folder: Path, *questions: dict[str, Any]) -> Path:
    path = folder / "raw" / "decisions" / "keputusan.xlsx"
    path.parent.mkdir(parents=True)
    frame = pl.DataFrame(list(questions), schema=TABLES["open_questions"].dtypes)
    write_decisions_template(path, frame, date(2023, 9, 1))
    return path


def columns(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value): place for place, cell in enumerate(sheet[3], 1)}


def fill(path: Path, *answers: dict[str, Any]) -> None:
    """Writes each answer, by the columns' machine names, into the lines from the first on."""
    book = openpyxl.load_workbook(path)
    sheet = book["Keputusan"]
    place = columns(sheet)
    for row, answer in enumerate(answers, 4):
        for name, value in answer.items():
            sheet.cell(row, place[HEADINGS[name]]).value = value
    book.save(path)


def test_it_is_closed_to_others_and_never_written_over(tmp_path: Path) -> None:
    path = made(tmp_path, *ASKED)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        write_decisions_template(path, TABLES["open_questions"].empty(), date(2023, 9, 1))
    assert path.read_bytes() == before


def test_every_column_of_a_ruling_stands_behind_what_there_is_to_read(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(made(tmp_path, *ASKED))["Keputusan"]
    assert list(columns(sheet)) == [*CONTEXT, *HEADINGS.values()]


def test_a_line_is_filled_in_but_for_the_ruling(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(made(tmp_path, ASKED[-1]))["Keputusan"]
    said = {heading: sheet.cell(4, place).value for heading, place in columns(sheet).items()}
    assert {heading: value for heading, value in said.items() if value is not None} == {
        "Pertanyaan": "Ditolak",
        "Kantor": "Dinas Pemberdayaan Masyarakat dan Desa",
        "Tempat": "rosters/2023-09/dpmd/a.xlsx, Data baris 4",
        "Nama": "=cmd|' /C calc'!A0",
        "Penjelasan": "Alm.",
        "ID baris": "f-1-4",
        "NIK": NIK,
        "Kode": "DECEASED",
        "Berlaku sampai": "31-12-2023",
    }


def test_no_cell_is_a_formula_or_a_number(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(made(tmp_path, *ASKED))["Keputusan"]
    kinds = {cell.data_type for row in sheet.iter_rows(min_row=4) for cell in row if cell.value is not None}
    assert kinds == {"s"}


def test_each_question_offers_the_rulings_that_can_answer_it(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(made(tmp_path, *ASKED))["Keputusan"]
    offered = {str(rule.sqref).split(":")[0]: str(rule.formula1) for rule in sheet.data_validations.dataValidation}
    letter = get_column_letter(columns(sheet)["Keputusan"])
    for row, question in enumerate(ASKED, 4):
        assert offered[f"{letter}{row}"] == f'"{",".join(QUESTIONS[question["question"]])}"'
    assert offered[f"{letter}{4 + len(ASKED)}"] == f'"{",".join(KINDS)}"'


def test_the_instructions_explain_every_kind_the_second_person_and_the_end(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(made(tmp_path))
    text = "\n".join(str(row[0]) for row in book["Petunjuk"].iter_rows(values_only=True))
    assert [kind.name for kind in KINDS.values() if f"{kind.name}: {kind.said}" not in text] == []
    assert [word for word in ("orang kedua", "Berlaku sampai", "31-12-2023", "raw/decisions") if word not in text] == []


def test_an_unfilled_template_rules_nothing(tmp_path: Path) -> None:
    made(tmp_path, *ASKED)
    assert read_rulings(tmp_path / "raw").is_empty()


def test_a_filled_template_is_read_back_with_its_targets(tmp_path: Path) -> None:
    path = made(tmp_path, *ASKED)
    by = {"reason": "sudah dicek", "decided_by": "Sri", "approved_by": "Budi", "decided_on": "12-09-2023"}
    rulings = ["same_person", "keep_row", "accept_value", "exclude_file", "waive_reason"]
    fill(path, *({"ruling": ruling, **by} for ruling in rulings))
    found = read_rulings(tmp_path / "raw").rows(named=True)
    targets = ("row_id", "nik", "other_nik", "file", "code", "column", "value")
    assert [line["ruling"] for line in found] == rulings
    assert [{name: line[name] for name in targets} for line in found] == [
        {name: question.get(name) for name in targets} for question in ASKED
    ]
    assert {(line["reason"], line["decided_by"], line["approved_by"], line["decided_on"]) for line in found} == {
        tuple(by.values())
    }
    assert ({line["expires_on"] for line in found}, {line["trouble"] for line in found}) == ({"31-12-2023"}, {None})


def test_a_ruling_that_nobody_asked_for_goes_below(tmp_path: Path) -> None:
    path = made(tmp_path)
    fill(path, {"ruling": "exclude_row", "row_id": "f-1-9"})
    assert read_rulings(tmp_path / "raw").select("ruling", "row_id", "source_row").rows() == [
        ("exclude_row", "f-1-9", 4)
    ]
