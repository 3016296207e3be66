"""One measurement in a process of its own, so that peak memory is its own.

`python -m tests.benchmarks.child WHAT FOLDER [GIVEN …]`; the last line it prints is JSON: seconds, peak_mib, for a
night its verdict, balance and stages, for a rival in what it differs from the night.
"""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from importlib import import_module
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from .facts import family_peak_mib, family_processor_seconds, import_seconds, peak_mib, say


def write(folder: Path, rows: str, kind: str) -> dict[str, Any]:
    """The rosters of so many rows, in `folder/raw`."""
    from .rosters import MONTH, roster_files, write_rosters  # noqa: PLC0415

    write_rosters(folder / "raw", int(rows), kind)
    return {"month": MONTH, "bytes": sum(path.stat().st_size for path in roster_files(folder / "raw"))}


def text_to_parquet(folder: Path) -> dict[str, Any]:
    """Polars copying the text to Parquet, nothing understood."""
    import polars as pl  # noqa: PLC0415

    from .rosters import roster_files  # noqa: PLC0415

    scan = pl.scan_csv(list(roster_files(folder / "raw")), separator=";", infer_schema=False)
    return _timed(lambda: scan.sink_parquet(folder / "text.parquet", compression="zstd"))


def parquet_copy(folder: Path) -> dict[str, Any]:
    """Polars copying the same as Parquet to Parquet: the floor that the bar is about."""
    import polars as pl  # noqa: PLC0415

    from .rosters import roster_files  # noqa: PLC0415

    of_text = folder / "text.parquet"
    scan = pl.scan_parquet(of_text if of_text.is_file() else roster_files(folder / "raw"))
    return _timed(lambda: scan.sink_parquet(folder / "copy.parquet", compression="zstd"))


def rival(folder: Path, number: str, name: str) -> dict[str, Any]:
    """The night's work by a rival, and in which of its files it differs from the snapshot of night `number`."""
    from .rivals import RIVALS  # noqa: PLC0415
    from .rosters import roster_files  # noqa: PLC0415

    raw, out = folder / "raw", folder / f"{name}-{number}"
    out.mkdir()
    module = import_module(f"{__package__}.rivals.{RIVALS[name][0]}")
    if hasattr(module, "start"):
        module.start(out)
    measured = _timed(lambda: module.work(raw, roster_files(raw), out)) | {"peak_mib": family_peak_mib()}
    from .rivals.equal import differences  # noqa: PLC0415

    return {**measured, "faults": differences(name, folder / f"curated-{number}" / "latest", out)}


def night(folder: Path, number: str, shards: str | None = None) -> dict[str, Any]:
    """A whole first night into a curated folder of its own, in so many shards."""
    if shards:
        os.environ["PAYUNG_SHARDS"] = shards
    import_seconds("prefect", "great_expectations", "flows.tasks")
    from .night import run_night  # noqa: PLC0415
    from .rosters import MONTH  # noqa: PLC0415

    before, busy = peak_mib(), process_time()
    run = run_night(folder / "raw", folder / f"curated-{number}", MONTH)
    spent = {"seconds": run.total, "processor": process_time() - busy}
    return {**asdict(run), **spent, "stages": run.seconds, "before_mib": before}


def same(folder: Path, number: str, other: str) -> dict[str, Any]:
    """In which tables the snapshots of two nights differ."""
    from .same_tables import tables_that_differ  # noqa: PLC0415

    snapshots = (folder / f"curated-{name}" / "latest" for name in (number, other))
    return {"faults": [f"{table} is another in night {other}" for table in tables_that_differ(*snapshots)]}


def check(path: Path) -> dict[str, Any]:
    """One workbook checked and what is wrong with it printed, after the imports."""
    imports = import_seconds("flows.cli", "flows.checking.one_file", "flows.checking.terminal", "flows.settings")
    from flows.checking.one_file import check_file  # noqa: PLC0415
    from flows.checking.terminal import print_checked  # noqa: PLC0415
    from flows.settings import now  # noqa: PLC0415
    from schemas.senders.sender import senders  # noqa: PLC0415

    began, busy = perf_counter(), process_time()
    checked = check_file(path, senders()[path.parent.name], date(2023, 9, 1), now())
    print_checked(checked)
    spent = {"seconds": perf_counter() - began, "processor": process_time() - busy, "imports": sum(imports.values())}
    return {**spent, "rows": checked.rows, "refused": checked.refused}


def _timed(work: Callable[[], object]) -> dict[str, Any]:
    began, busy = perf_counter(), family_processor_seconds()
    work()
    return {"seconds": perf_counter() - began, "processor": family_processor_seconds() - busy}


WHAT: dict[str, Callable[..., dict[str, Any]]] = {
    "write": write,
    "text": text_to_parquet,
    "parquet": parquet_copy,
    "night": night,
    "rival": rival,
    "same": same,
    "check": check,
}

if __name__ == "__main__":
    what, place, *given = sys.argv[1:]
    os.sync()  # what an earlier measurement left to be written must not slow this one
    measured = WHAT[what](Path(place), *given)
    say(json.dumps({"peak_mib": peak_mib(), **measured}, default=str))
