"""How many places a segment has in a month, and who comes first to a free one."""

from datetime import date
from functools import cache

from flows.demo.jobs import words_for
from flows.demo.places import reference
from flows.demo.rosters import Cell
from schemas.reference import HOME_REGENCY

_LAST = 99


def limit(segment: str, month: date) -> int | None:
    """Places of the segment in that month: none outside the funded months; None where no quota is declared."""
    key = (str(month.year), HOME_REGENCY, segment)
    rows = [row for row in reference("quotas") if (row["year"], row["regency_code"], row["segment"]) == key]
    if not rows:
        return None
    first = int(rows[0]["first_month"])
    funded = range(first, first + int(rows[0]["months"]))
    return sum(int(row["quota_workers"]) for row in rows) if month.month in funded else 0


def priority(occupation: Cell) -> int:
    """The turn of an occupation, as a list words it: tobacco first (PMK 215/PMK.07/2021), what nobody knows last."""
    return _priorities().get(str(occupation).lower(), _LAST)


@cache
def _priorities() -> dict[str, int]:
    return {
        word.lower(): int(row["priority"])
        for row in reference("occupations")
        for word in words_for(row["occupation"])
    }  # fmt: skip
