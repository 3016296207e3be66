"""The lists on a sheet: later pages, lists under one another, lists side by side."""

import polars as pl
import pytest

from flows.intake.grid import CellGrid
from flows.intake.lists import _NIK_OR_NAME, PeopleList, find_lists
from flows.intake.spellings import Spellings
from schemas.reference import reference

KARTO, SITI, BUDI = "3504111209759001", "3504115209759002", "3504111209759003"


def lists(*rows: list[str]) -> list[PeopleList]:
    width = max(map(len, rows))
    return find_lists(CellGrid("Sheet1", [[*row, *[""] * (width - len(row))] for row in rows]), Spellings({}))


def test_a_sheet_without_a_heading_has_no_list() -> None:
    assert lists(["REKAP"], ["Desa", "Jumlah"]) == []


def test_a_heading_below_a_page_of_introduction_is_found() -> None:
    (found,) = lists(*[[f"Baris {place}"] for place in range(60)], ["NIK", "NAMA"], [KARTO, "Karto"])
    assert (found.heading.row, found.first) == (60, 61)


def test_a_heading_that_comes_again_goes_on_with_the_list() -> None:
    (found,) = lists(["NIK", "NAMA"], [KARTO, "Karto"], [""], ["NIK", "NAMA"], [SITI, "Siti"])
    assert (found.first, found.last, found.again) == (1, 5, frozenset({3}))


def test_a_heading_of_two_rows_that_comes_again_is_known_whole() -> None:
    top = [["NIK", "NAMA", "TTL", ""], ["", "", "Tempat", "Tanggal"]]
    (found,) = lists(*top, [KARTO, "Karto"], ["Halaman 2"], *top, [SITI, "Siti"])
    assert (found.first, found.again) == (2, frozenset({4, 5}))


def test_other_columns_begin_another_list() -> None:
    first, second = lists(["NIK", "NAMA"], [KARTO, "Karto"], ["DESA KALANGAN"], ["NAMA", "NIK"], ["Siti", SITI])
    assert (first.first, first.last, first.again) == (1, 4, frozenset({3}))
    assert (second.first, second.last, second.heading.columns) == (4, 5, {"name": 0, "nik": 1})
    assert [list(row) for row in second.heading.titles] == [["DESA KALANGAN", ""]]


def test_the_same_columns_under_a_title_begin_another_list() -> None:
    first, second = lists(
        ["NIK", "NAMA"], [KARTO, "Karto"], ["DAFTAR BPD DESA KALANGAN"], ["NIK", "NAMA"], [SITI, "Siti"]
    )
    assert (first.heading.columns, second.first) == (second.heading.columns, 4)


def test_titles_of_a_later_list_end_at_the_people_above() -> None:
    _, second = lists(["DESA NGUNUT"], ["NIK", "NAMA"], [KARTO, "Karto"], ["NAMA", "NIK"], ["Siti", SITI])
    assert second.heading.titles == ()
    assert [list(row) for row in second.before] == [["DESA NGUNUT", ""]]


def test_lists_that_stand_side_by_side() -> None:
    left, right = lists(
        ["NO", "NAMA", "NIK", "", "NO", "NAMA", "NIK"],
        ["1", "Karto", KARTO, "", "1", "Siti", SITI],
        ["2", "Budi", BUDI],
    )
    assert (left.side, left.heading.left, left.heading.right, left.heading.columns["nik"]) == (0, 0, 4, 2)
    assert (right.side, right.heading.left, right.heading.right, right.heading.columns["nik"]) == (1, 4, None, 6)


@pytest.mark.parametrize("right", [["NO", "NAMA", "NIK", "NO HP"], ["NAMA", "NIK", "NO HP", "DESA"]])
def test_lists_side_by_side_may_have_other_columns(right: list[str]) -> None:
    first, second = lists(["NO", "NAMA", "NIK", "", *right], ["1", "Karto", KARTO, "", "1", "Siti", SITI, ""])
    assert (first.heading.columns["nik"], first.heading.right) == (2, 4)
    assert (second.heading.columns["nik"], second.heading.left) == (4 + right.index("NIK"), 4)
    assert "phone" not in first.heading.columns


def test_heirs_beside_the_workers_are_no_second_list() -> None:
    (found,) = lists(["PESERTA", "", "AHLI WARIS", ""], ["NAMA", "NIK", "NAMA", "NIK"], ["Karto", KARTO, "Siti", SITI])
    assert found.heading.columns == {"name": 0, "nik": 1}


def test_the_names_of_parents_are_no_second_list() -> None:
    (found,) = lists(["NO", "NAMA", "NIK", "NAMA IBU", "NIK IBU"], ["1", "Karto", KARTO, "Siti", SITI])
    assert found.heading.columns == {"number": 0, "name": 1, "nik": 2}


def test_every_known_heading_of_nik_or_name_has_a_word_that_later_headings_are_found_by() -> None:
    known = reference("headings").filter(pl.col("field").is_in(["nik", "name", "first_name"]))["spelling"]
    assert [said for said in known if not _NIK_OR_NAME.search(said)] == []


def test_a_list_of_spouses_alone_is_of_nobody() -> None:
    found = lists(
        ["NO", "NO KK", "SUAMI", "", "ISTRI", "", "DESA", "KET"],
        ["", "", "NAMA", "NIK", "NAMA", "NIK", "", ""],
        ["1", "3504110101209001", "Karto", KARTO, "Siti", SITI, "Kalangan", ""],
    )
    assert all({"nik", "name"}.isdisjoint(one.heading.columns) for one in found)
