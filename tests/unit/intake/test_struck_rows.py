"""People struck off by the looks of their rows; the files are written by what offices use, never by Payung."""

import re
import zipfile
from collections.abc import Callable, Collection, Sequence
from io import BytesIO
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableCellProperties, TextProperties
from odf.table import Table, TableCell, TableColumn, TableRow
from odf.text import P, Span
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color

from flows.intake.biff_records import workbook_stream
from flows.intake.data_rows import people_and_ignored
from flows.intake.looks.cell_styles import styles_by_sheet
from flows.intake.looks.colours import called
from flows.intake.opening import open_grids
from flows.intake.roster import read_roster
from flows.intake.struck_rows import noted_in_rows
from schemas.senders.sender import Sender

OFFICE = Sender(sender="dishub", name="Dinas Perhubungan", kind="opd", contact="-", sends="-")
NIKS = [f"350411120975900{serial}" for serial in range(1, 7)]
HEADING: list[str | int] = ["NO", "NAMA", "NIK", "STATUS", "KET"]
PEOPLE: list[list[str | int]] = [[place, f"Orang {place}", nik, "", ""] for place, nik in enumerate(NIKS[:4], 1)]
YELLOW, RED = "FFFFFF00", "FFFF0000"

Cells = Sequence[Sequence[str | int]]
Looks = dict[tuple[int, int], str]
"""`strike`, or the colour of the ground, by 0-based row and column."""
Write = Callable[[Path, Cells, Looks], Path]


def across(row: int, look: str) -> Looks:
    return dict.fromkeys(((row, column) for column in range(5)), look)


def xlsx(path: Path, rows: Cells, looks: Looks) -> Path:
    book = openpyxl.Workbook()
    for row, cells in enumerate(rows, 1):
        for column, cell in enumerate(cells, 1):
            book.worksheets[0].cell(row, column).value = cell
    for (row, column), look in looks.items():
        styled = book.worksheets[0].cell(row + 1, column + 1)
        if look == "strike":
            styled.font = Font(strike=True)
        else:
            styled.fill = PatternFill("solid", fgColor=look)
    book.save(path / "a.xlsx")
    return path / "a.xlsx"


def shared(path: Path, rows: Cells, looks: Looks) -> Path:
    """With its texts in a part of their own."""
    book = xlsxwriter.Workbook(path / "a.xlsx")
    sheet = book.add_worksheet("Sheet")
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            look = looks.get((row, column))
            form = {"font_strikeout": True} if look == "strike" else {"bg_color": f"#{look[2:]}"} if look else None
            sheet.write(row, column, cell, book.add_format(form) if form else None)
    book.close()
    return path / "a.xlsx"


def xls(path: Path, rows: Cells, looks: Looks) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet")
    forms = {"strike": "font: struck_out on", YELLOW: "pattern: pattern solid, fore_colour yellow"}
    made = {look: xlwt.easyxf(form) for look, form in forms.items()} | {"": xlwt.easyxf("font: bold on")}
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell, made[looks.get((row, column), "")])
    book.save(str(path / "a.xls"))
    return path / "a.xls"


def ods(path: Path, rows: Cells, looks: Looks) -> Path:
    book = OpenDocumentSpreadsheet()
    for name, value in (("strike", "solid"), ("plain", "none")):
        style = Style(name=name, family="table-cell")
        style.addElement(TextProperties(textlinethroughstyle=value))
        book.automaticstyles.addElement(style)
    style = Style(name=YELLOW, family="table-cell")
    style.addElement(TableCellProperties(backgroundcolor="#ffff00"))
    book.automaticstyles.addElement(style)
    table = Table(name="Sheet")
    for row, cells in enumerate(rows):
        line = TableRow()
        for column, cell in enumerate(cells):
            made = TableCell(valuetype="string", stylename=looks.get((row, column), "plain"))
            made.addElement(P(text=str(cell)))
            line.addElement(made)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(str(path / "a.ods"))
    return path / "a.ods"


def notes(path: Path) -> tuple[list[tuple[str | None, str | None]], str]:
    """Note and status of all people of a list, and what `heading` says."""
    found = read_roster(path, f"rosters/2023-09/dishub/{path.name}", OFFICE)
    people, _ = people_and_ignored(found.cells)
    return list(people.select("note_text", "status_text").iter_rows()), found.heading


OFF, NONE = ("dicoret", None), (None, None)


@pytest.mark.parametrize("write", [xlsx, shared, xls, ods])
def test_who_is_struck_through_is_struck_off(tmp_path: Path, write: Write) -> None:
    said, heading = notes(write(tmp_path, [HEADING, *PEOPLE], across(2, "strike") | {(4, 1): "strike"}))
    assert said == [NONE, OFF, NONE, OFF]
    assert "2 rows struck out" in heading


@pytest.mark.parametrize("write", [xlsx, shared, xls, ods])
def test_what_is_struck_beside_a_person_strikes_nobody_off(tmp_path: Path, write: Write) -> None:
    rows: Cells = [HEADING, *PEOPLE, ["", "dicoret", "", "", ""]]
    looks = {(0, 1): "strike", (1, 0): "strike", (2, 4): "strike", (5, 1): "strike", (5, 2): "strike"}
    said, heading = notes(write(tmp_path, rows, looks))
    assert said == [NONE] * 4
    assert "struck" not in heading


def test_a_note_and_a_status_of_ones_own_are_kept(tmp_path: Path) -> None:
    own = [["", ""], ["", "meninggal"], ["Aktif", ""], ["Aktif", "pengganti Budi"]]
    rows: Cells = [[*row[:3], *mine] for row, mine in zip(PEOPLE, own, strict=True)]
    looks = {(row, 2): "strike" for row in range(1, 5)}
    assert notes(xlsx(tmp_path, [HEADING, *rows], looks))[0] == [
        OFF, ("meninggal", "dicoret"), ("dicoret", "Aktif"), ("pengganti Budi", "Aktif; dicoret"),
    ]  # fmt: skip


def test_a_list_without_notes_gets_them() -> None:
    told = {"source_row": pl.Series([2, 3], dtype=pl.UInt32)}
    assert noted_in_rows(told, {2: "dicoret"})["note_text"].to_list() == [None, "dicoret"]


@pytest.mark.parametrize(
    ("legend", "note"),
    [
        ("Nama dicoret = meninggal dunia", "meninggal"),
        ("Catatan : nama dicoret = tidak memenuhi syarat / meninggal / pindah", "dicoret"),
        ("dicoret: sudah mengundurkan diri", "sudah mengundurkan diri"),
    ],
)
def test_a_legend_may_say_why_somebody_is_struck_through(tmp_path: Path, legend: str, note: str) -> None:
    rows: Cells = [HEADING, *PEOPLE, ["", legend, "", "", ""]]
    assert notes(xlsx(tmp_path, rows, across(3, "strike")))[0] == [NONE, NONE, (note, None), NONE]


def test_a_spelling_that_is_corrected_beside_is_struck_and_not_the_person(tmp_path: Path) -> None:
    rows = [
        ["DATA LAMA", "", "PERBAIKAN", ""],
        ["NAMA", "NIK", "NAMA", "NIK"],
        ["Karto", NIKS[0], "", NIKS[1]],
        ["Siti", NIKS[2], "", ""],
    ]
    looks = {(2, 1): "strike", (3, 0): "strike", (3, 1): "strike"}
    assert notes(xlsx(tmp_path, rows, looks))[0] == [NONE, OFF]


@pytest.mark.parametrize(("plain", "struck"), [("", True), (" ", True), (" Wijaya", False)])
@pytest.mark.parametrize("ending", ["inline", "shared"])
def test_all_words_of_a_cell_must_be_struck(tmp_path: Path, plain: str, struck: bool, ending: str) -> None:
    if ending == "inline":
        book = openpyxl.Workbook()
        for row in [HEADING, *PEOPLE]:
            book.worksheets[0].append(row)
        book.worksheets[0]["B2"] = CellRichText(TextBlock(InlineFont(strike=True, b=True), "Orang"), plain)
        book.save(tmp_path / "a.xlsx")
    else:
        made = xlsxwriter.Workbook(tmp_path / "a.xlsx")
        form, sheet = made.add_format({"font_strikeout": True}), made.add_worksheet()
        for number, row in enumerate([HEADING, *PEOPLE]):
            sheet.write_row(number, 0, row)
        sheet.write_rich_string(1, 1, form, "Orang", form, " satu", *([plain] if plain else []))
        made.close()
    assert notes(tmp_path / "a.xlsx")[0][0] == (OFF if struck else NONE)


@pytest.mark.parametrize(("behind", "struck"), [("", True), (" Wijaya", False)])
def test_all_words_of_a_cell_of_an_ods_must_be_struck(behind: str, struck: bool) -> None:
    book = OpenDocumentSpreadsheet()
    style = Style(name="T1", family="text")
    style.addElement(TextProperties(textlinethroughtype="single"))
    book.automaticstyles.addElement(style)
    line = P()
    line.addElement(Span(stylename="T1", text="Karto"))
    line.addText(behind)
    assert _struck_of_ods(book, [TableCell(numbercolumnsrepeated=2), _holding(line)]) == ({(0, 2)} if struck else set())


def test_a_cell_of_an_ods_has_the_style_of_its_column_where_it_has_none() -> None:
    book = OpenDocumentSpreadsheet()
    style = Style(name="ce1", family="table-cell")
    style.addElement(TextProperties(textlinethroughstyle="solid"))
    book.automaticstyles.addElement(style)
    columns = [TableColumn(numbercolumnsrepeated=2), TableColumn(defaultcellstylename="ce1")]
    cells = [_holding(P(text=name)) for name in ("A", "B", "C", "D")]
    assert _struck_of_ods(book, cells, columns) == {(0, 2)}


def _holding(line: object) -> object:
    cell = TableCell(valuetype="string")
    cell.addElement(line)
    return cell


def _struck_of_ods(
    book: object, cells: Sequence[object], columns: Sequence[object] = ()
) -> Collection[tuple[int, int]]:
    table, line, made = Table(name="Sheet"), TableRow(), BytesIO()
    for column in columns:
        table.addElement(column)
    for cell in cells:
        line.addElement(cell)
    table.addElement(line)
    book.spreadsheet.addElement(table)  # type: ignore[attr-defined]
    book.write(made)  # type: ignore[attr-defined]
    return styles_by_sheet(made.getvalue(), zipfile.ZipFile(made))("Sheet").struck


def test_numbers_beside_one_another_in_an_xls_are_looked_at_one_by_one(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    struck, sheet = xlwt.easyxf("font: struck_out on"), book.add_sheet("Sheet")
    for column in range(4):
        sheet.write(3, column, column, struck if column in (1, 2) else xlwt.easyxf("font: bold on"))
    book.save(str(tmp_path / "a.xls"))
    assert open_grids(tmp_path / "a.xls")[0].styles.struck == {(3, 1), (3, 2)}


@pytest.mark.parametrize("write", [xlsx, shared, xls, ods])
@pytest.mark.parametrize(
    "legend",
    [
        "kuning = sudah berhenti",
        "NB: yang diblok kuning: sudah berhenti; yang diblok merah : baru",
        "Baris warna kuning sudah berhenti",
        "Sudah berhenti (warna kuning)",
    ],
)
def test_a_colour_is_what_its_legend_says(tmp_path: Path, write: Write, legend: str) -> None:
    titles: Cells = [["DATA SOPIR", "", "", "", ""], [legend, "", "", "", ""]]
    said, heading = notes(write(tmp_path, [*titles, HEADING, *PEOPLE], across(4, YELLOW)))
    assert [note and note.lower() for note, _ in said] == [None, "sudah berhenti", None, None]
    assert "1 rows with a note by their colour" in heading


@pytest.mark.parametrize(
    "legend",
    [
        "kuning = baru",
        "merah = meninggal",
        "kuning = meninggal, kuning = pindah",
        "kuning = mohon dicek lagi",
        "kuning = suami sudah meninggal",
        "data kuning",
    ],
)
def test_a_colour_without_a_legend_of_leaving_says_nothing(tmp_path: Path, legend: str) -> None:
    rows: Cells = [HEADING, *PEOPLE, ["", legend, "", "", ""]]
    assert notes(xlsx(tmp_path, rows, across(2, YELLOW)))[0] == [NONE] * 4


def test_a_legend_may_show_its_colours(tmp_path: Path) -> None:
    below: Cells = [
        ["Keterangan:", "", "", "", ""],
        ["", "", "= meninggal dunia", "", ""],
        ["", "pindah domisili", "", "", ""],
    ]
    looks = {**across(1, RED), **across(2, YELLOW), (6, 1): RED, (7, 1): YELLOW, (9, 1): YELLOW, (9, 9): RED}
    said, _ = notes(xlsx(tmp_path, [HEADING, *PEOPLE, *below], looks))
    assert [note for note, _ in said] == ["meninggal", "pindah domisili", None, None]


def test_colours_of_a_theme_and_of_letters_are_known(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for place, row in enumerate([HEADING, *PEOPLE], 3):
        for column, cell in enumerate(row, 1):
            sheet.cell(place, column).value = cell
    sheet["A1"] = "Biru: pindah domisili. Merah: meninggal"
    sheet["B4"].fill = PatternFill("solid", fgColor=Color(theme=4, tint=0.6))
    sheet["B5"].font = Font(color=Color(rgb=RED))
    sheet["B6"].fill = PatternFill("solid", fgColor=Color(indexed=10))
    sheet["B7"].font = Font(color=Color(theme=1))
    book.save(tmp_path / "a.xlsx")
    assert [note for note, _ in notes(tmp_path / "a.xlsx")[0]] == ["pindah domisili", "meninggal", "meninggal", None]


@pytest.mark.parametrize(
    ("rgb", "words"),
    [
        ("FF0000", ("merah",)),
        ("FFFF00", ("kuning",)),
        ("FFC000", ("oranye", "kuning")),
        ("F4B084", ("oranye",)),
        ("92D050", ("hijau",)),
        ("00B050", ("hijau",)),
        ("00B0F0", ("biru",)),
        ("7030A0", ("ungu",)),
        ("FF99CC", ("pink",)),
        ("FFC7CE", ("merah", "pink")),
        ("BFBFBF", ("abu-abu",)),
        ("000000", ()),
        ("FFFFFF", ()),
    ],
)
def test_what_colours_are_called(rgb: str, words: tuple[str, ...]) -> None:
    assert called(rgb) == words


def test_cells_that_do_not_say_where_they_are_follow_one_another(tmp_path: Path) -> None:
    path, made = xlsx(tmp_path, [HEADING, *PEOPLE], {(2, 1): "strike"}), BytesIO()
    with zipfile.ZipFile(path) as book, zipfile.ZipFile(made, "w") as copy:
        for name in book.namelist():
            part = book.read(name)
            copy.writestr(name, re.sub(rb' r="[A-Z]*\d+"', b"", part) if "sheet1" in name else part)
    assert styles_by_sheet(made.getvalue(), zipfile.ZipFile(made))("Sheet").struck == {(2, 1)}


@pytest.mark.parametrize("content", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"NIK;NAMA"])
def test_what_is_no_workbook_has_no_styles(content: bytes) -> None:
    assert not styles_by_sheet(workbook_stream(content), None)("Sheet").struck


def commented(path: Path, *comments: tuple[str, str]) -> pl.DataFrame:
    """The people of a list with comments on some of its cells."""
    book = openpyxl.load_workbook(xlsx(path, [HEADING, *PEOPLE], {}))
    for cell, text in comments:
        book.worksheets[0][cell].comment = Comment(text, "Kasi Pemerintahan")
    book.save(path / "b.xlsx")
    found = read_roster(path / "b.xlsx", "rosters/2023-09/dishub/b.xlsx", OFFICE)
    assert f"{len(comments)} rows with a comment" in found.heading
    return people_and_ignored(found.cells)[0]


def test_a_comment_is_a_note(tmp_path: Path) -> None:
    people = commented(tmp_path, ("B2", "Kasi Pemerintahan:\nmeninggal 12-8-2023"), ("C3", "sudah dicek"))
    assert people["note_text"].to_list() == ["meninggal 12-8-2023", "sudah dicek", None, None]
    assert people["nik_text"].to_list() == NIKS[:4]


def test_a_comment_with_another_nik_makes_two_of_the_cell(tmp_path: Path) -> None:
    other = "3504111209759077"
    people = commented(
        tmp_path,
        ("C2", f"NIK di KTP: {other[:6]} {other[6:12]} {other[12:]}"),
        ("C3", f"NIK {NIKS[1]} sudah benar"),
        ("C4", f"No KK {other}; NIK lama {other}"),
        ("C5", f"NIK suami {other}"),
    )
    assert people["nik_text"].to_list() == [f"{NIKS[0]} / {other}", *NIKS[1:4]]
