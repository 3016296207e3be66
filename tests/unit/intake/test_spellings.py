"""What the words of a heading cell mean."""

import pytest

from flows.intake.spellings import Meaning, Spellings, suggestion


def meaning(text: str, **own: str) -> Meaning | None:
    return Spellings(own).meaning(text)


@pytest.mark.parametrize(
    ("text", "field", "how"),
    [
        ("N I K", "nik", "known"),
        ("N.I.K.", "nik", "known"),
        ("TGL.\nLAHIR", "birth_date", "known"),
        ("Tmpt. Lhr", "birth_place", "known"),
        ("JNS KLM", "sex", "known"),
        ("TEMPAT/\nTGL LAHIR", "birth_date", "known"),
        ("Tanggal Lahir (DD/MM/YYYY, wajib)", "birth_date", "qualified"),
        ("NIK* (16 digit)", "nik", "qualified"),
        ("3. Nama Lengkap Peserta", "name", "qualified"),
        ("Rata-rata Penghasilan per Bulan (Rp)", "wage", "qualified"),
        ("NAMA IBU KANDUNG", "ignored", "known"),
    ],
)
def test_known_words_in_many_dresses(text: str, field: str, how: str) -> None:
    found = meaning(text)
    assert found is not None
    assert (found.field, found.how) == (field, how)


@pytest.mark.parametrize("text", ["", "UKURAN BAJU", "NIK" * 40, "Nama Sekolah Asal"])
def test_other_words_mean_nothing(text: str) -> None:
    assert meaning(text) is None


def test_the_senders_own_words_come_first() -> None:
    assert meaning("Nomor Warga", nomor_warga="nik") == Meaning("nik", "own")
    assert meaning("NAMA", nama="ignored") == Meaning("ignored", "own")


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("TANGAL LAHIR", "birth_date"),
        ("KECAMTAN", "kecamatan"),
        ("PEKERJAN", "occupation"),
        ("DESSA", "desa"),
        ("NIP", None),  # three letters are too near NIK
        ("UKURAN", None),
        ("WAGA", None),  # too short
    ],
)
def test_one_slip_is_read_over_in_a_long_word(text: str, field: str | None) -> None:
    found = Spellings({}).misspelt(text)
    assert (found.field if found else None) == field


def test_a_slip_alone_makes_no_meaning_but_where_all_words_slip() -> None:
    assert meaning("TANGAL LAHIR") is None
    tolerant = Spellings({}).tolerant().meaning("TANGAL LAHIR")
    assert tolerant is not None
    assert (tolerant.field, tolerant.how) == ("birth_date", "typo")


@pytest.mark.parametrize(("text", "like"), [("TGL LAHIRNYA", "birth_date"), ("UKURAN BAJU", None)])
def test_what_is_not_recognised_may_be_like_something(text: str, like: str | None) -> None:
    found = suggestion(text)
    assert (found[1] if found else None) == like


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("SILTAP PER BULAN (x Rp 1.000)", "wage_thousands"),
        ("UPAH (RIBU Rp)", "wage_thousands"),
        ("Gaji (dalam ribuan)", "wage_thousands"),
        ("Honor per bulan dlm ribuan rupiah", "wage_thousands"),
        ("GAJI (Rp 000,-)", "wage_thousands"),
        ("Upah x1000", "wage_thousands"),
        ("HONOR PER TRIWULAN (Rp)", "ignored"),
        ("Upah harian", "ignored"),
        ("Honor / tahun", "ignored"),
        ("UPAH PER HARI (RIBU RP)", "ignored"),
        ("Upah per bulan", "wage"),
        ("Siltap (Rp)", "wage"),
        ("UPAH TAHUN 2023", None),
        ("SETORAN HARIAN", None),
        ("TUNJANGAN (x Rp 1.000)", None),
    ],
)
def test_a_wage_says_what_it_is_counted_in(heading: str, field: str | None) -> None:
    found = Spellings({}).meaning(heading)
    assert (found.field if found else None) == field


def test_an_example_in_brackets_is_a_hint() -> None:
    found = Spellings({}).meaning("Desa/Kelurahan (contoh: Pulosari)")
    assert found is not None
    assert (found.field, found.how) == ("desa", "qualified")
    assert Spellings({}).meaning("NAMA (contoh kapal)") is not None
    said = Spellings({}).meaning("NAMA (KAPAL)")
    assert said is None or said.field == "ignored"


@pytest.mark.parametrize(("text", "field"), [("NlK", "nik"), ("N0. KTP", "nik"), ("NAMA", "name"), ("nlk", None)])
def test_capital_letters_as_a_scanner_reads_them(text: str, field: str | None) -> None:
    found = Spellings({}).meaning(text)
    assert (found.field if found else None) == field
