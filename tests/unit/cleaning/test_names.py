"""Names: as sent, in a plain form for comparing, and whether the person is said to be dead."""

from typing import Any

import polars as pl
import pytest

from flows.cleaning.names import read_names


def read(name: str | None, note: str | None = None, status: str | None = None) -> dict[str, Any]:
    cells = {"name_text": name, "note_text": note, "status_text": status}
    return read_names(pl.DataFrame([cells], schema=dict.fromkeys(cells, pl.String))).row(0, named=True)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Suparman", "SUPARMAN"),
        ("siti  aminah", "SITI AMINAH"),
        ("H. Suparman", "SUPARMAN"),
        ("Hj. Siti Aminah", "SITI AMINAH"),
        ("Drs. H. Suparman, M.Si.", "SUPARMAN"),
        ("Suparman, S.Pd.", "SUPARMAN"),
        ("SUPARMAN S.Pd", "SUPARMAN S PD"),  # a degree without a comma stays
        ("KH. Suparman", "SUPARMAN"),
        ("Bpk Suparman", "SUPARMAN"),
        ("Hadi", "HADI"),  # nearly titles
        ("Irwan", "IRWAN"),
        ("Drajat", "DRAJAT"),
        ("Moch. Suparman", "MUHAMMAD SUPARMAN"),
        ("Moh. Suparman", "MUHAMMAD SUPARMAN"),
        ("Mohammad Suparman", "MUHAMMAD SUPARMAN"),
        ("M. Suparman", "MUHAMMAD SUPARMAN"),
        ("Mohan", "MOHAN"),  # nearly Moh.
        ("Soeparman", "SUPARMAN"),
        ("Djoko Tjahjono", "JOKO CAHJONO"),
        ("Suparman bin Karto", "SUPARMAN KARTO"),
        ("Aminah binti Karto", "AMINAH KARTO"),
        ("Bintiono", "BINTIONO"),  # nearly binti
        ("Nurul Qomari'ah", "NURUL QOMARIAH"),
        ("SUPARMAN-KARTO", "SUPARMAN KARTO"),
        (None, None),
    ],
)
def test_the_form_for_comparing(name: str | None, form: str | None) -> None:
    assert read(name)["name_form"] == form


def test_a_name_is_kept_as_sent_with_single_spaces() -> None:
    assert read("Drs.  H. Soeparman,  M.Si.")["name"] == "Drs. H. Soeparman, M.Si."


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("12. SUPARMAN", "SUPARMAN"),
        ("2.SUPARMAN", "SUPARMAN"),
        ("3 SUPARMAN", "SUPARMAN"),
        ("(4) SUPARMAN", "SUPARMAN"),
        ("'SUPARMAN", "SUPARMAN"),
        ("*SUPARMAN", "SUPARMAN"),
        ("SUPARMAN,", "SUPARMAN"),
        ("NAMA: SUPARMAN", "SUPARMAN"),
        ("Nama Lengkap : Suparman", "Suparman"),
        ("SUPARMAN 3504091203119011", "SUPARMAN"),
        ("SUPARMAN (3504091203119011)", "SUPARMAN"),
        ("SUPARMAN / NIK 3504 0912 0311 9011", "SUPARMAN"),
        ("SUPARMAN 3504091203119011, S.Pd.", "SUPARMAN, S.Pd."),
        ("3504091203119011", None),
        ("3504091203119011 SUPARMAN", "SUPARMAN"),
        ("Nurul Qomari'ah", "Nurul Qomari'ah"),  # nearly such
        ("Namiroh", "Namiroh"),
        ("Suparman, S.Pd.", "Suparman, S.Pd."),
        ("SUPARMAN (2)", "SUPARMAN (2)"),
        ("Suparman 1975", "Suparman 1975"),
        ("KARTO-SUPARMAN", "KARTO-SUPARMAN"),
    ],
)
def test_what_was_typed_around_a_name_is_no_part_of_it(text: str, name: str | None) -> None:
    assert read(text)["name"] == name


@pytest.mark.parametrize(
    "name",
    [
        "Alm. Suparman",
        "ALM SUPARMAN",
        "(Alm) Suparman",
        "Suparman (Alm.)",
        "Suparman, alm",
        "Almh. Aminah",
        "almarhum Karto",
        "Almarhumah Aminah",
        "SUPARMAN (MENINGGAL)",
        "SUPARMAN - WAFAT",
        "Mendiang Suparman",
        "Alm. SUPARTI (janda Alm. KARTO)",
        "SUPARTI (istri Karto) Alm.",
        "SUPARTI JANDA (ALM)",
        "SUPARTI, istri, alm.",
        "DEWI PUTRI (ALM)",
        "WARIS (ALM)",
        "Bpk. Alm. Suparman",
        "Ibu Almh. Supartini",
    ],
)
def test_a_name_may_say_that_its_bearer_died(name: str) -> None:
    assert read(name)["deceased_in"] == "name", name


@pytest.mark.parametrize("name", ["Alma", "Almas Karto", "Salma", "Almira Alm", "Halim", "Palmo", "Wafa", None])
def test_names_that_only_begin_like_alm(name: str | None) -> None:
    expected = "name" if name == "Almira Alm" else None
    assert read(name)["deceased_in"] == expected, name


@pytest.mark.parametrize("name", ["Suparman bin Alm. Karto", "SUPARMAN BIN ALM KARTO", "Aminah binti (Alm) Karto"])
def test_a_dead_father_does_not_make_the_worker_dead(name: str) -> None:
    assert not read(name)["deceased_in"], name


@pytest.mark.parametrize(
    "name",
    [
        "SUPARTI (JANDA ALM. KARTO)",
        "SUPARTI (janda Karto alm)",
        "Ismiatun (Jd. Alm. Paijan)",
        "Karto (Dd. almh Siti)",
        "PAIMAN (pengganti Alm. KARTO)",
        "PAIMAN menggantikan alm KARTO",
        "PAIMAN, ahli waris Alm. KARTO",
        "SUPARTI ISTRI ALM. KARTO",
        "SUPARTI (istri dari Alm. KARTO)",
        "PAIMAN anak bpk. Alm KARTO",
    ],
)
def test_late_kin_and_a_late_predecessor_are_somebody_else(name: str) -> None:
    assert not read(name)["deceased_in"], name


@pytest.mark.parametrize(
    ("note", "deceased"),
    [
        ("sdh meninggal", True),
        ("Nonaktif - meninggal 02/08/2023", True),
        ("TIDAK AKTIF (WAFAT)", True),
        ("tidak aktif karena suami meninggal", False),
        ("Aktif (ahli waris: meninggal)", False),
        ("ybs meninggal dunia", True),
        ("Meningal dunia", True),
        ("MD", True),
        ("MD 12-3-2023", True),
        ("sdh MD Juni 2023", True),
        ("MD bulan Agustus", True),
        ("MD karena sakit", True),
        ("tgl 3/8/2023 meninggal", True),
        ("3 Agustus 2023 meninggal dunia", True),
        ("Meninggal, diganti istri", True),
        ("meninggal dunia, ahli waris: istri", True),
        ("almarhum istri menggantikan", True),
        ("Mati", True),
        ("tahun 2022 meninggal", True),
        ("MD 2", False),
        ("Md. Agus", False),
        ("MD Marsudi 2023", False),
        ("suami MD Juni 2023", False),
        ("meninggal suaminya", False),
        ("meninggal dunia suaminya 2022", False),
        ("Alm. suami petani", False),
        ("meninggal bapaknya", False),
        ("suami meninggal", False),
        ("suaminya sudah meninggal", False),
        ("cerai mati", False),
        ("belum meninggal", False),
        ("menggantikan Alm. Karto", False),
        ("sampun sedo 12/7", True),
        ("tilar donya 3 Agst", True),
        ("swargi, dereng wonten gantosipun", True),
        ("rumah sebelah almh. Bu Painem", False),
        ("meninggal dunia", True),
        ("Sudah wafat 2022", True),
        ("almarhum", True),
        ("meninggalkan desa", False),
        ("pindah", False),
        (None, False),
    ],
)
def test_a_note_may_say_that_the_person_died(note: str | None, deceased: bool) -> None:
    assert read("Suparman", note)["deceased_in"] == ("note" if deceased else None)
    assert read("Suparman", None, note)["deceased_in"] == ("status" if deceased else None)


@pytest.mark.parametrize("status", ["Meninggal", "Almarhum", "WAFAT", "Alm", "Alm."])
def test_a_status_may_say_that_the_person_died(status: str) -> None:
    assert read("Suparman", None, status)["deceased_in"] == "status"


@pytest.mark.parametrize("status", ["Aktif", "Kawin", "Cerai mati", "Janda", None])
def test_a_status_that_speaks_of_something_else(status: str | None) -> None:
    assert read("Suparman", None, status)["deceased_in"] is None


def test_the_name_goes_before_the_note_and_the_note_before_the_status() -> None:
    assert read("Alm. Suparman", "meninggal", "Meninggal")["deceased_in"] == "name"
    assert read("Suparman", "meninggal", "Meninggal")["deceased_in"] == "note"


@pytest.mark.parametrize("name", ["Binti Munawaroh Almh.", "Dewi Binti (Almh)", "Suparman bin Karto (Alm)"])
def test_alm_elsewhere_beside_bin_is_the_persons_until_the_sender_says_otherwise(name: str) -> None:
    assert read(name)["deceased_in"] == "name", name
