"""A history on disk: the launch month and the months after it, with the true ledger and the answers from outside."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

import polars as pl

from flows.demo.history.answers import FOLDERS, Answers
from flows.demo.history.happenings import happen
from flows.demo.history.hiring import asked_beyond, fill_places, strangers
from flows.demo.history.ledger import Ledger
from flows.demo.history.offices import Offices, month_after, silent
from flows.demo.history.papers import ordered
from flows.demo.history.pool import Pool
from flows.demo.history.strokes import GONE, Month, come_back
from flows.demo.month import Launch, check_free, check_size, compose, month_start, send, tell_truth
from flows.demo.offices import FULL
from flows.demo.people import Person
from flows.demo.rosters import File

_LEDGER = {"month": pl.Date, "nik": pl.String, "segment": pl.String, "status": pl.String, "why": pl.String}

_PLANTED = {"about": pl.String, "month": pl.Date, "nik": pl.String, "finding": pl.String, "at_stake_rp": pl.Int64}


@dataclass(frozen=True, slots=True)
class DemoHistory:
    """What was written: the `months`, `files` and data `rows` of all their rosters, and the folder of the truth."""

    months: list[str]
    files: int
    rows: int
    workers: int
    truth: Path


def write_history(
    raw: Path, months: int, month: str = "2023-09", seed: int = 20230912, workers: int = FULL
) -> DemoHistory:
    """So many months of rosters from `month` on, and answers from outside from the second on, below `raw`.

    The first month is that of `write_month`, byte for byte, and a longer history begins with the shorter one. Beside
    the truth about the rows of the first month, `raw/demo` tells the true ledger (`truth_ledger.parquet`: one row a
    month and NIK, from the first month covered or waiting on) and what was planted in the answers
    (`truth_answers.parquet`).

    Raises:
        ValueError: `months` is below 1, `month` is not written YYYY-MM, or `workers` is below 1,000 or above 46,731.
        FileExistsError: there are rosters of one of the months, or answers, already.
    """
    check_size(workers)
    if months < 1:
        raise ValueError(f"months must be 1 or more, not {months}")
    days = _first_days(month_start(month), months)
    for day in days:
        check_free(raw / "rosters" / f"{day:%Y-%m}")
    for folder in FOLDERS:
        check_free(raw / folder, "answers")
    history = History(compose(Random(seed), days[0], workers), raw, workers)
    history.launch(days[0])
    for number, day in enumerate(days[1:], 2):
        history.go_on(number, day)
    return history.tell(days)


def _first_days(first: date, months: int) -> list[date]:
    days = [first]
    while len(days) < months:
        days.append(month_after(days[-1]))
    return days


class History:
    """The lists, the ledger and the answers while the months go by."""

    def __init__(self, launch: Launch, raw: Path, workers: int) -> None:
        self._launch, self._raw, self._workers = launch, raw, workers
        self._offices, self._ledger, self._answers = Offices(), Ledger(), Answers(raw, workers)
        self._files = self._rows = 0
        self._before: Month | None = None

    def launch(self, first_day: date) -> None:
        """The launch month, as `write_month` has it."""
        self._send(self._launch.files, first_day)
        told = tell_truth(self._launch, self._raw / "demo" / f"{first_day:%Y-%m}", self._workers)
        self._rows = told.rows

    def go_on(self, number: int, first_day: date) -> None:
        """The next month: what happens, newcomers in the places that are free, and the lists that are sent."""
        self._launch.register.month_start = first_day
        month = Month(number, first_day, self._launch.register, self._ledger)
        sent = [file for file in self._offices.lists if not silent(file.sender, number)]
        _take_off_the_gone(sent)
        carried = [file for file in self._offices.in_force(first_day) if silent(file.sender, number)]
        if self._before:
            come_back(self._before.back, sent, month)
        settled = [file for file in sent if not silent(file.sender, number + 1)]
        happen(Pool(settled, carried, self._ledger.covered, month.register), month, self._workers)
        unknown = self._hire(sent, carried, month)
        files = [*sent, *asked_beyond(self._launch.desk, month, self._workers)]
        self._send(files, first_day)
        self._rows += sum(len(file.rows) for file in files)
        self._answers.come(month, unknown)
        self._before = month

    def _hire(self, sent: list[File], carried: list[File], month: Month) -> list[Person]:
        held = self._ledger.candidates([*sent, *carried], month.first_day)
        run_out = [row for file in self._offices.run_out(month.first_day) for row in file.rows if not row.rejected]
        back = [row for row in run_out if row.person.nik not in held] + [found.row for found in month.back]
        fill_places(sent, held, [str(row.segment) for row in back], month, self._workers)
        return strangers(sent, month, self._workers)

    def _send(self, files: list[File], first_day: date) -> None:
        send(files, self._raw, first_day, self._launch.rng)
        self._offices.send(files, first_day)
        self._ledger.close(self._offices.in_force(first_day), first_day)
        self._files += len(files)

    def tell(self, days: list[date]) -> DemoHistory:
        """The truth of the whole history, on disk."""
        folder = self._raw / "demo"
        pl.DataFrame(sorted(self._ledger.lines, key=lambda line: line[:2]), schema=_LEDGER, orient="row").write_parquet(
            folder / "truth_ledger.parquet"
        )
        planted = ordered([*self._answers.planted, *self._answers.unclaimed(self._ledger)])
        pl.DataFrame(planted, schema=_PLANTED, orient="row").write_parquet(folder / "truth_answers.parquet")
        months = [f"{day:%Y-%m}" for day in days]
        return DemoHistory(months, self._files, self._rows, self._workers, folder)


def _take_off_the_gone(lists: list[File]) -> None:
    for file in lists:
        for sheet in file.sheets:
            sheet.rows = [row for row in sheet.rows if row.mess not in GONE]
