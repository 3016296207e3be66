"""The lists on a sheet: where each begins and ends, under one another or side by side."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from flows.intake.footnotes import begins_with_mark, legend_of
from flows.intake.grid import HEADING_SEARCH_ROWS, Grid, Span
from flows.intake.headings import Heading, find_headings, heading_at, holds_nik
from flows.intake.spellings import Spellings, compact
from schemas.text import words

_TITLE_ROWS = 12
"""Rows above a later heading that may be its titles."""
_MOST_IN_A_TITLE = 4
"""Filled cells a title row has at most: DESA | : X | KECAMATAN | : Y."""
_LONG_NUMBER = re.compile(r"\d{12}|\d[.,]\d+E\+?\d\d")
_NIK_OR_NAME = re.compile(
    r"(?i)\b(n\W*i\W*k|n\W*a\W*m\W*a|nm|name|ktp|induk|id|identity|identitas|kependudukan|jeneng|asma|didaftarkan)\b"
)
"""Words of every heading of NIK or name (`schemas/reference/headings.csv`), hardly ever of a person's cell."""
_OF_A_TITLE = frozenset({"daftar", "data", "desa", "kelurahan", "kecamatan", "rt", "rw", "bpd", "perangkat", "segmen"})
"""Words that tell a new list from a new page of the same one."""


@dataclass(frozen=True)
class PeopleList:
    """One list: its `heading`, and the rows `first` to before `last` (0-based) below it.

    `again` are rows in which the heading is repeated; `side` is the place among lists that stand side by side;
    `before` are the titles of the lists above it on the sheet, which may hold for it too; from the row `tail` on stand
    the titles of the next list; `legend` is what marks beside people mean, by the rows of the list, else its titles;
    `struck` and `coloured` are what the looks of some rows say of their people, `commented` what comments do
    (`flows/intake/struck_rows.py`); where people have two rows each, those of column `folded` on stand in the second,
    from the sheet's first column on (`flows/intake/two_lines.py`).
    """

    heading: Heading
    first: int
    last: int
    again: frozenset[int] = frozenset()
    side: int = 0
    before: tuple[Sequence[str], ...] = ()
    tail: int | None = None
    legend: Mapping[str, str] = field(default_factory=dict)
    struck: Mapping[int, str] = field(default_factory=dict)
    coloured: Mapping[int, str] = field(default_factory=dict)
    commented: Mapping[int, str] = field(default_factory=dict)
    folded: int | None = None

    @property
    def span(self) -> Span:
        fields = {name: column for name, column in self.heading.columns.items() if name != "ignored"}
        if "name_nik" in fields:
            fields["nik"] = fields["name_nik"]
        return Span(fields, self.first, self.last, self.heading.left, self.heading.right)


def find_lists(grid: Grid, spellings: Spellings) -> list[PeopleList]:
    """Every list of the sheet in the order of its headings; none where there is no heading.

    A heading that comes again with the same columns goes on with the list, on a new page, unless the words above it
    name a place or a new list; one with other columns begins a list of its own.
    """
    headings = find_headings(grid.top(), spellings) or _deep_headings(grid, spellings)
    if not headings:
        return []
    lists: list[PeopleList] = []
    before: tuple[Sequence[str], ...] = ()
    first, again = headings[0].row + 1, set[int]()
    says = _names_somebody(cell for one in headings for cell in one.spellings.values())
    fields = [one.columns[name] for name in ("nik", "name", "name_nik") for one in headings if name in one.columns]
    marked: list[Sequence[str]] = []
    every: list[Sequence[str]] = []
    for place in grid.rows_where(lambda cell: says(cell) or begins_with_mark(cell), fields, first):
        if place < first or place in again:
            continue
        found = _heading_in(grid, place, first, spellings)
        if not found:
            marked += grid.rows_as_text(place, place + 1)
            every += marked[-1:]
            continue
        if [one.columns for one in found] == [one.columns for one in headings] and not _begins_a_list(found[0].titles):
            again |= set(range(found[0].first, found[0].row + 1))
            continue
        # The list above ends with the heading below it, whose rows are counted there as no people.
        of_the_next = {*range(found[0].first, found[0].row + 1)}
        tail = found[0].first - len(found[0].titles)
        closed = _closed(headings, first, found[0].row + 1, again | of_the_next, before, tail)
        lists += [replace(one, legend=_legend(marked, headings)) for one in closed]
        before = (*before, *headings[0].titles)
        headings, first, again, marked = found, found[0].row + 1, set(), []
    last = _closed(headings, first, grid.height, again, before)
    lists += [replace(one, legend=_legend(marked, headings)) for one in last]
    # One legend may stand below the last of several lists.
    return [replace(one, legend={**legend_of(every), **one.legend}) for one in lists] if every else lists


def _legend(rows: Sequence[Sequence[str]], headings: Sequence[Heading]) -> dict[str, str]:
    """What marks mean: footnotes below the heading go before those among its titles, which may be the list's above."""
    return legend_of(headings[0].titles) | legend_of(rows)


def _deep_headings(grid: Grid, spellings: Spellings) -> list[Heading]:
    """The first heading below the rows that are looked at for one: under a page of introduction, say."""
    width = len(next(iter(grid.top()), ()))
    candidates = grid.rows_where(_names_somebody(()), range(width), HEADING_SEARCH_ROWS)
    return next((found for place in candidates if (found := _heading_in(grid, place, 0, spellings))), [])


def _closed(
    headings: Sequence[Heading],
    first: int,
    last: int,
    again: set[int],
    before: tuple[Sequence[str], ...],
    tail: int | None = None,
) -> list[PeopleList]:
    return [
        PeopleList(heading, first, last, frozenset(again), side, before, tail) for side, heading in enumerate(headings)
    ]


def _heading_in(grid: Grid, place: int, from_row: int, spellings: Spellings) -> list[Heading]:
    """The headings that the row `place` belongs to, in the rows of the sheet, with the titles above them."""
    # Right below a heading the cells above may say whose they are: SUAMI and ISTRI over Nama and NIK.
    start = max(place - 1, from_row - 1, 0)
    found = heading_at(grid.rows_as_text(start, place + 3), place - start, spellings)
    if not found:
        return []
    top = found[0].first + start
    titles: list[Sequence[str]] = []
    for row in reversed(grid.rows_as_text(max(top - _TITLE_ROWS, from_row), top)):
        if holds_nik(row) or _of_somebody(row):
            break
        titles.insert(0, row)
    return [replace(one, first=top, row=one.row + start, titles=tuple(titles)) for one in found]


def _of_somebody(row: Sequence[str]) -> bool:
    """A person of the list above whose NIK is damaged or blank: a title has fewer cells, and no number so long."""
    filled = [cell for cell in row if cell.strip()]
    return len(filled) > _MOST_IN_A_TITLE or any(_LONG_NUMBER.search(cell) for cell in filled)


def _begins_a_list(titles: Sequence[Sequence[str]]) -> bool:
    return any(not _OF_A_TITLE.isdisjoint(words(" ".join(row)).split()) for row in titles)


def _names_somebody(own: Iterable[str]) -> Callable[[str], bool]:
    """Whether a cell may be a heading of NIK or name: it has one of their words, or is one of the sender's `own`."""
    declared = frozenset(map(compact, own))
    return lambda cell: bool(_NIK_OR_NAME.search(cell)) or (bool(declared) and compact(cell) in declared)
