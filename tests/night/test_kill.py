"""Killed at any moment, `latest` is the old snapshot whole or the new one whole, and the next night works."""

import hashlib
import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.night.place import ROOT, Place, wait_until


def assert_whole(snapshot: Path) -> None:
    tables = json.loads((snapshot / "manifest.json").read_text())["tables"]
    assert tables
    for name, table in tables.items():
        assert hashlib.sha256((snapshot / name).read_bytes()).hexdigest() == table["sha256"], name


@pytest.mark.parametrize("moment", [".staging-*", ".staging-*/work/cells/*", ".staging-*/steward/rows.parquet",
                                    ".staging-*/manifest.json", ".staging-*/report/index.html"])  # fmt: skip
def test_a_night_killed_on_its_way(place: Place, moment: str) -> None:
    before = place.latest
    night = place.start()
    wait_until(lambda: bool(list(place.curated.glob(moment))) or night.poll() is not None, 120, moment)
    night.send_signal(signal.SIGKILL)
    night.communicate(timeout=60)
    assert place.latest == before or place.latest.parent == before.parent
    assert_whole(place.latest)


def test_the_night_after_a_killed_one_works_and_leaves_nothing_behind(place: Place) -> None:
    night = place.start()
    wait_until(lambda: bool(list(place.curated.glob(".staging-*/analyst/*"))), 120, "a staged table")
    night.send_signal(signal.SIGKILL)
    night.communicate(timeout=60)
    assert list(place.curated.glob(".staging-*"))
    done = place.run("--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not list(place.curated.glob(".staging-*"))
    assert_whole(place.latest)


PUBLISH_FOR_EVER = """
import sys
from itertools import count
from pathlib import Path
from flows.publishing.snapshot import one_night_at_a_time, publish, stage, write_manifest

curated = Path(sys.argv[1])
for number in count():
    with one_night_at_a_time(curated):
        run_id = f"{sys.argv[2]}-{number:06d}"
        staging = stage(curated, run_id)
        (staging / "table").write_text(run_id * 1000)
        write_manifest(staging, {"run_id": run_id})
        publish(curated, staging, run_id)
"""


def test_publishing_killed_at_random_moments(tmp_path: Path) -> None:
    """Twenty kills in the middle of a tight loop of publications, so that many fall between rename and swap."""
    chance = random.Random(20230912)
    for attempt in range(20):
        script = [sys.executable, "-c", PUBLISH_FOR_EVER, str(tmp_path), f"{attempt:02d}"]
        with subprocess.Popen(script, cwd=ROOT) as publisher:
            first = tmp_path / "snapshots" / f"{attempt:02d}-000000"
            wait_until(first.exists, 30, "a snapshot")
            time.sleep(chance.uniform(0, 0.05))
            publisher.send_signal(signal.SIGKILL)
        latest = (tmp_path / "latest").resolve()
        run_id = json.loads((latest / "manifest.json").read_text())["run_id"]
        assert latest.name == run_id
        assert (latest / "table").read_text() == run_id * 1000
