"""Releasing a held night: every refusal, what a release leaves behind, and the night after it. The nights are real, if
without Prefect."""

import json
import random
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.publishing.snapshot import MANIFEST, NightRunning, latest_snapshot, one_night_at_a_time, read_manifest
from flows.releasing import ReleaseRefused, next_step, not_releasable, release
from schemas.expectations import expectations
from tests.night.plain import night, receive

ROOT = Path(__file__).parents[2]
LOOKED: dict[str, Any] = {
    "reason": "Dinas Pertanian memang mengurangi daftarnya",
    "by": "Bu Wati",
    "at": datetime(2023, 9, 13, tzinfo=UTC),
}


@pytest.fixture(scope="module")
def _held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fifty people published, then a night held because ten of them are gone."""
    home = tmp_path_factory.mktemp("held")
    receive(home, 50)
    assert night(home).verdict == "published"
    receive(home, 40)
    assert night(home).verdict == "held"
    return home


@pytest.fixture
def home(_held: Path, tmp_path: Path) -> Path:
    shutil.copytree(_held, tmp_path / "home", symlinks=True)
    return tmp_path / "home"


@pytest.fixture
def curated(home: Path) -> Path:
    return home / "curated"


def held_night(curated: Path) -> Path:
    (folder,) = (curated / "held").iterdir()
    return folder


def change(folder: Path, **changes: Any) -> None:
    (folder / MANIFEST).write_text(json.dumps({**read_manifest(folder), **changes}))


def assert_nothing_moved(curated: Path, before: Path | None) -> None:
    assert latest_snapshot(curated) == before
    assert read_manifest(held_night(curated))["verdict"] == "held"
    assert not list(curated.glob(".staging-*"))


# --- what a release does -------------------------------------------------------------------------------------------


def test_a_release_publishes_the_night_with_who_and_why(curated: Path) -> None:
    held = held_night(curated)
    findings = read_manifest(held)["gates"]
    folder = release(curated, None, **LOOKED)
    assert folder == curated / "snapshots" / held.name
    assert latest_snapshot(curated) == folder.resolve()
    assert not held.exists()
    manifest = read_manifest(folder)
    assert manifest["verdict"] == "released"
    assert manifest["released"] == {
        "by": "Bu Wati", "reason": "Dinas Pertanian memang mengurangi daftarnya", "at": "2023-09-13T00:00:00+00:00",
    }  # fmt: skip
    assert manifest["gates"] == findings
    assert [one["name"] for one in findings if one["severity"] == "hold" and not one["held"]] == ["covered_not_down"]


def test_a_released_night_is_as_closed_as_any(curated: Path) -> None:
    folder = release(curated, None, **LOOKED)
    assert stat.S_IMODE((folder / "steward").stat().st_mode) == 0o700
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755
    assert not list(curated.glob(".staging-*"))


def test_the_report_of_a_released_night_no_longer_says_it_is_held(curated: Path) -> None:
    assert "Ditahan" in (held_night(curated) / "report" / "index.html").read_text()
    report = (release(curated, None, **LOOKED) / "report" / "index.html").read_text()
    assert "Ditahan" not in report
    assert "Bu Wati" in report
    assert "Dinas Pertanian memang mengurangi daftarnya" in report


def test_data_docs_are_built_for_a_held_night_and_stay(curated: Path) -> None:
    docs = Path("report", "data_docs", "index.html")
    before = (held_night(curated) / docs).read_text()
    assert "covered_share_of_before=0.8" in before
    assert (release(curated, None, **LOOKED) / docs).read_text() == before


def test_the_next_night_continues_from_the_released_one(home: Path, curated: Path) -> None:
    released = release(curated, None, **LOOKED)
    receive(home, 39)
    assert night(home).verdict == "published"
    manifest = read_manifest(latest_snapshot(curated))
    assert manifest["previous"] == released.name
    assert manifest["balance"]["covered"] == 39


def test_of_several_held_nights_the_newest_is_meant_or_the_one_named(home: Path, curated: Path) -> None:
    first = held_night(curated).name
    time.sleep(1.1)  # a run id counts seconds
    assert night(home).verdict == "held"
    newest = max(path.name for path in (curated / "held").iterdir())
    other = home / "other"
    shutil.copytree(curated, other, symlinks=True)
    assert release(curated, None, **LOOKED).name == newest
    assert release(other, first, **LOOKED).name == first


def test_a_first_night_that_was_held_can_be_released(curated: Path) -> None:
    change(held_night(curated), previous=None)
    (curated / "latest").unlink()
    released = release(curated, None, **LOOKED)
    assert latest_snapshot(curated) == released.resolve()


# --- what is refused -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("blank", ["", "  \n"])
@pytest.mark.parametrize("option", ["reason", "by"])
def test_nobody_releases_without_a_name_and_a_reason(curated: Path, option: str, blank: str) -> None:
    before = latest_snapshot(curated)
    with pytest.raises(ReleaseRefused, match=f"--{option} is empty"):
        release(curated, None, **{**LOOKED, option: blank})
    assert_nothing_moved(curated, before)


@pytest.mark.parametrize("reason", ["NIK 3504110101709001 benar", "3504 1101 0170 9001"])
def test_a_reason_must_not_hold_a_nik(curated: Path, reason: str) -> None:
    with pytest.raises(ReleaseRefused, match="maybe a NIK") as refused:
        release(curated, None, **{**LOOKED, "reason": reason})
    assert "9001" not in str(refused.value)


def test_where_no_night_is_held_there_is_none_to_release(curated: Path) -> None:
    shutil.rmtree(curated / "held")
    with pytest.raises(ReleaseRefused, match="no night is held"):
        release(curated, None, **LOOKED)


@pytest.mark.parametrize("name", ["20230912T180000Z-000000", "../snapshots", "."])
def test_a_night_that_is_not_held_is_refused_by_name(curated: Path, name: str) -> None:
    before = latest_snapshot(curated)
    with pytest.raises(ReleaseRefused, match="no held night"):
        release(curated, name, **LOOKED)
    assert_nothing_moved(curated, before)


def test_a_night_is_released_once(curated: Path) -> None:
    folder = release(curated, None, **LOOKED)
    with pytest.raises(ReleaseRefused, match="published already"):
        release(curated, folder.name, **LOOKED)


def test_a_night_that_latest_has_left_behind_is_stale(home: Path, curated: Path) -> None:
    stale = held_night(curated)
    receive(home, 50)
    assert night(home).verdict == "published"
    before = latest_snapshot(curated)
    with pytest.raises(ReleaseRefused, match="does not follow"):
        release(curated, stale.name, **LOOKED)
    assert_nothing_moved(curated, before)


def test_nothing_is_released_while_a_night_runs(curated: Path) -> None:
    before = latest_snapshot(curated)
    with one_night_at_a_time(curated), pytest.raises(NightRunning):
        release(curated, None, **LOOKED)
    assert_nothing_moved(curated, before)


def test_a_night_made_with_another_key_is_refused(curated: Path) -> None:
    before = latest_snapshot(curated)
    change(held_night(curated), key_fingerprint="0" * 16)
    with pytest.raises(ReleaseRefused, match="another key"):
        release(curated, None, **LOOKED)
    assert_nothing_moved(curated, before)


def test_a_held_night_that_somebody_changed_is_refused(curated: Path) -> None:
    before = latest_snapshot(curated)
    table = held_night(curated) / "analyst" / "budget_totals.parquet"
    pl.read_parquet(table).with_columns(workers=pl.lit(1, pl.UInt32)).write_parquet(table)
    with pytest.raises(ReleaseRefused, match=r"not as the gate saw it \(analyst/budget_totals.parquet\)"):
        release(curated, None, **LOOKED)
    assert_nothing_moved(curated, before)


def test_a_held_night_that_lost_a_table_is_refused(curated: Path) -> None:
    (held_night(curated) / "steward" / "rows.parquet").unlink()
    with pytest.raises(ReleaseRefused, match=r"steward/rows\.parquet"):
        release(curated, None, **LOOKED)


def with_broken(folder: Path, *names: str) -> None:
    change(folder, gates=[{"name": name, "severity": "hold", "held": False, "observed": []} for name in names])


@pytest.mark.parametrize("name", [one.name for one in expectations() if not one.releasable] + ["not_declared_any_more"])
def test_what_nobody_may_release(curated: Path, name: str) -> None:
    before = latest_snapshot(curated)
    with_broken(held_night(curated), "covered_not_down", name)
    with pytest.raises(ReleaseRefused, match=f"nobody may release: {name}$"):
        release(curated, None, **LOOKED)
    assert_nothing_moved(curated, before)


@pytest.mark.parametrize(
    "name", [one.name for one in expectations() if one.releasable and one.severity == "hold"]
)  # fmt: skip
def test_what_a_person_may_release(curated: Path, name: str) -> None:
    with_broken(held_night(curated), name)
    assert not_releasable(read_manifest(held_night(curated))) == []


def test_a_broken_warning_keeps_nobody_from_releasing() -> None:
    assert not_releasable({"gates": [{"name": "gone", "severity": "warn", "held": False}]}) == []


# --- what the operator reads ---------------------------------------------------------------------------------------


def test_the_operator_of_a_held_night_is_told_what_to_do_next(curated: Path) -> None:
    held = held_night(curated)
    said = next_step(held, read_manifest(held))
    assert str(held / "report" / "index.html") in said
    assert f"payung release --night {held.name} --reason" in said


def test_the_operator_is_not_sent_to_release_what_nobody_may(curated: Path) -> None:
    held = held_night(curated)
    with_broken(held, "rows_balanced")
    said = next_step(held, read_manifest(held))
    assert ("rows_balanced" in said, "payung release" in said) == (True, False)


def payung(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, [*arguments], env={"COLUMNS": "200"})
    return done.exit_code, done.output


def test_the_command_releases_and_status_shows_it(curated: Path) -> None:
    place = ("--curated", str(curated))
    code, said = payung("release", "--reason", "daftar memang berkurang", "--by", "Bu Wati", *place)
    assert code == 0, said
    assert "RELEASED" in said
    code, shown = payung("status", *place)
    assert code == 0, shown
    assert "released by Bu Wati" in shown
    assert "daftar memang berkurang" in shown
    assert "HOLD covered_not_down" in shown


def test_the_command_says_in_a_line_why_it_refuses(curated: Path) -> None:
    code, said = payung("release", "--reason", " ", "--by", "Bu Wati", "--curated", str(curated))
    assert (code, said.count("\n")) == (1, 1), said
    assert said.startswith("payung: --reason is empty")


def test_a_folder_that_cannot_be_written_is_said_plainly(curated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copytree", full)
    code, said = payung("release", "--reason", "benar", "--by", "Bu Wati", "--curated", str(curated))
    assert code == 1
    assert "No space left on device; the last snapshot stands" in said


# --- killed at any moment ------------------------------------------------------------------------------------------

RELEASE_FOR_EVER = """
import shutil, sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from flows.publishing.snapshot import read_manifest, write_manifest
from flows.releasing import release

curated, template, attempt = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
for number in count():
    night = curated / "held" / f"{attempt}-{number:04d}"
    making = curated / "making"
    shutil.rmtree(making, ignore_errors=True)
    shutil.copytree(template, making)
    latest = (curated / "latest").resolve()
    write_manifest(making, {**read_manifest(template), "run_id": night.name, "previous": latest.name})
    making.rename(night)
    release(curated, night.name, reason="r", by="b", at=datetime(2023, 9, 13, tzinfo=UTC))
"""


def assert_whole(curated: Path) -> str:
    """The run id of `latest`, once every table of it is known to be there."""
    folder = latest_snapshot(curated)
    assert folder is not None
    manifest = read_manifest(folder)
    assert manifest["run_id"] == folder.name or manifest["verdict"] == "published"
    assert [name for name in manifest["tables"] if not (folder / name).is_file()] == []
    return folder.name


def wait_for(ready: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not ready():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_release_killed_at_random_moments_leaves_latest_whole_and_can_be_repeated(curated: Path) -> None:
    chance = random.Random(20230912)
    template = curated.parent / "template"
    held_night(curated).rename(template)
    for attempt in range(6):
        script = [sys.executable, "-c", RELEASE_FOR_EVER, str(curated), str(template), f"{attempt:02d}"]
        with subprocess.Popen(script, cwd=ROOT) as releaser:
            wait_for((curated / "snapshots" / f"{attempt:02d}-0000").exists)
            time.sleep(chance.uniform(0, 0.3))
            releaser.send_signal(signal.SIGKILL)
        latest = assert_whole(curated)
        left = [path for path in (curated / "held").iterdir() if path.name != latest]
        assert len(left) <= 1
        for folder in left:
            release(curated, folder.name, **LOOKED)
            assert assert_whole(curated) == folder.name
        with pytest.raises(ReleaseRefused):
            release(curated, None, **LOOKED)
        assert not list((curated / "held").iterdir())


@pytest.mark.parametrize("moment", ["staged", "moved", "swapped"])
def test_a_release_killed_between_two_steps_is_finished_by_the_next(curated: Path, moment: str) -> None:
    """The three states that a kill can leave: a staging folder, a snapshot that `latest` does not name, a held folder
    beside the snapshot that it became."""
    held, before = held_night(curated), latest_snapshot(curated)
    if moment == "staged":
        shutil.copytree(held, curated / f".staging-{held.name}")
    else:
        shutil.copytree(held, curated / "snapshots" / held.name)
    if moment == "swapped":
        (curated / "latest").unlink()
        (curated / "latest").symlink_to(Path("snapshots") / held.name)
        with pytest.raises(ReleaseRefused, match="published already"):
            release(curated, held.name, **LOOKED)
    else:
        assert latest_snapshot(curated) == before
        assert release(curated, None, **LOOKED).name == held.name
    assert assert_whole(curated) == held.name
    assert not list((curated / "held").iterdir())
