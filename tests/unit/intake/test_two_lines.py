"""Lists printed with two rows a person."""

from flows.intake.grid import CellGrid
from flows.intake.lists import find_lists
from flows.intake.spellings import Spellings
from flows.intake.two_lines import unfolded

HEADING = [["NO", "NAMA", "NIK", "TEMPAT LAHIR"], ["", "JABATAN", "NO KK", "TANGGAL LAHIR"]]
PEOPLE = [
    ["1", "Karto", "3504111209759001", "Tulungagung"],
    ["", "Ketua BPD", "3504112208109001", "12-09-1975"],
    ["2", "Siti", "3504115505809002", "Blitar"],
    ["", "Anggota BPD", "3504112208109002", "15-05-1980"],
]


def one_line(*rows: list[str]) -> CellGrid | None:
    grid = CellGrid("Sheet1", rows)
    return unfolded(grid, find_lists(grid, Spellings({})), Spellings({}))


def test_the_second_rows_come_behind_the_first_and_leave_their_places_blank() -> None:
    found = one_line(["DAFTAR BPD", "", "", ""], *HEADING, *PEOPLE, ["JUMLAH", "", "2", ""])
    assert found is not None
    assert found.rows[3] == [*PEOPLE[0], *PEOPLE[1]]
    assert found.rows[4] == [""] * 8
    assert found.rows[-1] == ["JUMLAH", "", "2", "", *[""] * 4]
    (people,) = find_lists(found, Spellings({}))
    assert people.heading.columns["nkk"] == 6
    assert people.heading.columns["position"] == 5


def test_people_with_a_number_in_every_row_have_one_row() -> None:
    assert one_line(*HEADING, PEOPLE[0], ["2", "Siti", "3504115505809002", "Blitar"]) is None


def test_a_heading_of_two_rows_that_divides_its_cells_is_no_such_list() -> None:
    divided = [["NO", "NAMA", "NIK", "TTL", ""], ["", "", "", "Tempat", "Tanggal"]]
    assert one_line(*divided, ["1", "Karto", "3504111209759001", "Blitar", "12-09-1975"], ["", "", "", "", ""]) is None


def test_without_a_column_of_numbers_nothing_tells_where_a_person_begins() -> None:
    assert one_line(*(row[1:] for row in (*HEADING, *PEOPLE))) is None
