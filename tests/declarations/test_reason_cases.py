"""Every reason is provoked by one row or file and nearly provoked by another, on the way a night takes."""

import os
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from flows.cleaning.roster import clean
from flows.intake.data_rows import people_and_ignored
from flows.intake.landing import survey
from flows.intake.roster import read_roster
from flows.review.deaths import standing_deaths, told_outside
from flows.review.duplicates import one_row_per_nik, with_precedence
from flows.review.eligibility import with_eligibility
from flows.review.outside import outside_reasons
from flows.review.rules import judge, rejected
from schemas.answers import CLAIMS_READ
from schemas.reasons import REASONS
from schemas.senders.sender import Sender
from schemas.tables.cells import CELLS
from schemas.tables.death_notices import DEATH_NOTICES
from schemas.tables.dukcapil_results import DUKCAPIL_RESULTS
from schemas.tables.roster import ACCEPTED
from tests.declarations.reason_cases import FILES, LISTS, NIK, OUTSIDE, PAIRS, PERSON, ROWS, Answer, Cells, Sent

MONTH = date(2023, 9, 1)
SENDER = Sender(sender="dishub", name="Dinas Perhubungan", kind="opd", contact="-", sends="-")
ELSEWHERE = {"LOOKALIKE", "EXCLUDED_BY_DECISION", "FILE_EXCLUDED", "CORRECTION_UNMATCHED"}
"""Codes that a table of cells cannot show; their own tests provoke them (`tests/unit/review`, `tests/night`)."""

Judge = Callable[[Cells], set[str]]


def roster(files: Sequence[Sequence[Cells]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The cells of small files as a roster with what its segments ask, and the reason log of it."""
    cells = [
        {
            "source_file": str(file),
            "sheet": "",
            "sheet_number": 0,
            "source_row": row,
            "nik_is_number": isinstance(changed.get("nik"), int),
            "nkk_is_number": False,
            **{f"{field}_text": None if cell is None else str(cell) for field, cell in (PERSON | changed).items()},
        }
        for file, rows in enumerate(files)
        for row, changed in enumerate(rows, 2)
    ]
    facts = pl.DataFrame(
        [(str(file), "dishub", "00", f"f{file}", datetime(2023, 9, 1, tzinfo=UTC), None) for file in range(len(files))],
        schema={"source_file": pl.String, "sender": pl.String, "file_sha256": pl.String, "file_key": pl.String,
                "first_seen": pl.Datetime("us", "UTC"), "code": pl.String},
        orient="row",
    )  # fmt: skip
    people, _ = people_and_ignored(pl.DataFrame(cells, schema=CELLS))
    typed = with_eligibility(clean(people, facts, {"dishub": SENDER}, MONTH), MONTH)
    return typed, judge(typed, facts)


@pytest.fixture(scope="module")
def codes_of_row() -> Judge:
    """The codes of a row that stands alone in its file; all rows of the table are judged at once, as in a night."""
    asked = [{}, *(row for _, *rows in ROWS for row in rows)]
    typed, log = roster([[row] for row in asked])
    assert typed.height == len(asked)
    found = dict(log.group_by("row_id").agg("code").iter_rows())
    return lambda row: set(found.get(f"f{asked.index(row)}-0-2", ()))


def codes_of_pair(below: Cells) -> set[str]:
    typed, log = roster([[{}, below]])
    accepted = typed.filter(~pl.col("row_id").is_in(rejected(log).implode())).select(ACCEPTED)
    return set(one_row_per_nik(with_precedence(accepted, MONTH)).conflicts["code"])


def codes_of_answer(answer: Answer) -> set[str]:
    typed, _ = roster([[{}]])
    results = pl.DataFrame([{"nik": NIK, **answer}], schema=DUKCAPIL_RESULTS.dtypes)
    notices = told_outside(pl.DataFrame(schema=CLAIMS_READ), results, DEATH_NOTICES.empty(), MONTH)
    return set(outside_reasons(typed, standing_deaths(notices), results, MONTH)["code"])


@pytest.fixture
def codes_of_file(tmp_path: Path) -> Callable[[Sent], set[str]]:
    def codes(sent: Sent) -> set[str]:
        path = tmp_path / "rosters" / "2023-09" / sent.path
        path.parent.mkdir(parents=True)
        path.write_bytes(sent.content)
        if sent.size:
            os.truncate(path, sent.size)
        (file,) = survey(tmp_path, "2023-09", {"dishub": SENDER}, {})
        if file.code:
            return {file.code}
        return {read_roster(path, file.source_file, SENDER).code or ""}

    return codes


def test_every_reason_has_a_case_that_provokes_it_and_one_that_nearly_does() -> None:
    assert {code for code, *_ in (*ROWS, *PAIRS, *LISTS, *OUTSIDE, *FILES)} == set(REASONS) - ELSEWHERE


def test_with_the_person_of_the_table_nothing_is_wrong(codes_of_row: Judge) -> None:
    assert codes_of_row({}) == set()


@pytest.mark.parametrize(("code", "broken", "_near"), ROWS)
def test_a_row_that_provokes_a_reason_provokes_no_other(
    codes_of_row: Judge, code: str, broken: Cells, _near: Cells
) -> None:
    assert codes_of_row(broken) == {code}, broken


@pytest.mark.parametrize(("code", "_broken", "near"), ROWS)
def test_a_row_that_nearly_provokes_a_reason_does_not(
    codes_of_row: Judge, code: str, _broken: Cells, near: Cells
) -> None:
    assert code not in codes_of_row(near), near


@pytest.mark.parametrize(("code", "broken", "near"), PAIRS)
def test_a_pair_of_rows(code: str, broken: Cells, near: Cells) -> None:
    assert codes_of_pair(broken) == {code}
    assert codes_of_pair(near) == set()


@pytest.mark.parametrize(("code", "broken", "near"), LISTS)
def test_the_rows_of_a_list(code: str, broken: list[Cells], near: list[Cells]) -> None:
    typed, log = roster([broken])
    said = log.filter(pl.col("severity") == "reject")
    assert (set(said["code"]), said.height) == ({code}, typed.height)
    assert code not in set(roster([near])[1]["code"])


@pytest.mark.parametrize(("code", "broken", "near"), OUTSIDE)
def test_an_answer(code: str, broken: Answer, near: Answer) -> None:
    assert codes_of_answer(broken) == {code}
    assert code not in codes_of_answer(near)


@pytest.mark.parametrize(("code", "broken", "_near"), FILES)
def test_a_file_that_provokes_a_reason(
    codes_of_file: Callable[[Sent], set[str]], code: str, broken: Sent, _near: Sent
) -> None:
    assert codes_of_file(broken) == {code}


@pytest.mark.parametrize(("code", "_broken", "near"), FILES)
def test_a_file_that_nearly_provokes_a_reason_does_not(
    codes_of_file: Callable[[Sent], set[str]], code: str, _broken: Sent, near: Sent
) -> None:
    assert code not in codes_of_file(near)


# --- examples ------------------------------------------------------------------------------------------------------

FIRST = {code: (broken, near) for code, broken, near in reversed(ROWS)}


@pytest.mark.parametrize("code", FIRST)
def test_the_example_of_a_reason_is_the_first_of_its_cases(code: str) -> None:
    """Cell for cell: what provokes the reason stands before the arrow, what mends it behind."""
    cases = FIRST[code]
    for said, case, other in zip(REASONS[code].example.split(" → "), cases, reversed(cases), strict=True):
        changed = [cell for field, cell in case.items() if cell != other.get(field)]
        assert [cell for cell in changed if ("(kosong)" if cell is None else str(cell)) not in said] == [], said
