"""A month closed by decree: every refusal, and what later nights may and may not do with it. The nights are real, if
without Prefect."""

import hashlib
import json
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.closing import CloseRefused, close
from flows.publishing.closed import MonthClosed
from flows.publishing.snapshot import (
    MANIFEST,
    CuratedUnusable,
    NightRunning,
    latest_snapshot,
    one_night_at_a_time,
    read_manifest,
)
from tests.night.plain import night, receive

SEPTEMBER, OCTOBER, NOVEMBER = "2023-09", "2023-10", "2023-11"
SK = "SK 188.45/207/013/2023"
PEOPLE = 40
DECIDED: dict[str, Any] = {"decree": SK, "by": "Bu Wati", "at": datetime(2023, 10, 3, tzinfo=UTC)}


@pytest.fixture(scope="module")
def _published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two months published, both open."""
    home = tmp_path_factory.mktemp("published")
    for month in (SEPTEMBER, OCTOBER):
        receive(home, PEOPLE, month)
        assert night(home, month).verdict == "published"
    return home


@pytest.fixture
def home(_published: Path, tmp_path: Path) -> Path:
    shutil.copytree(_published, tmp_path / "home", symlinks=True)
    return tmp_path / "home"


@pytest.fixture
def curated(home: Path) -> Path:
    return home / "curated"


def closed(curated: Path, month: str = SEPTEMBER) -> Path:
    return close(curated, month, **DECIDED, run_id=f"20231003T000000Z-{month}")


def latest(curated: Path) -> Path:
    folder = latest_snapshot(curated)
    assert folder is not None
    return folder


def parts(folder: Path, month: str) -> dict[str, str]:
    """The month's parts of a snapshot by their place, with their SHA-256."""
    found = sorted(folder.glob(f"*/*/month={month}/*.parquet"))
    assert len(found) == 2
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def rows(folder: Path, month: date = date(2023, 9, 1)) -> dict[str, list[dict[str, Any]]]:
    """The month's rows in the tables that hold every month."""
    tables = ("analyst/budget_totals", "analyst/changes", "analyst/senders", "steward/received_files")
    frames = {name: pl.read_parquet(folder / f"{name}.parquet") for name in tables}
    return {name: frame.filter(pl.col("month") == month).to_dicts() for name, frame in frames.items()}


# --- what closing leaves -------------------------------------------------------------------------------------------


def test_a_closed_month_is_a_row_in_a_snapshot_that_is_otherwise_the_same(curated: Path) -> None:
    before = latest(curated)
    folder = closed(curated)
    assert latest(curated) == folder.resolve()
    (row,) = pl.read_parquet(folder / "analyst" / "closed_months.parquet").to_dicts()
    covered, workers = parts(before, SEPTEMBER).values()
    (list_sent,) = rows(before)["steward/received_files"]
    assert row == {
        "month": date(2023, 9, 1), "decree": SK, "closed_by": "Bu Wati", "closed_at": DECIDED["at"], "workers": PEOPLE,
        "contribution_rp": PEOPLE * 16_800, "covered_workers_sha256": covered, "workers_sha256": workers,
        "received_sha256": hashlib.sha256(list_sent["file_sha256"].encode()).hexdigest(),
    }  # fmt: skip
    then, now = read_manifest(before)["tables"], read_manifest(folder)["tables"]
    assert {name for name in now if now[name] != then[name]} == {"analyst/closed_months.parquet"}
    assert all(hashlib.sha256((folder / name).read_bytes()).hexdigest() == one["sha256"] for name, one in now.items())


def test_the_manifest_says_who_closed_it_and_keeps_what_the_gate_said(curated: Path) -> None:
    before = read_manifest(latest(curated))
    manifest = read_manifest(closed(curated))
    said = {"month": SEPTEMBER, "decree": SK, "by": "Bu Wati", "at": "2023-10-03T00:00:00+00:00"}
    assert (manifest["closed"], manifest["previous"], manifest["unchanged"]) == (said, before["run_id"], False)
    assert manifest["run_id"] == "20231003T000000Z-2023-09"
    assert [manifest[key] for key in ("verdict", "gates", "month")] == [
        before[key] for key in ("verdict", "gates", "month")
    ]


def test_its_report_is_that_of_the_night_with_the_decree(curated: Path) -> None:
    before = (latest(curated) / "report" / "index.html").read_text()
    report = (closed(curated) / "report" / "index.html").read_text()
    assert (SK in before, SK in report) == (False, True)
    assert report.count("Oktober 2023") == before.count("Oktober 2023")


def test_it_is_as_closed_to_others_as_any_snapshot(curated: Path) -> None:
    folder = closed(curated)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (folder, folder / "steward")] == [0o755, 0o700]
    assert not list(curated.glob(".staging-*"))


# --- refusals ------------------------------------------------------------------------------------------------------


@pytest.fixture
def unmoved(curated: Path) -> Iterator[None]:
    before = latest_snapshot(curated)
    yield
    assert latest_snapshot(curated) == before
    assert not list(curated.glob(".staging-*"))


@pytest.mark.usefixtures("unmoved")
@pytest.mark.parametrize(
    ("month", "said", "why"),
    [
        (OCTOBER, {}, "2023-09 is still open, and months are closed in their order"),
        ("2023-08", {}, "2023-08 is not published; published are: 2023-09, 2023-10"),
        (SEPTEMBER, {"decree": " "}, "--decree is empty"),
        (SEPTEMBER, {"by": ""}, "--by is empty"),
        (SEPTEMBER, {"by": "3504111209759001"}, "--by holds a long number"),
        (SEPTEMBER, {"decree": "SK tentang 3504.1112.0975.9001"}, "--decree holds a long number"),
    ],
)
def test_what_is_refused(curated: Path, month: str, said: dict[str, str], why: str) -> None:
    with pytest.raises(CloseRefused, match=why):
        close(curated, month, **{**DECIDED, **said}, run_id="r")


def test_a_month_is_closed_once(curated: Path) -> None:
    closed(curated)
    with pytest.raises(CloseRefused, match=rf"2023-09 is closed already, by {SK} \(Bu Wati\)"):
        close(curated, SEPTEMBER, **DECIDED, run_id="r")


def test_months_are_closed_one_after_another(curated: Path) -> None:
    closed(curated)
    folder = closed(curated, OCTOBER)
    months = pl.read_parquet(folder / "analyst" / "closed_months.parquet")["month"].to_list()
    assert months == [date(2023, 9, 1), date(2023, 10, 1)]


def test_nothing_published_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CloseRefused, match="nothing is published"):
        close(tmp_path / "curated", SEPTEMBER, **DECIDED, run_id="r")


@pytest.mark.usefixtures("unmoved")
def test_while_a_night_is_running_nothing_is_closed(curated: Path) -> None:
    with one_night_at_a_time(curated), pytest.raises(NightRunning):
        close(curated, SEPTEMBER, **DECIDED, run_id="r")


@pytest.mark.usefixtures("unmoved")
def test_a_snapshot_that_somebody_changed_is_not_closed(curated: Path) -> None:
    table = latest(curated) / "steward" / "workers" / f"month={SEPTEMBER}" / "part-0.parquet"
    pl.read_parquet(table, hive_partitioning=False).head(3).write_parquet(table)
    with pytest.raises(CloseRefused, match=r"latest is not as it was published \(steward/workers/month=2023-09"):
        close(curated, SEPTEMBER, **DECIDED, run_id="r")


# --- nights afterwards ---------------------------------------------------------------------------------------------


def test_a_night_of_a_closed_month_is_refused_before_anything_is_read(home: Path, curated: Path) -> None:
    folder = closed(curated)
    for path in (home / "raw" / "rosters" / SEPTEMBER).rglob("*.csv"):
        path.chmod(0)
    with pytest.raises(MonthClosed, match=f"2023-09 is closed by {SK}; a correction of it is booked"):
        night(home, SEPTEMBER)
    assert latest(curated) == folder.resolve()


def test_a_month_before_a_closed_one_comes_too_late(home: Path, curated: Path) -> None:
    closed(curated)
    receive(home, PEOPLE, "2023-08")
    with pytest.raises(MonthClosed, match=f"2023-08 lies before 2023-09, which is closed by {SK}"):
        night(home, "2023-08")


def test_by_default_the_night_is_of_the_newest_open_month(home: Path, curated: Path) -> None:
    closed(curated)
    closed(curated, OCTOBER)
    with pytest.raises(MonthClosed, match=r"2023-10 is closed by .* no list of a later month is received"):
        night(home, None)
    receive(home, PEOPLE, NOVEMBER)
    assert read_manifest(night(home, None).folder)["month"] == NOVEMBER


def test_a_closed_month_keeps_its_files_and_rows_through_all_later_nights(home: Path, curated: Path) -> None:
    folder = closed(curated)
    frozen, told = parts(folder, SEPTEMBER), rows(folder)
    receive(home, PEOPLE - 1, OCTOBER)
    receive(home, PEOPLE + 1, NOVEMBER)
    nights = [night(home, month) for month in (OCTOBER, NOVEMBER, NOVEMBER, OCTOBER)]
    assert [one.verdict for one in nights] == ["published"] * 4
    for one in nights:
        assert parts(one.folder, SEPTEMBER) == frozen
        assert rows(one.folder) == told
        (row,) = pl.read_parquet(one.folder / "analyst" / "closed_months.parquet").to_dicts()
        assert (row["decree"], [row["covered_workers_sha256"], row["workers_sha256"]]) == (SK, list(frozen.values()))


def test_a_night_does_not_carry_on_a_closed_month_that_is_no_longer_what_was_closed(home: Path, curated: Path) -> None:
    table = closed(curated) / "analyst" / "covered_workers" / f"month={SEPTEMBER}" / "part-0.parquet"
    pl.read_parquet(table, hive_partitioning=False).head(3).write_parquet(table)
    with pytest.raises(CuratedUnusable, match="its part of covered_workers is not the one that was closed"):
        night(home, OCTOBER)


# --- the command ---------------------------------------------------------------------------------------------------


def payung(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, [*arguments], env={"COLUMNS": "200"})
    return done.exit_code, done.output


def test_the_command_closes_and_status_shows_it(curated: Path) -> None:
    place = ("--curated", str(curated))
    code, said = payung("close", SEPTEMBER, "--by", "Bu Wati", "--decree", SK, *place)
    assert code == 0, said
    assert f"2023-09 was closed by {SK} (Bu Wati" in payung("status", *place)[1]
    code, said = payung("close", SEPTEMBER, "--by", "Bu Wati", "--decree", SK, *place)
    assert (code, said.count("\n")) == (1, 1), said


def test_the_command_says_in_a_line_why_it_refuses(curated: Path) -> None:
    code, said = payung("close", "2023-9", "--by", "Bu Wati", "--decree", SK, "--curated", str(curated))
    assert (code, said.count("\n")) == (1, 1), said
    assert "YYYY-MM" in said


def test_a_closing_killed_before_it_is_visible_is_swept_and_can_be_repeated(curated: Path) -> None:
    before = latest(curated)
    shutil.copytree(before, curated / ".staging-killed")
    (curated / ".staging-killed" / MANIFEST).write_text(json.dumps({}))
    assert latest_snapshot(curated) == before
    folder = closed(curated)
    assert not list(curated.glob(".staging-*"))
    assert latest(curated) == folder.resolve()


def test_a_closing_is_not_undone_by_rolling_back(home: Path, curated: Path) -> None:
    before = latest(curated)
    folder = closed(curated)
    (curated / "latest").unlink()
    (curated / "latest").symlink_to(Path("snapshots") / before.name)
    with pytest.raises(MonthClosed, match=f"{SEPTEMBER} is closed by {SK} in snapshots/{folder.name}, which latest"):
        night(home, SEPTEMBER)
    assert night(home, OCTOBER).verdict == "published"


def test_a_month_that_covers_somebody_dead_is_run_again_before_it_is_closed(home: Path, curated: Path) -> None:
    """The first of the list died in August, which Dukcapil tells when both months are published."""
    (home / "raw" / "dukcapil").mkdir()
    answer = "NIK;HASIL;TGL MENINGGAL\n3504110101709001;Meninggal;15-08-2023\n"
    (home / "raw" / "dukcapil" / "hasil.csv").write_text(answer)
    assert read_manifest(night(home, OCTOBER).folder)["run_again"] == {SEPTEMBER: 1}
    with pytest.raises(CloseRefused, match=f"{SEPTEMBER} covers 1 of whom a death is on record: run it again first"):
        closed(curated)
    assert read_manifest(night(home, SEPTEMBER).folder)["run_again"] == {}
    assert f"{closed(curated)}".endswith(SEPTEMBER)
