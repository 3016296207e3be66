"""What is wrong comes back to its sender at the right cell; what the sender mends there is mended the next night."""

from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from flows.demo.month import write_month
from schemas.reasons import FROM_OUTSIDE, REASONS
from schemas.tables.roster import RULES
from tests.night.mending import AMBER, MUST_GO, RED, Line, lines, mend
from tests.night.place import MONTH
from tests.night.plain import night

WORKERS = 1_500
TOLD = {code for code, reason in REASONS.items() if reason.severity == "reject" or reason.fixer == "sender"}
OF_SENDERS = {code for code, reason in REASONS.items() if reason.fixer == "sender"}
FIELD = {rule.code: rule.field for rule in RULES} | {"NIK_CONFLICT": "nik", "NIK_COLUMN_DAMAGED": "nik"}
TOLD_BY_MESS = {
    "servant_by_status": "status",
    "servant_by_post": "position",
    "dead_by_note": "note",
}
"""Cells that say so, where the reason is not about its rule's own field."""
Where = tuple[str, str, int]


class Month:
    """A month, its first night's returns, and the night after everything in them was mended."""

    def __init__(self, home: Path) -> None:
        write_month(home / "raw", MONTH, workers=WORKERS)
        truth = home / "raw" / "demo" / MONTH
        self.rosters = home / "raw" / "rosters" / MONTH
        self.rows = pl.read_parquet(truth / "truth_rows.parquet")
        self.people = {
            (row["source_file"], row["sheet"], row["source_row"]): row
            for row in pl.read_parquet(truth / "truth_people.parquet").iter_rows(named=True)
        }
        self.first = night(home, None).folder
        self.lines = [line for book, sender in self._books() for line in self._lines(book, sender)]
        self._mend_all()
        self.second = night(home, None).folder

    def _books(self) -> list[tuple[openpyxl.Workbook, str]]:
        returns = sorted((self.first / "steward" / "returns").glob("*.xlsx"))
        return [(openpyxl.load_workbook(path), path.stem) for path in returns]

    def _lines(self, book: openpyxl.Workbook, sender: str) -> list[Line]:
        named = {name: sheet for name, sheet, _ in sorted(self.people)}
        return list(lines(book, f"rosters/{MONTH}/{sender}", named))

    def _mend_all(self) -> None:
        for book, sender in self._books():
            for line in self._lines(book, sender):
                mend(line, self.people[line.where])
            if (self.rosters / sender).is_dir():
                book.save(self.rosters / sender / "sudah diperbaiki.xlsx")


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Month:
    return Month(tmp_path_factory.mktemp("mended"))


def planted(month: Month) -> dict[Where, set[tuple[str, str]]]:
    """By row, the field and colour of each cell that must be coloured: what refuses shows over advice."""
    cells: dict[Where, set[tuple[str, str]]] = {}
    for row in month.rows.iter_rows(named=True):
        where = row["source_file"], row["sheet"], row["source_row"]
        told = {code for code in row["codes"] if code in TOLD}
        if told:
            mess = month.people[where]["mess"]
            looks = [(_field(code, mess), RED if REASONS[code].severity == "reject" else AMBER) for code in told]
            red = {field for field, look in looks if look == RED}
            cells[where] = {(field, look) for field, look in looks if look == RED or field not in red}
    return cells


def _field(code: str, mess: str | None) -> str:
    return TOLD_BY_MESS.get(mess or "", FIELD[code]) if code in {"CIVIL_SERVANT", "DECEASED"} else FIELD[code]


def test_every_planted_problem_is_at_its_row_and_in_its_cell_and_no_other_is(month: Month) -> None:
    meant = planted(month)
    found = {line.where: line.coloured for line in month.lines}
    assert len(found) == len(month.lines), "a row is listed once"
    assert {
        where: (meant.get(where), found.get(where))
        for where in {*meant, *found}
        if meant.get(where) != found.get(where)
    } == {}


NOT_IN_A_FIRST_MONTH = {"LOOKALIKE", "EXCLUDED_BY_DECISION", "LEFT_PROGRAMME", *FROM_OUTSIDE}
"""Nobody has ruled, left or been asked about yet; a pair alike is planted apart."""


def test_every_code_that_senders_hear_of_was_among_them(month: Month) -> None:
    found = {code for codes in month.rows["codes"] for code in codes}
    assert found >= {code for code in TOLD if REASONS[code].level == "row"} - NOT_IN_A_FIRST_MONTH


def test_no_row_that_a_sender_could_mend_is_refused_after_mending(month: Month) -> None:
    log = pl.read_parquet(month.second / "steward" / "reason_log.parquet")
    left = log.filter(pl.col("severity") == "reject", pl.col("code").is_in(list(OF_SENDERS)))
    rows = pl.read_parquet(month.second / "steward" / "rows.parquet")
    shown = left.join(rows, on="row_id").select("source_file", "sheet", "source_row", "code", "column")
    assert shown.is_empty(), shown


def test_rows_that_were_taken_out_are_counted_and_gone(month: Month) -> None:
    gone = [person for where, person in month.people.items() if person["mess"] in MUST_GO]
    files = pl.read_parquet(month.second / "steward" / "received_files.parquet")
    counted = files.explode("ignored_rows").unnest("ignored_rows").group_by("why").agg(pl.col("rows").sum())
    whys = dict(counted.drop_nulls("why").iter_rows())
    assert whys["withdrawn by the sender"] == len(gone)
    assert whys["correction"] == len(month.lines)


def test_mended_people_are_covered_from_the_row_they_came_in(month: Month) -> None:
    workers = pl.read_parquet(month.second / "steward" / "workers" / "*" / "*.parquet", hive_partitioning=False)
    covered = {row[0]: row[1:] for row in workers.select("nik", "source_file", "sheet", "source_row").iter_rows()}
    mended = [
        (where, person)
        for line in month.lines
        if (person := month.people[where := line.where])["mess"] not in {*MUST_GO, "conflict"}
    ]
    assert len(mended) > 80
    wrong = [(where, person["mess"]) for where, person in mended if covered.get(person["nik"]) != where]
    assert wrong == []


def test_a_damaged_file_is_a_file_like_another_once_its_niks_are_typed_again(month: Month) -> None:
    files = pl.read_parquet(month.second / "steward" / "received_files.parquet")
    (file,) = files.filter(pl.col("source_file").str.ends_with("usulan petani rejotangan.xlsx")).to_dicts()
    assert (file["status"], file["code"], file["rows_read"], file["rejected"]) == ("read", None, 30, 0)


def test_return_workbooks_are_no_rosters(month: Month) -> None:
    files = pl.read_parquet(month.second / "steward" / "received_files.parquet")
    returned: list[dict[str, Any]] = files.filter(
        pl.col("source_file").str.ends_with("sudah diperbaiki.xlsx")
    ).to_dicts()
    assert len(returned) > 20
    assert {(file["status"], file["code"], file["rows_read"]) for file in returned} - {
        ("set_aside", "SENDER_UNKNOWN", 0)
    } == {("read", None, 0)}
