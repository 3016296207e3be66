"""The lists of the offices from month to month: sent again, left lying, run out, and sent once more."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from flows.demo.rosters import File
from schemas.senders.sender import senders

# Which offices are silent in which months of a history, counted from 1; a longer one begins again after twelve.
SILENT = {
    "kecamatan-sendang": (2, 3),
    "bpbd": (3,),
    "kecamatan-gondang": (7,),
    "dinas-koperasi": (9, 10),
    # Longer than an old list counts: its people lose cover for a month, and begin anew when it sends again.
    "dinas-perkim": (2, 3, 4, 5),
}
_ROUND = 12


def silent(sender: str, number: int) -> bool:
    """Whether the office sends nothing in the month of that number."""
    return (number - 1) % _ROUND + 1 in SILENT.get(sender, ())


def months_between(earlier: date, later: date) -> int:
    """Whole months from one first day to another."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def month_after(month: date) -> date:
    """The first day of the next month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


@dataclass(slots=True)
class Offices:
    """`lists` as they lie on the desks of the offices, and what each has `sent` last, and for which month.

    What was sent is never changed: a list on a desk has sheets of its own, though rows are shared.
    """

    lists: list[File] = field(default_factory=list)
    sent: dict[str, tuple[date, list[File]]] = field(default_factory=dict)

    def send(self, files: list[File], month: date) -> None:
        """Notes the files as sent for the month, and leaves copies of what is kept up on the desks."""
        for sender in {file.sender for file in files}:
            self.sent[sender] = (month, [file for file in files if file.sender == sender])
        untouched = [file for file in self.lists if self.sent[file.sender][0] != month]
        self.lists = [*untouched, *(_copy(file) for file in files if _kept_up(file))]

    def in_force(self, month: date) -> list[File]:
        """The files that count for the month: sent for it, or carried forward while they are valid."""
        valid = _valid_for_months()
        return [
            file
            for sender, (sent, files) in sorted(self.sent.items())
            if sender in valid and months_between(sent, month) <= valid[sender]
            for file in files
        ]

    def run_out(self, month: date) -> list[File]:
        """The last files of the offices that have been silent too long: their people are to come back."""
        current = {file.sender for file in self.in_force(month)}
        return [file for file in self.lists if file.sender not in current]


@cache
def _valid_for_months() -> dict[str, int]:
    """How long an old list of each declared sender counts: of a stranger's nothing ever does."""
    return {name: sender.valid_for_months for name, sender in senders().items()}


def _kept_up(file: File) -> bool:
    """Whether the office goes on with the list: not with one that could not be used, nor with last month's old one."""
    return file.status == "read" and file.turn > 0 and any(not row.rejected for row in file.rows)


def _copy(file: File) -> File:
    return replace(file, sheets=[replace(sheet, rows=list(sheet.rows)) for sheet in file.sheets])
