"""The launch month: 46,731 workers in about 80 files, from `raw/` to snapshot, beside calamine alone."""

import hashlib
import os
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from pathlib import Path
from statistics import median
from time import perf_counter

import python_calamine

from flows.settings import quiet_libraries

from .facts import ROOT, import_seconds, say, table
from .night import READERS, NightRun, median_seconds, run_night

MONTH = "2023-09"
_BAR, _CHANGED_BAR, _PREFECT_BAR = 2.0, 0.25, 5.0
_WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}


def measure(folder: Path, repeat: int, with_prefect: bool) -> list[str]:
    """Prints the launch month's tables; the sentences that it returns are what went wrong."""
    started = import_seconds("prefect", "great_expectations", "flows.tasks", "flows.demo.month")
    from flows.demo.month import write_month  # noqa: PLC0415

    raw = folder / "raw"
    written = write_month(raw, MONTH)
    say(f"## Launch month: {written.files} files, {written.rows:,} rows, {written.workers:,} workers\n")
    say("Start-up, not counted: " + ", ".join(f"{name} {spent:.2f} s" for name, spent in started.items()) + "\n")
    books = _readable(raw)
    nights, floors, readings = [], [], []
    for number in range(repeat):  # turn about, so that a neighbour on the machine slows both sides of the ratio
        floors.append(_read_alone(books))
        readings.append(_read_as_the_night_does(books, raw))
        nights.append(run_night(raw, folder / f"curated-{number}", MONTH))
    last = folder / f"curated-{repeat - 1}"
    again = run_night(raw, last, MONTH)
    _change(max((book for book in books if book.suffix == ".xlsx"), key=lambda book: book.stat().st_size))
    changed = run_night(raw, last, MONTH)
    _print_stages(nights, {"nothing new": again, "one list changed": changed}, median(floors), _described(books))
    _print_reading(median(readings), median(floors))
    named = [(f"launch night {number}", night) for number, night in enumerate([*nights, again, changed], start=1)]
    faults = [fault for name, night in named for fault in night.faults(name, written.rows)]
    return faults + (_under_prefect(folder, raw, median(night.total for night in nights)) if with_prefect else [])


def _change(book: Path) -> None:
    """Makes another file of a workbook, in which everything stands as before."""
    with zipfile.ZipFile(book, "a") as parts:
        parts.comment = b"sent again"


def _print_stages(nights: list[NightRun], later: Mapping[str, NightRun], floor: float, books: str) -> None:
    seconds = median_seconds(nights)
    total = median(night.total for night in nights)
    lines = [
        [stage, f"{spent:.2f}", f"{spent / total:.0%}", *(f"{night.seconds[stage]:.2f}" for night in later.values())]
        for stage, spent in seconds.items()
    ]
    lines += [
        ["total", f"{total:.2f}", "100%", *(f"{night.total:.2f}" for night in later.values())],
        [
            f"of the first night (bar {_CHANGED_BAR})",
            "",
            "",
            *(f"{night.total / total:.2f}" for night in later.values()),
        ],
        [f"calamine alone, {books}", f"{floor:.2f}", "", *("" for _ in later)],
        [f"total / calamine (bar {_BAR})", f"{total / floor:.2f}", "", *("" for _ in later)],
    ]
    headings = ["stage", f"seconds (median of {len(nights)})", "share", *(f"later, {what}" for what in later)]
    say(table(headings, lines))
    whole = ", ".join(f"{night.total:.2f}" for night in nights)
    say(f"\nWhole nights: {whole} s. The bar is {'held' if total <= _BAR * floor else 'BROKEN'}.\n")


def _readable(raw: Path) -> list[Path]:
    paths = sorted(path for path in (raw / "rosters" / MONTH).rglob("*") if path.suffix.lower() in _WORKBOOKS)
    return [path for path in paths if _opens(path)]


def _opens(path: Path) -> bool:
    try:
        python_calamine.load_workbook(str(path))
    except (python_calamine.CalamineError, python_calamine.PasswordError, OSError, ValueError):
        return False
    return True


def _read_alone(books: list[Path]) -> float:
    """Seconds calamine needs for the cells of every sheet, one workbook after another; nothing is done with them."""
    began = perf_counter()
    for path in books:
        book = python_calamine.load_workbook(str(path))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return perf_counter() - began


def _read_as_the_night_does(books: list[Path], raw: Path) -> float:
    """Seconds that the night's readers need for the same workbooks: every list found, its columns named, its cells."""
    from flows.intake.roster import read_roster  # noqa: PLC0415
    from schemas.senders.sender import senders  # noqa: PLC0415

    offices = senders()

    def read(path: Path) -> None:
        office = offices.get(path.parent.name, offices["dpmd"])  # one folder of the demo is nobody's
        read_roster(path, str(path.relative_to(raw)), office)

    began = perf_counter()
    with ThreadPoolExecutor(READERS) as pool:
        list(pool.map(read, books))
    return perf_counter() - began


def _print_reading(spent: float, floor: float) -> None:
    say(
        f"Reading alone, without handing on and keeping what was read: {spent:.2f} s, {spent / floor:.2f} x calamine.\n"
    )


def _described(books: list[Path]) -> str:
    distinct = len({hashlib.sha256(path.read_bytes()).digest() for path in books})
    return f"{len(books)} workbooks ({distinct} distinct)"


def _under_prefect(folder: Path, raw: Path, without: float) -> list[str]:
    """`payung run` as an operator has it: a new process, Prefect with a server of its own; `without` it the night takes
    so many seconds."""
    curated = folder / "curated-prefect"
    places = {"PAYUNG_KEY_FILE": str(folder / "prefect.key"), "PREFECT_HOME": str(folder / "prefect")}
    command = [sys.executable, "-c", "from flows.cli import main; main()", "run", "--month", MONTH]
    began = perf_counter()
    ended = subprocess.run(
        [*command, "--raw", str(raw), "--curated", str(curated)],
        cwd=ROOT, env={**os.environ, **quiet_libraries(), **places}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    spent = perf_counter() - began
    say(f"`payung run` under Prefect, imports and its own server's start and end: {spent:.1f} s")
    with closing(sqlite3.connect(folder / "prefect" / "prefect.db")) as database:
        moments = database.execute("select start_time, end_time from flow_run").fetchone()
    flow_began, flow_ended = map(datetime.fromisoformat, moments)
    flow = (flow_ended - flow_began).total_seconds()
    say(f"Its flow took {flow:.1f} s, so Prefect adds {flow - without:.1f} s (bar {_PREFECT_BAR:.0f}).\n")
    return [f"payung run ended with {ended.returncode}: {ended.stderr[-500:]}"] if ended.returncode else []
