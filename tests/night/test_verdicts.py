"""What the gate does with a night: publishes it, publishes it with a warning, or holds it."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from tests.night.place import LOST, MONTH, Place, lose
from tests.night.plain import night


@dataclass(frozen=True)
class Held:
    """A regency whose night was held, the snapshot that stood before it, and what the operator read."""

    place: Place
    before: str
    said: str


@pytest.fixture(scope="module")
def held(published: Path, prefect_server: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Held:
    """A night that is held because two senders' lists were lost. To look at and to copy from."""
    place = Place.copy_of(published, tmp_path_factory.mktemp("held") / "home", prefect_server)
    before = place.latest.name
    lose(place.raw, *LOST)
    done = place.run()
    assert done.returncode == 3, done.stdout + done.stderr
    return Held(place, before, done.stdout)


def test_a_night_that_lost_a_tenth_of_the_workers_is_held_and_the_last_snapshot_stands(held: Held) -> None:
    assert held.place.latest.name == held.before
    assert "HELD" in held.said
    assert "covered_not_down" in held.said
    folder = held.place.held
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["verdict"] == "held"
    broken = [gate["name"] for gate in manifest["gates"] if not gate["held"] and gate["severity"] == "hold"]
    assert broken == ["covered_not_down"]
    assert "Ditahan" in (folder / "report" / "index.html").read_text()
    assert not (folder / "work").exists()


def test_a_broken_warning_is_published_and_said(place: Place) -> None:
    """Rosters whose rows are refused for more than a twentieth: worth a look, not worth a night."""
    folder = place.raw / "rosters" / MONTH / "disnakertrans"
    lines = "\n".join(f"{number},,ORANG NOMOR {number}" for number in range(100))
    (folder / "tanpa nik.csv").write_text(f"No,NIK,Nama\n{lines}\n")
    before = place.latest
    done = place.run()
    assert done.returncode == 0, done.stdout + done.stderr
    assert place.latest != before
    assert "WARN rejected_few" in done.stdout
    gates = json.loads((place.latest / "manifest.json").read_text())["gates"]
    broken = {gate["name"]: gate["observed"] for gate in gates if not gate["held"]}
    assert list(broken) == ["rejected_few", "sender_rejected_few", "senders_not_missing"]
    assert "sender=disnakertrans" in {line.split()[0] for line in broken["sender_rejected_few"]}


def test_a_held_night_is_published_when_a_person_releases_it_and_the_next_night_goes_on(
    held: Held, tmp_path: Path
) -> None:
    place = Place.copy_of(held.place.home, tmp_path / "home", held.place.environment)
    folder = place.held
    assert f"payung release --night {folder.name}" in held.said
    said = ("--reason", "kedua dinas menarik daftarnya", "--by", "Bu Wati")
    released = place.payung("release", "--night", folder.name, *said)
    assert released.returncode == 0, released.stdout + released.stderr
    assert place.latest.name == folder.name
    shown = place.payung("status").stdout
    assert "RELEASED" in shown
    assert "kedua dinas menarik daftarnya" in shown
    again = place.run()
    assert again.returncode == 0, again.stdout + again.stderr
    assert json.loads((place.latest / "manifest.json").read_text())["previous"] == folder.name


def test_reprocessing_one_sender_leaves_the_others_as_published(place: Place) -> None:
    month = place.raw / "rosters" / MONTH
    heading = "No,NIK,Nama,Tgl Lahir,JK,Desa,Kecamatan,Pekerjaan"
    row = heading + "\n1,3504110101709{},{},01-01-1970,L,Pulosari,Ngunut,buruh tani\n"
    (month / "dinas-pertanian" / "susulan.csv").write_text(row.format("701", "SUPARMAN"))
    (month / "disnakertrans" / "susulan.csv").write_text(row.format("702", "SUGENG"))
    done = place.run("--sender", "dinas-pertanian")
    assert done.returncode == 0, done.stdout + done.stderr
    niks = pl.read_parquet(place.latest / "steward" / "workers", hive_partitioning=False)["nik"].to_list()
    assert "3504110101709701" in niks
    assert "3504110101709702" not in niks


def test_a_month_without_lists_carries_the_last_ones_forward_and_says_so(place: Place) -> None:
    """Silence is not an exit: the one sender that speaks is new, all the others are carried forward."""
    later = place.raw / "rosters" / "2023-10"
    shutil.copytree(place.raw / "rosters" / MONTH / "dpmd", later / "dpmd")
    assert night(place.home, None).verdict == "published"
    covered = pl.read_parquet(place.latest / "analyst" / "covered_workers", hive_partitioning=False)
    by_month = dict(covered.group_by(pl.col("month").dt.strftime("%Y-%m")).len().iter_rows())
    assert by_month[MONTH] == 1_000
    assert 980 < by_month["2023-10"] <= 1_000  # some turn 65 on the way to October
    october = covered.filter(pl.col("month").dt.month() == 10)
    assert october["months_in_a_row"].unique().to_list() == [2]
    senders = pl.read_parquet(place.latest / "analyst" / "senders.parquet")
    carried = senders.filter(pl.col("month").dt.month() == 10, "carried_forward")["sender"]
    assert "kecamatan-ngunut" in carried
    assert "dpmd" not in carried
    changes = pl.read_parquet(place.latest / "analyst" / "changes.parquet")
    assert changes["kind"].to_list() == ["left"] * (1_000 - by_month["2023-10"])
