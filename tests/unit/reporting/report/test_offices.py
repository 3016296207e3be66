"""What the report tells of each sender."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from flows.reporting.report.offices import NIGHTS, Office, file_name, offices, past_coverage, past_scores
from schemas.tables import TABLES
from schemas.tables.trail import TRAIL
from tests.unit.reporting.report.nights import MONTH, heard, received, silent

NO_REASONS = pl.DataFrame(schema={"sender": pl.String, "code": pl.String, "severity": pl.String, "rows": pl.UInt32})


def told(
    folder: Path,
    *rows: dict[str, Any],
    files: tuple[dict[str, Any], ...] = (),
    trends: dict[str, list[float]] | None = None,
) -> list[Office]:
    senders, received_files = (
        pl.DataFrame(
            [{column: row.get(column) for column in TABLES[name].columns} for row in said], schema=TABLES[name].dtypes
        )
        for name, said in (("senders", rows), ("received_files", files))
    )
    return offices(folder, senders, received_files, NO_REASONS, trends or {})


def test_those_without_a_list_come_first_then_the_lowest_score(tmp_path: Path) -> None:
    broken = received("bpbd", "rusak.xlsx", status="set_aside", code="FILE_UNREADABLE")
    found = told(
        tmp_path,
        heard("dpmd", score=99.0), heard("bappeda", score=80.0), heard("dishub", carried_forward=True), silent("bpbd"),
        silent("bapenda"), files=(broken,),
    )  # fmt: skip
    assert [(office.sender, office.state) for office in found] == [
        ("bapenda", "missing"),
        ("bpbd", "unusable"),
        ("dishub", "carried_forward"),
        ("bappeda", "sent"),
        ("dpmd", "sent"),
    ]


def test_a_declared_sender_has_its_name_and_a_page(tmp_path: Path) -> None:
    (office,) = told(tmp_path, heard("kecamatan-ngunut"))
    assert (office.name, office.page) == ("Kecamatan Ngunut", "kecamatan-ngunut")


def test_a_folder_that_nobody_declared_is_masked_and_gets_a_page_only_under_a_fit_name(tmp_path: Path) -> None:
    found = {
        office.sender: office for office in told(tmp_path, heard("../x"), heard("3504110101709001"), heard("baru"))
    }
    assert {sender: (office.name, office.page) for sender, office in found.items()} == {
        "../x": ("../x", None),
        "3504110101709001": ("…", None),
        "baru": ("baru", "baru"),
    }


def test_the_parts_of_the_score_that_the_table_has_are_told_in_order() -> None:
    facts = {"score": 90.0, "validity": 80.0, "completeness": None}
    office = Office(sender="dpmd", declared=None, facts=facts, state="sent", trend=[], files=[])
    assert office.parts == [("completeness", None), ("validity", 80.0)]


def test_a_trend_ends_with_tonight(tmp_path: Path) -> None:
    found = {o.sender: o.trend for o in told(tmp_path, heard("dpmd"), silent("bpbd"), trends={"dpmd": [70.0, 80.0]})}
    assert found == {"dpmd": [70.0, 80.0, 90.0], "bpbd": []}


def test_a_return_workbook_is_linked_where_it_is(tmp_path: Path) -> None:
    returns = tmp_path / "steward" / "returns"
    returns.mkdir(parents=True)
    (returns / "dpmd.xlsx").touch()
    assert {o.sender: o.has_return for o in told(tmp_path, heard("dpmd"), heard("bpbd"))} == {
        "dpmd": True,
        "bpbd": False,
    }


def test_a_file_is_called_by_its_place_and_never_by_its_name() -> None:
    assert file_name(2, "rosters/2023-09/dpmd/bagian a/SUPARMAN 3504110101709001.xlsx") == "2. ….xlsx"
    assert file_name(3, "rosters/2023-09/dpmd/b.3504110101709001") == "3. …"


def night(number: int, scope: str, name: str, covered: int = 0, score: float | None = None) -> tuple[Any, ...]:
    started = datetime(2023, 9, 1, tzinfo=UTC) + timedelta(days=number)
    return f"run-{number}", started, MONTH, scope, name, 0, covered, 0, 0, score


def trail(*nights: tuple[Any, ...]) -> pl.DataFrame:
    return pl.DataFrame(nights, schema=TRAIL, orient="row")


def test_past_scores_are_by_sender_oldest_first_without_tonight_and_not_for_ever() -> None:
    nights = [night(number, "sender", "dpmd", score=float(number)) for number in range(NIGHTS + 5)]
    scores = past_scores(trail(*reversed(nights), night(3, "sender", "bpbd")), f"run-{NIGHTS + 4}")
    assert scores == {"dpmd": [float(number) for number in range(5, NIGHTS + 4)]}


def test_past_coverage_is_of_the_same_month() -> None:
    other = (*night(0, "night", "", 5)[:2], date(2023, 8, 1), "night", "", 0, 5, 0, 0, None)
    found = past_coverage(
        trail(night(2, "night", "", 12), other, night(1, "night", "", 11), night(3, "night", "", 13)), "run-3", MONTH
    )
    assert found == [11, 12]
