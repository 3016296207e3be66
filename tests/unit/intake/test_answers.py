"""Files of answers: each known for what it is by its headings, whatever program wrote it, and none without a word."""

import hashlib
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from flows.intake.answers import AnswerFile, read_answers
from schemas.answers import answer_cells

NIK, OTHER = "3504111209759001", "3504111209759002"
BILL = "NIK,NO_KPJ,NAMA,BLTH,UPAH,IURAN_JKK,IURAN_JKM,TOTAL_IURAN\n"


def workbook(*sheets: list[list[Any]]) -> bytes:
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        for number, rows in enumerate(sheets, 1):
            sheet = book.add_worksheet(f"L{number}")
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return target.getvalue()


def put(raw: Path, place: str, content: bytes | str) -> None:
    path = raw / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def one(raw: Path) -> AnswerFile:
    (found,) = read_answers(raw)
    return found


def kind_of(raw: Path) -> str:
    found = one(raw)
    assert found.kind, found.trouble
    return found.kind.name


@pytest.mark.parametrize(
    ("folder", "heading", "kind"),
    [
        ("dukcapil", "NIK,HASIL", "dukcapil"),
        ("dukcapil", "No;NIK;Nama;Kode Respon;Tgl Meninggal", "dukcapil"),
        ("dukcapil", "NIK,NAMA_LGKP,TGL_LHR,JENIS_KLMIN", "dukcapil"),
        ("dukcapil", "NO KTP,Nama sesuai,Alamat sesuai", "dukcapil"),
        ("bpjs", "NIK,KPJ,NAMA", "members"),
        ("bpjs", "NOMOR_IDENTITAS,NO PESERTA,NAMA_LENGKAP,TANGGAL KEPESERTAAN,UPAH", "members"),
        ("bpjs", "NO,NIK,NO_KPJ,NAMA_TK,BLTH,UPAH,IURAN_JKK,IURAN_JKM,TOTAL_IURAN", "bill"),
        ("bpjs", "KPJ,NAMA,JKK,JKM", "bill"),
        ("bpjs", "No. KTP,Nama,Bulan Iuran,Nilai Iuran (Rp)", "bill"),
        ("bpjs", "KODE_IURAN,BLTH,TGL_BAYAR,JUMLAH BAYAR", "payment"),
        ("bpjs", "Tanggal Bayar;Periode;Jumlah Iuran;Sumber Dana", "payment"),
        ("bpjs", "NIK,KPJ,NAMA,BLTH,TGL BAYAR,JUMLAH BAYAR", "payment"),
        ("claims", "NO KLAIM,PROGRAM,NIK,NAMA,TGL KEJADIAN,TGL LAPOR,TGL BAYAR,NOMINAL,STATUS,AHLI WARIS", "claims"),
        ("claims", "KPJ,Nama,Tanggal Kejadian", "claims"),
        ("aid", "NIK,NAMA,BANTUAN,TGL TERIMA,NILAI,BENTUK", "aid"),
        ("aid", "NO KTP;NAMA PENERIMA;JUMLAH BANTUAN", "aid"),
    ],
)
def test_a_file_is_known_by_its_headings(tmp_path: Path, folder: str, heading: str, kind: str) -> None:
    put(tmp_path, f"{folder}/a.csv", f"{heading}\n{NIK}\n")
    assert kind_of(tmp_path) == kind


def test_headings_stand_below_titles_and_the_titles_come_with_the_cells(tmp_path: Path) -> None:
    rows = [["BPJS KETENAGAKERJAAN"], ["BULAN IURAN", "SEPTEMBER 2023"], [], ["NIK", "KPJ", "IURAN"], [NIK, "1", "2"]]
    put(tmp_path, "bpjs/sub/tagihan 9.xlsx", workbook(rows))
    cells = one(tmp_path).cells
    assert cells is not None
    row = cells.row(0, named=True)
    assert row["titles"] == "BPJS KETENAGAKERJAAN\nBULAN IURAN SEPTEMBER 2023\nL1\ntagihan 9"
    assert (row["source_file"], row["sheet"], row["source_row"]) == ("bpjs/sub/tagihan 9.xlsx", "L1", 5)
    assert (row["nik_text"], row["kpj_text"], row["billed_text"], row["wage_text"]) == (NIK, "1", "2", None)


def test_of_two_columns_for_a_field_the_plainer_word_counts(tmp_path: Path) -> None:
    put(tmp_path, "dukcapil/a.csv", f"NIK,KETERANGAN,HASIL\n{NIK},x,Ditemukan\n")
    cells = one(tmp_path).cells
    assert cells is not None
    assert cells["outcome_text"].to_list() == ["Ditemukan"]


def test_rows_without_a_filled_cell_do_not_count_and_others_do(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["NIK", "KPJ", "LAIN"],
        [NIK, "1", ""],
        ["", "", ""],
        ["", "", "catatan"],
        ["JUMLAH", "", ""],
    ]
    put(tmp_path, "bpjs/a.xlsx", workbook(rows))
    cells = one(tmp_path).cells
    assert cells is not None
    assert cells["source_row"].to_list() == [2, 4, 5]
    assert cells["lead"].to_list() == [None, "catatan", "JUMLAH"]


def test_every_sheet_counts_and_one_of_another_kind_is_told(tmp_path: Path) -> None:
    members = [["NIK", "KPJ"], [NIK, "20000000001"]]
    bill: list[list[Any]] = [["NIK", "KPJ", "IURAN"], [OTHER, "20000000002", 16_800]]
    put(tmp_path, "bpjs/a.xlsx", workbook(members, [["Petunjuk"]], bill, members))
    assert kind_of(tmp_path) == "members"
    cells = one(tmp_path).cells
    assert cells is not None
    assert cells.select("sheet", "nik_text", "of_another_kind").rows() == [
        ("L1", NIK, False), ("L3", OTHER, True), ("L4", NIK, False)
    ]  # fmt: skip


def test_a_nik_that_was_a_number_is_told(tmp_path: Path) -> None:
    put(tmp_path, "bpjs/a.xlsx", workbook([["NIK", "KPJ"], [int(NIK), "1"], [OTHER, "2"]]))
    cells = one(tmp_path).cells
    assert cells is not None
    assert cells.select("nik_text", "nik_is_number").rows() == [(NIK, True), (OTHER, False)]


def test_the_same_file_counts_once_the_first_by_name(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", "c.csv"):
        put(tmp_path, f"bpjs/{name}", BILL + f"{NIK},1,X,09-2023,1,1,1,1\n")
    first, *others = read_answers(tmp_path)
    assert (first.source_file, first.trouble) == ("bpjs/a.csv", None)
    assert [(file.source_file, file.cells) for file in others] == [("bpjs/b.csv", None), ("bpjs/c.csv", None)]
    assert all("bpjs/a.csv" in (file.trouble or "") for file in others)


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.xlsx", b"", "kosong"),
        ("a.xlsx", workbook([["NIK", "KPJ", "IURAN"]])[:300], "rusak"),
        ("a.pdf", b"%PDF-1.4", "rusak"),
        ("a.csv", b"nama;alamat\nKarto;Ngunut\n", "judul"),
        ("a.xlsx", workbook([]), "judul"),
    ],
)
def test_a_file_that_cannot_be_read_says_so_and_the_others_are_read(
    tmp_path: Path, name: str, content: bytes, word: str
) -> None:
    put(tmp_path, f"bpjs/{name}", content)
    put(tmp_path, "bpjs/z.csv", BILL)
    troubled, good = read_answers(tmp_path)
    assert word in (troubled.trouble or "").lower(), troubled
    assert (troubled.kind, troubled.cells) == (None, None)
    assert (good.trouble, good.kind.name if good.kind else None) == (None, "bill")


def test_a_known_file_is_not_opened_again_until_it_changes(tmp_path: Path) -> None:
    """Its content is no workbook at all: reading it would be told."""
    put(tmp_path, "bpjs/a.xlsx", b"%PDF")
    known = {("bpjs/a.xlsx", hashlib.sha256(b"%PDF").hexdigest())}
    assert [(file.trouble, file.cells) for file in read_answers(tmp_path, known)] == [(None, None)]
    put(tmp_path, "bpjs/a.xlsx", b"%PDF-1.4")
    assert [bool(file.trouble) for file in read_answers(tmp_path, known)] == [True]


def test_files_of_programs_are_left_out_and_no_folder_is_no_answer(tmp_path: Path) -> None:
    put(tmp_path, "bpjs/~$a.xlsx", "x")
    put(tmp_path, "dukcapil/Thumbs.db", "x")
    assert list(read_answers(tmp_path)) == []


def test_the_shape_is_always_that_of_the_kind(tmp_path: Path) -> None:
    put(tmp_path, "bpjs/a.csv", BILL + f"{NIK},1,X,09-2023,1,1,1,1\n")
    put(tmp_path, "bpjs/b.xlsx", workbook([["KPJ", "IURAN"], [20_000_000_001, 16_800]]))
    frame = pl.DataFrame({"NIK": [NIK], "KPJ": ["1"], "IURAN": [16_800]})
    (tmp_path / "bpjs" / "c.parquet").write_bytes(b"")
    frame.write_parquet(tmp_path / "bpjs" / "c.parquet")
    for file in read_answers(tmp_path):
        assert file.kind is not None
        assert file.cells is not None
        assert file.cells.schema == answer_cells(file.kind)
