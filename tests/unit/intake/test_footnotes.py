"""Marks beside people and the footnotes that say what they mean."""

from pathlib import Path

import pytest

from flows.intake.data_rows import people_and_ignored
from flows.intake.footnotes import legend_of
from flows.intake.roster import read_roster
from schemas.senders.sender import Sender

OFFICE = Sender(sender="dishub", name="Dinas Perhubungan", kind="opd", contact="-", sends="-")
NIKS = [f"350411120975900{serial}" for serial in range(1, 7)]
HEADING = "NO;NIK;NAMA;KET"


def notes(tmp_path: Path, *rows: str) -> list[str | None]:
    """The notes of all people of a list."""
    (tmp_path / "a.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = read_roster(tmp_path / "a.csv", "rosters/2023-09/dishub/a.csv", OFFICE)
    said: list[str | None] = people_and_ignored(found.cells)[0]["note_text"].to_list()
    return said


@pytest.mark.parametrize(
    ("rows", "legend"),
    [
        ([["*) meninggal dunia"], ["**) pindah"]], {"*": "meninggal dunia", "**": "pindah"}),
        ([["", "*)", "meninggal"], ["** =", "pindah"]], {"*": "meninggal", "**": "pindah"}),
        ([["Keterangan : *) meninggal; **) : pindah"]], {"*": "meninggal", "**": "pindah"}),
        ([["#) baru"], ["¹ meninggal"]], {"#": "baru", "¹": "meninggal"}),
        ([["*) meninggal"], ["*) pindah"]], {}),
        ([["*) meninggal"], ["* Meninggal."]], {"*": "meninggal"}),
        ([["Sugeng *"], ["DAFTAR * PEKERJA"], ["***"]], {}),
    ],
)
def test_what_the_marks_mean(rows: list[list[str]], legend: dict[str, str]) -> None:
    assert legend_of(rows) == legend


def test_a_mark_beside_the_number_the_nik_or_the_name_is_what_its_footnote_says(tmp_path: Path) -> None:
    people = [f"1 *);{NIKS[0]};Karto;", f"2;{NIKS[1]}**;Siti;", f"3;{NIKS[2]};Budi *;", f"4;{NIKS[3]};* Wati;"]
    legend = ["*) meninggal dunia;;;", "**);;sudah pindah;"]
    assert notes(tmp_path, HEADING, *people, f"5;{NIKS[4]};Joko;", *legend) == [
        "meninggal dunia", "sudah pindah", "meninggal dunia", "meninggal dunia", None,
    ]  # fmt: skip


def test_a_footnote_goes_before_another_note_only_where_it_says_that_somebody_is_gone(tmp_path: Path) -> None:
    people = [f"1*;{NIKS[0]};Karto;sudah dicek", f"2**;{NIKS[1]};Siti;sudah dicek", f"3;{NIKS[2]};Budi;**)"]
    found = notes(tmp_path, HEADING, *people, "* meninggal;;;", "** ketua kelompok;;;")
    assert found == ["meninggal", "sudah dicek", "ketua kelompok"]


def test_a_mark_without_a_footnote_or_in_another_column_says_nothing(tmp_path: Path) -> None:
    people = [f"1 ***;{NIKS[0]};Karto;;", f"2;{NIKS[1]};Siti;;Kalangan *"]
    assert notes(tmp_path, HEADING + ";DESA", *people, "*) meninggal;;;;") == [None, None]


def test_footnotes_may_stand_above_the_list_or_below_the_last_of_several(tmp_path: Path) -> None:
    assert notes(tmp_path, "*) meninggal;;;", HEADING, f"1 *;{NIKS[0]};Karto;") == ["meninggal"]
    other = "NO;NAMA;NIK;KET"
    rows = [HEADING, f"1 *;{NIKS[0]};Karto;", "DESA KALANGAN;;;", other, f"1;Siti;{NIKS[1]};", "*) meninggal;;;"]
    assert notes(tmp_path, *rows) == ["meninggal", None]
    assert notes(tmp_path, *rows[:2], "*) pindah;;;", *rows[2:4], f"1*;Siti;{NIKS[1]};", rows[5]) == [
        "pindah", "meninggal",
    ]  # fmt: skip
