"""`python -m tests.benchmarks`: a check, the launch month, lookalikes, rows by the million; bars in README.md."""

import argparse
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from flows.settings import quiet_libraries

from . import check, launch, lookalikes, rows
from .facts import machine, say

_QUIET = {"PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL"}


def main() -> int:
    """Prints the tables asked for; 1 when a night did not publish or lost a row, else 0."""
    wanted = _arguments()
    faults: list[str] = []
    with TemporaryDirectory(prefix="payung-benchmarks-") as temporary:
        folder = Path(temporary)
        os.environ.update({**quiet_libraries(), "PREFECT_HOME": str(folder / "prefect"), **_QUIET})
        say(f"{machine()}\n")
        if wanted.part in {None, "check"}:
            (folder / "check").mkdir()
            faults += check.measure(folder / "check", wanted.repeat)
        if wanted.part in {None, "launch"}:
            (folder / "launch").mkdir()
            faults += launch.measure(folder / "launch", wanted.repeat, wanted.with_prefect)
        if wanted.part in {None, "lookalikes"}:
            faults += lookalikes.measure(wanted.rows, wanted.repeat)
        if wanted.part in {None, "rows"}:
            (folder / "rows").mkdir()
            faults += rows.measure(folder / "rows", wanted.rows, wanted.repeat)
    for fault in faults:
        say(f"FAILED: {fault}")
    return 1 if faults else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "--rows", type=_count, default=1_000_000, help="synthetic delimited rows (default: %(default)s)"
    )
    parser.add_argument("--repeat", type=_count, default=3, help="times each is measured; medians are printed")
    parser.add_argument("--with-prefect", action="store_true", help="time `payung run` under Prefect too")
    only = parser.add_mutually_exclusive_group()
    parts = {"check": "`payung check`", "launch": "the launch month", "lookalikes": "lookalikes", "rows": "the rows"}
    for part, said in parts.items():
        only.add_argument(f"--{part}-only", dest="part", action="store_const", const=part, help=f"measure {said} alone")
    return parser.parse_args()


def _count(text: str) -> int:
    number = int(text.replace("_", ""))
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


if __name__ == "__main__":
    sys.exit(main())
