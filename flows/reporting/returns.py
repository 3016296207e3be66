"""Return workbooks: each sender's rows that need mending, in its own row numbers, in Indonesian."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from schemas.columns import COLUMNS
from schemas.reasons import REASONS
from schemas.tables.reason_log import REASON_LOG
from schemas.tables.received_files import RECEIVED_FILES
from schemas.tables.rows import ROWS

_BOOK = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
"""In memory: otherwise ten temporary files a workbook, with the rows of people in them."""
_HEADINGS = ("Berkas", "Lembar", "Baris", "Kolom", "Isi sel", "Status", "Masalah", "Cara memperbaiki", "Perbaikan")
_WIDTHS = (34, 14, 7, 16, 26, 12, 44, 54, 24)
_STATUS = {"covered": "terlindungi", "waiting": "menunggu", "duplicate": "ganda", "rejected": "ditolak"}
_FIELD_LABELS = {
    "desa": "Desa",
    "regency": "Kabupaten",
    "wage": "Upah",
    "position": "Jabatan",
    "status": "Status pegawai",
    "note": "Keterangan",
}
"""Cells of a roster that are not a column of the same meaning in a table; the others have their label there."""

Line = tuple[str, list[str]]
"""A line of a return: the status that tints it, and its cells."""


def write_returns(folder: Path, month: date) -> int:
    """`steward/returns/<sender>.xlsx` for every sender with a row or a file to mend; how many were written.

    Refused rows come first in each file, then the advice that a sender can act on. Every cell is written as text, so
    a NIK keeps its digits and a name that begins with `=` stays a name.
    """
    rows, log, files = (
        pl.read_parquet(folder / "steward" / f"{table.name}.parquet") for table in (ROWS, REASON_LOG, RECEIVED_FILES)
    )
    senders_to_mend = [
        code for code, reason in REASONS.items() if reason.severity == "reject" or reason.fixer == "sender"
    ]
    problems = (
        log.filter(pl.col("code").is_in(senders_to_mend))
        .join(rows, on="row_id")
        .with_columns(pl.col("source_file").str.split("/").list.slice(3).list.join("/").alias("file_name"))
        .sort("sender", "source_file", pl.col("status") != "rejected", "sheet", "source_row", "code")
    )
    refused = files.filter(pl.col("month") == month, pl.col("code").is_not_null(), pl.col("sender") != "")
    target = folder / "steward" / "returns"
    target.mkdir(mode=0o700, exist_ok=True)
    rows_of, files_of = (frame.partition_by("sender", as_dict=True) for frame in (problems, refused))
    senders = sorted({*rows_of, *files_of})
    for key in senders:
        lines = [*_file_lines(files_of.get(key, refused.clear())), *_row_lines(rows_of.get(key, problems.clear()))]
        _write(target / f"{key[0]}.xlsx", lines)
    return len(senders)


def _write(path: Path, lines: Sequence[Line]) -> None:
    with xlsxwriter.Workbook(path, _BOOK) as book:
        bold = book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "text_wrap": True})
        tint = {"rejected": book.add_format({"bg_color": "#F8D7DA", "text_wrap": True, "num_format": "@"})}
        plain = book.add_format({"text_wrap": True, "num_format": "@", "valign": "top"})
        sheet = book.add_worksheet("Perbaikan")
        for column, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width, plain)
            sheet.write_string(0, column, heading, bold)
        sheet.freeze_panes(1, 0)
        for number, (status, cells) in enumerate(lines, start=1):
            for column, cell in enumerate(cells):
                sheet.write_string(number, column, cell, tint.get(status, plain))
        sheet.autofilter(0, 0, len(lines), len(_HEADINGS) - 1)


def _file_lines(refused: pl.DataFrame) -> list[Line]:
    lines = []
    for source_file, status, code in refused.select("source_file", "status", "code").iter_rows():
        reason = REASONS[code]
        kept = "tidak dipakai" if status == "set_aside" else "dibaca"
        name = "/".join(source_file.split("/")[3:])
        line = [name, "", "", "", "", kept, reason.sentence, reason.fix]
        lines.append(("rejected" if status == "set_aside" else "read", line))
    return lines


def _row_lines(problems: pl.DataFrame) -> list[Line]:
    wanted = ("file_name", "sheet", "source_row", "column", "original", "status", "code")
    return [_row_line(*values) for values in problems.select(wanted).iter_rows()]


def _row_line(file: str, sheet: str, row: int, field: str, cell: str | None, *rest: Any) -> Line:
    status, code = rest
    reason = REASONS[code]
    label = _FIELD_LABELS.get(field) or COLUMNS[field].label
    line = [file, sheet, str(row), label, cell or "", _STATUS[status], reason.sentence, reason.fix]
    return status if reason.severity == "reject" else "advised", line
