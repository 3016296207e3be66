"""What goes wrong gets one clear line (or a code), and what was published stays."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from tests.night.place import MONTH, Place, breaking


def one_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    assert len(lines) == 1, text
    return lines[0]


def failed(place: Place, *arguments: str) -> str:
    """The line a failed night says; `latest` is where it was and nothing is half-written."""
    before = place.latest if (place.curated / "latest").exists() else None
    done = place.run(*arguments)
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stdout == ""
    if before:
        assert place.latest == before
    assert not list(place.curated.glob(".staging-*")) if place.curated.is_dir() else True
    return one_line(done.stderr)


def test_a_missing_key_after_a_first_snapshot(place: Place) -> None:
    (place.home / "secrets" / "payung.key").unlink()
    said = failed(place)
    assert "no key at" in said
    assert not (place.home / "secrets" / "payung.key").exists(), "a new key would have given everybody a new id"


def test_a_wrong_key(place: Place) -> None:
    (place.home / "secrets" / "payung.key").write_text("ab" * 32)
    assert "is not the key of the published snapshots" in failed(place)


def test_a_key_that_others_can_read(place: Place) -> None:
    (place.home / "secrets" / "payung.key").chmod(0o644)
    assert "chmod 600" in failed(place)


def test_no_rosters_at_all(new_place: Place) -> None:
    shutil.rmtree(new_place.raw / "rosters")
    assert "no rosters under" in failed(new_place)


def test_a_folder_that_cannot_be_written(new_place: Place) -> None:
    new_place.curated.write_text("a file where a folder should be")
    assert "cannot write to" in failed(new_place)


def test_a_snapshot_that_is_gone(place: Place) -> None:
    shutil.rmtree(place.latest)
    done = place.run()
    assert done.returncode == 1
    assert "not a whole snapshot" in one_line(done.stderr)


def test_a_second_night_at_the_same_time(place: Place) -> None:
    first = place.start()
    try:
        while not list(place.curated.glob(".staging-*")):
            assert first.poll() is None
        second = place.run()
    finally:
        first.communicate(timeout=300)
    assert first.returncode == 0
    assert second.returncode == 1
    assert "another night is running" in one_line(second.stderr)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("--month", "2023-13"), "--month is written YYYY-MM"), (("--sender", "kecamatan-kediri"), "no declaration")],
)
def test_a_slip_on_the_command_line(place: Place, arguments: tuple[str, ...], words: str) -> None:
    assert words in failed(place, *arguments)


def test_only_files_that_cannot_be_used(new_place: Place) -> None:
    """Nobody covered is no night to publish; but every file is named with its code."""
    shutil.rmtree(new_place.raw / "rosters")
    folder = new_place.raw / "rosters" / MONTH / "dpmd"
    folder.mkdir(parents=True)
    (folder / "kosong.xlsx").touch()
    (folder / "gambar.pdf").write_bytes(b"%PDF-1.7")
    (folder.parent / "tanpa pengirim.csv").write_text("NIK,NAMA\n")
    done = new_place.run()
    assert done.returncode == 3, done.stdout + done.stderr
    assert "somebody_covered" in done.stdout
    (held,) = (new_place.curated / "held").iterdir()
    files = pl.read_parquet(held / "steward" / "received_files.parquet")
    assert dict(files.select("source_file", "code").iter_rows()) == {
        f"rosters/{MONTH}/dpmd/gambar.pdf": "FILE_UNREADABLE",
        f"rosters/{MONTH}/dpmd/kosong.xlsx": "FILE_EMPTY",
        f"rosters/{MONTH}/tanpa pengirim.csv": "SENDER_UNKNOWN",
    }


def test_an_unforeseen_fault_tells_no_nik(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault inside a step whose text quotes a row: the line says where to look, and that place is closed."""
    broken = place.home / "sitecustomize.py"
    broken.write_text(breaking("accepted['nik'][0]"))
    monkeypatch.setitem(place.environment, "PYTHONPATH", str(place.home))
    said = failed(place, "--quiet")
    assert "resolve_shard failed (ValueError)" in said
    particulars = Path(said.rsplit(" ", 1)[1])
    assert "cannot compare 35" in particulars.read_text()
    assert particulars.stat().st_mode & 0o077 == 0
    assert particulars.parent.stat().st_mode & 0o077 == 0
    database = Path(place.environment["PREFECT_HOME"]) / "prefect.db"
    written = b"".join(path.read_bytes() for path in database.parent.glob("prefect.db*"))
    assert b"cannot compare" not in written
