"""The people to whom something may happen this month: each once."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from flows.demo.people import Register
from flows.demo.rosters import File
from flows.demo.spare import Found, unremarkable


class Pool:
    """Covered people without a fault, on one row of the `lists` that are sent this month.

    Whoever stands on a `carried` list too is kept apart: what happens to them shows on one of two lists only.
    """

    def __init__(self, lists: list[File], carried: list[File], covered: Iterable[str], register: Register) -> None:
        sent = Counter(row.person.nik for file in lists for row in file.rows)
        old = {row.person.nik for file in carried for row in file.rows}
        known = {nik for nik in covered if sent[nik] == 1}
        found = [one for one in _clean(lists, register) if one.row.person.nik in known]
        register.rng.shuffle(found)
        self._found = [one for one in found if one.row.person.nik not in old]
        self.also_carried = [one for one in found if one.row.person.nik in old]

    def take(self, times: int, fits: Callable[[Found], bool]) -> list[Found]:
        """Up to so many of those that fit; nobody is taken twice."""
        taken: list[Found] = []
        kept: list[Found] = []
        for found in self._found:
            (taken if len(taken) < times and fits(found) else kept).append(found)
        self._found = kept
        return taken


def _clean(lists: list[File], register: Register) -> Iterator[Found]:
    for file in lists:
        for sheet in file.sheets:
            for row in sheet.rows:
                here = row.mess is None and row.person.regency == "Tulungagung"
                if here and unremarkable(row, register):
                    yield Found(file, sheet, row)
