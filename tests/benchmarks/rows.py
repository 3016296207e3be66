"""Delimited rows by the million through the whole night, beside polars copying the same data."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from .facts import ROOT, say, table
from .night import NightRun, median_seconds


@dataclass(frozen=True)
class Measured:
    """One thing measured several times: median seconds, and the highest peak."""

    name: str
    seconds: float
    peak_mib: float

    def line(self, rows: int, floor: float) -> list[str]:
        """Its line of the table; `floor` is the seconds of the Parquet copy."""
        each = [f"{self.seconds:.2f}", f"{rows / self.seconds:,.0f}", f"{self.peak_mib:,.0f}"]
        return [self.name, *each, f"{self.seconds / floor:.1f}"]


def measure(folder: Path, rows: int, repeat: int) -> list[str]:
    """Prints the rows' tables; the sentences that it returns are what went wrong."""
    written = _child("write", folder, str(rows))
    size = f"{written['bytes'] / 2**20:,.0f} MiB of text"
    say(f"## Rows: {rows:,} delimited rows ({size}), month {written['month']}: no quota declared, nobody waits\n")
    # Turn about, so that a neighbour on the machine slows both sides of the ratio.
    text, copy, nights = zip(*(_round(folder, number) for number in range(repeat)), strict=True)
    floor = _measured("polars: parquet to parquet", copy)
    things = [_measured("the whole night", nights), _measured("polars: text to parquet", text), floor]
    say(table(["what", f"seconds (median of {repeat})", "rows/s", "peak MiB", "ratio to the parquet copy"],
              [thing.line(rows, floor.seconds) for thing in things]))  # fmt: skip
    before = max(night["before_mib"] for night in nights)
    say(f"\nOf the night's peak, {before:,.0f} MiB are there before its first stage (libraries).\n")
    runs = [NightRun(night["verdict"], night["balance"], night["stages"]) for night in nights]
    _print_stages(runs)
    return [fault for number, run in enumerate(runs, start=1) for fault in run.faults(f"rows night {number}", rows)]


def _print_stages(runs: list[NightRun]) -> None:
    seconds = median_seconds(runs)
    total = median(run.total for run in runs)
    lines = [[stage, f"{spent:.2f}", f"{spent / total:.0%}"] for stage, spent in seconds.items()]
    say(table(["stage", "seconds", "share"], [*lines, ["total", f"{total:.2f}", "100%"]]))
    balance = ", ".join(f"{count:,} {status}" for status, count in runs[0].balance.items())
    say(f"\nBalance: {balance}. Whole nights: {', '.join(f'{run.total:.2f}' for run in runs)} s.\n")


def _measured(name: str, found: Sequence[dict[str, Any]]) -> Measured:
    return Measured(name, median(one["seconds"] for one in found), max(one["peak_mib"] for one in found))


def _round(folder: Path, number: int) -> tuple[dict[str, Any], ...]:
    found = _child("text", folder), _child("parquet", folder), _child("night", folder, str(number))
    shutil.rmtree(folder / f"curated-{number}")
    return found


def _child(what: str, folder: Path, *given: str) -> dict[str, Any]:
    """What `tests/benchmarks/child.py` measured in a process of its own."""
    command = [sys.executable, "-m", f"{__package__}.child", what, str(folder), *given]
    ended = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return found
