"""Lines of cells on disk: workbooks, delimited files, and things that are neither; always the same bytes."""

import csv
import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from random import Random
from shutil import copyfile

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from flows.demo.grids import Line, letter_lines, lines_of, recap_lines
from flows.demo.rosters import Cell, File

# A workbook carries the moment it was made; a fixed one keeps the bytes equal from run to run.
_MADE = datetime(2023, 8, 1, 8, tzinfo=UTC)
# One MiB above what a night accepts; sparse, so it costs no disk.
_HUGE = 65 * 1024 * 1024


def write_file(file: File, raw: Path, rng: Random) -> None:
    """The file below `raw`, with its modification time: the only trace of when it was received."""
    path = raw / file.source_file
    path.parent.mkdir(parents=True, exist_ok=True)
    if file.copy_of:
        copyfile(raw / file.copy_of.source_file, path)
    elif file.blob and file.blob != "letter":
        _BLOBS[file.blob](path, rng)
    elif file.csv:
        _write_csv(file, path)
    else:
        write_workbook(path, tables_of(file))
    received = file.received.timestamp()
    os.utime(path, (received, received))


def tables_of(file: File) -> list[tuple[str, list[Line]]]:
    """Sheet names with their lines, in the order of the workbook."""
    if file.blob == "letter":
        return [("Surat", letter_lines())]
    tables = [(sheet.name, lines_of(sheet)) for sheet in file.sheets]
    return [*tables, ("REKAP", recap_lines(file))] if file.recap else tables


def write_workbook(path: Path, tables: list[tuple[str, list[Line]]]) -> None:
    """The sheets as an .xlsx, the same bytes every time."""
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as book:
        book.set_properties({"created": _MADE, "author": "Payung demo"})
        days = book.add_format({"num_format": "dd/mm/yyyy"})
        digits = book.add_format({"num_format": "0"})
        for name, lines in tables:
            sheet = book.add_worksheet(name)
            for row, line in enumerate(lines):
                for column, cell in enumerate(line):
                    if cell is not None:
                        _write_cell(sheet, row, column, cell, days, digits)


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, days: Format, digits: Format) -> None:
    """Text is the rule: NIKs are text unless an office typed them as numbers."""
    if isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, days)
    elif cell is not None:
        sheet.write_number(row, column, cell, digits if isinstance(cell, float) else None)


def _write_csv(file: File, path: Path) -> None:
    """A delimited file; blank lines keep their delimiters, as spreadsheets save them."""
    lines = lines_of(file.sheets[0])
    width = max(len(line) for line in lines)
    with path.open("w", encoding=file.encoding, newline="") as stream:
        writer = csv.writer(stream, delimiter=file.delimiter, lineterminator="\r\n")
        writer.writerows([*line, *[None] * (width - len(line))] for line in lines)


def _noise(path: Path, rng: Random) -> None:
    path.write_bytes(b"\x00\x01" + rng.randbytes(4094))


def _encrypted(path: Path, _: Random) -> None:
    path.write_bytes(files("flows.demo").joinpath("encrypted.xlsx").read_bytes())


def _huge(path: Path, _: Random) -> None:
    path.touch()
    os.truncate(path, _HUGE)


def _empty(path: Path, _: Random) -> None:
    path.touch()


_BLOBS: dict[str, Callable[[Path, Random], None]] = {
    "noise": _noise,
    "encrypted": _encrypted,
    "huge": _huge,
    "empty": _empty,
}
