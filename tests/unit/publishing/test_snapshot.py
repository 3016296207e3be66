"""Snapshots: staged out of sight, visible by one swap, swept and pruned."""

import shutil
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from flows.publishing import snapshot
from flows.publishing.snapshot import CuratedUnusable, NightRunning, one_night_at_a_time

SECOND_NIGHT = """
import sys
from pathlib import Path
from flows.publishing.snapshot import NightRunning, one_night_at_a_time
try:
    with one_night_at_a_time(Path(sys.argv[1])):
        print("ran")
except NightRunning:
    print("refused")
"""


def night(curated: Path, run_id: str) -> Path:
    staging = snapshot.stage(curated, run_id)
    snapshot.write_manifest(staging, {"run_id": run_id})
    return staging


def published(curated: Path, *run_ids: str) -> None:
    for run_id in run_ids:
        snapshot.publish(curated, night(curated, run_id), run_id)


def second_night(curated: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", SECOND_NIGHT, str(curated)], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_before_the_first_night_there_is_no_snapshot(tmp_path: Path) -> None:
    assert snapshot.latest_snapshot(tmp_path) is None
    assert snapshot.read_manifest(None) == {}


def test_a_staged_night_is_closed_and_out_of_sight(tmp_path: Path) -> None:
    staging = night(tmp_path, "1")
    assert stat.S_IMODE(staging.stat().st_mode) == 0o700
    assert snapshot.latest_snapshot(tmp_path) is None


def test_publishing_moves_the_night_and_points_latest_at_it(tmp_path: Path) -> None:
    published(tmp_path, "1")
    assert snapshot.latest_snapshot(tmp_path) == (tmp_path / "snapshots" / "1").resolve()
    assert snapshot.read_manifest(snapshot.latest_snapshot(tmp_path)) == {"run_id": "1"}


def test_a_published_snapshot_is_open_but_its_steward_folder_is_not(tmp_path: Path) -> None:
    published(tmp_path, "1")
    folder = tmp_path / "snapshots" / "1"
    assert [stat.S_IMODE(path.stat().st_mode) for path in (folder, folder / "steward")] == [0o755, 0o700]


def test_latest_is_relative_so_that_curated_can_be_moved(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    published(tmp_path / "a", "1")
    shutil.move(tmp_path / "a", tmp_path / "b")
    assert snapshot.latest_snapshot(tmp_path / "b") == (tmp_path / "b" / "snapshots" / "1").resolve()


def test_the_next_night_swaps_latest_and_keeps_the_old(tmp_path: Path) -> None:
    published(tmp_path, "1", "2")
    assert snapshot.read_manifest(snapshot.latest_snapshot(tmp_path)) == {"run_id": "2"}
    assert (tmp_path / "snapshots" / "1" / "manifest.json").is_file()


def test_a_held_night_leaves_latest_as_it_was(tmp_path: Path) -> None:
    published(tmp_path, "1")
    snapshot.hold(tmp_path, night(tmp_path, "2"), "2")
    assert snapshot.read_manifest(snapshot.latest_snapshot(tmp_path)) == {"run_id": "1"}
    assert (tmp_path / "held" / "2" / "manifest.json").is_file()


def test_pointing_latest_back_is_the_rollback(tmp_path: Path) -> None:
    published(tmp_path, "1", "2")
    (tmp_path / "latest").unlink()
    (tmp_path / "latest").symlink_to("snapshots/1")
    assert snapshot.read_manifest(snapshot.latest_snapshot(tmp_path)) == {"run_id": "1"}


@pytest.mark.parametrize("target", ["snapshots/gone", "snapshots/empty"])
def test_latest_that_names_no_whole_snapshot_stops_the_night(tmp_path: Path, target: str) -> None:
    (tmp_path / "snapshots" / "empty").mkdir(parents=True)
    (tmp_path / "latest").symlink_to(target)
    with pytest.raises(CuratedUnusable, match=r"latest names (gone|empty)"):
        snapshot.latest_snapshot(tmp_path)


def test_pruning_keeps_the_newest(tmp_path: Path) -> None:
    published(tmp_path, "1", "2", "3")
    snapshot.prune(tmp_path, 2)
    assert sorted(path.name for path in (tmp_path / "snapshots").iterdir()) == ["2", "3"]


def test_pruning_never_removes_what_latest_names(tmp_path: Path) -> None:
    published(tmp_path, "1", "2", "3", "4")
    (tmp_path / "latest").unlink()
    (tmp_path / "latest").symlink_to("snapshots/1")
    snapshot.prune(tmp_path, 2)
    assert sorted(path.name for path in (tmp_path / "snapshots").iterdir()) == ["1", "3", "4"]


def test_held_nights_are_pruned_too(tmp_path: Path) -> None:
    published(tmp_path, "0")
    for run_id in "123":
        snapshot.hold(tmp_path, night(tmp_path, run_id), run_id)
    snapshot.prune(tmp_path, 2)
    assert sorted(path.name for path in (tmp_path / "held").iterdir()) == ["2", "3"]


def test_what_a_killed_night_left_is_swept_by_the_next(tmp_path: Path) -> None:
    published(tmp_path, "1")
    night(tmp_path, "killed")
    (tmp_path / ".latest-killed").symlink_to("snapshots/killed")
    with one_night_at_a_time(tmp_path):
        assert not list(tmp_path.glob(".staging-*"))
        assert not list(tmp_path.glob(".latest-*"))
    assert snapshot.read_manifest(snapshot.latest_snapshot(tmp_path)) == {"run_id": "1"}


def test_a_night_that_fails_leaves_no_staging_folder(tmp_path: Path) -> None:
    with suppress(ZeroDivisionError), one_night_at_a_time(tmp_path):
        night(tmp_path, "1")
        raise ZeroDivisionError
    assert not list(tmp_path.glob(".staging-*"))


def test_a_second_process_is_refused_while_a_night_runs(tmp_path: Path) -> None:
    with one_night_at_a_time(tmp_path):
        assert second_night(tmp_path) == "refused"
    assert second_night(tmp_path) == "ran"


def test_the_same_process_is_refused_too(tmp_path: Path) -> None:
    with one_night_at_a_time(tmp_path), pytest.raises(NightRunning), one_night_at_a_time(tmp_path):
        pass


def test_a_refused_night_does_not_sweep_the_running_one(tmp_path: Path) -> None:
    with one_night_at_a_time(tmp_path):
        staging = night(tmp_path, "running")
        second_night(tmp_path)
        assert staging.is_dir()


def test_a_curated_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CuratedUnusable, match="cannot write"), one_night_at_a_time(tmp_path / "file" / "curated"):
        pass


def test_two_nights_of_one_id_cannot_be_staged(tmp_path: Path) -> None:
    snapshot.stage(tmp_path, "1")
    with pytest.raises(CuratedUnusable):
        snapshot.stage(tmp_path, "1")


def test_particulars_of_a_failure_are_closed_to_others(tmp_path: Path) -> None:
    path = snapshot.keep_failure(tmp_path, "3504111209759001")
    assert path.read_text() == "3504111209759001"
    assert [stat.S_IMODE(place.stat().st_mode) for place in (path, path.parent)] == [0o600, 0o700]
