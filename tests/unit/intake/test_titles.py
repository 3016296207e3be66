"""What the words around a list say about everybody in it."""

import pytest

from flows.intake.titles import _listed_job, title_segment
from schemas.senders.sender import SegmentPattern, Sender

SENDER = Sender(
    sender="kecamatan-ngunut", name="Kecamatan Ngunut", kind="kecamatan", contact="-", sends="-",
    segments=(
        SegmentPattern(words="perangkat", segment="perangkat_desa"),
        SegmentPattern(words="rt rw", segment="rt_rw"),
        SegmentPattern(words="bpd", segment="bpd"),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("sheet", "title", "file_name", "segment"),
    [
        ("BPD", "DAFTAR", "perangkat", "bpd"),
        ("BPD", "DATA BPD", "perangkat", "bpd"),
        ("BPD", "DATA RT/RW", "perangkat", None),  # either may be left from another list
        ("RT RW", "DATA PERANGKAT DESA", "", None),
        ("BPD", "DATA PERANGKAT DAN RT RW", "", "bpd"),  # a title common to several lists
        ("Sheet1", "DATA BURUH TANI (DIDATA OLEH KETUA RT RW SETEMPAT)", "", None),
        ("Sheet1", "DATA BPD (DIDATA OLEH PERANGKAT DESA)", "", "bpd"),
        ("Sheet1", "DIDATA OLEH PERANGKAT DESA", "data bpd", "bpd"),
        ("Sheet1", "DATA (OLEH DESA) RT RW", "", "rt_rw"),
        ("Sheet1", "DATA RT RW KOLEHAN", "", "rt_rw"),
        ("Sheet1", "DATA RT/RW", "perangkat", "rt_rw"),
        ("Sheet1", "DAFTAR", "data_perangkat-2023", "perangkat_desa"),
        ("Sheet1", "DAFTAR", "daftar", None),
        ("", "DAFTAR RT-RW", "", "rt_rw"),
        ("", "DAFTAR R T / RW", "", None),
        ("", "KEPERANGKATAN", "", None),  # whole words only
        ("", "RW DAN RT", "", None),  # in this order
        ("", "RT DAN RW", "", "rt_rw"),
        ("", "DATA PERANGKAT DAN BPD", "", None),  # both: it tells nothing
        ("", "DATA PERANGKAT, BPD", "bpd ngunut", "bpd"),
    ],
)
def test_sheet_name_then_titles_then_file_name(sheet: str, title: str, file_name: str, segment: str | None) -> None:
    found = title_segment(SENDER, sheet, [[title, ""], ["TAHUN 2023"]], [], file_name)
    assert (found[0] if found else None) == segment


def test_words_may_stand_in_neighbouring_cells() -> None:
    assert title_segment(SENDER, "", [["DATA RT", "RW"]], [], "") == ("rt_rw", "title")


def test_titles_of_a_list_come_before_those_of_the_lists_above() -> None:
    assert title_segment(SENDER, "", [["DATA BPD"]], [["DATA RT/RW"]], "") == ("bpd", "title")
    assert title_segment(SENDER, "", [["HALAMAN 2"]], [["DATA RT/RW"]], "") == ("rt_rw", "title above")


@pytest.mark.parametrize(
    ("title", "file_name", "job"),
    [
        ("DAFTAR PEKERJA RENTAN PETANI TEMBAKAU", "a", "petani tembakau"),
        ("DATA PETANI", "eRDKK petani tembakau 2023", "petani tembakau"),
        ("DATA PETANI", "buruh tani tembakau", "petani"),
        ("DATA NELAYAN", "nelayan tembakau", "nelayan"),
    ],
)
def test_a_job_is_of_tobacco_where_another_text_says_so(title: str, file_name: str, job: str) -> None:
    found = _listed_job([[title]], "Sheet1", file_name)
    assert found is not None
    assert found[0] == job


def test_a_sheet_without_a_list_tells_the_segment_last() -> None:
    """OpenSID writes the name of a programme on a sheet of its own."""
    beside = [["Nama Program", "Pendataan BPD 2023"]]
    assert title_segment(SENDER, "Peserta", [], [], "a", "", beside) == ("bpd", "sheet without a list")
    assert title_segment(SENDER, "Peserta", [["DATA RT/RW"]], [], "a", "", beside) == ("rt_rw", "title")
    assert title_segment(SENDER, "Peserta", [], [], "Data RT", "", beside) == ("rt_rw", "file name")
    assert title_segment(SENDER, "Peserta", [], [], "a", "", [*beside, ["RT/RW", "12"]]) is None


@pytest.mark.parametrize(
    ("title", "sheet", "file_name", "occupation"),
    [
        ("DATA NELAYAN BINAAN DINAS PERIKANAN", "Sheet1", "a.xlsx", ("nelayan", "title")),
        ("DINAS PERIKANAN", "Nelayan", "a.xlsx", ("nelayan", "sheet name")),
        ("DINAS PERHUBUNGAN", "Sheet1", "data tukang becak 2023.xlsx", ("tukang becak", "file name")),
        ("DAFTAR PETANI DAN NELAYAN", "Sheet1", "a.xlsx", None),
        ("DATA NELAYAN DAN PENCARI RUMPUT LAUT", "Sheet1", "nelayan.xlsx", None),
        ("DINAS PERDAGANGAN", "Sheet1", "PKL & bakul etek.xlsx", None),
        ("DAFTAR BAKUL ETEK PASAR NGEMPLAK DAN PASAR BANDUNG", "Sheet1", "a.xlsx", ("bakul etek", "title")),
        ("DAFTAR NELAYAN KEC. BESUKI DAN PETANI", "Sheet1", "a.xlsx", None),
        ("DATA TUKANG BECAK DAN BENTOR", "Sheet1", "a.xlsx", ("tukang becak", "title")),
        ("B. JURU PARKIR", "Sheet1", "ojol.xlsx", ("juru parkir", "title")),
        ("BANTUAN UNTUK NELAYAN", "Sheet1", "a.xlsx", None),
        ("DAFTAR PERANGKAT DESA", "Sheet1", "a.xlsx", None),
        ("", "Sheet1", "Pendataan Tukang Becak (Respons) - Form Responses 1.csv", ("tukang becak", "file name")),
        ("", "Verval Buruh Tani", "a.xlsx", ("buruh tani", "sheet name")),
        ("Formulir Pendaftaran Ojek", "Form Responses 1", "a.xlsx", ("ojek", "title")),
        ("HASIL VERIFIKASI DATA NELAYAN", "Sheet1", "a.xlsx", ("nelayan", "title")),
        ("REKAPITULASI PENDATAAN PKL DAN JUKIR", "Sheet1", "a.xlsx", None),
        ("HASIL TANI DESA WATES", "Sheet1", "a.xlsx", None),  # what was harvested
        ("PENDATAAN PEKERJA RENTAN", "Form Nelayan", "a.xlsx", ("nelayan", "sheet name")),
        ("SURVEI NELAYAN", "Form Responses 1", "a.xlsx", None),
    ],
)
def test_a_list_that_says_whom_it_is_of_tells_their_job(
    title: str, sheet: str, file_name: str, occupation: tuple[str, str] | None
) -> None:
    assert _listed_job([[title]], sheet, file_name) == occupation


@pytest.mark.parametrize(
    ("title", "heading", "segment"),
    [
        ("DAFTAR", "NAMA KETUA RT", "rt_rw"),
        ("DAFTAR", "NAMA KETUA BPD", "bpd"),
        ("DAFTAR", "NAMA PERANGKAT", "perangkat_desa"),
        ("DATA PERANGKAT DESA", "NAMA KETUA RT", "perangkat_desa"),  # weaker than the titles
        ("DATA PERANGKAT DAN BPD", "NAMA KETUA RT", None),
        ("DAFTAR", "NAMA", None),
    ],
)
def test_the_heading_of_the_names_tells_behind_the_titles(title: str, heading: str, segment: str | None) -> None:
    found = title_segment(SENDER, "Sheet1", [[title]], [], "a", heading)
    assert (found[0] if found else None) == segment


@pytest.mark.parametrize(
    ("title", "segment"),
    [
        ("DAFTAR KETUA RT PENERIMA HONOR", "rt_rw"),
        ("DAFTAR KETUA RT DAN KETUA RW", "rt_rw"),
        ("PENGURUS RW", "rt_rw"),
        ("DAFTAR KETUA RT DAN ANGGOTA BPD", None),
        ("DATA BPD USULAN KETUA RT", "bpd"),
        ("KETUA RT 03", None),
        ("RT 03 RW 01", None),
        ("DATA RT", None),
    ],
)
def test_who_heads_a_neighbourhood_is_of_rt_and_rw(title: str, segment: str | None) -> None:
    found = title_segment(SENDER, "Sheet1", [[title]], [], "a")
    assert (found[0] if found else None) == segment


@pytest.mark.parametrize(
    ("sheet", "title", "file_name", "segment"),
    [
        ("Data RT", "DAFTAR", "a", ("rt_rw", "sheet name")),
        ("Sheet1", "DAFTAR", "Data RT Kec. Pagerwojo", ("rt_rw", "file name")),
        ("RW", "DAFTAR", "a", ("rt_rw", "sheet name")),
        ("Data RT", "DATA BPD", "a", ("bpd", "title")),
        ("Data RT", "DATA BPD DAN PERANGKAT", "a", None),
        ("RT 03", "DAFTAR", "a", None),
        ("Rekap per RT", "DAFTAR", "a", None),
    ],
)
def test_a_sheet_or_file_called_rt_tells_where_nothing_else_does(
    sheet: str, title: str, file_name: str, segment: tuple[str, str] | None
) -> None:
    assert title_segment(SENDER, sheet, [[title]], [], file_name) == segment


def test_the_heading_of_the_names_tells_a_job_behind_the_titles() -> None:
    assert _listed_job([["DINAS PERIKANAN"]], "", "", "NAMA NELAYAN") == ("nelayan", "heading of the names")
    assert _listed_job([["DATA BURUH TANI"]], "", "", "NAMA PETANI") == ("buruh tani", "title")
    assert _listed_job([["DAFTAR PENGGANTIAN PESERTA PENGEMUDI OJEK / OJOL"]], "", "") == ("pengemudi ojek", "title")


@pytest.mark.parametrize(
    ("title", "job"),
    [
        ("A. USULAN SATPOL PP : PENGEMUDI BECAK", "pengemudi becak"),
        ("1. PANGKALAN OJEK STASIUN DAN TERMINAL", "ojek"),
        ("PAGUYUBAN BECAK KOTA", "becak"),
        ("Catatan : nelayan yang sudah pindah dicoret", None),
        ("Penyuluh : petani teladan", None),
        ("Pengumpul : Nelayan Jaya", None),
    ],
)
def test_a_job_behind_a_colon_or_of_an_association(title: str, job: str | None) -> None:
    found = _listed_job([[title]], "Sheet1", "a.xlsx")
    assert (found[0] if found else None) == job
