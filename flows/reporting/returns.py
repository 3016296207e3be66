"""Return workbooks: each sender's rows that need mending, in its own row numbers, in Indonesian."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from schemas.columns import field_label
from schemas.reasons import REASONS
from schemas.tables.reason_log import REASON_LOG
from schemas.tables.received_files import RECEIVED_FILES
from schemas.tables.rows import ROWS

_BOOK = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
"""In memory: otherwise ten temporary files a workbook, with the rows of people in them."""
_HEADINGS = ("Berkas", "Lembar", "Baris", "Kolom", "Isi sel", "Status", "Masalah", "Cara memperbaiki", "Perbaikan")
_WIDTHS = (34, 14, 7, 16, 26, 12, 44, 54, 24)
_STATUS = {
    "covered": "terlindungi",
    "waiting": "menunggu",
    "duplicate": "ganda",
    "rejected": "ditolak",
    "accepted": "diterima",  # of a file that is only checked
}

Line = tuple[str, list[str]]
"""A line of a return: the status that tints it, and its cells."""


def write_returns(folder: Path, month: date, proposals: Mapping[str, str]) -> int:
    """`steward/returns/<sender>.xlsx` for every sender with a row or a file to mend; how many were written.

    Refused rows come first in each file, then the advice that a sender can act on.
    """
    rows, log, files = (
        pl.read_parquet(folder / "steward" / f"{table.name}.parquet") for table in (ROWS, REASON_LOG, RECEIVED_FILES)
    )
    name = pl.col("source_file").str.split("/").list.slice(3).list.join("/").alias("file_name")
    problems = (
        for_senders(log)
        .join(rows, on="row_id")
        .with_columns(name)
        .sort("sender", "source_file", pl.col("status") != "rejected", "sheet", "source_row", "code")
    )
    noted = files.filter(pl.col("month") == month, pl.col("code").is_not_null(), pl.col("sender") != "")
    noted = noted.with_columns(name)
    target = folder / "steward" / "returns"
    target.mkdir(mode=0o700, exist_ok=True)
    rows_of, files_of = (frame.partition_by("sender", as_dict=True) for frame in (problems, noted))
    senders = sorted({*rows_of, *files_of})
    for key in senders:
        told = files_of.get(key, noted.clear()), rows_of.get(key, problems.clear())
        write_return(target / f"{key[0]}.xlsx", *told, proposals)
    return len(senders)


def for_senders(problems: pl.DataFrame) -> pl.DataFrame:
    """The problems that a sender hears of: what is refused, and advice that it can act on."""
    told = [code for code, reason in REASONS.items() if reason.severity == "reject" or reason.fixer == "sender"]
    return problems.filter(pl.col("code").is_in(told))


def write_return(
    target: Path | BytesIO, files: pl.DataFrame, problems: pl.DataFrame, proposals: Mapping[str, str]
) -> None:
    """One return workbook: a line for each file with a code, then one for each problem of a row, in the order given.

    `files` has file_name, status, code; `problems` file_name, sheet, source_row, column, original, status, code;
    `proposals` the NIK that a refused cell may mean, by cell: never applied, only said where the sender mends it.
    Every cell is written as text, so a NIK keeps its digits and a name that begins with `=` stays a name.
    """
    with xlsxwriter.Workbook(target, _BOOK) as book:
        bold = book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "text_wrap": True})
        tint = {"rejected": book.add_format({"bg_color": "#F8D7DA", "text_wrap": True, "num_format": "@"})}
        plain = book.add_format({"text_wrap": True, "num_format": "@", "valign": "top"})
        sheet = book.add_worksheet("Perbaikan")
        for column, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width, plain)
            sheet.write_string(0, column, heading, bold)
        sheet.freeze_panes(1, 0)
        lines = [*_file_lines(files), *_row_lines(problems, proposals)]
        for number, (status, cells) in enumerate(lines, start=1):
            for column, cell in enumerate(cells):
                sheet.write_string(number, column, cell, tint.get(status, plain))
        sheet.autofilter(0, 0, len(lines), len(_HEADINGS) - 1)


def _file_lines(files: pl.DataFrame) -> list[Line]:
    lines = []
    for name, status, code in files.select("file_name", "status", "code").iter_rows():
        reason = REASONS[code]
        kept = "tidak dipakai" if status == "set_aside" else "dibaca"
        line = [name, "", "", "", "", kept, reason.sentence, reason.fix]
        lines.append(("rejected" if status == "set_aside" else "read", line))
    return lines


def _row_lines(problems: pl.DataFrame, proposals: Mapping[str, str]) -> list[Line]:
    wanted = ("file_name", "sheet", "source_row", "column", "original", "status", "code")
    return [_row_line(proposals, *values) for values in problems.select(wanted).iter_rows()]


def _row_line(
    proposals: Mapping[str, str], file: str, sheet: str, row: int, field: str, cell: str | None, *rest: Any
) -> Line:
    status, code = rest
    reason = REASONS[code]
    # Another reason may be about the same cell: only of one that is no number a number is proposed.
    proposed = proposals.get(cell or "") if code == "NIK_FORMAT" else None
    fix = f"Mungkin {proposed}; cocokkan dengan KTP. {reason.fix}" if proposed else reason.fix
    line = [file, sheet, str(row), field_label(field), cell or "", _STATUS[status], reason.sentence, fix]
    return status if reason.severity == "reject" else "advised", line
