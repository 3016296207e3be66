"""Group rows give their place to the rows below, until the next one."""

from typing import Any

import polars as pl
import pytest

from flows.intake.data_rows import people_and_ignored, row_kinds
from schemas.tables.cells import CELLS

NIKS = [f"35041112097590{serial}" for serial in range(10, 40)]
FIELDS = ("kecamatan", "desa", "rw", "rt")


def frame(*rows: str | dict[str, Any], sheets: list[int] | None = None) -> pl.DataFrame:
    """Words are a row with nothing else, `{}` is a person."""
    cells = [
        {"lead": row} if isinstance(row, str) else {"nik_text": nik, "name_text": "Karto", **row}
        for nik, row in zip(NIKS, rows, strict=False)
    ]
    base = {"source_file": "a.csv", "sheet": "", "nik_is_number": False}
    numbers = sheets or [0] * len(rows)
    return pl.DataFrame(
        [{**base, "source_row": 2 + i, "sheet_number": numbers[i], **cell} for i, cell in enumerate(cells)],
        schema=CELLS,
    )


def places(*rows: str | dict[str, Any], sheets: list[int] | None = None) -> list[str]:
    """Kecamatan/desa/rw/rt of each person."""
    people, _ = people_and_ignored(frame(*rows, sheets=sheets))
    return ["/".join(cell or "" for cell in row) for row in people.select(f"{name}_text" for name in FIELDS).rows()]


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("DESA KALANGAN", "/KALANGAN//"),
        ("Desa : Kalangan", "/Kalangan//"),
        ("DS. SUMBEREJO KULON", "/SUMBEREJO KULON//"),
        ("KELURAHAN BAGO", "/BAGO//"),
        ("KECAMATAN NGUNUT", "NGUNUT///"),
        ("DESA KALANGAN KECAMATAN NGUNUT", "NGUNUT/KALANGAN//"),
        ("DESA KALANGAN, KEC. NGUNUT", "NGUNUT/KALANGAN//"),
        ("RW 03", "//03/"),
        ("RT 02 / RW 03", "//03/02"),
        ("RT.02", "///02"),
        ("DUSUN KRAJAN", "///"),
        ("DESA KALANGAN (12 ORANG)", "/KALANGAN//"),
        ("DESA KALANGAN : 1 ORANG", "/KALANGAN//"),
        ("DESA KALANGAN 12 org", "/KALANGAN//"),
        ("DS. KALANGAN / KEC. NGUNUT (5 orang)", "NGUNUT/KALANGAN//"),
        ("RW 03 (5 orang)", "//03/"),
        ("*** DESA KALANGAN ***", "/KALANGAN//"),
        ("- Desa Kalangan", "/Kalangan//"),
        ("Desa Kalangan (RW 01)", "/Kalangan/01/"),
        ("Desa Kalangan (Kec. Ngunut)", "Ngunut/Kalangan//"),
        ("Nama Desa : Kalangan", "/Kalangan//"),
        ("WILAYAH DESA KALANGAN", "/KALANGAN//"),
        ("10). Ds Kalangan", "/Kalangan//"),
        ("DESA KALANGAN KAB. TULUNGAGUNG", "/KALANGAN//"),
        ("KEL. BAGO", "/BAGO//"),
        ("Kel Kampung Dalem (12 orang)", "/Kampung Dalem//"),
        ("KEL. BAGO KEC. TULUNGAGUNG", "TULUNGAGUNG/BAGO//"),
    ],
)
def test_a_group_row_gives_its_place(words: str, place: str) -> None:
    assert places(words, {}, {}) == [place, place]


def test_a_group_lasts_until_the_next_of_its_kind_and_ends_the_narrower() -> None:
    found = places("KECAMATAN NGUNUT", {}, "DESA KALANGAN", "RW 01", "RT 02", {}, "RW 02", {}, "DESA NGUNUT", {})
    assert found == ["NGUNUT///", "NGUNUT/KALANGAN/01/02", "NGUNUT/KALANGAN/02/", "NGUNUT/NGUNUT//"]
    assert places("DESA KALANGAN", "RW 01", {}, "DUSUN KRAJAN", {}) == ["/KALANGAN/01/", "/KALANGAN//"]
    assert places("DESA KALANGAN", {}, "KECAMATAN PAKEL", {}) == ["/KALANGAN//", "PAKEL///"]


def test_what_a_row_says_itself_stays() -> None:
    assert places("DESA KALANGAN", {"desa_text": "Ngunut"}, {}) == ["/Ngunut//", "/KALANGAN//"]


def test_rows_above_the_first_group_and_other_sheets_get_nothing() -> None:
    assert places({}, "DESA KALANGAN", {}, {}, sheets=[0, 0, 0, 1]) == ["///", "/KALANGAN//", "///"]


@pytest.mark.parametrize(
    "words",
    [
        "DESA KALANGAN (PULOSARI)",
        "DESA KALANGAN KAB. KEDIRI",
        "DESA KALANGAN DAN PULOSARI (12 ORANG)",
        "DESA",
        "DESA KALANGAN DAN PULOSARI",
        "DESA KALANGAN DESA PULOSARI",
        "DESA KALANGAN - PULOSARI",
        "KEL. TANI MAKMUR",
        "KEL. TANI BAGO",
        "KEL. BAGO MAKMUR",
        "* Desa dan RT diisi lengkap",
        "Nama desa sesuai KTP",
        "Catatan",
        "Mengetahui,",
    ],
)
def test_words_that_cannot_be_read_end_the_group_before(words: str) -> None:
    assert places("DESA NGUNUT", {}, words, {}) == ["/NGUNUT//", "///"]


@pytest.mark.parametrize("words", ["JUMLAH", "Total 12 orang"])
def test_a_subtotal_does_not_end_a_group(words: str) -> None:
    assert places("DESA NGUNUT", {}, words, {}) == ["/NGUNUT//", "/NGUNUT//"]


def test_group_rows_are_counted() -> None:
    _, ignored = people_and_ignored(frame("DESA KALANGAN", {}, "RW 01", {}))
    assert ignored["ignored_rows"].to_list() == [[{"why": "group", "rows": 2}]]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ({"nik_text": "DESA KALANGAN", "name_text": None}, "group"),  # the NIK column is the first
        ({"nik_text": "DESA KALANGAN", "name_text": "DESA KALANGAN"}, "group"),
        ({"nik_text": None, "name_text": "DESA KALANGAN", "lead": "DESA KALANGAN"}, "group"),
        ({"nik_text": None, "name_text": "DESA KALANGAN", "lead": "II."}, "group"),
        ({"nik_text": None, "name_text": "Karto", "lead": "DESA KALANGAN", "desa_text": "DESA KALANGAN"}, "person"),
        ({"nik_text": None, "name_text": "Desi Kalangan", "lead": "Desi Kalangan"}, "person"),
        ({"nik_text": None, "name_text": "Kel 3", "lead": "Kel 3"}, "person"),
        ({"nik_text": NIKS[0], "name_text": "DESA KALANGAN"}, "person"),
        ({"nik_text": None, "name_text": None, "lead": "DESAKU"}, "note"),
    ],
)
def test_what_is_a_group_row(row: dict[str, Any], kind: str) -> None:
    assert row_kinds(frame(row))["row_kind"].to_list() == [kind]


def test_a_ditto_mark_below_a_group_row_is_the_group() -> None:
    rows: list[str | dict[str, Any]] = [{"desa_text": "Ngunut"}, "DESA KALANGAN", {"desa_text": "idem"}]
    assert places(*rows) == ["/Ngunut//", "/KALANGAN//"]


IN_ADDRESS: dict[str, Any] = {
    "nik_text": None,
    "name_text": None,
    "lead": "DESA KALANGAN",
    "address_text": "DESA KALANGAN",
}
"""A group row where the list's first column is the address."""


def test_below_a_person_an_address_goes_on_and_elsewhere_it_is_a_group() -> None:
    assert places({}, IN_ADDRESS, {}) == ["///", "///"]
    assert places({}, {}, {}, IN_ADDRESS, {}) == ["///"] * 4
    assert places({}, {}, IN_ADDRESS, {}, sheets=[0, 0, 1, 1]) == ["///", "///", "/KALANGAN//"]
    assert places(IN_ADDRESS, {}, {}) == ["/KALANGAN//"] * 2
    assert places({}, "KECAMATAN NGUNUT", IN_ADDRESS, {}) == ["///", "NGUNUT/KALANGAN//"]
    assert places({}, {"nik_text": "NIK", "name_text": "NAMA"}, IN_ADDRESS, {}) == ["///", "/KALANGAN//"]


def test_the_second_line_of_an_address_is_no_group_either() -> None:
    second = {**IN_ADDRESS, "lead": "KEC. NGUNUT", "address_text": "KEC. NGUNUT"}
    assert places({}, IN_ADDRESS, second, {}) == ["///", "///"]


def segments(*rows: str | dict[str, Any]) -> list[str | None]:
    people, _ = people_and_ignored(frame(*rows))
    assert people["segment_text"].null_count() == people.height
    return people["title_segment"].to_list()


def test_the_words_of_a_segment_are_that_of_the_rows_below() -> None:
    assert segments({}, "A. PERANGKAT DESA", {}, "II. BPD :", {}, {}) == [None, "perangkat_desa", "bpd", "bpd"]
    assert segments("RT/RW (2 orang)", {}, "NON-ASN", {}) == ["rt_rw", "non_asn"]
    assert segments("B. BPD", "DESA KALANGAN", {}, "DESA NGUNUT", {}, "Jumlah", {}) == ["bpd"] * 3
    assert segments({"title_segment": "rt_rw"}, "B. BPD", {"title_segment": "rt_rw"}) == ["rt_rw", "bpd"]


def test_behind_a_segment_the_titles_hold_no_more() -> None:
    titled = {"title_segment": "rt_rw", "title_occupation": "nelayan"}
    assert segments("B. BPD", {}, "C. LINMAS", titled) == ["bpd", None]
    assert segments(titled, "C. LINMAS", titled) == ["rt_rw", "rt_rw"]
    assert jobs("PETANI", {}, "LAIN-LAIN", titled) == ["petani", None]


def test_a_segment_ends_the_place_above_it_as_any_other_words_do() -> None:
    assert places("DESA KALANGAN", {}, "B. BPD", {}) == ["/KALANGAN//", "///"]


def test_where_a_segment_stands_right_under_a_place_the_place_is_the_wider() -> None:
    rows: tuple[str | dict[str, Any], ...]
    rows = ("DESA KALANGAN", "A. PERANGKAT DESA", {}, "B. BPD", {}, "DESA NGUNUT", "", {}, "B. BPD", {})
    assert segments(*rows) == ["perangkat_desa", "bpd", None, "bpd"]
    assert places(*rows) == ["/KALANGAN//", "/KALANGAN//", "/NGUNUT//", "/NGUNUT//"]
    rows = ("DESA KALANGAN", {}, "B. BPD", {}, "DESA NGUNUT", {})
    assert segments(*rows) == [None, "bpd", None]
    assert places(*rows) == ["/KALANGAN//", "///", "/NGUNUT//"]
    assert segments("B. BPD", "DESA KALANGAN", {}, "RW 02", {}) == ["bpd", "bpd"]


def jobs(*rows: str | dict[str, Any]) -> list[str | None]:
    """The job that the words around each person say."""
    people, _ = people_and_ignored(frame(*rows))
    return people["title_occupation"].to_list()


def test_the_words_of_a_job_are_that_of_the_rows_below() -> None:
    titled = {"title_occupation": "nelayan"}
    assert jobs(titled, "B. TUKANG BECAK", {}, "Buruh tani (2 orang)", {}) == ["nelayan", "tukang becak", "buruh tani"]
    assert jobs("DAFTAR PENARIK BECAK", {"lead": "NO", "heading_again": True}, {}) == ["penarik becak"]
    assert jobs("NELAYAN", {}, "DESA KALANGAN", {}, "B. BPD", {}) == ["nelayan", "nelayan", None]
    assert jobs("DESA KALANGAN", "NELAYAN", {}, "DESA NGUNUT", {}) == ["nelayan", None]
    assert jobs(titled, "NELAYAN DAN PETANI", titled) == ["nelayan", "nelayan"]


def test_a_job_goes_on_through_rows_that_say_where_they_work() -> None:
    rows: tuple[str | dict[str, Any], ...] = (
        "I. TUKANG OJEK",
        "Pangkalan Pasar Ngunut",
        {},
        "Terminal",
        {},
        "II. JURU PARKIR",
        "Jl. A. Yani",
        {},
    )
    assert jobs(*rows) == ["tukang ojek", "tukang ojek", "juru parkir"]
    assert jobs("NELAYAN", {}, "BURUH PABRIK", {}) == ["nelayan", None]
    assert jobs("NELAYAN", "Pasar Bandung") == []


def test_a_job_is_of_vulnerable_workers_unless_their_segment_stands_above_it() -> None:
    assert segments("A. BPD", {}, "NELAYAN", {}) == ["bpd", None]
    assert segments("A. PEKERJA RENTAN", "NELAYAN", {}, "PETANI", {}) == ["pekerja_rentan"] * 2
    assert segments({"title_segment": "rt_rw"}, "NELAYAN", {"title_segment": "rt_rw"}) == ["rt_rw", "rt_rw"]


@pytest.mark.parametrize(
    "rows",
    [
        ("BPD DESA KALANGAN", {}),
        ("C. LINMAS", {}),
        ({"nik_text": None, "name_text": None, "lead": "BPD", "position_text": "BPD"}, {}),
        ("Mengetahui,", "BPD", "KARTO", {}),  # who signs
        ("Mengetahui,", "BPD", {"nik_text": None, "name_text": "KARTO"}),
        ("B. BPD", "Catatan", {}),
    ],
)
def test_words_that_are_no_segment_of_the_rows_below(rows: tuple[str | dict[str, Any], ...]) -> None:
    assert set(segments(*rows)) <= {None}


def test_a_segment_above_some_rows_leaves_the_desa_of_the_title() -> None:
    rows = frame("A. PERANGKAT DESA", {}, "B. BPD", {}).with_columns(title_desa=pl.lit("Kalangan"))
    people, _ = people_and_ignored(rows)
    found = people.select("title_segment", "desa_text").rows()
    assert found == [("perangkat_desa", "Kalangan"), ("bpd", "Kalangan")]


def works(*rows: str | dict[str, Any]) -> list[str]:
    """Segment/job that the groups give to each person, of a list whose titles say perangkat_desa."""
    cells = frame(*rows).with_columns(pl.lit("perangkat_desa").alias("title_segment"))
    people, _ = people_and_ignored(cells)
    return ["/".join(cell or "" for cell in row) for row in people.select("title_segment", "title_occupation").rows()]


@pytest.mark.parametrize(
    ("words", "given"),
    [
        ("II.  ANGGOTA BPD", "bpd/"),
        ("II BPD", "bpd/"),
        ("III. KETUA RT DAN KETUA RW", "rt_rw/"),
        ("C. KETUA RT", "rt_rw/"),
        ("PENGURUS RT/RW", "rt_rw/"),
        ("B. UNSUR BPD (12 orang)", "bpd/"),
        ("IV.  PEKERJA RENTAN (BURUH TANI)", "pekerja_rentan/buruh tani"),
        ("PEKERJA RENTAN - BURUH TANI", "pekerja_rentan/buruh tani"),
        ("PEKERJA RENTAN: NELAYAN", "pekerja_rentan/nelayan"),
    ],
)
def test_a_segment_with_more_words_around_it(words: str, given: str) -> None:
    assert works({}, words, {}) == ["perangkat_desa/", given]


@pytest.mark.parametrize(
    "words", ["V.   KADER POSYANDU", "PERANGKAT DESA DAN BPD", "KETUA", "KETUA KELOMPOK TANI", "KETUA RT 03"]
)
def test_words_that_are_no_segment_end_the_one_before(words: str) -> None:
    assert works("A. BPD", {}, words, {}) == ["bpd/", "/"]


def test_rt_alone_is_no_segment() -> None:
    assert works("A. BPD", {}, "RT", {}) == ["bpd/", "bpd/"]


def test_a_group_goes_on_over_a_page_break() -> None:
    page = ["JUMLAH DIPINDAHKAN", "- 2 -", "PINDAHAN"]
    assert places("KEC. KAUMAN", {}, *page, {}) == ["KAUMAN///", "KAUMAN///"]
    for words in ("Halaman 2 dari 3", "Lanjutan hal. 2", "2", "Hal : 2"):
        assert places("KEC. KAUMAN", {}, words, {}) == ["KAUMAN///", "KAUMAN///"]
    assert places("KEC. KAUMAN", {}, "Lanjutan kecamatan lain", {}) == ["KAUMAN///", "///"]


@pytest.mark.parametrize(
    ("words", "place", "job"),
    [
        (
            "KELOMPOK TANI SIDO DESA KARANGSARI KEC. REJOTANGAN (PETANI TEMBAKAU) - KETUA: KARTO / 3504132410979339",
            "REJOTANGAN/KARANGSARI//",
            "petani tembakau",
        ),
        ("Kelompok Tani Maju, Desa Tugu Kec. Sendang - petani tembakau", "Sendang/Tugu//", "petani tembakau"),
        ("POKTAN MULYO DESA TUGU", "/TUGU//", ""),
        ("KEL. TANI MULYO DESA TUGU", "/TUGU//", ""),
        ("KELOMPOK NELAYAN BINA DESA KEC. BESUKI", "///", ""),  # which desa is not clear
    ],
)
def test_a_group_of_farmers_gives_its_place_and_job(words: str, place: str, job: str) -> None:
    assert places(words, {}) == [place]
    assert works("PETANI", {}, words, {})[1].split("/")[1] == job


def test_a_kelurahan_is_no_group_of_farmers() -> None:
    assert places("KEL. BAGO KEC. TULUNGAGUNG", {}) == ["TULUNGAGUNG/BAGO//"]


def titled(address: str | None, kecamatan: str | None = None) -> tuple[str | None, str | None]:
    """Kecamatan and desa of a person in a list whose titles name Suruhan Lor, by the address."""
    rows = frame({"address_text": address}).with_columns(
        title_desa=pl.lit("Suruhan Lor"), title_kecamatan=pl.lit(kecamatan, pl.String)
    )
    people, _ = people_and_ignored(rows)
    return people.select("kecamatan_text", "desa_text").row(0)


@pytest.mark.parametrize(
    "address", [None, "sama", "RT 01 RW 02", "Ds. Krajan RT 2", "Ds. Suruhan Lor Kec. Bandung", "Jl. Desa 5"]
)
def test_a_title_holds_where_the_address_says_no_other_desa(address: str | None) -> None:
    assert titled(address) == (None, "Suruhan Lor")


def test_an_address_that_marks_another_desa_goes_before_the_title() -> None:
    assert titled("RT 2 RW 1 Ds. Suruhan Kidul Kec. Bandung", "Bandung") == ("Bandung", None)
    assert titled("Ds. Suruhan Kidul, RT 02", "Bandung") == ("Bandung", None)


@pytest.mark.parametrize(
    "address", ["Ds. Tanggulkundung Kec. Besuki", "Ds. Pandean RT 4 Kec. Durenan Kab. Trenggalek", "Kec. Ngunut"]
)
def test_an_address_in_another_kecamatan_or_regency_goes_before_both(address: str) -> None:
    assert titled(address, "Bandung") == (None, None)


def test_a_job_goes_on_over_the_groups_of_farmers_within_it() -> None:
    rows: list[str | dict[str, Any]] = [
        "A. PETANI TEMBAKAU",
        "POKTAN TANI MAKMUR REJOSARI",
        {},
        "POKTAN SRI REJEKI WATES",
        {},
        "B. BURUH TANI TEMBAKAU",
    ]
    assert works(*rows, "POKTAN SIDO", {}) == [
        f"perangkat_desa/{job}" for job in ("petani tembakau", "petani tembakau", "buruh tani tembakau")
    ]


def test_a_group_whose_place_stands_in_another_cell() -> None:
    row = {"nik_text": None, "lead": "KUB MINA BAHARI", "name_text": "Ketua : KATIRAN", "address_text": "Desa Besole"}
    assert places(row, {"lead": "1"}) == ["/Besole//"]
