"""What stands behind the list of an annex: what it comes to, its fingerprints, and the place to sign."""

from xlsxwriter.worksheet import Worksheet

from flows.reporting.exports.annex import TOTALS, Annex
from flows.reporting.exports.annex_looks import Looks, head_of, month_in_words, write_heading

_WIDTHS = (30, 16, 12, 18, 18, 20)
_SIGNED_AT = 3
"""Column from which the place to sign stands."""
_TO_SIGN = "." * 36
_HOW = (
    "Sidik jari daftar dihitung atas baris bernomor: isi kolom No sampai Iuran sebulan dipisah tab, tiap baris "
    "diakhiri ganti baris (UTF-8). Sidik jari tabel adalah SHA-256 berkas tabel workers bulan ini pada pengelola data."
)


def write_closing(sheet: Worksheet, annex: Annex, looks: Looks) -> None:
    """The second sheet of the workbook, a page of its own: a signature never stands apart from what it signs."""
    below = _write_totals(sheet, annex, looks)
    below = _write_fingerprints(sheet, annex, below, looks)
    _write_signature(sheet, below, annex.regency, looks)


def _write_totals(sheet: Worksheet, annex: Annex, looks: Looks) -> int:
    """Heads and rupiah by segment; returns the first row behind them."""
    words = "Jumlah peserta dan iuran sebulan (rupiah) menurut segmen"
    sheet.merge_range(0, 0, 0, len(TOTALS) - 1, f"{words}, {month_in_words(annex.month)}", looks.title)
    write_heading(sheet, 2, TOTALS, _WIDTHS, looks)
    for row, cells in enumerate(annex.totals.iter_rows(), start=3):
        everybody = row == 2 + annex.totals.height
        for column, cell in enumerate(cells):
            text, number = (looks.sum, looks.sum_number) if everybody else (looks.cell, looks.number)
            sheet.write_string(row, column, cell, number if column > 1 else text)
    sheet.ignore_errors({"number_stored_as_text": f"A1:F{3 + annex.totals.height}"})
    return 3 + annex.totals.height


def _write_fingerprints(sheet: Worksheet, annex: Annex, row: int, looks: Looks) -> int:
    """What ties the signature to the list and to the table it was made from; returns the first row behind it."""
    fingerprints = (
        f"Sidik jari daftar (SHA-256): {annex.list_sha256}",
        f"Sidik jari tabel (SHA-256): {annex.workers_sha256}",
        _HOW,
    )
    for place, line in enumerate(fingerprints, start=row + 1):
        sheet.merge_range(place, 0, place, len(TOTALS) - 1, line, looks.small)
    below = row + 1 + len(fingerprints)
    sheet.set_row(below - 1, 26)
    return below


def _write_signature(sheet: Worksheet, row: int, regency: str, looks: Looks) -> None:
    last = len(TOTALS) - 1
    sheet.merge_range(row + 1, _SIGNED_AT, row + 1, last, f"{head_of(regency)},", looks.centred)
    sheet.merge_range(row + 6, _SIGNED_AT, row + 6, last, f"( {_TO_SIGN} )", looks.centred)
