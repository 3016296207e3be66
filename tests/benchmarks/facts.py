"""What the numbers depend on (machine, versions, start-up, memory), and tables to print them in."""

import os
import platform
import resource
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from time import perf_counter, process_time

ROOT = Path(__file__).parents[2]
_PROCESSES = Path("/proc")
_LIBRARIES = ("polars", "pandera", "pyarrow", "python-calamine", "prefect", "great-expectations")


def say(text: str = "") -> None:
    """A line on standard output, at once: a million rows keep a reader waiting."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def machine() -> str:
    """Cores, Python and the libraries whose versions move the numbers."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return f"{cores} cores ({platform.machine()}), Python {platform.python_version()}, {libraries}"


def import_seconds(*names: str) -> dict[str, float]:
    """What each module takes to import, in this order: what the first brings, the next has for nothing."""
    spent = {}
    for name in names:
        began = perf_counter()
        import_module(name)
        spent[name] = perf_counter() - began
    return spent


def peak_mib() -> float:
    """The most memory this process has held, in MiB.

    Linux counts in `ru_maxrss` what the process held before it became this program, so a child would inherit its
    parent's size; VmHWM begins anew with the program.
    """
    if _PROCESSES.is_dir():
        return _high_water_mib("self")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def family_peak_mib() -> float:
    """The same of this process and of those that it has started (Spark's Java) together; theirs on Linux alone."""
    return peak_mib() + sum(_high_water_mib(process) for process in _started())


def family_processor_seconds() -> float:
    """What this process and those that it has started have kept the cores busy."""
    ticks = [(_PROCESSES / process / "stat").read_text().rpartition(")")[2].split()[11:13] for process in _started()]
    return process_time() + sum(int(tick) for both in ticks for tick in both) / os.sysconf("SC_CLK_TCK")


def _started() -> list[str]:
    """The processes that this one has started and that still run; none where the system does not say."""
    return [process for task in _PROCESSES.glob("self/task/*/children") for process in task.read_text().split()]


def _high_water_mib(process: str) -> float:
    lines = (_PROCESSES / process / "status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, its first column to the left and the others to the right."""
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    rule = [f"{'-' * (width - 1)}{'-' if place == 0 else ':'}" for place, width in enumerate(widths)]
    return "\n".join(_line(cells, widths) for cells in (headings, rule, *rows))


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    aligned = [
        cell.ljust(width) if place == 0 else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return f"| {' | '.join(aligned)} |"
