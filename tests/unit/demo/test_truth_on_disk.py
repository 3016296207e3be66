"""The truth speaks of rows that really stand there, read back from the files themselves."""

import csv
import re
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from flows.demo import DemoMonth
from flows.demo.people import after_three_months, age, birth_date
from flows.demo.places import misspellings, places, reference

Line = list[object]
# Reasons whose NIK is not one any more; everybody else's serial is 9001 or above.
SPOILT = {
    "NIK_MISSING", "NIK_FORMAT", "NIK_SERIAL_ZERO", "NIK_TRUNCATED", "NIK_SCIENTIFIC", "NIK_TEMPORARY",
    "NIK_COLUMN_DAMAGED",
}  # fmt: skip


@pytest.fixture(scope="session")
def tables(raw: Path, truth_files: pl.DataFrame) -> dict[tuple[str, str], list[Line]]:
    """Lines by file and sheet, of all files that are read."""
    found: dict[tuple[str, str], list[Line]] = {}
    for name in truth_files.filter((pl.col("status") != "set_aside") | (pl.col("code") == "NIK_COLUMN_DAMAGED"))[
        "source_file"
    ]:
        found |= {(name, sheet): lines for sheet, lines in _tables(raw / name)}
    return found


def _tables(path: Path) -> list[tuple[str, list[Line]]]:
    if path.suffix == ".csv":
        text = path.read_text(encoding="utf-8-sig")
        delimiter = max(";,", key=text.count)
        return [("", [list(line) for line in csv.reader(text.splitlines(), delimiter=delimiter)])]
    book = CalamineWorkbook.from_path(path)
    return [
        (name, [list(line) for line in book.get_sheet_by_name(name).to_python(skip_empty_area=False)])
        for name in book.sheet_names
    ]


@cache
def _fields() -> dict[str, str]:
    return {row["spelling"]: row["field"] for row in reference("headings")}


def _heading(lines: list[Line]) -> tuple[int, list[str | None]]:
    """Where the heading stands, and the field of each column."""
    known = _fields()
    for at, line in enumerate(lines, 1):
        fields = [known.get(str(cell).lower()) for cell in line]
        if {"nik", "name"} <= set(fields):
            return at, fields
    raise AssertionError(f"no heading in {lines[:6]}")


def test_every_row_stands_where_the_truth_says(
    tables: dict[tuple[str, str], list[Line]], truth_rows: pl.DataFrame
) -> None:
    for row in truth_rows.iter_rows(named=True):
        lines = tables[row["source_file"], row["sheet"]]
        at, fields = _heading(lines)
        cells = dict(zip(fields, lines[row["source_row"] - 1], strict=False))
        assert row["source_row"] > at
        assert cells["nik"] or cells["name"], (row, cells)


def test_no_row_with_a_nik_is_left_out(tables: dict[tuple[str, str], list[Line]], truth_rows: pl.DataFrame) -> None:
    told = set(truth_rows.select("source_file", "sheet", "source_row").iter_rows())
    for (name, sheet), lines in tables.items():
        if sheet == "REKAP":
            continue
        at, fields = _heading(lines)
        column = fields.index("nik")
        for number, line in enumerate(lines[at:], at + 1):
            if len(str(line[column])) > 5:
                assert (name, sheet, number) in told, (name, sheet, number)


def test_rows_add_up(truth_rows: pl.DataFrame, truth_files: pl.DataFrame, month: DemoMonth) -> None:
    counted = dict(truth_rows.group_by("source_file").len().iter_rows())
    for name, read in truth_files.select("source_file", "rows_read").iter_rows():
        assert counted.get(name, 0) == read, name
    assert (month.rows, month.files) == (truth_rows.height, truth_files.height)


def test_every_nik_is_synthetic_and_covers_one_person(
    tables: dict[tuple[str, str], list[Line]], truth_rows: pl.DataFrame
) -> None:
    covered = []
    for row in truth_rows.iter_rows(named=True):
        lines = tables[row["source_file"], row["sheet"]]
        nik = lines[row["source_row"] - 1][_heading(lines)[1].index("nik")]
        digits = f"{nik:.0f}" if isinstance(nik, float) else re.sub(r"\D", "", str(nik))
        if not SPOILT & set(row["codes"]):
            assert re.fullmatch(r"\d{12}9\d{3}", digits), row
            assert not digits.endswith("9000")
        if row["status"] == "covered":
            covered.append(digits)
    assert len(covered) == len(set(covered)) == 1000


def test_only_one_file_has_a_heading_nobody_knows(
    tables: dict[tuple[str, str], list[Line]], truth_files: pl.DataFrame
) -> None:
    known = _fields()
    strange = set()
    for (name, sheet), lines in tables.items():
        if sheet != "REKAP":
            heading = lines[_heading(lines)[0] - 1]
            strange |= {name for cell in heading if str(cell).lower() not in known}
    marked = truth_files.filter(pl.col("code") == "COLUMN_UNRECOGNISED")["source_file"]
    assert strange == set(marked)


def test_a_copy_has_the_bytes_of_its_first(raw: Path, truth_rows: pl.DataFrame) -> None:
    copies = truth_rows.filter(pl.col("kind") == "resent").select("source_file", "winner_source_file").unique()
    assert copies.height == 2
    for copy, first in copies.iter_rows():
        assert (raw / copy).read_bytes() == (raw / first).read_bytes()
        assert (raw / copy).stat().st_mtime > (raw / first).stat().st_mtime


def test_files_beyond_reading_are_what_they_claim(raw: Path, truth_files: pl.DataFrame) -> None:
    named = dict(truth_files.drop_nulls("code").select("code", "source_file").iter_rows())
    assert (raw / named["FILE_TOO_LARGE"]).stat().st_size == 65 * 1024 * 1024
    assert (raw / named["FILE_EMPTY"]).stat().st_size == 0
    # The container of an encrypted workbook is a compound file, not a zip.
    assert (raw / named["FILE_ENCRYPTED"]).read_bytes()[:8] == bytes.fromhex("d0cf11e0a1b11ae1")
    assert not (raw / named["FILE_UNREADABLE"]).read_bytes().startswith(b"PK")


def test_a_misspelling_is_one_edit_and_no_other_desa() -> None:
    names = {place.name.lower() for place in places()}
    wrong = [spelling for place in places() for spelling in misspellings(place)[:3]]
    assert wrong
    assert not names & {spelling.lower() for spelling in wrong}


@pytest.mark.parametrize(("ages", "low", "high"), [("seventeen", 17, 17), ("child", 12, 16), ("elder", 65, 79)])
def test_ages_hold_on_the_first_of_the_month(ages: str, low: int, high: int) -> None:
    start, rng = date(2023, 9, 1), Random(7)
    assert all(low <= age(birth_date(ages, start, rng), start) <= high for _ in range(300))
    almost = [birth_date("almost_65", start, rng) for _ in range(300)]
    assert all(age(day, start) == 64 and age(day, after_three_months(start)) == 65 for day in almost)
