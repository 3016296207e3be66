"""Which row is the heading, and which column means what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from schemas.reference import reference
from schemas.tables.cells import FIELDS
from schemas.text import words

_MIN_FIELDS = 2
"""A row is a heading when it names at least two fields: a title that happens to say "NAMA" is not one."""


@dataclass(frozen=True)
class Heading:
    """`row` is the 0-based row of the heading, `columns` the place of each field, `unrecognised` the other words."""

    row: int
    columns: dict[str, int]
    spellings: dict[str, str]
    unrecognised: tuple[str, ...]

    def describe(self, sheet: str) -> str:
        """What was taken for what, in a line: `Sheet1 row 4: NO KTP=nik, NAMA=name; not used: UKURAN`."""
        taken = ", ".join(f"{spelling}={field}" for field, spelling in self.spellings.items())
        unused = f"; not used: {', '.join(self.unrecognised)}" if self.unrecognised else ""
        return f"{sheet or 'file'} row {self.row + 1}: {taken}{unused}"


@cache
def known_spellings() -> dict[str, str]:
    """Field by normalised spelling, from `schemas/reference/headings.csv`."""
    return {words(spelling): field for field, spelling in reference("headings").iter_rows()}


def find_heading(top: Sequence[Sequence[str]], own_spellings: Mapping[str, str]) -> Heading | None:
    """The row that names the most fields, the first of equals; None when no row names two.

    `own_spellings` are the sender's own (its declaration), and win over the common ones. Where two columns claim one
    field the left one has it and the other is reported as unrecognised.
    """
    spellings = {**known_spellings(), **{words(said): field for said, field in own_spellings.items()}}
    headings = [_read_row(place, row, spellings) for place, row in enumerate(top)]
    best = max(headings, key=lambda heading: len(heading.columns), default=None)
    return best if best and len(best.columns) >= _MIN_FIELDS else None


def _read_row(place: int, row: Sequence[str], spellings: Mapping[str, str]) -> Heading:
    columns: dict[str, int] = {}
    said: dict[str, str] = {}
    unrecognised = []
    for column, cell in enumerate(row):
        field = spellings.get(words(cell))
        if field in FIELDS and field not in columns:
            columns[field] = column
            said[field] = " ".join(cell.split())
        elif cell.strip() and field != "ignored":
            unrecognised.append(" ".join(cell.split()))
    return Heading(place, columns, said, tuple(unrecognised))
