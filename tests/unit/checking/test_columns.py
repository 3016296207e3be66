"""What each column was taken for."""

from datetime import date
from pathlib import Path

from flows.checking.columns import ReadColumn, read_columns
from flows.checking.one_file import check_file
from flows.intake.headings import COMPOSED
from flows.settings import now
from schemas.columns import field_label
from schemas.senders.sender import Sender, senders
from schemas.tables.cells import HEADING_FIELDS
from tests.unit.checking.books import Rows, book

PEOPLE: Rows = [["3504111209759001", "KARTO", "Pulosari", "x", "y", "z", "w"]]


def columns(path: Path, heading: list[object], sender: Sender | None = None) -> dict[str, ReadColumn]:
    office = sender or senders()["dinas-pertanian"]
    (read,) = check_file(book(path, Data=[heading, *PEOPLE]), office, date(2023, 9, 1), now()).reading.lists
    return {column.letters: column for column in read_columns(read)}


def test_a_plain_spelling_needs_no_remark(tmp_path: Path) -> None:
    assert columns(tmp_path / "a.xlsx", ["NIK", "Nama"])["A"] == ReadColumn("A", "NIK", "nik")


def test_how_a_column_is_known_is_said_where_it_is_not_plain(tmp_path: Path) -> None:
    office = senders()["dinas-pertanian"].model_copy(update={"headings": {"Dukuh Asal": "desa"}})
    found = columns(tmp_path / "a.xlsx", ["NIK", "Nama Lengkp", "Dukuh Asal"], office)
    assert (found["B"].field, found["B"].remark) == ("name", "salah ketik, tetap dibaca")
    assert (found["C"].field, found["C"].remark) == ("desa", "terdaftar untuk pengirim ini")


def test_a_column_that_is_not_used_says_why(tmp_path: Path) -> None:
    found = columns(
        tmp_path / "a.xlsx", ["NIK", "Nama", "Desa", "Ukuran Baju", "Pekerjaans Utma", "Agama", "Kelurahan"]
    )
    assert (found["D"].known, found["D"].remark) == (False, "tidak dikenal")
    assert found["E"].remark.startswith("tidak dikenal; maksudnya PEKERJAAN")
    assert (found["F"].known, found["F"].field, found["F"].remark) == (True, None, "")
    assert found["G"].remark == "Desa sudah diambil dari kolom lain"


def test_a_heading_of_two_rows_is_joined(tmp_path: Path) -> None:
    rows: Rows = [["NIK", "Nama", "Tanggal"], ["", "", "Lahir"], *PEOPLE]
    checked = check_file(book(tmp_path / "a.xlsx", Data=rows), senders()["dpmd"], date(2023, 9, 1), now())
    (read,) = checked.reading.lists
    assert read_columns(read)[2] == ReadColumn("C", "Tanggal Lahir", "birth_date")


def test_every_field_has_a_label() -> None:
    assert [field for field in {*HEADING_FIELDS, *COMPOSED} if not field_label(field)] == []
