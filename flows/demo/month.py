"""One synthetic month on disk: rosters as offices would send them, and the truth about them."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from flows.demo.conflicts import conflicts, displaced
from flows.demo.desk import Desk
from flows.demo.doubles import across_segments, twice_on_a_sheet
from flows.demo.filling import fill
from flows.demo.lookalikes import Pair, keep_strangers_apart, plant_lookalikes
from flows.demo.neighbours import Neighbour, Shared, declare, files_of, neighbours, sent_twice
from flows.demo.oddities import odd_files, resent_files
from flows.demo.offices import FULL
from flows.demo.overlaps import overlapping_files
from flows.demo.people import Register
from flows.demo.plan import ordinary_files
from flows.demo.rosters import File
from flows.demo.spare import Spare
from flows.demo.truth import write_truth
from flows.demo.workbooks import write_file

# Below this the smallest lists could not hold one person each and every mess at least once.
LEAST = 1000
_OPEN_HOUR_UTC, _OPEN_SECONDS = 1, 8 * 3600  # 08:00 to 16:00 in Jakarta, which knows no summer time


@dataclass(frozen=True, slots=True)
class DemoMonth:
    """What was written: `files` in all, data `rows` in them, true `workers`, and the folder of the truth."""

    files: int
    rows: int
    workers: int
    truth: Path


@dataclass(frozen=True, slots=True)
class Launch:
    """The launch month before it is written, and the desk and register from which later months go on."""

    files: list[File]
    pairs: list[Pair]
    desk: Desk
    register: Register

    @property
    def rng(self) -> Random:
        """The one source of chance of all rosters."""
        return self.register.rng


def write_month(
    raw: Path, month: str = "2023-09", seed: int = 20230912, workers: int = FULL, regencies: int = 1
) -> DemoMonth:
    """The rosters of `month` below `raw/rosters/`, and what must become of them below `raw/demo/`.

    The first of the `regencies` is Tulungagung, with every mess; of the others come plain lists of `workers` each, the
    declarations of their offices in `raw/demo/senders/`, and some people whom Tulungagung lists too.

    The same arguments write the same bytes and the same modification times. Nobody in it exists: serials
    of NIKs are 9001 and above. Every true worker has one row that must end covered; about eight more rows
    in a hundred are doubles, or must be rejected.

    Raises:
        ValueError: `month` is not written YYYY-MM, `workers` is below 1,000 or above 46,731, or `regencies` above 38.
        FileExistsError: there are rosters of that month already.
    """
    start = month_start(month)
    check_size(workers)
    check_free(raw / "rosters" / month)
    further = neighbours(regencies - 1)
    launch = compose(Random(seed), start, workers)
    send(launch.files, raw, start, launch.rng)
    free = Shared(launch.files, launch.register)
    for neighbour in further:
        launch.files.extend(_send_neighbour(neighbour, free, raw, launch, seed, workers))
    return tell_truth(launch, raw / "demo" / month, workers * regencies)


def _send_neighbour(
    neighbour: Neighbour, free: Shared, raw: Path, launch: Launch, seed: int, workers: int
) -> list[File]:
    """Another regency's lists, written and declared; people of the launch month on them are no longer `free`."""
    rng, start = Random(f"{seed} {neighbour.code}"), launch.register.month_start
    desk, register = Desk(rng, start.year), Register(rng, start, launch.register.issued)
    files = files_of(neighbour, desk, register, workers)
    files.append(sent_twice(neighbour, files, free, desk, workers))
    declare(neighbour, files, raw / "demo" / "senders")
    send(files, raw, start, rng)
    return files


def tell_truth(launch: Launch, folder: Path, workers: int) -> DemoMonth:
    """The truth about every row and file of the launch month, written into `folder`."""
    return DemoMonth(len(launch.files), write_truth(launch.files, launch.pairs, folder), workers, folder)


def check_size(workers: int) -> None:
    """Refuses a population too small for every mess, or larger than the launch month's."""
    if not LEAST <= workers <= FULL:
        raise ValueError(f"workers must be between {LEAST:,} and {FULL:,}, not {workers:,}")


def check_free(folder: Path, what: str = "rosters") -> None:
    """Refuses a folder in which something lies: nothing that was received is ever written over."""
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} already holds {what}: choose another folder or month")


def month_start(month: str) -> date:
    """The first day of a month written YYYY-MM."""
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", month):
        raise ValueError(f"month must be written YYYY-MM, for example 2023-09, not '{month}'")
    return date(int(month[:4]), int(month[5:]), 1)


def compose(rng: Random, start: date, workers: int) -> Launch:
    """All files of the launch month, copies after what they copy; and the rows that look like one person."""
    desk, register = Desk(rng, start.year), Register(rng, start)
    files = ordinary_files(desk, workers)
    fill(files, register, workers)
    spare = Spare(files, register)
    overlapping = overlapping_files(spare, files, desk, workers)
    across_segments(spare, files, register, workers)
    twice_on_a_sheet(spare, register, workers)
    conflicts(files, register, workers)
    pairs = plant_lookalikes(spare, register, workers)
    displaced(files, register, workers)
    keep_strangers_apart([*files, *overlapping], pairs, register)
    everything = [*files, *overlapping, *odd_files(desk, register, workers), *resent_files(files)]
    return Launch(everything, pairs, desk, register)


def send(files: list[File], raw: Path, start: date, rng: Random) -> None:
    """Writes the files of a month below `raw`, each received at a moment of its own."""
    _receive(files, start, rng)
    for file in files:
        write_file(file, raw, rng)


def _receive(files: list[File], start: date, rng: Random) -> None:
    """Gives each file its place and a moment of its own, in office hours of the month before."""
    first = (start - timedelta(1)).replace(day=2)
    moments = sorted(rng.sample(range(26 * _OPEN_SECONDS), len(files)))
    order = sorted(files, key=lambda file: (file.turn, rng.random()))
    for file, moment in zip(order, moments, strict=True):
        day, second = divmod(moment, _OPEN_SECONDS)
        morning = datetime(first.year, first.month, first.day, _OPEN_HOUR_UTC, tzinfo=UTC)
        file.received = morning + timedelta(days=day, seconds=second)
        file.source_file = f"rosters/{start:%Y-%m}/{file.sender}/{file.name}"
