"""Rows by the million through the whole night, beside polars copying them and the same work by other tools."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from .dirt import balance
from .facts import ROOT, say, table
from .night import NightRun, median_seconds

_NIGHT, _COPY = "the whole night", "polars: Parquet to Parquet"
_BARS = {_COPY: "≤ 2", "duckdb": "< 1", "pandas": "≤ 0.125"}
"""What the night may take at most of the time of each (DESIGN 8)."""
_GROWTH_BAR = 1.2


@dataclass(frozen=True)
class Measured:
    """One thing measured several times: median seconds, those of the processor among them, and the highest peak."""

    name: str
    rows: int
    seconds: float
    processor: float
    peak_mib: float

    @property
    def per_million(self) -> float:
        """Seconds for a million rows."""
        return self.seconds / self.rows * 1_000_000

    def line(self, night: "Measured") -> list[str]:
        """Its line of the table; how many times its seconds the `night` takes, and at most should."""
        rate, peak = f"{self.rows / self.seconds:,.0f}", f"{self.peak_mib:,.0f}"
        each = [f"{self.seconds:.2f}", f"{self.processor:.2f}", rate, peak]
        return [self.name, *each, f"{night.seconds / self.seconds:.2f}", _BARS.get(self.name, "")]


@dataclass(frozen=True)
class Asked:
    """Rosters of so many `rows` of a `kind` (csv or parquet), which `rivals`, and how often each is measured; in how
    many `shards` another night is to give the same tables."""

    rows: Sequence[int]
    kind: str
    rivals: Sequence[str]
    repeat: int
    shards: int | None = None


def measure(folder: Path, asked: Asked) -> list[str]:
    """Prints the rows' tables; the sentences that it returns are what went wrong."""
    faults: list[str] = []
    sizes = []
    for rows in sorted(asked.rows):
        place = folder / str(rows)
        place.mkdir()
        things, wrong = _measure(place, rows, asked)
        sizes.append(things)
        faults += wrong
        shutil.rmtree(place)
    if len(sizes) > 1:
        _print_growth(sizes[0], sizes[-1])
    return faults


def _measure(folder: Path, rows: int, asked: Asked) -> tuple[list[Measured], list[str]]:
    written = _child("write", folder, str(rows), asked.kind)
    size = f"{written['bytes'] / 2**20:,.0f} MiB of {asked.kind}"
    say(f"## Rows: {rows:,} ({size}), month {written['month']}: no quota declared, nobody waits\n")
    # Turn about, so that a neighbour on the machine slows both sides of a ratio.
    rounds = [_round(folder, number, asked) for number in range(asked.repeat)]
    things = [_measured(name, rows, [one[name] for one in rounds]) for name in rounds[0]]
    night = things[0]
    heading = [
        "what",
        f"seconds (median of {asked.repeat})",
        "processor",
        "rows/s",
        "peak MiB",
        "the night takes × it",
        "bar",
    ]
    say(table(heading, [thing.line(night) for thing in things]))
    nights = [one[_NIGHT] for one in rounds]
    before = max(one["before_mib"] for one in nights)
    say(f"\nOf the night's peak, {before:,.0f} MiB are there before its first stage (libraries).\n")
    runs = [NightRun(one["verdict"], Path(one["folder"]), one["balance"], one["stages"]) for one in nights]
    _print_stages(runs, rows)
    return things, _faults(runs, rounds, rows)


def _round(folder: Path, number: int, asked: Asked) -> dict[str, dict[str, Any]]:
    """The night, what it is measured against, and what each says, by name; nothing of it is left on the disk."""
    found = {_NIGHT: _child("night", folder, str(number))}
    if asked.kind == "csv":
        found["polars: text to Parquet"] = _child("text", folder)
    found[_COPY] = _child("parquet", folder)
    for rival in asked.rivals:
        found[rival] = _child("rival", folder, str(number), rival)
        shutil.rmtree(folder / f"{rival}-{number}")
    if asked.shards:
        other = f"{number}-in-{asked.shards}-shards"
        sharded = _child("night", folder, other, str(asked.shards))
        found[f"the same in {asked.shards} shards"] = _child("same", folder, str(number), other) | sharded
        shutil.rmtree(folder / f"curated-{other}")
    shutil.rmtree(folder / f"curated-{number}")
    return found


def _faults(runs: list[NightRun], rounds: list[dict[str, dict[str, Any]]], rows: int) -> list[str]:
    """What went wrong with a night, with its balance, which the dirt foretells, or between it and a rival."""
    wrong = [fault for number, run in enumerate(runs, start=1) for fault in run.faults(f"rows night {number}", rows)]
    due = balance(rows)
    wrong += [f"balance {run.balance} where {due} is due" for run in runs if run.balance != due]
    return wrong + [fault for one in rounds for measured in one.values() for fault in measured.get("faults", ())]


def _print_stages(runs: list[NightRun], rows: int) -> None:
    seconds = median_seconds(runs)
    total = median(run.total for run in runs)
    lines = [
        [stage, f"{spent:.2f}", f"{spent / total:.0%}", f"{spent / rows * 1e6:.2f}"] for stage, spent in seconds.items()
    ]
    whole = ["total", f"{total:.2f}", "100%", f"{total / rows * 1e6:.2f}"]
    say(table(["stage", "seconds", "share", "µs a row"], [*lines, whole]))
    counts = ", ".join(f"{count:,} {status}" for status, count in runs[0].balance.items())
    say(f"\nBalance: {counts}. Whole nights: {', '.join(f'{run.total:.2f}' for run in runs)} s.\n")


def _print_growth(fewest: list[Measured], most: list[Measured]) -> None:
    """What a row takes of many beside what it takes of few, and how memory grew."""
    lines = [
        [
            many.name,
            *(f"{one.per_million:.2f}" for one in (few, many)),
            f"{many.per_million / few.per_million:.2f}",
            f"{many.peak_mib / few.peak_mib:.2f}",
        ]
        for few, many in zip(fewest, most, strict=True)
    ]
    small, large = fewest[0].rows, most[0].rows
    headings = ["what", f"µs a row of {small:,}", f"µs a row of {large:,}", f"ratio (bar {_GROWTH_BAR})", "peak ratio"]
    say(f"## Growth: {large / small:.0f} times the rows\n")
    say(table(headings, lines) + "\n")


def _measured(name: str, rows: int, found: Sequence[dict[str, Any]]) -> Measured:
    seconds, processor = (median(one[key] for one in found) for key in ("seconds", "processor"))
    return Measured(name, rows, seconds, processor, max(one["peak_mib"] for one in found))


def _child(what: str, folder: Path, *given: str) -> dict[str, Any]:
    """What `tests/benchmarks/child.py` measured in a process of its own."""
    command = [sys.executable, "-m", f"{__package__}.child", what, str(folder), *given]
    ended = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return found
