"""Cells in which an office says that somebody has left."""

import polars as pl
import pytest

from flows.cleaning.exits import read_exits
from schemas.reference import reference
from schemas.text import words


def left_in(note: str | None, status: str | None = None) -> str | None:
    cells = {"note_text": note, "status_text": status}
    return (
        str(read_exits(pl.DataFrame([cells], schema=dict.fromkeys(cells, pl.String)))["left_in"].item() or "") or None
    )


@pytest.mark.parametrize(
    "said",
    [
        "pindah",
        "PINDAH",
        " Pindah domisili ",
        "Mengundurkan diri.",
        "bekerja di pabrik",
        "Habis masa jabatan",
        "purna-tugas",
    ],
)
def test_a_whole_cell_that_says_so(said: str) -> None:
    assert (left_in(said), left_in(None, said)) == ("note", "status")


@pytest.mark.parametrize(
    "said",
    [
        None, "", "-", "aktif", "pindahan dari Blitar", "pindah dari Blitar", "anak pindah sekolah", "pindah ke RT 02",
        "suami bekerja di pabrik", "belum purna tugas", "honorer", "kontrak", "meninggal",
    ],
)  # fmt: skip
def test_a_cell_that_speaks_of_something_else(said: str | None) -> None:
    assert (left_in(said), left_in(None, said)) == (None, None)


def test_the_note_goes_before_the_status() -> None:
    assert left_in("pindah", "purna tugas") == "note"


def test_exit_words_stand_once_and_in_their_normal_form() -> None:
    said = reference("exit_words")["words"].to_list()
    assert len(set(said)) == len(said)
    assert [word for word in said if words(word) != word] == []
