"""Which lines above a list speak of its people."""

import pytest

from flows.intake.headings import Heading
from flows.intake.lists import PeopleList
from flows.intake.title_lines import is_part, of_the_people


def _list(titles: list[list[str]], before: list[list[str]] | None = None) -> PeopleList:
    heading = Heading(row=5, columns={"name": 0, "nik": 1}, spellings={}, titles=tuple(titles))
    return PeopleList(heading, 6, 9, before=tuple(before or ()))


@pytest.mark.parametrize(
    ("row", "heard"),
    [
        (["Petugas pendata: Tenaga Non ASN BPP Kec. Pakel"], [""]),
        (["Enumerator Kec. Pakel : Sdri. Ida (Non ASN)"], [""]),
        (["DAFTAR BURUH TANI (CP: Ketua RT 03)"], ["DAFTAR BURUH TANI "]),
        (["Operator", ":", "Perangkat Desa Bono", "Kec. Pakel"], ["", "", "", "Kec. Pakel"]),
        (["Petugas Pendata", "", "Tenaga Non ASN"], ["", "", ""]),
        (["Narahubung : ", "Ketua BPD"], ["", ""]),
        (["Dibuat oleh :", "Non ASN"], ["", ""]),
        (["DAFTAR PENDAMPING DESA", "Kec. Pakel"], ["DAFTAR PENDAMPING DESA", "Kec. Pakel"]),
        (["PETUGAS KEBERSIHAN NON ASN"], ["PETUGAS KEBERSIHAN NON ASN"]),
        (["Kecamatan : Pakel"], ["Kecamatan : Pakel"]),
    ],
)
def test_who_collected_a_list_says_nothing_of_its_people(row: list[str], heard: list[str]) -> None:
    assert of_the_people(_list([row])).heading.titles == (heard,)
    assert of_the_people(_list([], [row])).before == (heard,)


@pytest.mark.parametrize("row", ["KEPALA DESA TUGU", "Lurah Bago", "Pakisrejo, 21-8-2023", "Tugu, 1 September 2023"])
def test_the_signature_of_the_list_above_is_no_title_of_the_next(row: str) -> None:
    below = of_the_people(_list([[row], ["DATA PERANGKAT DESA"]], [["DESA TUGU"]]))
    assert below.heading.titles == (["DATA PERANGKAT DESA"],)
    assert of_the_people(_list([[row]])).heading.titles == ([row],)  # the first list has none above


@pytest.mark.parametrize("row", ["KEPALA DESA DAN PERANGKAT DESA", "DESA TUGU", "PEMERINTAH DESA TUGU"])
def test_a_title_that_begins_like_a_signature_stays(row: str) -> None:
    assert of_the_people(_list([[row]], [["DESA BONO"]])).heading.titles == ([row],)


@pytest.mark.parametrize(
    ("title", "above", "part"),
    [
        ("B. BPD", "A. PERANGKAT DESA", True),
        ("III. KETUA RT", "I. PERANGKAT DESA", True),
        ("A. BPD", "A. PERANGKAT DESA", False),
        ("BPD", "A. PERANGKAT DESA", False),
        ("B. BPD", "PERANGKAT DESA", False),
    ],
)
def test_a_part_goes_on_counting(title: str, above: str, part: bool) -> None:
    assert is_part(_list([["DESA PAKEL"], [title]], [[above]])) is part
