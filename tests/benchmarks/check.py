"""`payung check` on a workbook of 5,000 rows: the work after imports, and the whole from the prompt."""

import json
import os
import random
import subprocess
import sys
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

import openpyxl

from flows.settings import quiet_libraries

from .facts import ROOT, say, table

ROWS = 5_000
SENDER, MONTH = "dinas-pertanian", "2023-09"
_WORK_BAR, _WHOLE_BAR = 1.0, 5.0
_HEADING = (
    *("No", "NIK", "No KK", "Nama Lengkap", "Tempat Lahir", "Tgl Lahir"),
    *("L/P", "Alamat", "Desa", "Kecamatan", "Pekerjaan", "Keterangan"),
)
_DESA = ("Pulosari", "Kalangan", "Ngunut", "Pulosri", "Antah")
_JOBS = ("buruh tani", "petani tembakau", "nelayan", "juru bicara")


def measure(folder: Path, repeat: int) -> list[str]:
    """Prints what a check takes; the sentences that it returns are what went wrong."""
    path = folder / SENDER / "daftar.xlsx"
    path.parent.mkdir()
    write_workbook(path)
    alone = [_in_a_child("check", path) for _ in range(repeat)]
    wholes = [_from_the_prompt(path, folder / f"return-{number}.xlsx") for number in range(repeat)]
    rows = [
        ["imports", f"{median(one['imports'] for one in alone):.2f}", ""],
        ["work after imports", f"{median(one['seconds'] for one in alone):.2f}", f"{_WORK_BAR:.0f}"],
        ["of it processor time", f"{median(one['processor'] for one in alone):.2f}", ""],
        ["from the prompt, with --out", f"{median(spent for _, spent in wholes):.2f}", f"{_WHOLE_BAR:.0f}"],
    ]
    say(f"## payung check: one workbook, {ROWS:,} rows, {len(_HEADING)} columns, {alone[0]['refused']:,} refused\n")
    say(table(["what", f"seconds (median of {repeat})", "bar"], rows) + "\n")
    ended = {code for code, _ in wholes}
    return [] if ended == {1} and alone[0]["rows"] == ROWS else [f"check ended with {ended}, {alone[0]['rows']} rows"]


def write_workbook(path: Path) -> None:
    """A roster of so many people with a title, a total and, here and there, every usual mess of a cell."""
    lot = random.Random(1)
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(("DAFTAR PEKERJA RENTAN",))
    sheet.append(("KABUPATEN TULUNGAGUNG",))
    sheet.append(_HEADING)
    for number in range(1, ROWS + 1):
        sheet.append(_row(number, lot))
    sheet.append(("Jumlah", ROWS))
    book.save(path)


def _row(number: int, lot: random.Random) -> tuple[str | int | date, ...]:
    born, woman = date(1960, 1, 1).replace(year=lot.randint(1960, 1999), month=lot.randint(1, 12)), lot.random() < 0.5
    nik = f"350411{born.day + 40 * woman:02d}{born:%m%y}{9001 + number % 999}"
    damage = lot.random()
    cells: dict[float, str | int] = {
        0.01: nik[:15],
        0.02: int(nik),
        0.03: nik.replace("0", "O", 1),
        0.04: f"'{nik}",
        0.05: "",
    }
    written = next((cell for share, cell in cells.items() if damage < share), nik)
    dates: tuple[str | date, ...] = (
        f"{born:%d-%m-%Y}",
        born,
        f"{born:%d/%m/%Y}",
        f"{born.day} Januari {born.year}",
        "31-02-1970",
    )
    name = f"{chr(65 + number % 26)}{chr(65 + number // 26 % 26)} KARTO"
    return (
        *(number, written, f"350411010100{number:04d}", name, "Tulungagung", lot.choices(dates, (30, 30, 30, 9, 1))[0]),
        *("P" if woman else "L", "Dsn Krajan RT 1 RW 2", lot.choice(_DESA), "Ngunut", lot.choice(_JOBS), ""),
    )


def _in_a_child(what: str, path: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.child", what, str(path)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    measured: dict[str, float] = json.loads(ended.stdout.splitlines()[-1])
    return measured


def _from_the_prompt(path: Path, out: Path) -> tuple[int, float]:
    """Exit code and seconds of the command as an office has it: a new process."""
    command = [sys.executable, "-c", "from flows.cli import main; main()", "check", str(path)]
    began = perf_counter()
    ended = subprocess.run(
        [*command, "--month", MONTH, "--out", str(out)],
        cwd=ROOT, env={**os.environ, **quiet_libraries()}, capture_output=True, check=False,
    )  # fmt: skip
    return ended.returncode, perf_counter() - began
