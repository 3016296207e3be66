"""Cells in which an office says that somebody has left."""

from datetime import date

import polars as pl
import pytest

from flows.cleaning.exits import _MAY_SAY_SO, read_exits, with_former_posts
from schemas.reference import reference
from schemas.text import words


def left_in(note: str | None, status: str | None = None, regency: str = "35.04") -> str | None:
    cells = {"note_text": note, "status_text": status, "regency_code": regency}
    frame = pl.DataFrame([cells], schema=dict.fromkeys(cells, pl.String))
    return str(read_exits(frame, date(2023, 9, 1))["left_in"].item() or "") or None


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
        "Tidak Aktif",
        "NONAKTIF",
        "Nonaktif - pindah",
        "Non Aktif (mengundurkan diri)",
        "tidak aktif per 1 Agustus 2023",
        "purna tugas 31-7-2023",
        "masa jabatan berakhir 31/12/2022",
        "berhenti 2023-09-30",
        "pensiun per 1 Agustus 2023",
        "pindah ke luar Kab. Tulungagung",
        "pindah ke Kalimantan",
        "Lulus PPPK Guru, TMT 1-6-2023",
        "sudah jadi karyawan pabrik (ikut perusahaan)",
        "mengundurkan diri, pengganti menyusul",
        "suami merantau ke Malaysia, tidak jadi diusulkan",
        "TMS",
        "TMS karena usia",
        "TMS (usia 66)",
        "usia 66, TMS",
        "Tidak memenuhi syarat",
        "tdk memenuhi syarat krn sudah PNS",
        "belum memenuhi syarat",
        "sdh ikut mandiri",
        "sudah mandiri",
        "BPJS mandiri",
        "sudah ikut BPJS TK mandiri",
        "ikut mandiri sejak 2021",
        "diganti anaknya",
        "sudah diganti oleh istrinya",
        "diganti istri Sumarni",
        "digantikan adiknya",
        "diganti orang lain",
        "peserta mandiri",
        "berhenti per 31 Juli 2023 (mengundurkan diri)",
        "lulus PPPK 2023, tidak menjabat lagi",
        "sdh PNS per 1-8-2023",
        "sudah kerja di pabrik rokok (PU)",
        "boyong dhateng Kalimantan",
        "pun mandap, diganti adiknya",
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
        "purna tugas 31-12-2023", "purna tugas 2023", "mengundurkan diri per 1 Januari 2024", "berhenti 2023-10-01",
        "masa jabatan s.d. 2031", "pensiun 2041", "mantan Ketua RT 03", "pindah ke luar kecamatan", "pindah (RT 02)",
        "Lulus PPPK", "Lulus PPPK 2023", "Lulus PPPK TMT 1 Januari 2024", "pindah (batal)", "NIK tidak aktif",
        "mengundurkan diri, lalu kembali", "mengundurkan diri dari BPD karena diangkat perangkat",
        "Aktif (ahli waris: meninggal)", "istri, anak tidak didaftarkan", "MS", "memenuhi syarat", "dobel no. 2",
        "suami TMS", "TMS batal, tetap", "tms tetap", "BPJS Kesehatan mandiri", "usaha mandiri", "rek. Bank Mandiri",
        "Mandiri", "belum mandiri", "anak ikut mandiri", "pindahan dari Blitar, KTP sudah Tanen", "suami meninggal",
        "ganti KTP baru, NIK tetap", "diganti alamatnya", "diganti anaknya 2", "menggantikan anaknya",
        "pengganti istri", "tetap", "anak pindah ke Malang", "ikut suami", "bayar sendiri",
        "PNS per 1-12-2023", "lulus PPPK 2023, SK belum turun", "menggantikan Budi, pindah ke Blitar",
        "berhenti per 31 Desember 2023 (mengundurkan diri)", "PNS, pindah tugas",
    ],
)  # fmt: skip
def test_a_cell_that_speaks_of_something_else(said: str | None) -> None:
    assert (left_in(said), left_in(None, said)) == (None, None)


def test_who_held_a_post_holds_it_no_longer() -> None:
    rows = [
        ("mantan Kasun", None, "perangkat_desa", None, "position"),
        ("Ketua RT (mantan Kasun)", None, "rt_rw", None, None),
        ("mantan Kasun", None, "pekerja_rentan", None, None),
        ("eks Kaur", None, "perangkat_desa", "note", "note"),
        ("Kasun Krajan", "Mantan Kasun, purna tugas 2022", "perangkat_desa", None, "note"),
        ("Kaur Umum", "mantan Ketua RT 03", "perangkat_desa", None, None),
        ("Kasun Krajan", "mantan Kasun Tumpak", "perangkat_desa", None, None),
        (None, "mantan Kasun", "perangkat_desa", None, None),
    ]
    columns = ("position_text", "note_text", "segment", "left_in", "expected")
    frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    assert with_former_posts(frame)["left_in"].to_list() == frame["expected"].to_list()


def test_every_exit_word_is_looked_at() -> None:
    said = reference("exit_words")
    assert said.filter(~pl.col("words").str.contains(_MAY_SAY_SO))["words"].to_list() == []


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
    assert read_exits(nobody, date(2023, 9, 1)).height == 0
