"""Whoever does the mapped steps, the tables are the same, and what goes wrong is said as it is."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

from flows.publishing.snapshot import read_manifest
from flows.storage.mirrored import at_hand, mirrored
from tests.night.place import BIN, ROOT, Place
from tests.night.s3_server import BUCKET, free_port, latest, machine, names, put, s3_server

NEEDS_RAY = pytest.mark.skipif(find_spec("ray") is None, reason="payung[ray] is not installed here")

STEPS = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path

from prefect import flow, unmapped

from flows.intake.landing import NoRosters
from flows.night import Night
from flows.runners import mapped_by
from flows.settings import Settings
from flows.tasks.steps import step


@step("counts the threads of polars")
def threads(night, _):
    import polars
    return polars.thread_pool_size(), os.getpid()

@step("says it plainly")
def plainly(night, _):
    raise NoRosters("no rosters at all")

@step("quotes a row")
def quoting(night, _):
    raise ValueError("cannot parse 3504110101709001")


def told(failing, night):
    try:
        failing.map(unmapped(night), [1, 2]).result()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


@flow
def steps(runner, folder):
    with mapped_by(Settings(runner=runner, workers=2)):
        places = dict.fromkeys(("raw", "curated", "key_file", "staging"), folder)
        now = datetime.now(UTC)
        night = Night(run_id="1", month="2023-09", sender=None, previous=None, keep_snapshots=2, started=now, **places)
        counted = threads.map(unmapped(night), range(4)).result()
        elsewhere = os.getpid() not in {process for _, process in counted}
        print("threads", *sorted({count for count, _ in counted}), "elsewhere", elsewhere)
        print(told(plainly, night))
        print(told(quoting, night))


if __name__ == "__main__":
    steps(sys.argv[1], Path(sys.argv[2]))
"""


@pytest.mark.parametrize("runner", ["process", "dask", pytest.param("ray", marks=NEEDS_RAY)])
def test_a_step_elsewhere_has_its_share_of_the_cores_and_says_what_went_wrong(
    runner: str, prefect_server: dict[str, str], tmp_path: Path
) -> None:
    script = tmp_path / "steps.py"
    script.write_text(STEPS)
    env = {**prefect_server, "PYTHONPATH": str(ROOT), "RAY_USAGE_STATS_ENABLED": "0"}
    done = subprocess.run(
        [sys.executable, script, runner, tmp_path], env=env, text=True, capture_output=True, timeout=300, check=False
    )
    share = max(1, len(os.sched_getaffinity(0)) // 2)
    counted, plainly, quoted = done.stdout.splitlines()[-3:]
    assert counted == f"threads {share} elsewhere True", done.stderr
    assert plainly == "NoRosters: no rosters at all"
    assert quoted.startswith("StepFailed: quoting failed (ValueError); particulars in ")
    assert "3504110101709001" not in done.stdout + done.stderr
    assert all("3504110101709001" in path.read_text() for path in (tmp_path / "failed").iterdir())


@pytest.mark.parametrize("runner", ["process", pytest.param("ray", marks=NEEDS_RAY)])
def test_the_tables_are_the_same_as_without_prefect(place: Place, runner: str) -> None:
    before = place.latest
    done = place.run("--runner", runner)
    assert done.returncode == 0, done.stdout + done.stderr
    assert place.latest != before
    assert read_manifest(place.latest)["unchanged"]


@contextmanager
def workers(env: dict[str, str], home: Path) -> Iterator[str]:
    """The address of a Dask scheduler whose two workers share no folder: each has a cache and a place of its own."""
    address = f"tcp://127.0.0.1:{free_port()}"
    scheduler = [
        str(BIN / "dask"),
        "scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        address.rpartition(":")[2],
        "--no-dashboard",
    ]
    started = [subprocess.Popen(scheduler, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)]
    for name in ("one", "two"):
        own = home / name
        own.mkdir(parents=True)
        command = [str(BIN / "dask"), "worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
        places = {
            "TMPDIR": str(own),
            "PAYUNG_CACHE": str(own / "cache"),
            "POLARS_MAX_THREADS": "1",
            "PYTHONPATH": str(ROOT),
        }
        with (own / "log").open("w") as log:
            started.append(subprocess.Popen(command, cwd=own, env={**env, **places}, stdout=log, stderr=log))
    try:
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(timeout=60)


def test_dask_workers_that_share_nothing_but_a_store_make_the_same_tables(
    published: Path, prefect_server: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home").mkdir()
    key = {"PAYUNG_KEY_FILE": str(published / "secrets" / "payung.key")}  # the key never travels
    with s3_server(tmp_path) as s3, workers({**prefect_server, **s3, **key}, tmp_path / "workers") as address:
        for name, value in s3.items():
            monkeypatch.setenv(name, value)
        ours = machine(tmp_path / "cache", "dask")
        put(published / "raw", ours.raw_store)
        with mirrored(ours):
            Place.copy_of(published, tmp_path / "copy", {})
            for room in ("snapshots", "latest"):
                (tmp_path / "copy" / "curated" / room).rename(ours.curated / room)
        before = latest(ours.curated_store)
        told = read_manifest(published / "curated" / "latest")["tables"]
        env = {
            **prefect_server, **s3, "PAYUNG_CACHE": str(tmp_path / "cache"), "PAYUNG_RUNNER_ADDRESS": address,
            "PAYUNG_RUNNER": "dask", **key,
        }  # fmt: skip
        places = ("--raw", f"s3://{BUCKET}/dask/raw", "--curated", f"s3://{BUCKET}/dask/curated")
        done = subprocess.run(
            [str(BIN / "payung"), "run", *places], cwd=tmp_path, env=env, text=True, capture_output=True, timeout=600,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        assert latest(ours.curated_store) != before
        again = read_manifest(at_hand(ours) / "latest")["tables"]
        # Of a file too large to be hashed only its age in the store is known.
        assert {name for name, table in again.items() if table != told[name]} <= {"steward/received_files.parquet"}
        assert [name for name in names(ours.curated_store) if name.startswith(".staging")] == []
    for name in ("one", "two"):
        left = list((tmp_path / "workers" / name / "cache").glob("*/.staging-*/work/cells/*"))
        assert left, (tmp_path / "workers" / name / "log").read_text()
