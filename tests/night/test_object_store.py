"""`raw` and `curated` in an object store, on a real S3 server: what is published there is whole, or not published."""

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import polars as pl
import pytest

from flows.night import Night
from flows.publishing import snapshot
from flows.publishing.snapshot import NightRunning, read_manifest
from flows.settings import Settings, now
from flows.storage.exchange import exchange_of
from flows.storage.mirrored import at_hand, bring_inputs, mirrored
from flows.storage.store import Store
from schemas.tables.cells import CELLS
from tests.benchmarks.night import NightRun, run_night
from tests.night.place import BIN, LOST, MONTH, ROOT, environment, wait_until
from tests.night.plain import load, night
from tests.night.s3_server import BUCKET, latest, machine, names, publish, put, put_text, s3_server


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment in which the server is known, here too."""
    with s3_server(tmp_path_factory.mktemp("s3")) as known, pytest.MonkeyPatch.context() as here:
        for name, value in known.items():
            here.setenv(name, value)
        yield known


def run(settings: Settings) -> NightRun:
    """A night as `flows/nightly.py` has it, on what is in the store, without Prefect."""
    load()
    with mirrored(settings, keep=settings.keep_snapshots):
        bring_inputs(settings)
        return run_night(settings.raw, settings.curated, MONTH)


def payung(s3: dict[str, str], cache: Path, place: str, *arguments: str) -> str:
    """What the command says on a machine of its own."""
    env = {**environment(cache), **s3, "PAYUNG_CACHE": str(cache), "PAYUNG_CURATED": f"s3://{BUCKET}/{place}/curated"}
    done = subprocess.run(
        [str(BIN / "payung"), *arguments], cwd=ROOT, env=env, text=True, capture_output=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_life_of_a_programme_in_a_store(s3: dict[str, str], small_month: Path, tmp_path: Path) -> None:
    ours, theirs = machine(tmp_path / "ours", "life"), tmp_path / "theirs"
    put(small_month / "raw", ours.raw_store)
    first = run(ours)
    assert first.verdict == "published"
    assert latest(ours.curated_store) == first.folder.name
    assert ours.curated.stat().st_mode & 0o777 == ours.raw.stat().st_mode & 0o777 == 0o700

    # The same as a night over a folder, file for file: what was received when counts as in the store.
    home = tmp_path / "home"
    shutil.copytree(ours.raw, home / "raw")
    shutil.copytree(ours.curated.parent / "secrets", home / "secrets")
    assert read_manifest(night(home).folder)["tables"] == read_manifest(first.folder)["tables"]

    # Another machine, which has nothing of it, reads through the pointer alone.
    assert first.folder.name in payung(s3, theirs, "life", "status")

    # A held night leaves the pointer, and is released by somebody elsewhere.
    lost = [name for name in names(ours.raw_store, "rosters") if name.split("/")[2] in LOST]
    Store(ours.raw_store or "").remove(lost)
    held = run(ours)
    assert (held.verdict, latest(ours.curated_store)) == ("held", first.folder.name)
    payung(s3, theirs, "life", "release", "--reason", "kedua dinas belum mengirim", "--by", "Kabid")
    assert latest(ours.curated_store) == held.folder.name
    assert names(ours.curated_store, f"held/{held.folder.name}") == []

    # What is needed of an older snapshot is brought for those who ask; the month is closed.
    assert "left" in payung(s3, tmp_path / "third", "life", "diff", first.folder.name, "latest")
    payung(s3, theirs, "life", "close", MONTH, "--by", "Bupati", "--decree", "SK 1")
    closed = pl.read_parquet(at_hand(ours) / "latest" / "analyst" / "closed_months.parquet")
    assert closed["decree"].to_list() == ["SK 1"]
    assert [name for name in names(ours.curated_store) if name.startswith(".staging")] == []


def overtaken(ours: Settings, theirs: Settings, number: int) -> None:
    """A night of ours, in the middle of which one of theirs begins and ends."""
    with mirrored(ours):
        publish(ours, f"{number}-ours")
        with mirrored(theirs):
            publish(theirs, f"{number}-theirs")


@pytest.mark.usefixtures("s3")
def test_of_two_nights_on_two_machines_the_one_that_comes_second_is_not_published(tmp_path: Path) -> None:
    ours, theirs = (machine(tmp_path / name, "race") for name in ("ours", "theirs"))
    for number in range(2):
        with pytest.raises(NightRunning, match="another night was published"):
            overtaken(ours, theirs, number)
        assert latest(ours.curated_store) == f"{number}-theirs"
    assert {name.split("/")[1] for name in names(ours.curated_store, "snapshots")} == {"0-theirs", "1-theirs"}
    # The mirror of the one that lost is what was published again.
    assert (at_hand(ours) / "latest").resolve().name == "1-theirs"


@pytest.mark.usefixtures("s3")
def test_on_one_machine_the_second_night_does_not_begin(tmp_path: Path) -> None:
    ours = machine(tmp_path, "twice")
    with mirrored(ours), pytest.raises(NightRunning, match="another night is running"), mirrored(ours):
        pytest.fail("it began")


@pytest.mark.usefixtures("s3")
def test_what_killed_nights_left_goes_as_soon_as_nothing_can_become_of_it(tmp_path: Path) -> None:
    ours = machine(tmp_path, "left")
    store = Store(ours.curated_store or "")
    table = tmp_path / "table"
    table.write_text("half")
    for name in ("snapshots/1/table", ".staging-1/work/accepted.parquet", "snapshots/3/table", "held/3/table"):
        store.send(table, name)
    with mirrored(ours):
        publish(ours, "2")
    with mirrored(ours):
        pass
    kept = names(ours.curated_store)
    assert [name for name in kept if "1" in name] == []
    assert {"snapshots/3/table", "held/3/table"} <= set(kept)


@pytest.mark.usefixtures("s3")
def test_old_snapshots_are_removed_from_the_store_as_from_a_folder(tmp_path: Path) -> None:
    ours = machine(tmp_path, "old")
    for number in range(4):
        with mirrored(ours, keep=2):
            publish(ours, str(number))
    assert {name.split("/")[1] for name in names(ours.curated_store, "snapshots")} == {"2", "3"}


@pytest.mark.usefixtures("s3")
def test_a_night_goes_on_where_no_folder_is_shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one machine leaves the other finds, a frame that was left anew too; and what went wrong is in the store."""
    ours = machine(tmp_path / "ours", "exchange").run_by("dask")
    theirs = tmp_path / "theirs"
    monkeypatch.setenv("PAYUNG_CACHE", str(tmp_path / "ours"))
    put_text(ours.raw_store, "rosters/2023-09/dpmd/a.csv", "NIK,NAMA")
    put_text(ours.raw_store, "rosters/2023-09/bpbd/b.csv", "NIK,NAMA")
    with mirrored(ours):
        publish(ours, "1")
    with mirrored(ours):
        here = Night(
            run_id="2", month=MONTH, sender=None, raw=ours.raw, curated=ours.curated, key_file=tmp_path / "key",
            staging=snapshot.stage(ours.curated, "2"), previous=snapshot.latest_snapshot(ours.curated),
            keep_snapshots=2, started=now(), exchange=exchange_of(ours),
        )  # fmt: skip
        numbers = pl.DataFrame({"number": [1, 2]})
        here.save("rulings", numbers)
        assert here.here() == here

        monkeypatch.setenv("PAYUNG_CACHE", str(theirs))
        there = here.here()
        places = (there.raw, there.curated, there.staging, there.previous)
        assert all(place and place.is_relative_to(theirs) for place in places)
        assert there.previous
        assert (there.previous / "table").read_text() == "1" * 1000
        there.bring_rosters("dpmd")
        assert [path.name for path in there.raw.rglob("*.csv")] == ["a.csv"]
        assert there.load("rulings").equals(numbers)
        here.save("rulings", numbers.reverse())
        assert there.load("rulings").equals(numbers.reverse())
        for part in (1, 0):
            there.keep("rows", numbers + part, part)
        there.save_cells("dpmd", pl.DataFrame(schema=CELLS))
        there.save_files("files/dpmd", [])

        assert here.load("tables/rows")["number"].to_list() == [1, 2, 2, 3]
        assert here.load("tables/rows", part=1)["number"].to_list() == [2, 3]
        assert here.scan("tables/rows").collect().height == 4
        assert here.kept() == ["rows"]
        assert here.scan_cells(["dpmd"]).collect().is_empty()
        assert here.load_files("files/dpmd") == []
        told = str(there.keep_failure("synthetic"))
        assert Store(ours.curated_store or "").text(told.removeprefix(f"{ours.curated_store}/"))
    assert names(ours.curated_store, ".staging-2") == []


def is_latest_of(store: Store, publisher: str) -> bool:
    return latest(store.url).startswith(publisher)


PUBLISH_FOR_EVER = """
import sys
from itertools import count
from pathlib import Path
from flows.publishing.snapshot import one_night_at_a_time
from flows.storage.mirrored import mirrored
from tests.night.s3_server import machine, publish

settings = machine(Path(sys.argv[1]), "killed")
for number in count():
    with one_night_at_a_time(settings.curated), mirrored(settings):
        publish(settings, f"{sys.argv[2]}-{number:06d}")
"""


@pytest.mark.usefixtures("s3")
def test_sending_killed_at_random_moments(tmp_path: Path) -> None:
    """The pointer names a whole snapshot, on this machine's next night and for one that knows nothing of it."""
    chance = random.Random(20230912)
    settings = machine(tmp_path / "ours", "killed")
    store = Store(settings.curated_store or "")
    for attempt in range(8):
        script = [sys.executable, "-c", PUBLISH_FOR_EVER, str(tmp_path / "ours"), f"{attempt:02d}"]
        with subprocess.Popen(script, cwd=ROOT) as publisher:
            wait_until(partial(is_latest_of, store, f"{attempt:02d}-"), 120, "a snapshot")
            time.sleep(chance.uniform(0, 0.3))
            publisher.send_signal(signal.SIGKILL)
        run_id = latest(store.url)
        shutil.rmtree(tmp_path / "fresh", ignore_errors=True)
        folder = at_hand(machine(tmp_path / "fresh", "killed")) / "latest"
        assert read_manifest(folder)["run_id"] == run_id
        assert (folder / "table").read_text() == run_id * 1000


@pytest.mark.usefixtures("s3")
def test_a_file_that_is_unchanged_is_brought_once_and_one_that_is_gone_goes(tmp_path: Path) -> None:
    ours = machine(tmp_path / "cache", "raw")
    sent = tmp_path / "sent"
    for name, text in (("rosters/2023-09/dpmd/a.csv", "one"), ("rosters/2023-10/dpmd/b.csv", "two")):
        (sent / name).parent.mkdir(parents=True)
        (sent / name).write_text(text)
    (sent / "demo").mkdir()
    (sent / "demo" / "truth.csv").write_text("never read")
    put(sent, ours.raw_store)
    bring_inputs(ours)
    brought = ours.raw / "rosters/2023-09/dpmd/a.csv"
    node = brought.stat().st_ino
    (sent / "rosters/2023-09/dpmd/a.csv").write_text("eno")
    put(sent / "rosters/2023-10", f"{ours.raw_store}/rosters/2023-10")
    Store(ours.raw_store or "").remove(["rosters/2023-10/dpmd/b.csv"])
    bring_inputs(ours)
    assert brought.stat().st_ino == node
    assert [path.name for path in (ours.raw / "rosters").iterdir()] == ["2023-09"]
    put(sent / "rosters/2023-09", f"{ours.raw_store}/rosters/2023-09")
    bring_inputs(ours)
    assert brought.read_text() == "eno"
    assert not (ours.raw / "demo").exists()
