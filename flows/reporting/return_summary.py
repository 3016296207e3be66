"""The first sheet of a return workbook: how the list fared, what is wrong with it, and what to do, step by step."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from schemas.reasons import REASONS
from schemas.returned import shown

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
_WHERE = (
    "Buka lembar berkas Anda di bawah. Hanya baris yang bermasalah yang ada di sana; "
    "kolom Baris adalah nomor baris di berkas Anda."
)
_COLOURS = "Merah: baris ditolak sampai diperbaiki. Kuning: diterima, tetapi perlu diperiksa."
_CONFIRM = (
    "Atau tulis isi yang benar di kolom Perbaikan, bila hanya satu sel yang berwarna di baris itu. "
    "Tulis di sana juga bila isi sel ternyata sudah benar, misalnya NIK yang memang berakhir 0."
)
STEPS = (
    _WHERE,
    f"Perbaiki langsung di sel yang berwarna. {_COLOURS}",
    _CONFIRM,
    "Bila orangnya harus dikeluarkan dari daftar, tulis HAPUS di kolom Perbaikan.",
    "Simpan, lalu taruh buku kerja ini di folder yang sama dengan berkas asal. Jangan ubah atau hapus berkas asalnya.",
)
STEPS_BEFORE_SENDING = (
    _WHERE,
    f"Perbaiki sel yang berwarna di berkas Anda sendiri, bukan di sini. {_COLOURS}",
    "Periksa lagi dengan payung check, lalu kirim berkas Anda.",
)
_LEFT_OUT = (
    "Masih ada {rows} baris bermasalah lain yang tidak muat di buku kerja ini; yang paling berat didahulukan, dan di "
    "bawah semuanya dihitung. Bila masalahnya sama di banyak baris, perbaiki di daftar asal lalu kirim ulang; bila "
    "tidak, perbaiki dulu yang ada di sini."
)
_FILE_STATUS = {"set_aside": "tidak dipakai"}
_WIDTHS = (7, 44, 58, 58)
_A4 = 9

Line = tuple[str, Sequence[str | int]]
"""How a line looks, and its cells; the last of fewer than four goes on over the columns behind it."""


@dataclass(frozen=True)
class Summary:
    """What the first sheet tells: `counts` of rows by label; of `files` with something wrong as a whole their name,
    status and code; what came of workbooks that were sent back (`corrections`); `reasons` by the number of rows, in
    the order to tell them. `score` is null where none is known; `left_out` rows with something wrong are not listed:
    the workbook has no room for them."""

    office: str
    month: date
    counts: Mapping[str, int]
    files: Sequence[tuple[str, str, str]]
    corrections: Sequence[str]
    reasons: Sequence[tuple[str, int]]
    steps: Sequence[str]
    score: float | None = None
    left_out: int = 0


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
            if 0 < column == len(cells) - 1 < len(_WIDTHS) - 1:
                sheet.merge_range(row, column, row, len(_WIDTHS) - 1, shown(str(cell)), formats[look])
            elif isinstance(cell, int):
                sheet.write_number(row, column, cell, formats[look])
            else:
                sheet.write_string(row, column, shown(cell), formats[look])
    sheet.hide_gridlines(2)
    as_printed(sheet)


def as_printed(sheet: Worksheet) -> None:
    """A4, lying, one page wide: offices print what they work through."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _lines(summary: Summary) -> Iterator[Line]:
    yield "title", [f"Hasil pemeriksaan daftar peserta: {summary.office}"]
    yield "plain", ["", f"Bulan {MONTHS[summary.month.month - 1]} {summary.month.year}"]
    if summary.score is not None:
        score = f"{summary.score:.1f}".replace(".", ",")
        yield "plain", ["", f"Nilai mutu daftar: {score} dari 100"]
    yield "plain", []
    yield "part", ["", "Baris data", "Jumlah"]
    yield from (("plain", ["", label, f"{count:,}".replace(",", ".")]) for label, count in summary.counts.items())
    yield "plain", []
    yield "part", ["No", "Yang perlu dilakukan"]
    for number, step in enumerate(summary.steps, start=1):
        yield "plain", [number, step]
    if summary.left_out:
        yield "reject", ["", _LEFT_OUT.format(rows=f"{summary.left_out:,}".replace(",", "."))]
    yield from _file_lines(summary)
    yield from _reason_lines(summary.reasons)


def _file_lines(summary: Summary) -> Iterator[Line]:
    """Files with something wrong as a whole, and what came of what was sent back."""
    if summary.files:
        yield "plain", []
        yield "part", ["", "Berkas", "Masalah", "Cara memperbaiki"]
    for name, status, code in summary.files:
        reason = REASONS[code]
        said = f"{name} ({_FILE_STATUS.get(status, 'dibaca')})"
        yield reason.severity, ["", said, reason.sentence, reason.fix]
    if summary.corrections:
        yield "plain", []
        yield "part", ["", "Perbaikan yang sudah diterima"]
    yield from (("plain", ["", said]) for said in summary.corrections)


def _reason_lines(reasons: Sequence[tuple[str, int]]) -> Iterator[Line]:
    if reasons:
        yield "plain", []
        yield "part", ["Baris", "Akibat", "Masalah", "Cara memperbaiki"]
    for code, rows in reasons:
        reason = REASONS[code]
        said = "ditolak" if reason.severity == "reject" else "diterima, dengan catatan"
        yield reason.severity, [rows, said, reason.sentence, reason.fix]
