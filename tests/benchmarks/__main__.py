"""`python -m tests.benchmarks`: a check, the launch month, lookalikes, rows by the million; bars in README.md."""

import argparse
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from flows.settings import quiet_libraries

from . import check, launch, lookalikes, rows
from .facts import machine, say
from .rivals import RIVALS, installed
from .rosters import FORMATS

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
            faults += lookalikes.measure(min(wanted.rows), wanted.repeat)
        if wanted.part in {None, "rows"}:
            (folder / "rows").mkdir()
            faults += rows.measure(folder / "rows", _rows_asked(wanted))
    for fault in faults:
        say(f"FAILED: {fault}")
    return 1 if faults else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "--rows", type=_count, nargs="+", default=[1_000_000],
        help="synthetic rows; several numbers show how time and memory grow (default: 1000000)",
    )  # fmt: skip
    parser.add_argument("--format", choices=FORMATS, default=FORMATS[0], help="of the rows (default: %(default)s)")
    parser.add_argument("--rivals", nargs="*", choices=RIVALS, help="beside the rows' night (default: all installed)")
    parser.add_argument("--shards", type=_count, help="another night in so many shards, whose tables must be the same")
    parser.add_argument("--repeat", type=_count, default=3, help="times each is measured; medians are printed")
    parser.add_argument("--with-prefect", action="store_true", help="time `payung run` under Prefect too")
    only = parser.add_mutually_exclusive_group()
    parts = {"check": "`payung check`", "launch": "the launch month", "lookalikes": "lookalikes", "rows": "the rows"}
    for part, said in parts.items():
        only.add_argument(f"--{part}-only", dest="part", action="store_const", const=part, help=f"measure {said} alone")
    return parser.parse_args()


def _rows_asked(wanted: argparse.Namespace) -> rows.Asked:
    """What was asked of the rows; says which rivals cannot be there."""
    missing = [name for name in RIVALS if name not in installed()]
    if missing and wanted.rivals is None:
        say(f"Not installed, so not beside the night: {', '.join(missing)} (the optional dependencies `bench`).\n")
    rivals = installed() if wanted.rivals is None else wanted.rivals
    return rows.Asked(rows=wanted.rows, kind=wanted.format, rivals=rivals, repeat=wanted.repeat, shards=wanted.shards)


def _count(text: str) -> int:
    number = int(text.replace("_", ""))
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


if __name__ == "__main__":
    sys.exit(main())
