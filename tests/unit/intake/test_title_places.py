"""Kecamatan and desa of titles and sheet names: taken where they are certain, else left out."""

from pathlib import Path

import pytest

from flows.intake.data_rows import people_and_ignored
from flows.intake.roster import read_roster
from flows.intake.title_places import title_places
from schemas.senders.sender import Sender, senders

OFFICE = Sender(sender="dishub", name="Dinas Perhubungan", kind="opd", contact="-", sends="-")
NGUNUT = senders()["kecamatan-ngunut"]


def places(*titles: str, sheet: str = "Sheet1", sender: Sender = OFFICE) -> tuple[str | None, str | None]:
    found = title_places(sender, sheet, [[title] for title in titles], {"nik", "name"})
    return found.kecamatan, found.desa


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("DAFTAR BPD KECAMATAN NGUNUT TAHUN 2023", ("Ngunut", None)),
        ("PERANGKAT DESA SE-KECAMATAN CAMPUR DARAT", ("Campurdarat", None)),
        ("DESA PULOSARI KECAMATAN NGUNUT", ("Ngunut", "Pulosari")),
        ("Desa : Pulosari", (None, "Pulosari")),
        ("KELURAHAN BAGO KECAMATAN TULUNGAGUNG", ("Tulungagung", "Bago")),
        ("PERANGKAT DESA PULOSARI KEC. NGUNUT", ("Ngunut", "Pulosari")),
        ("BPD DS. PULOSARI KEC NGUNUT KAB. TULUNGAGUNG", ("Ngunut", "Pulosari")),
        ("BPD DS. BONO KEC. PAKEL", ("Pakel", "Bono")),
        ("DS. BONO", (None, None)),  # the regency has two
        ("KEL. BAGO", (None, None)),
        ("DS. PULOSARI DAN KALANGAN", (None, None)),
        ("Jl. Raya 1 Ds. Pulosari Kec. Ngunut", (None, None)),
        ("DESA PULOSARI DAN KALANGAN", (None, None)),
        ("DESA PULOSARI, DESA KALANGAN", (None, None)),
        ("KECAMATAN NGUNUT KECAMATAN PAKEL", (None, None)),
        ("DESA PULOSARI KECAMATAN PAKEL", ("Pakel", None)),  # there is none there
        ("DESA KAUMAN", (None, None)),  # the regency has two
        ("DESA PULOSARY", (None, None)),
        ("NGUNUT", (None, None)),
        ("Jl. Raya 1 Desa Pulosari Kecamatan Ngunut", (None, None)),
    ],
)
def test_a_title(title: str, found: tuple[str | None, str | None]) -> None:
    assert places(title) == found


def test_the_line_below_an_address_is_still_the_address() -> None:
    assert places("Jl. Raya 1, Telp. 123", "Desa Pulosari Kecamatan Ngunut") == (None, None)


def test_titles_of_several_places_give_none() -> None:
    assert places("DESA PULOSARI", "DESA KALANGAN") == (None, None)
    assert places("DESA PULOSARI", sheet="Desa Kalangan") == (None, None)
    assert places("DESA PULOSARI", sheet="Kalangan", sender=NGUNUT) == (None, None)


@pytest.mark.parametrize(
    ("file_name", "desa"),
    [
        ("penduduk_rentan_pulosari_ngunut", "Pulosari"),
        ("RT RW Sumberejo Kln rev2", "Sumberejo Kulon"),
        ("rentan sumberejo kulon", "Sumberejo Kulon"),
        ("RT RW Ngunut", None),  # the kecamatan, and a desa of it
        ("Pulosari dan Kalangan", None),
        ("rentan plosokandang", None),  # of another kecamatan
        ("data 2023", None),
    ],
)
def test_the_only_desa_in_the_name_of_a_file(file_name: str, desa: str | None) -> None:
    found = title_places(NGUNUT, "Sheet1", [["DATA PEKERJA RENTAN"]], {"nik", "name"}, file_name)
    assert (found.kecamatan, found.desa) == (None, desa)
    assert title_places(OFFICE, "Sheet1", [], {"nik", "name"}, file_name).desa is None


def test_a_desa_that_the_titles_name_goes_before_the_files() -> None:
    assert title_places(NGUNUT, "", [["DESA KALANGAN"]], {"nik", "name"}, "rentan pulosari").desa == "Kalangan"


def test_a_bare_sheet_name_is_a_desa_of_the_known_kecamatan_only() -> None:
    assert places(sheet="Pulosari") == (None, None)
    assert places(sheet="PULOSARI", sender=NGUNUT) == (None, "Pulosari")
    assert places("KECAMATAN NGUNUT", sheet="Pulosari") == ("Ngunut", "Pulosari")
    assert places(sheet="Bago", sender=NGUNUT) == (None, None)
    assert places(sheet="Ngunut", sender=NGUNUT) == (None, None)  # the kecamatan or the desa


def test_the_senders_own_kecamatan_is_not_said_again() -> None:
    assert places("KECAMATAN NGUNUT", "DESA PULOSARI", sender=NGUNUT) == (None, "Pulosari")


def test_columns_go_before_titles() -> None:
    title = [["DESA PULOSARI KECAMATAN NGUNUT"]]
    assert title_places(OFFICE, "", title, {"desa"}).said == ("kecamatan from title: Ngunut",)
    assert title_places(OFFICE, "", title, {"kecamatan"}).said == ("desa from title: Pulosari",)
    assert title_places(OFFICE, "", title, {"kecamatan", "desa"}).said == ()


def test_a_desa_beside_a_column_of_kecamatan_need_not_be_of_the_letterheads(tmp_path: Path) -> None:
    letterhead = [["KECAMATAN NGUNUT"], ["KELURAHAN KEDUNGSOKO"]]
    assert title_places(NGUNUT, "", letterhead, {"kecamatan"}).said == ("desa from title: Kedungsoko",)
    assert title_places(NGUNUT, "", letterhead, {"nik"}).said == ()
    assert title_places(OFFICE, "", letterhead, {"kecamatan"}).said == ()
    path = tmp_path / "a.csv"
    row = "3504110101709001;Karto;"
    for column, desa in (("Tulungagung", "Kedungsoko"), ("Ngunut", None)):
        path.write_text(f"KECAMATAN NGUNUT;;\nKELURAHAN KEDUNGSOKO;;\nNIK;NAMA;KECAMATAN\n{row}{column}\n")
        people, _ = people_and_ignored(read_roster(path, "rosters/2023-09/kecamatan-ngunut/a.csv", NGUNUT).cells)
        assert people.select("kecamatan_text", "desa_text").rows() == [(column, desa)]


def test_group_rows_go_before_titles_and_a_row_outside_them_has_no_desa(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    nik = "350411120975900"
    lines = ["DESA PULOSARI KECAMATAN NGUNUT;", "NIK;NAMA", f"{nik}1;Karto"]
    path.write_text("\n".join(lines), encoding="utf-8")
    found = read_roster(path, "rosters/2023-09/dishub/a.csv", OFFICE)
    assert found.heading.endswith("kecamatan from title: Ngunut, desa from title: Pulosari")
    people, _ = people_and_ignored(found.cells)
    assert people.select("kecamatan_text", "desa_text").rows() == [("Ngunut", "Pulosari")]
    path.write_text("\n".join([*lines, "DESA KALANGAN;", f"{nik}2;Siti"]), encoding="utf-8")
    people, _ = people_and_ignored(read_roster(path, "rosters/2023-09/dishub/a.csv", OFFICE).cells)
    assert people.select("kecamatan_text", "desa_text").rows() == [("Ngunut", None), ("Ngunut", "KALANGAN")]
