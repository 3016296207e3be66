"""One file judged alone, before it is sent: what `payung check` says. Knows neither Prefect nor Great Expectations."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import polars as pl

from flows.cleaning.roster import clean
from flows.intake.data_rows import people_and_ignored
from flows.intake.received import ReceivedFile, files_frame
from flows.intake.roster import Reading, read_roster
from flows.review.eligibility import with_eligibility
from flows.review.rules import judge, rejected
from schemas.senders.sender import Sender


@dataclass(frozen=True)
class Checked:
    """How a file was read, its `rows`, and by sheet and row the reasons it would get (`problems`)."""

    reading: Reading
    rows: int
    set_aside: int
    problems: pl.DataFrame


def check_file(path: Path, sender: Sender, month: date, received: datetime) -> Checked:
    """The file as the night would read and judge it by itself; who else sent the same people is not known here.

    `problems`: sheet, source_row, code, severity, column, in the sender's own row numbers, what is refused first.
    """
    reading = read_roster(path, path.name, sender)
    people, _ = people_and_ignored(reading.cells)
    file = ReceivedFile(sender.sender, path.name, None, received, path.stat().st_size, "read", reading.code)
    files = files_frame([file], month)
    roster = with_eligibility(clean(people, files, {sender.sender: sender}, month), month)
    log = judge(roster, files)
    placed = log.join(roster.select("row_id", "sheet", "sheet_number", "source_row"), on="row_id")
    worst_first = placed.sort(pl.col("severity") == "advise", "sheet_number", "source_row", "code")
    problems = worst_first.select("sheet", "source_row", "code", "severity", "column")
    return Checked(reading, roster.height, rejected(log).len(), problems)
