"""Cells that hold one of a list of words, and wages."""

from typing import Any

import polars as pl
import pytest

from flows.cleaning.begun_jobs import _ANOTHER_WITH_MORE, _LONGEST, _WHATEVER_FOLLOWS
from flows.cleaning.money import read_wages
from flows.cleaning.words import read_occupations, read_segments, read_sex
from schemas.reference import reference
from schemas.text import words

FIELDS = ("sex", "occupation", "position", "status", "note", "segment", "wage")


def cells(**texts: str | None) -> pl.DataFrame:
    return pl.DataFrame(
        {
            **{f"{field}_text": [texts.pop(field, None)] for field in FIELDS},
            "title_occupation": [texts.pop("title_occupation", None)],
            **{name: [text] for name, text in texts.items()},
        },
        schema_overrides={
            **{f"{field}_text": pl.String for field in FIELDS},
            "title_occupation": pl.String,
            **dict.fromkeys(texts, pl.String),
        },
    )


def sexes(*rows: tuple[str | None, str | None], number: int = 0) -> pl.DataFrame:
    """A list of people by what their cells and what their NIKs say."""
    frame = pl.DataFrame(list(rows), schema={"sex_text": pl.String, "nik_sex": pl.String}, orient="row")
    return frame.with_columns(source_file=pl.lit("a.csv"), sheet_number=0, list_number=number)


def one(frame: pl.DataFrame) -> dict[str, Any]:
    return frame.row(0, named=True)


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("L", "L"),
        ("l", "L"),
        ("LK", "L"),
        ("Laki-laki", "L"),
        ("LAKI - LAKI", "L"),
        ("Pria", "L"),
        ("1", "L"),
        ("P", "P"),
        ("Pr.", "P"),
        ("Perempuan", "P"),
        ("Laki2", "L"),
        ("Lk2", "L"),
        ("Prp", "P"),
        ("Wnt", "P"),
        ("Prempuan", "P"),
        ("W", "P"),
        ("WANITA", "P"),
        ("2", "P"),
        ("v", None),
        ("3", None),
        ("LP", None),
        (None, None),
    ],
)
def test_sex_as_stated(text: str | None, sex: str | None) -> None:
    assert one(read_sex(sexes((text, None))))["stated_sex"] == sex


def test_an_unreadable_sex_is_taken_from_the_nik() -> None:
    assert one(read_sex(sexes(("v", "P"))))["sex"] == "P"


def test_the_stated_sex_stands_against_the_nik() -> None:
    assert one(read_sex(sexes(("L", "P"))))["sex"] == "L"


def test_p_is_pria_in_a_list_of_p_and_w() -> None:
    assert read_sex(sexes(("P", "L"), ("w", "P"), (None, "P")))["sex"].to_list() == ["L", "P", "P"]


@pytest.mark.parametrize(
    "rows",
    [
        [("P", "P"), ("W", "P")],  # women, in two hands
        [("P", "L"), ("P", "L")],
        [("P", "L"), ("W", "P"), ("L", "L")],
        [("P", None), ("W", "P")],
    ],
)
def test_p_is_perempuan_elsewhere(rows: list[tuple[str, str]]) -> None:
    assert read_sex(sexes(*rows))["stated_sex"][0] == "P"


def test_what_p_is_is_told_list_by_list() -> None:
    lists = pl.concat([sexes(("P", "L"), ("W", "P")), sexes(("P", "P"), ("L", "L"), number=1)])
    assert read_sex(lists)["stated_sex"].to_list() == ["L", "P", "P", "L"]


def test_a_part_of_a_list_does_not_tell_what_p_is() -> None:
    orders = pl.DataFrame({"source_file": ["a.csv"]})
    assert read_sex(sexes(("P", "L"), ("W", "P")), orders)["stated_sex"].to_list() == ["P", "P"]


@pytest.mark.parametrize(
    ("text", "occupation"),
    [
        ("Buruh Tani", "buruh-tani"),
        ("BURUH TANI TEMBAKAU", "buruh-tani-tembakau"),
        ("Petani/Pekebun", "petani"),
        ("petani / pekebun", "petani"),
        ("bakul etek", "pedagang-keliling"),
        ("Tukang becak", "becak-bentor"),
        ("Juru parkir", "juru-parkir"),
        ("buruh tanni", "buruh-tani"),
        ("kuli bangunnan", "kuli-bangunan"),
        ("tukangbatu", "kuli-bangunan"),
        ("Tukang bata", None),
        ("Buruh tali", None),
        ("Astronot", None),
        (None, None),
    ],
)
def test_occupation_of_a_word(text: str | None, occupation: str | None) -> None:
    assert one(read_occupations(cells(occupation=text)))["occupation"] == occupation


@pytest.mark.parametrize("column", ["occupation", "segment"])
@pytest.mark.parametrize(
    ("text", "occupation"),
    [
        ("Sopir MPU Trayek Ngunut - Tulungagung", "sopir-mpu"),
        ("SUPIR MPU (Ngunut)", "sopir-mpu"),
        ("PKL bakso", "pkl"),
        ("PKL depan RSUD", "pkl"),
        ("Ojek pangkalan Stasiun", "ojek-ojol"),
        ("Ojek pangkalan RT 02", "ojek-ojol"),
        ("Gojek / Grab", "ojek-ojol"),
        ("Juru parkir Pasar Wage", "juru-parkir"),
        ("Pedagang keliling (sayur)", "pedagang-keliling"),
        ("tkg becak alun-alun", "becak-bentor"),
        ("Buruh tani tembakau Ds. Wates", "buruh-tani-tembakau"),
        ("Petani tembakau rajang", "petani-tembakau"),
        ("Petani di Ds. Wates", "petani"),
        ("Nelayan Pantai Popoh", "nelayan"),
        ("Tukang batu di Kediri", "kuli-bangunan"),
        ("Pengrajin bambu", "pengrajin"),
        ("Guru ngaji TPQ Al-Huda", "guru-ngaji"),
        ("PKL dan petani", None),
        ("PKL, dulu buruh pabrik", None),
        ("Ojek (eks TKI)", None),
        ("Ojek / PKL", None),
        ("Ojek (istri PNS)", None),
        ("Nelayan (anak)", None),
        ("Pedagang besar", None),
        ("Pedagang pasar Wage", None),
        ("Bakul nasi", None),
        ("Bakul sayur pasar Ngemplak", None),
        ("Buruh pabrik", None),
        ("Buruh tani pabrik gula", None),
        ("Buruh tembakau gudang", None),
        ("Buruh tani, kadang tembakau", None),
        ("Petani tambak", None),
        ("Petani dan buruh tani tembakau", None),
        ("Tukang batu bata", None),
        ("Nelayan pemilik kapal", None),
        ("Pemilik kapal nelayan", None),
        ("Sopir bupati", None),
        ("Sopir MPU bupati", None),
        ("Sopir angkutan barang", None),
        ("Juru parkir Dishub", None),
        ("Juru parkir RSUD", None),
        ("ABK kapal pesiar", None),
        ("Grab Car", None),
        ("ART (anggota rumah tangga)", None),
        ("Istri tukang becak", None),
        ("Mantan ojek pangkalan", None),
        ("PKL SMK 1 (siswa)", None),
        ("Koordinator PKL", None),
        ("Honorer SD", None),
        ("Penjaga malam pasar", None),
        ("Guru honorer SDN 1", None),
    ],
)
def test_a_job_may_go_on_with_a_place_or_a_good(column: str, text: str, occupation: str | None) -> None:
    found = one(read_occupations(cells(**{column: text})))
    assert found["occupation"] == occupation
    assert one(read_occupations(cells(note=text)))["occupation"] is None


def test_words_that_a_job_begins_with_are_words_for_jobs() -> None:
    known = {words(said) for said in reference("occupation_synonyms")["spelling"]}
    assert known.issuperset(_WHATEVER_FOLLOWS | _ANOTHER_WITH_MORE)
    assert max(len(said.split()) for said in known) <= _LONGEST


@pytest.mark.parametrize(
    ("said", "occupation"),
    [
        ({"status": "Guru Honorer"}, "guru-honorer"),
        ({"status": "GTT"}, "guru-honorer"),
        ({"status": "Honorer"}, None),  # how somebody is employed
        ({"status": "Aktif"}, None),
        ({"status": "Guru honorer", "position": "Operator sekolah"}, None),
        ({"status": "Guru honorer", "occupation": "Astronot"}, None),
        ({"status": "Guru honorer", "title_occupation": "perawat"}, "guru-honorer"),
    ],
)
def test_a_status_may_name_the_job_where_no_column_does(said: dict[str, str | None], occupation: str | None) -> None:
    assert one(read_occupations(cells(**said)))["occupation"] == occupation


def test_the_post_held_stands_in_for_the_occupation() -> None:
    assert one(read_occupations(cells(position="Kaur Umum")))["occupation"] == "perangkat-desa"


def test_the_occupation_comes_before_the_post_held() -> None:
    assert one(read_occupations(cells(occupation="Nelayan", position="Ketua RT")))["occupation"] == "nelayan"


@pytest.mark.parametrize("column", ["occupation", "position", "status"])
@pytest.mark.parametrize(
    ("word", "servant"),
    [("PNS", True), ("TNI", True), ("Polri", True), ("Pensiunan PNS", True), ("Honorer", False), ("Non ASN", False)],
)
def test_a_civil_servant_may_be_told_by_any_of_three_columns(column: str, word: str, servant: bool) -> None:
    assert one(read_occupations(cells(**{column: word})))["civil_servant_in"] == (column if servant else None)


@pytest.mark.parametrize("column", ["occupation", "position", "status"])
@pytest.mark.parametrize(
    "said",
    [
        "PNS (Guru)", "Guru PPPK", "Anggota TNI AD", "Polri aktif", "Pegawai Negeri Sipil (PNS)", "Tani / PNS",
        "Sekdes PNS", "Kaur Umum (PNS)", "TNI/Polri", "PNS Gol. III", "Pensiunan PNS", "PNS diperbantukan", "PNS (dpk)",
        "Pj. Kepala Desa (ASN Kecamatan)", "Pj Kades, PNS Kec. Kauman", "Pj. Kades PNS Kec. Kauman", "ASN kecamatan",
        "Sekdes - PNS dpk", "ASN Kecamatan NIP 197503122007011004", "Pj. (ASN)",
    ],
)  # fmt: skip
def test_a_civil_servant_may_be_told_among_other_words(column: str, said: str) -> None:
    assert one(read_occupations(cells(**{column: said})))["civil_servant_in"] == column


@pytest.mark.parametrize("column", ["occupation", "position", "status"])
@pytest.mark.parametrize(
    "said",
    [
        "Pensiunan Guru", "PNS pensiun", "Non PNS", "bukan PNS", "mantan TNI", "istri PNS", "Calon PNS",
        "Guru (non ASN)", "tenaga honorer non ASN", "PPPK Paruh Waktu", "PPPK (paruh waktu)", "PNS/Honorer",
        "Pengelola data ASN", "Penjahit seragam TNI", "Petugas kebersihan Polri", "Penjaga kantor Polres",
        "Pj. Kepala Desa", "Pengelola data ASN Kecamatan", "istri ASN kecamatan", "Pj. Kades (istri PNS Kec. Kauman)",
        "eks PNS kecamatan",
    ],
)  # fmt: skip
def test_words_that_speak_of_civil_servants_otherwise(column: str, said: str) -> None:
    assert one(read_occupations(cells(**{column: said})))["civil_servant_in"] is None


@pytest.mark.parametrize(
    ("note", "servant"),
    [
        ("PNS", True), ("sudah PPPK", True), ("sudah jadi PNS", True), ("diangkat PPPK", True),
        ("akan jadi PNS", False), ("anak sudah jadi PNS", False), ("Pensiunan TNI AD, sekarang jualan", True),
        ("sudah pensiun", True),
        ("PNS guru SD", True), ("ASN di Dinas Pertanian (suaminya)", True), ("PNS guru, suami Bu Siti", False),
        ("suami PNS di Dinas Pendidikan", False), ("pensiun 2041", False), ("Pensiunan TNI (suami)", False),
        ("Plt. Kaur Umum (pejabat lama pensiun)", False), ("bukan PNS", False), ("Suami TNI", False), (None, False),
        ("Pj. (ASN kecamatan)", True), ("ASN Kecamatan", True), ("ASN Kecamatan NIP 197503122007011004", True),
        ("PNS diperbantukan", True), ("PNS (dpk)", True), ("Pj Kades, PNS Kec. Kauman", True), ("Pj. dari PNS", True),
        ("Sekdes PNS", True), ("Pj Kades", False), ("istri PNS", False), ("pejabat lama PNS pensiun", False),
        ("Pj. Kades (pejabat lama PNS pensiun)", False), ("istri ASN kecamatan", False),
        ("PNS Kec. Kauman (suami)", False), ("Pj. menggantikan PNS Kecamatan", False), ("Data ASN kecamatan", False),
    ],
)  # fmt: skip
def test_a_civil_servant_may_be_told_by_a_note_of_no_other_words(note: str | None, servant: bool) -> None:
    found = one(read_occupations(cells(occupation="Petani", note=note)))
    assert (found["civil_servant_in"], found["occupation"]) == ("note" if servant else None, "petani")


def test_a_job_in_the_column_of_kinds_goes_before_that_of_the_titles() -> None:
    found = one(read_occupations(cells(segment="Bakul Etek").with_columns(title_occupation=pl.lit("pkl"))))
    assert found["occupation"] == "pedagang-keliling"
    assert one(read_occupations(cells(segment="BPD")))["occupation"] is None
    noted = one(read_occupations(cells(note="Buruh nelayan").with_columns(title_occupation=pl.lit("nelayan"))))
    assert noted["occupation"] == "buruh-nelayan"
    assert one(read_occupations(cells(note="istri nelayan")))["occupation"] is None


def test_a_row_without_occupation_is_no_civil_servant() -> None:
    assert one(read_occupations(cells()))["civil_servant_in"] is None


@pytest.mark.parametrize(
    ("said", "segment"),
    [
        ({"segment": "BPD", "position": "Ketua RT"}, "bpd"),
        ({"position": "Ketua RT"}, "rt_rw"),
        ({"segment": "entah"}, "non_asn"),
        ({}, "non_asn"),
    ],
)
def test_segment_column_then_post_then_title(said: dict[str, str], segment: str) -> None:
    texts: dict[str, str | None] = {**said, "title_segment": "non_asn", "default_segment": "pekerja_rentan"}
    assert one(read_segments(cells(**texts)))["segment"] == segment


@pytest.mark.parametrize("default", ["pekerja_rentan", None])
def test_the_senders_default_segment_comes_last(default: str | None) -> None:
    assert one(read_segments(cells(title_segment=None, default_segment=default)))["segment"] == default


@pytest.mark.parametrize(
    ("text", "wage"),
    [
        ("2000000", 2_000_000),
        ("2.000.000", 2_000_000),
        ("2,000,000", 2_000_000),
        ("Rp 2.000.000,00", 2_000_000),
        ("Rp. 2.000.000,-", 2_000_000),
        ("rp2000000", 2_000_000),
        ("2 000 000", 2_000_000),
        ("2000000.5", 2_000_000),
        ("2.229.358,67", 2_229_358),
        ("2.000", 2_000),
        ("2jt", 2_000_000),
        ("Rp 1,5 juta", 1_500_000),
        ("750 ribu/bulan", 750_000),
        ("2 juta 500 ribu", 2_500_000),
        ("1 jt 200rb", 1_200_000),
        ("2 juta lebih", 2_000_000),
        ("2378784.333333333", 2_378_784),
        ("1189392.125", 1_189_392),
        ("2.378.784", 2_378_784),
        ("1.189.392", 1_189_392),
        ("2500.000", 2_500_000),
        ("1.500000", 1_500_000),
        ("2,229 juta", 2_229_000),
        ("2.229 ribu", 2_229_000),
        ("2426.64 (ribuan)", 2_426_640),
        ("2.022,2 (ribuan)", 2_022_200),
        ("2.022 (ribuan)", 2_022_000),
        ("Rp 2.229,- (ribuan)", 2_229_000),
        ("850 (ribuan)", 850_000),
        ("2022200 (ribuan)", 2_022_200),  # typed in whole rupiah
        ("2.022.200 (ribuan)", 2_022_200),
        ("50000 (ribuan)", None),  # neither
        ("3 (ribuan)", None),
        ("2 juta (ribuan)", 2_000_000),
        ("150rb/hari", None),
        ("150rb sehari", None),
        ("750rb per minggu", None),
        ("12 jt/th", None),
        ("24 juta setahun", None),
        ("2 jt s/d 3 jt", None),
        ("2 jt - 3.000.000", None),
        ("500 rb 200 rb", None),
        ("2 jtx", None),
        ("-", None),
        (None, None),
    ],
)
def test_a_wage_in_whole_rupiah(text: str | None, wage: int | None) -> None:
    assert one(read_wages(cells(wage=text)))["wage_rp"] == wage
