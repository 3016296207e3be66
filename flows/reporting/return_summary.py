"""The first sheet of a return workbook: how the list fared, what is wrong with it, and what to do, step by step."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from schemas.reasons import REASONS
from schemas.returned import shown

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
STEPS = (
    "Buka lembar berkas Anda di bawah. Hanya baris yang bermasalah yang ada di sana; kolom Baris adalah nomor baris di berkas Anda.",
    "Perbaiki langsung di sel yang berwarna. Merah: baris ditolak sampai diperbaiki. Kuning: diterima, tetapi perlu diperiksa.",
    "Atau tulis isi yang benar di kolom Perbaikan, bila hanya satu sel yang berwarna di baris itu. "
    "Tulis di sana juga bila isi sel ternyata sudah benar, misalnya NIK yang memang berakhir 0.",
    "Bila orangnya harus dikeluarkan dari daftar, tulis HAPUS di kolom Perbaikan.",
    "Simpan, lalu taruh buku kerja ini di folder yang sama dengan berkas asal. Jangan ubah atau hapus berkas asalnya.",
)
STEPS_BEFORE_SENDING = (
    "Buka lembar berkas Anda di bawah. Hanya baris yang bermasalah yang ada di sana; kolom Baris adalah nomor baris di berkas Anda.",
    "Perbaiki sel yang berwarna di berkas Anda sendiri, bukan di sini. Merah: baris akan ditolak. Kuning: diterima, tetapi perlu diperiksa.",
    "Periksa lagi dengan payung check, lalu kirim berkas Anda.",
)
_FILE_STATUS = {"set_aside": "tidak dipakai"}
_WIDTHS = (7, 40, 62, 62)

Line = tuple[str, Sequence[str | int]]
"""How a line looks, and its cells; empty ones leave the cell free."""


@dataclass(frozen=True)
class Summary:
    """What the first sheet tells. `score` is null where none is known yet; `corrections` say what came of workbooks
    that were sent back; `problems` are the reasons (with `row_id`, `code`, `severity`) of the rows below."""

    office: str
    month: date
    counts: Mapping[str, int]
    files: pl.DataFrame
    corrections: Sequence[str]
    problems: pl.DataFrame
    steps: Sequence[str]
    score: float | None = None


def write_summary(book: xlsxwriter.Workbook, sheet: Worksheet, summary: Summary) -> None:
    """Writes the first sheet."""
    base = {"text_wrap": True, "valign": "top"}
    formats = {
        "title": book.add_format({"bold": True, "font_size": 15, "font_color": "#1F4E79"}),
        "part": book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF"}),
        "plain": book.add_format(base),
        "reject": book.add_format({**base, "bg_color": "#F4B6B6"}),
        "advise": book.add_format({**base, "bg_color": "#FFE699"}),
    }
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    for row, (look, cells) in enumerate(_lines(summary)):
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                sheet.write_number(row, column, cell, formats[look])
            elif cell:
                sheet.write_string(row, column, shown(cell), formats[look])
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _lines(summary: Summary) -> Iterator[Line]:
    yield "title", [f"Hasil pemeriksaan daftar peserta: {summary.office}"]
    yield "plain", ["", f"Bulan {MONTHS[summary.month.month - 1]} {summary.month.year}"]
    if summary.score is not None:
        score = f"{summary.score:.1f}".replace(".", ",")
        yield "plain", ["", f"Nilai mutu daftar: {score} dari 100"]
    yield "plain", []
    yield "part", ["", "Baris", "Jumlah"]
    yield from (("plain", ["", label, f"{count:,}".replace(",", ".")]) for label, count in summary.counts.items())
    yield "plain", []
    yield "part", ["No", "Yang perlu dilakukan", "", ""]
    yield from (("plain", [number, "", step]) for number, step in enumerate(summary.steps, start=1))
    yield from _file_lines(summary)
    yield from _reason_lines(summary.problems)


def _file_lines(summary: Summary) -> Iterator[Line]:
    """Files with something wrong as a whole, and what came of what was sent back."""
    if summary.files.height:
        yield "plain", []
        yield "part", ["", "Berkas", "Masalah", "Cara memperbaiki"]
    for name, status, code in summary.files.select("file_name", "status", "code").iter_rows():
        reason = REASONS[code]
        said = f"{name} ({_FILE_STATUS.get(status, 'dibaca')})"
        yield reason.severity, ["", said, reason.sentence, reason.fix]
    if summary.corrections:
        yield "plain", []
        yield "part", ["", "Perbaikan yang sudah diterima"]
    yield from (("plain", ["", "", said]) for said in summary.corrections)


def _reason_lines(problems: pl.DataFrame) -> Iterator[Line]:
    """How often each reason occurs: what is refused first, the most frequent first."""
    counted = problems.group_by("code", "severity").agg(pl.col("row_id").n_unique().alias("rows"))
    if counted.height:
        yield "plain", []
        yield "part", ["Baris", "Akibat", "Masalah", "Cara memperbaiki"]
    ordered = counted.sort(pl.col("severity") == "advise", -pl.col("rows").cast(pl.Int64), "code")
    for code, severity, rows in ordered.iter_rows():
        said = "ditolak" if severity == "reject" else "diterima, dengan catatan"
        yield severity, [rows, said, REASONS[code].sentence, REASONS[code].fix]
