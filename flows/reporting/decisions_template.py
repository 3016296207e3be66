"""A workbook of the questions that wait for a steward, made to be filled in and dropped into `raw/decisions`."""

import os
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from flows.settings import declared_senders
from schemas.rulings import HEADINGS, KINDS, QUESTIONS

_HEADING_ROW = 2
_TEXT_ONLY = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_BLANK_ROWS = 200
"""Rows below the questions for rulings that nobody asked for."""
_CONTEXT = {"question": "Pertanyaan", "office": "Kantor", "place": "Tempat", "name": "Nama", "context": "Penjelasan"}
_ASKED = {
    "nik_conflict": "NIK yang sama",
    "lookalike": "Mirip",
    "nik_proposal": "NIK yang diusulkan",
    "set_aside": "Ditolak",
    "not_applied": "Keputusan tidak diterapkan",
}
_WIDTHS = {"office": 24, "place": 40, "name": 26, "context": 70, "reason": 30, "file": 24}
_TITLE = "Pertanyaan untuk pengelola, bulan {month}. Memuat data pribadi: jangan diteruskan. Cara mengisi: Petunjuk."
_INSTRUCTIONS = (
    "PETUNJUK",
    "1. Satu baris satu keputusan. Pilih Keputusan; biarkan kosong bila belum diputuskan, maka baris itu dilewati.",
    "2. Alasan, Diputuskan oleh, Tanggal keputusan dan Berlaku sampai wajib diisi. Tanggal ditulis 31-12-{year}.",
    "3. {second} memerlukan orang kedua: Disetujui oleh diisi nama lengkap orang lain dari yang memutuskan.",
    "4. Berlaku sampai sudah diisi akhir tahun anggaran; persingkat bila perlu. Sesudah itu keputusan gugur dan",
    "    ditanyakan lagi; tidak ada keputusan tanpa batas waktu.",
    "5. NIK ditulis sebagai teks 16 angka. Kolom Pertanyaan sampai Penjelasan hanya untuk dibaca.",
    "6. ID baris menunjuk satu baris dari satu berkas: bila berkas itu diganti, keputusan atas barisnya gugur.",
    "    Keputusan atas NIK tetap berlaku.",
    "7. Dua keputusan yang bertentangan tentang hal yang sama dua-duanya tidak diterapkan.",
    "8. Simpan berkas ini di raw/decisions/. Ringkasan malam berikutnya menyebut berapa yang diterapkan, dan",
    "    decisions.parquet menyebut setiap keputusan dengan penjelasannya.",
    "9. Hapus baris keputusan (atau berkasnya) untuk mencabutnya.",
    "",
    "KEPUTUSAN YANG ADA",
)


def write_decisions_template(path: Path, questions: pl.DataFrame, month: date) -> None:
    """The workbook in a new file that only its owner can read: Keputusan to fill in, Petunjuk to read.

    `questions` is the `open_questions` table of the snapshot. Each is a line whose ruling is blank, with the rulings
    that can answer it to choose from and its targets filled in. Every cell is text, so a NIK keeps its digits and a
    name that begins with `=` stays a name. Rulings are offered until 31 December of the month's year: programme, quotas
    and money are decreed for a budget year, and nobody's cover should outlast it unseen.

    Raises:
        OSError: the file exists already or cannot be written.
    """
    made = BytesIO()
    with xlsxwriter.Workbook(made, _TEXT_ONLY) as book:
        sheet, help_sheet = (book.add_worksheet(name) for name in ("Keputusan", "Petunjuk"))
        _write_questions(book, sheet, questions, month)
        _write_instructions(book, help_sheet, month)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(made.getvalue())


def _write_questions(book: Any, sheet: Any, questions: pl.DataFrame, month: date) -> None:
    dark = book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "border": 1})
    read = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "bg_color": "#F2F2F2"})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, _TITLE.format(month=f"{month:%m-%Y}"), book.add_format({"bold": True}))
    columns = {**_CONTEXT, **HEADINGS}
    for place, (name, heading) in enumerate(columns.items()):
        sheet.set_column(place, place, _WIDTHS.get(name, 18), text)
        sheet.write_string(_HEADING_ROW, place, heading, dark)
    first = _HEADING_ROW + 1
    for row, line in enumerate(_lines(questions, month).iter_rows(named=True), first):
        for place, name in enumerate(columns):
            sheet.write(row, place, line.get(name), read if name in _CONTEXT else text)
        _offer(sheet, row, row, QUESTIONS[line["asked"]])
    below = first + questions.height
    _offer(sheet, below, below + _BLANK_ROWS, tuple(KINDS))
    sheet.freeze_panes(first, 0)
    sheet.autofilter(_HEADING_ROW, 0, max(below - 1, first), len(columns) - 1)


def _offer(sheet: Any, first: int, last: int, rulings: tuple[str, ...]) -> None:
    column = len(_CONTEXT) + list(HEADINGS).index("ruling")
    odd = "Pilih salah satu dari daftar; artinya ada di lembar Petunjuk."
    sheet.data_validation(
        first, column, last, column, {"validate": "list", "source": list(rulings), "error_message": odd}
    )


def _lines(questions: pl.DataFrame, month: date) -> pl.DataFrame:
    """The questions in the words of the workbook, with everything blank that the steward is to fill in."""
    offices = {name: sender.name for name, sender in declared_senders().items()}
    where = pl.format("{}, {} baris {}", "source_file", pl.col("sheet").fill_null(""), "source_row")
    return questions.with_columns(
        pl.col("question").alias("asked"),
        pl.col("question").replace_strict(_ASKED, return_dtype=pl.String),
        pl.col("sender").replace_strict(offices, default=pl.col("sender"), return_dtype=pl.String).alias("office"),
        where.alias("place"),
        pl.lit(f"31-12-{month.year}").alias("expires_on"),
    )


def _write_instructions(book: Any, sheet: Any, month: date) -> None:
    bold = book.add_format({"bold": True})
    sheet.set_column(0, 0, 120, book.add_format({"text_wrap": True, "valign": "top"}))
    second = ", ".join(kind.name for kind in KINDS.values() if kind.second_person)
    rulings = [
        f"{kind.name}: {kind.said} Isi: {', '.join(HEADINGS[need] for need in kind.needs)}."
        + (" Perlu orang kedua." if kind.second_person else "")
        for kind in KINDS.values()
    ]
    lines = [line.format(year=month.year, second=second) for line in _INSTRUCTIONS]
    for row, line in enumerate([*lines, *rulings]):
        sheet.write_string(row, 0, line, *([bold] if line.isupper() else []))
