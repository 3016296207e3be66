"""Workbooks that come back from outside: a title, a heading, and lines of text."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from flows.demo.rosters import Cell
from flows.demo.workbooks import write_workbook

_JAKARTA = ZoneInfo("Asia/Jakarta")


@dataclass(frozen=True, slots=True)
class Paper:
    """One answer below `raw/<folder>`; numbers of people stand in it as text, amounts as numbers."""

    folder: str
    name: str
    title: str
    heading: tuple[str, ...]
    lines: list[tuple[Cell, ...]] = field(default_factory=list)

    def write(self, raw: Path, came: date) -> None:
        """The paper on disk, as if it had come that morning; nothing where it has no line."""
        if not self.lines:
            return
        path = raw / self.folder / self.name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_workbook(path, [("Sheet1", [[self.title], [], list(self.heading), *map(list, self.lines)])])
        moment = datetime.combine(came, time(9), _JAKARTA).timestamp()
        os.utime(path, (moment, moment))


def written(day: date | None) -> str | None:
    """A day as papers have it, dd-mm-yyyy."""
    return f"{day:%d-%m-%Y}" if day else None


@dataclass(frozen=True, slots=True)
class Planted:
    """Something in an answer that must be found: `about` is bill, claim, aid or death."""

    about: str
    month: date
    nik: str | None
    finding: str
    at_stake_rp: int | None = None

    @property
    def cells(self) -> tuple[str, date, str | None, str, int | None]:
        """As a line of `truth_answers`."""
        return self.about, self.month, self.nik, self.finding, self.at_stake_rp


def ordered(planted: Iterable[Planted]) -> list[tuple[str, date, str | None, str, int | None]]:
    """All that was planted, for the table of the truth."""
    return sorted((one.cells for one in planted), key=lambda cells: (cells[0], cells[1], cells[3], cells[2] or ""))
