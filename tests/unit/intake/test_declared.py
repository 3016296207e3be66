"""What a sender's declaration pins: sheets, headings, fixed values; and facts that the titles give."""

from pathlib import Path

import pytest

from flows.intake.data_rows import people_and_ignored
from flows.intake.reading import Reading
from flows.intake.roster import read_roster
from flows.intake.titles import title_occupation
from schemas.senders.sender import Sender
from tests.unit.checking.books import book

OFFICE = Sender(sender="dishub", name="Dinas Perhubungan", kind="opd", contact="-", sends="-")
ROWS = [["NIK", "NAMA"], ["3504111209759001", "Karto"]]


def read(folder: Path, sender: Sender, **sheets: list[list[str]]) -> Reading:
    return read_roster(book(folder / "a.xlsx", **sheets), "rosters/2023-09/dishub/a.xlsx", sender)


def test_only_declared_sheets_are_read_and_the_others_said(tmp_path: Path) -> None:
    pinned = OFFICE.model_copy(update={"sheets": ("data*",)})
    found = read(tmp_path, pinned, Data_2023=ROWS, Lama=ROWS)
    assert found.cells["sheet"].to_list() == ["Data_2023"]
    assert "Lama: not declared, not read" in found.heading


def test_a_file_without_a_declared_sheet_is_set_aside(tmp_path: Path) -> None:
    found = read(tmp_path, OFFICE.model_copy(update={"sheets": ("Data",)}), Lama=ROWS)
    assert (found.set_aside, found.code) == (True, "HEADING_NOT_FOUND")


@pytest.mark.parametrize(
    ("sheets", "read_ones"),
    [
        (("2022", "2023"), ["2023"]),
        (("RT RW 2022", "RT RW 2023", "BPD"), ["RT RW 2023", "BPD"]),
        (("2021", "2022"), ["2021", "2022"]),  # no sheet of the month's year: the years tell nothing
        (("2022-2023",), ["2022-2023"]),
        (("SK 2022", "Data"), ["SK 2022", "Data"]),
    ],
)
def test_last_years_sheet_beside_the_new_one_is_not_read(
    tmp_path: Path, sheets: tuple[str, ...], read_ones: list[str]
) -> None:
    found = read(tmp_path, OFFICE, **dict.fromkeys(sheets, ROWS))
    assert found.cells["sheet"].to_list() == read_ones
    assert ("of another year, not read" in found.heading) == (len(read_ones) < len(sheets))


@pytest.mark.parametrize("name", ["Contoh pengisian", "Petunjuk", "PANDUAN PENGISIAN", "Cara mengisi"])
def test_a_sheet_that_is_called_an_example_is_not_read_beside_others(tmp_path: Path, name: str) -> None:
    found = read(tmp_path, OFFICE, **{name: ROWS, "Data": ROWS})
    assert found.cells["sheet"].to_list() == ["Data"]
    assert f"{name}: an example, not read" in found.heading
    assert read(tmp_path, OFFICE, Contoh=ROWS).cells["sheet"].to_list() == ["Contoh"]


def test_declared_values_stand_in_for_columns_that_are_not_there(tmp_path: Path) -> None:
    pinned = OFFICE.model_copy(update={"values": {"desa": "Pulosari", "kecamatan": "Ngunut", "occupation": "nelayan"}})
    found = read(tmp_path, pinned, Data=ROWS)
    people, _ = people_and_ignored(found.cells)
    assert people.select("desa_text", "kecamatan_text", "title_occupation").row(0) == ("Pulosari", "Ngunut", "nelayan")
    assert "desa as declared: Pulosari" in found.heading
    own = [["NIK", "NAMA", "DESA"], ["3504111209759001", "Karto", "Kalangan"]]
    people, _ = people_and_ignored(read(tmp_path, pinned, Data=own).cells)
    assert people.select("desa_text", "kecamatan_text").row(0) == ("Kalangan", "Ngunut")


@pytest.mark.parametrize(
    ("titles", "occupation"),
    [
        (["Jabatan : Ketua RT"], "ketua rt"),
        (["DATA", "Pekerjaan", ": Buruh Tani Tembakau"], None),
        (["PEKERJAAN : BURUH TANI TEMBAKAU"], "buruh tani tembakau"),
        (["DAFTAR KETUA RT DAN RW"], None),  # the segment, not what each of them is
        (["Jabatan : PNS"], None),
        (["Daftar jabatan"], None),
    ],
)
def test_an_occupation_is_taken_where_the_titles_give_it_under_its_name(titles: list[str], occupation: str) -> None:
    found = title_occupation([[title] for title in titles])
    assert (found[0] if found else None) == occupation
