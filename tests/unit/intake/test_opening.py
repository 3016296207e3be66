"""What a file is decides how it is read, whatever it is called."""

from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from flows.intake.opening import open_grids
from flows.intake.roster import read_roster
from schemas.senders.sender import Sender

SENDER = Sender(sender="dishub", name="Dinas Perhubungan", kind="opd", contact="-", sends="-")
KARTO, SITI = "3504111209759001", "3504115209759002"
NAMES = pytest.mark.parametrize("name", ["a.xlsx", "a.XLS", "a.csv", "a.ods", "a.xlsb", "a.parquet", "a.pdf", "a"])


def workbook() -> bytes:
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, ["NIK", "NAMA"])
        sheet.write_row(1, 0, [KARTO, "Karto"])
    return target.getvalue()


def parquet() -> bytes:
    target = BytesIO()
    pl.DataFrame({"NIK": [KARTO], "NAMA": ["Karto"]}).write_parquet(target)
    return target.getvalue()


HTML = f"<html><table><tr><th>NIK<th>NAMA</tr><tr><td>{KARTO}</td><td>Karto</td></tr></table></html>".encode()
TEXT = f"NIK;NAMA\n{KARTO};Karto\n".encode()


def people(folder: Path, content: bytes, name: str = "a.xls") -> list[tuple[Any, ...]]:
    path = folder / name
    path.write_bytes(content)
    found = read_roster(path, f"rosters/2023-09/dishub/{name}", SENDER)
    return found.cells.select("source_row", "nik_text", "name_text").rows()


@NAMES
@pytest.mark.parametrize("content", [workbook(), parquet(), HTML, TEXT, TEXT.decode().encode("utf-16")])
def test_a_renamed_file_is_read(tmp_path: Path, name: str, content: bytes) -> None:
    assert people(tmp_path, content, name) == [(2, KARTO, "Karto")]


def table(folder: Path, html: str) -> list[list[str]]:
    path = folder / "a.xls"
    path.write_bytes(html.encode())
    (grid,) = open_grids(path)
    return [list(row) for row in grid.top()]


def test_cells_of_a_table_without_closing_tags(tmp_path: Path) -> None:
    assert table(tmp_path, "\r\n <TABLE><TR><TD>a<TD>b &amp;<br>c<TR><TD>d</TABLE>") == [["a", "b & c"], ["d", ""]]


def test_spans_keep_the_columns_in_place(tmp_path: Path) -> None:
    html = """<table><tr><td rowspan=2>a<td colspan="2">b<td>c</tr><tr><td>d<td>e<td>f</tr><tr><td>g</tr></table>"""
    assert table(tmp_path, html) == [["a", "b", "", "c"], ["", "d", "e", "f"], ["g", "", "", ""]]


def test_tables_stand_under_one_another(tmp_path: Path) -> None:
    html = "<table><tr><td rowspan=9>DAFTAR</table><p>teks</p><table><tr><td>NIK<td>NAMA</table>"
    assert table(tmp_path, html) == [["DAFTAR", ""], ["NIK", "NAMA"]]


def test_a_table_in_a_cell_is_text_of_the_cell(tmp_path: Path) -> None:
    html = "<table><tr><td>a <table><tr><td>b</td><td>c</td></tr></table></td><td>d</td></tr></table>"
    assert table(tmp_path, html)[0][1] == "d"


@pytest.mark.parametrize("span", ["0", "-3", "x", ""])
def test_a_span_that_is_none_is_one(tmp_path: Path, span: str) -> None:
    assert table(tmp_path, f'<table><tr><td colspan="{span}">a<td>b</table>') == [["a", "b"]]


def test_a_nik_that_excel_held_as_a_number_is_marked(tmp_path: Path) -> None:
    html = f"<table><tr><td>NIK<td>NAMA<tr><td x:num>{KARTO}<td>Karto<tr><td>{SITI}<td>Siti</table>"
    path = tmp_path / "a.xls"
    path.write_bytes(html.encode())
    cells = read_roster(path, "rosters/2023-09/dishub/a.xls", SENDER).cells
    assert cells.select("nik_text", "nik_is_number").rows() == [(KARTO, True), (SITI, False)]


def test_html_of_cp1252(tmp_path: Path) -> None:
    html = HTML.replace(b"Karto", "René".encode("cp1252"))
    assert people(tmp_path, html) == [(2, KARTO, "René")]


def test_a_cell_over_several_rows_fills_down(tmp_path: Path) -> None:
    rows = f"<tr><td>NIK<td>NAMA<td>DESA<tr><td>{KARTO}<td>Karto<td rowspan=2>Kalangan<tr><td>{SITI}<td>Siti"
    path = tmp_path / "a.xls"
    path.write_bytes(f"<table>{rows}<tr><td>1<td>Budi</table>".encode())
    cells = read_roster(path, "rosters/2023-09/dishub/a.xls", SENDER).cells
    assert cells["desa_text"].to_list() == ["Kalangan", "Kalangan", ""]
