"""Cells in which an office says that somebody has left."""

import polars as pl
import pytest

from flows.cleaning.exits import read_exits
from schemas.reference import reference
from schemas.text import words


def left_in(note: str | None, status: str | None = None, regency: str = "35.04") -> str | None:
    cells = {"note_text": note, "status_text": status, "regency_code": regency}
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
        "sdh pindah",
        "ybs sudah pindah",
        "pindah ke Blitar",
        "Sudah pindah ke Kab. Kediri",
        "pindah ke Kalimantan Timur, 2022",
        "pindah 12-3-2023",
        "mengundurkan diri per 1 Agustus 2023",
        "Resign Agustus",
        "diangkat PPPK 2023",
        "jangan diikutkan",
        "batal",
        "coret",
        "diganti oleh SUMADI",
        "sudah digantikan SUMADI",
    ],
)
def test_a_whole_cell_that_says_so(said: str) -> None:
    assert (left_in(said), left_in(None, said)) == ("note", "status")


@pytest.mark.parametrize(
    "said",
    [
        None, "", "-", "aktif", "pindahan dari Blitar", "pindah dari Blitar", "anak pindah sekolah", "pindah ke RT 02",
        "suami bekerja di pabrik", "belum purna tugas", "honorer", "kontrak", "meninggal", "pindah RT",
        "pindah rekening", "pindah ke Kalidawir", "pindah ke Tulungagung", "pindah ke rekening Blitar", "pindah 02/03",
        "pindah dari Blitar 2020", "pindah ke 2", "belum pindah", "masa jabatan berakhir 2027", "diganti nama",
        "diganti KTP baru", "diganti oleh 2 orang", "batal nikah", "double no 5", "sudah ikut BPJS TK", "PNS",
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


def test_who_moves_within_the_regency_has_not_left() -> None:
    assert [left_in("pindah ke Kediri", regency=regency) for regency in ("35.04", "35.06")] == ["note", None]
    assert [left_in("pindah ke Tulungagung", regency=regency) for regency in ("35.04", "35.06")] == [None, "note"]


def test_a_list_of_nobody() -> None:
    nobody = pl.DataFrame(schema={"note_text": pl.String, "status_text": pl.String, "regency_code": pl.String})
    assert read_exits(nobody).height == 0
