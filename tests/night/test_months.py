"""Month after month: a silent office is carried forward until its list has run out, streaks go on and break, and an
older month run again takes the later ones with it. The nights are real, if without Prefect."""

import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from flows.publishing.snapshot import read_manifest
from tests.night.plain import HEADING, night, receive

MONTHS = ["2023-05", "2023-06", "2023-07", "2023-08", "2023-09"]
RIDER = "350411280170"
"""The NIKs of the two drivers of the silent office begin so."""
PEOPLE = 60


def drivers(*serials: int) -> str:
    rows = (f"{n},{RIDER}{n},SUTRISNO WIBOWO {n},28-01-1970,L,Pulosari,Ngunut,ojek online\n" for n in serials)
    return HEADING + "".join(rows)


def send(home: Path, month: str, text: str) -> None:
    folder = home / "raw" / "rosters" / month / "dishub"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ojol.csv").write_text(text)


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path]]:
    """Five months, a night each; dishub sends in the first alone, and its lists are valid for three more."""
    home = tmp_path_factory.mktemp("months")
    send(home, MONTHS[0], drivers(9901, 9902))
    folders = []
    for month in MONTHS:
        receive(home, PEOPLE, month)
        done = night(home, month)
        assert done.verdict == "published"
        folders.append(done.folder)
    return home, folders


def streaks(folder: Path, month: str) -> list[int]:
    """The drivers' months in a row."""
    part = pl.read_parquet(folder / "steward" / "workers" / f"month={month}" / "part-0.parquet")
    return part.filter(pl.col("nik").str.starts_with(RIDER), pl.col("sender") == "dishub").sort("nik")[
        "months_in_a_row"
    ].to_list()  # fmt: skip


def test_a_silent_office_is_carried_forward_until_its_list_has_run_out(nights: tuple[Path, list[Path]]) -> None:
    told = pl.read_parquet(nights[1][-1] / "analyst" / "senders.parquet").filter(pl.col("sender") == "dishub")
    assert told.sort("month").select("carried_forward", "missing", "covered").rows() == [
        (False, False, 2), (True, False, 2), (True, False, 2), (True, False, 2), (False, True, 0)
    ]  # fmt: skip


def test_whoever_is_carried_forward_goes_on_being_covered(nights: tuple[Path, list[Path]]) -> None:
    last = nights[1][-1]
    assert [streaks(last, month) for month in MONTHS] == [[1, 1], [2, 2], [3, 3], [4, 4], []]
    gone = pl.read_parquet(last / "analyst" / "changes.parquet").filter(pl.col("kind") == "left")
    assert gone["month"].to_list() == [date(2023, 9, 1)] * 2


def test_an_older_month_run_again_takes_the_later_ones_with_it(nights: tuple[Path, list[Path]], tmp_path: Path) -> None:
    """One of the drivers was not covered in July: from August on he begins anew, and August tells it."""
    home = tmp_path / "home"
    shutil.copytree(nights[0], home, symlinks=True)
    before = (home / "curated" / "latest").resolve()
    send(home, "2023-07", drivers(9901))
    after = night(home, "2023-07").folder
    assert [streaks(after, month) for month in MONTHS] == [[1, 1], [2, 2], [3], [4, 1], []]
    assert [kind for kind in told(after, date(2023, 8, 1)) if kind not in told(before, date(2023, 8, 1))] == ["joined"]
    assert told(after, date(2023, 7, 1)) == ["left"]
    assert told(after, date(2023, 9, 1)) == ["left", "left"]
    hashes = [read_manifest(folder)["tables"] for folder in (before, after)]
    parts = [name for name in hashes[0] if "month=" in name and hashes[0][name] != hashes[1][name]]
    assert parts == [
        f"{zone}/month={month}/part-0.parquet"
        for zone in ("analyst/covered_workers", "steward/workers") for month in ("2023-07", "2023-08")
    ]  # fmt: skip


def told(folder: Path, month: date) -> list[str]:
    changes = pl.read_parquet(folder / "analyst" / "changes.parquet")
    return changes.filter(pl.col("month") == month)["kind"].to_list()


def test_an_older_month_run_again_that_is_as_it_was_changes_nothing(
    nights: tuple[Path, list[Path]], tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(nights[0], home, symlinks=True)
    assert night(home, "2023-07").verdict == "published"
    before, after = (read_manifest(folder)["tables"] for folder in (nights[1][-1], (home / "curated" / "latest")))
    changed = {name for name in before if before[name]["sha256"] != after[name]["sha256"]}
    # Those of tonight's month alone, which were August's.
    assert {name for name in changed if "month=" in name or "changes" in name} == set()
