"""Which row is the heading, and which column means what."""

import pytest

from flows.intake.headings import Heading, find_headings, heading_at, holds_nik, with_wages_in_thousands
from flows.intake.spellings import Spellings

PEOPLE = ["3504111209759001", "Karto"]


def heading(*top: list[str], own: dict[str, str] | None = None) -> Heading:
    found = find_headings(top, Spellings(own or {}))
    assert len(found) == 1, top
    return found[0]


@pytest.mark.parametrize(
    "spelling",
    [
        "NIK",
        "nik",
        "No. NIK",
        "NO KTP",
        "No.KTP",
        "Nomor Induk Kependudukan (NIK)",
        "N I K".replace(" ", ""),
        "NIK (sesuai KTP)",
        "NO. E-KTP",
        ["NIK", "(16 digit)"][0],
        " NIK ",
    ],
)
def test_a_nik_column_has_many_spellings(spelling: str) -> None:
    assert heading([spelling, "Nama"]).columns == {"nik": 0, "name": 1}


@pytest.mark.parametrize(
    ("spelling", "field"),
    [
        ("NAMA LENGKAP", "name"),
        ("Tgl. Lahir", "birth_date"),
        ("TEMPAT/TANGGAL LAHIR", "birth_date"),
        ("L/P", "sex"),
        ("Desa/Kel", "desa"),
        ("Kec.", "kecamatan"),
        ("Jenis Pekerjaan", "occupation"),
        ("No. HP", "phone"),
        ("Ket.", "note"),
        ("No. KK", "nkk"),
        ("JENIS PESERTA (wajib diisi)", "segment"),
        ("Nama Calon Peserta (sesuai KTP)", "name"),
    ],
)
def test_other_columns_are_recognised_whatever_case_and_points(spelling: str, field: str) -> None:
    assert heading(["NIK", spelling]).columns == {"nik": 0, field: 1}


def test_words_for_who_works_say_whose_column_it_is() -> None:
    found = heading(["Nama Pemilik", "NIK", "Nama Nelayan", "NIK Nelayan", "Tgl Lahir Nelayan", "HP Pemilik"])
    assert found.columns | {"phone": 0} == {"name": 2, "nik": 3, "birth_date": 4, "phone": 0}
    assert "birth_place" not in heading(["NIK", "Nama", "Tempat Parkir", "Nama Tempat Jukir"]).columns


def test_the_parts_of_a_cell_may_say_how_to_fill_them_in() -> None:
    found = heading(["NIK", "NAMA", "TTL", ""], ["", "", "Tempat (sesuai KTP)", "Tgl (wajib diisi)"], [*PEOPLE, "", ""])
    assert found.columns == {"nik": 0, "name": 1, "birth_place": 2, "birth_date": 3}


@pytest.mark.parametrize("cell", ["\u00a0350411\u00a01209759001", "350411\u200b1209759001", "3504  1112 0975 9001"])
def test_a_row_with_a_nik_set_apart_by_any_space_is_no_heading(cell: str) -> None:
    assert holds_nik([cell])


def test_titles_above_are_kept_apart() -> None:
    found = heading(["DAFTAR PEKERJA RENTAN", ""], ["KECAMATAN NGUNUT", ""], ["NIK", "NAMA"], PEOPLE)
    assert (found.row, found.titles) == (2, (["DAFTAR PEKERJA RENTAN", ""], ["KECAMATAN NGUNUT", ""]))


def test_a_title_that_names_one_field_is_no_heading() -> None:
    assert heading(["NAMA", "Daftar"], ["NIK", "NAMA"]).row == 1


def test_the_row_that_names_most_fields_is_the_heading() -> None:
    assert heading(["Desa", "Kecamatan", ""], ["NIK", "NAMA", "ALAMAT"]).row == 1


def test_of_equal_rows_the_first_is_the_heading() -> None:
    assert heading(["NIK", "NAMA"], ["NIK", "NAMA"]).row == 0


def test_a_heading_repeated_below_people_is_not_looked_at() -> None:
    assert heading(["NIK", "NAMA"], PEOPLE, ["NIK", "NAMA", "ALAMAT"]).row == 0


def test_no_row_with_two_fields_is_no_heading() -> None:
    assert find_headings([["REKAP"], ["NIK", "Jumlah"], ["1", "2"]], Spellings({})) == []


def test_no_rows_at_all_are_no_heading() -> None:
    assert find_headings([], Spellings({})) == []


def test_the_senders_own_spelling_is_known() -> None:
    assert heading(["Nomor Warga", "Nama"], own={"nomor warga": "nik"}).columns["nik"] == 0


def test_the_senders_own_spelling_wins_over_the_common_one() -> None:
    assert heading(["NIK", "No KTP", "Nama"], own={"nik": "ignored"}).columns["nik"] == 1


def test_of_two_columns_for_one_field_the_left_one_has_it() -> None:
    found = heading(["NAMA", "NAMA LENGKAP", "NIK"])
    assert (found.columns, found.surplus) == ({"name": 0, "nik": 2}, (("NAMA LENGKAP", "name"),))


def test_unrecognised_words_are_named() -> None:
    assert heading(["NIK", "NAMA", "Ukuran  Baju"]).unrecognised == ("Ukuran Baju",)


def test_a_known_but_unused_column_is_not_reported() -> None:
    assert heading(["NO", "NIK", "NAMA", "AGAMA"]).unrecognised == ()


def test_the_description_says_what_was_taken_for_what() -> None:
    said = heading(["Judul", ""], ["NO KTP", "NAMA", "UKURAN"]).describe("Sheet1")
    assert said == "Sheet1 row 2: NO KTP=nik, NAMA=name; not used: UKURAN"


@pytest.mark.parametrize("card", ["NO KTP", "NIK KTP", "NOMOR E-KTP", "No. EKTP", "Nomor Induk Kependudukan"])
@pytest.mark.parametrize("card_first", [True, False])
def test_beside_a_column_of_the_identity_card_nik_is_the_offices_own_number(card: str, card_first: bool) -> None:
    row = [card, "NAMA", "NIK"] if card_first else ["NIK", "NAMA", card]
    found = heading(row)
    assert (found.columns["nik"], found.surplus) == (row.index(card), (("NIK", "nik"),))


def test_the_column_a_sender_declared_is_the_nik_whatever_else_there_is() -> None:
    assert heading(["NIK", "NAMA", "NO KTP"], own={"NIK": "nik"}).columns["nik"] == 0


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (["NO", "NAMA", "NIK", "TTL", "AHLI WARIS", "", ""], ["", "", "", "", "NAMA", "NIK", "HUBUNGAN"]),
        (["NO", "NAMA", "NIK", "", "SUAMI/ISTRI", "", ""], ["", "", "", "", "NAMA", "NIK", "PEKERJAAN"]),
        (["NO", "NAMA LENGKAP", "NO. NIK", "DESA", "KAPAL", "", ""], ["", "", "", "", "NAMA", "AGAMA", "NO HP"]),
        (["NO", "NAMA", "NIK", "AGAMA", "LOKASI LAPAK", "", ""], ["", "", "", "", "DESA", "KECAMATAN", "ALAMAT"]),
        (["NO", "NAMA", "NIK", "", "PETUGAS PENDATA", "", ""], ["", "", "", "", "NAMA", "NO HP", ""]),
    ],
)
def test_under_words_for_others_no_column_is_the_persons(upper: list[str], lower: list[str]) -> None:
    found = heading(upper, lower)
    assert (found.columns["name"], found.columns["nik"], found.row) == (1, 2, 1)
    assert max(found.columns.values()) < upper.index(next(text for text in upper[4:] if text))
    assert found.unrecognised == ()


def test_of_two_people_in_a_row_the_one_is_read_whom_the_list_is_about() -> None:
    lower = ["", "NAMA", "NIK", "NAMA", "NIK", "TANGGAL LAHIR"]
    assert heading(["NO", "KETUA LAMA", "", "KETUA BARU", "", ""], lower).columns["nik"] == 4
    assert heading(["NO", "KEPALA KELUARGA", "", "PEKERJA", "", ""], lower).columns["name"] == 3
    assert heading(["NO", "PENGURUS LAMA (s.d. 2022)", "", "PENGURUS BARU", "", ""], lower).columns["nik"] == 4
    assert heading(["NO", "SUAMI", "", "PESERTA (ISTRI)", "", ""], lower).columns["nik"] == 4
    assert heading(["NO", "PESERTA LAMA", "", "PENGGANTI", "", ""], lower).columns["nik"] == 4


@pytest.mark.parametrize("over", ["ANAK BUAH KAPAL", "TENAGA KERJA", "PELAKU USAHA", "ANGGOTA KELOMPOK", "IDENTITAS"])
def test_words_for_the_workers_themselves_are_no_others(over: str) -> None:
    found = heading(["NO", over, "", "DESA"], ["", "NAMA", "NIK", ""])
    assert (found.columns["name"], found.columns["nik"], found.columns["desa"]) == (1, 2, 3)


def test_the_family_card_is_nobody_else() -> None:
    assert heading(["NO", "NAMA", "NIK", "KARTU KELUARGA", ""], ["", "", "", "NOMOR", "ALAMAT"]).columns["nkk"] == 3


def test_a_person_without_a_nik_below_is_no_part_of_the_heading() -> None:
    rows = [["NO", "NAMA", "NIK", "NAMA SUAMI"], ["1", "Karti", "", "Parno"], ["2", "Karto", "3504111209759001", ""]]
    assert heading(*rows).row == 0


def test_what_is_as_on_the_identity_card_counts() -> None:
    found = heading(
        ["NAMA", "NAMA SESUAI KTP", "NIK", "DESA DOMISILI", "DESA SESUAI KTP", "PEKERJAAN", "PEKERJAAN KTP"]
    )
    assert [found.columns[name] for name in ("name", "desa", "occupation")] == [1, 4, 5]


@pytest.mark.parametrize(
    ("spelling", "field"),
    [
        ("NIK\n(ID Number)", "nik"),
        ("NAMA LENGKAP\n(Full Name)", "name"),
        ("TANGGAL LAHIR [Date of Birth]", "birth_date"),
        ("NAMA 1)", "name"),
        ("NIK 2)", "nik"),
        ("NIK **)", "nik"),
        ("NAMA (IBU KANDUNG)", "ignored"),
        ("NAMA (KAPAL)", "ignored"),
        ("DESA (LOKASI LAPAK)", None),
        ("PAKET 1)", None),
    ],
)
def test_a_footnote_mark_or_the_same_again_in_brackets_says_no_more(spelling: str, field: str | None) -> None:
    found = Spellings({}).meaning(spelling)
    assert (found.field if found else None) == field


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (["", "", "LAHIR", "", "", ""], ["NIK", "NAMA", "TEMPAT", "TGL", "BLN", "THN"]),
        (["GTT", "", "", "", "", ""], ["NIK", "NAMA", "TEMPAT", "TGL", "BLN", "THN"]),
        ([], ["NIK", "NAMA", "TEMPAT LAHIR", "TANGGAL LAHIR", "BULAN LAHIR", "TAHUN LAHIR"]),
    ],
)
def test_a_birth_date_in_three_columns(upper: list[str], lower: list[str]) -> None:
    found = heading(*([upper] if upper else []), lower, [*PEOPLE, "", "", "", ""])
    assert {"birth_place": 2, "birth_date": 3, "birth_month": 4, "birth_year": 5}.items() <= found.columns.items()


def test_three_columns_of_another_date_are_no_birth_date() -> None:
    top = [["NIK", "NAMA", "TMT", "", ""], ["", "", "TGL", "BLN", "THN"], [*PEOPLE, "", "", ""]]
    assert {"birth_date", "birth_month"}.isdisjoint(heading(*top).columns)


@pytest.mark.parametrize("numbers", [["1", "2", "3", "4", "5"], ["(1)", "(2)", "(3)", "(4)", "(5=3+4)"], [*"ABCDE"]])
def test_the_row_that_numbers_the_columns_is_no_part_of_the_heading(numbers: list[str]) -> None:
    top = [["NO", "DATA AHLI WARIS", "", "DATA NELAYAN", ""], ["", "NAMA", "NIK", "NAMA", "NIK"], numbers]
    found = heading(*top, ["1", "Siti", "3504115209759002", "Karto", "3504111209759001"])
    assert (found.row, found.columns) == (1, {"number": 0, "name": 3, "nik": 4})
    assert found.spellings["name"] == "DATA NELAYAN NAMA"


def test_a_row_of_ticks_below_is_part_of_the_heading() -> None:
    found = heading(["NIK", "NAMA", "L/P", ""], ["", "", "L", "P"], [*PEOPLE, "v", ""])
    assert (found.row, found.columns["male"]) == (1, 2)


@pytest.mark.parametrize("said", ["Nama / NIK", "NIK/NAMA", "NAMA (NIK)", "Nama dan NIK", "NAMA LENGKAP & NIK"])
def test_name_and_nik_in_one_column(said: str) -> None:
    found = heading(["No", said, "Tgl Lahir", "Alamat"])
    assert (found.columns["name_nik"], found.people >= {"nik", "name"}) == (1, True)


def test_a_column_for_both_gives_way_to_columns_of_their_own() -> None:
    assert heading(["Nama / NIK", "NIK", "NAMA"]).columns == {"nik": 1, "name": 2}


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (["DATA LAMA", "", "PERBAIKAN (SESUAI KTP)", ""], ["NAMA", "NIK", "NAMA", "NIK"]),
        (["SEBELUM PERBAIKAN", "", "SETELAH PERBAIKAN", ""], ["NAMA", "NIK", "NAMA", "NIK"]),
        ([], ["NAMA", "NIK", "NAMA YANG BENAR", "NIK PERBAIKAN"]),
    ],
)
def test_columns_of_how_it_should_be_stand_beside_those_of_how_it_was(upper: list[str], lower: list[str]) -> None:
    found = heading(*([upper] if upper else []), lower, ["Karto", PEOPLE[0], "", ""])
    assert found.columns == {"name": 0, "nik": 1, "corrected_name": 2, "corrected_nik": 3}


def test_a_correction_of_what_stands_nowhere_else_is_the_field_itself() -> None:
    found = heading(["NIK", "NAMA", "ALAMAT YANG BENAR"], [*PEOPLE, ""])
    assert found.columns == {"nik": 0, "name": 1, "address": 2}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ("Alamat Lengkap (Dusun, RT/RW, Desa, Kecamatan)", "address"),
        ("ALAMAT (JALAN)", "address"),
        ("ALAMAT (PASAR)", None),
    ],
)
def test_brackets_behind_an_address_may_name_its_parts(said: str, field: str | None) -> None:
    assert heading(["NIK", "NAMA", said]).columns.get(field or "address") == (2 if field else None)


def test_two_people_in_a_row_whom_nothing_tells_apart_are_rivals() -> None:
    assert heading(["NO", "NAMA", "NIK", "TGL LAHIR", "HUBUNGAN", "NAMA", "NIK"]).rivals == (6,)
    assert heading(["NO", "NAMA", "NIK", "NIK"]).rivals == ()
    assert heading(["NO", "NAMA", "NIK", "NAMA IBU", "NIK IBU"]).rivals == ()


def test_the_person_above_a_heading_that_comes_again_is_no_part_of_it() -> None:
    """Kepala Keluarga in the row above is what somebody is, and divides no cell of the heading."""
    rows = [["3504111209759001", "Karto", "Kepala Keluarga"], ["NIK", "NAMA", "HUBUNGAN KELUARGA"], ["", "", ""]]
    (found,) = heading_at(rows, 1, Spellings({}))
    assert (found.first, found.row) == (1, 1)


def test_columns_of_whom_the_names_are_of_count_before_those_of_another() -> None:
    found = heading(
        ["NAMA_PENGURUS", "NIK_PENGURUS", "NAMA_ART", "NIK_ART", "TGL_LAHIR_ART", "PEKERJAAN_ART", "TINGGI_ART"]
    )
    assert found.columns == {"name": 2, "nik": 3, "birth_date": 4, "occupation": 5}
    assert ("NIK_PENGURUS", "nik") in found.surplus
    assert found.unrecognised == ("NAMA_PENGURUS", "TINGGI_ART")


def test_a_plain_column_is_whoever_the_names_are_of() -> None:
    assert heading(["NIK", "Nama Ketua", "NIK Bendahara", "TTL Ketua"]).columns == {
        "nik": 0,
        "name": 1,
        "birth_date": 3,
    }


def test_what_was_beside_what_is() -> None:
    found = heading(
        ["No", "Jabatan", "DATA LAMA (2022)", "", "DATA BARU (2023)", "", "", "Ket"],
        ["", "", "Nama", "NIK", "Nama", "NIK", "No HP", ""],
    )
    columns = {"name": 2, "nik": 3, "corrected_name": 4, "corrected_nik": 5, "corrected_phone": 6}
    assert columns.items() <= found.columns.items()


def test_the_head_of_a_group_is_nobody_of_the_list() -> None:
    found = heading(["NO", "KETUA POKTAN", "", "NAMA ANGGOTA", "NIK"], ["", "NAMA", "HP", "", ""])
    assert found.columns == {"number": 0, "name": 3, "nik": 4}


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Honorarium dalam ribuan rupiah", "wage_thousands"),
        ("(x Rp 1.000)", "wage_thousands"),
        ("HONOR TAHUN 2023", "wage"),
    ],
)
def test_a_title_may_say_that_wages_are_in_thousands(title: str, field: str) -> None:
    found = with_wages_in_thousands(heading([title, "", ""], ["NIK", "Nama", "Honor"]))
    assert found.columns == {"nik": 0, "name": 1, field: 2}
