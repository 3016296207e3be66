"""The row that stands for a person in a month, and the rows that stand for nobody."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from flows.demo.history.quotas import priority
from flows.demo.people import age
from flows.demo.places import Place, reference
from flows.demo.rosters import File, Row


@dataclass(frozen=True, slots=True)
class Stand:
    """The row that stands for a person in a month."""

    file: File
    row: Row

    @property
    def segment(self) -> str:
        """The segment of the row that stands."""
        return str(self.row.segment)

    @property
    def rank(self) -> tuple[int, float]:
        """Of several rows of one person the first in this order stands."""
        return _precedence()[self.segment], -self.file.received.timestamp()

    @property
    def post(self) -> tuple[str, Place]:
        """The desa in which a post is held."""
        return self.segment, self.row.person.place

    @property
    def queue(self) -> tuple[int, datetime]:
        """Where a newcomer stands in the queue for a place."""
        return priority(self.row.cells.get("occupation")), self.file.received


def refused(row: Row, month: date) -> bool:
    """Whether the row is set aside that month: a child grows up, and a vulnerable worker turns 65."""
    years = age(row.person.birth, month)
    if row.mess == "child":
        return years < _ages(str(row.segment))[0]
    low, high = _ages(str(row.segment)) if row.segment else (0, 200)
    return row.rejected or not low <= years < high


@cache
def _precedence() -> dict[str, int]:
    return {row["segment"]: int(row["precedence"]) for row in reference("segments")}


@cache
def _ages(segment: str) -> tuple[int, int]:
    row = next(row for row in reference("segments") if row["segment"] == segment)
    return int(row["age_from"]), int(row["age_below"] or 200)
