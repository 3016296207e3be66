"""Columns that look swapped are said to be, and left as they are."""

from pathlib import Path

import pytest

from flows.intake.roster import read_roster
from schemas.senders.sender import Sender

SENDER = Sender(sender="dishub", name="Dinas Perhubungan", kind="opd", contact="-", sends="-")


def said(folder: Path, days: list[int]) -> str:
    """What is said of a list whose family cards have these day parts."""
    path = folder / "a.csv"
    rows = [f"350411120975900{i};350411{day:02}0975900{i};Karto" for i, day in enumerate(days, start=1)]
    path.write_text("\n".join(["NIK;NO KK;NAMA", *rows]), encoding="utf-8")
    found = read_roster(path, "rosters/2023-09/dishub/a.csv", SENDER)
    assert found.cells["nik_text"].str.ends_with("1").first()
    return found.heading


def test_a_family_card_column_of_niks_is_suspected_and_not_swapped(tmp_path: Path) -> None:
    assert "NO KK looks like NIK" in said(tmp_path, [12, 52, 53, 41, 1, 30])


@pytest.mark.parametrize("days", [[12, 1, 30, 31], [52, 1, 2, 3], [52, 53, 1, 2], [72, 99, 80]])
def test_other_numbers_are_not_suspected(tmp_path: Path, days: list[int]) -> None:
    assert "looks like" not in said(tmp_path, days)
