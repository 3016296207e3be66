"""Lists printed with two rows a person: NAMA over JABATAN and NIK over NO KK, in the heading as in the rows below."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from flows.intake.grid import CellGrid, Grid
from flows.intake.headings import Heading
from flows.intake.lists import PeopleList
from flows.intake.spellings import Spellings

_FEWEST = 2
"""Columns whose heading is another field's than the one above it."""
_UNCOUNTED = frozenset({"ignored", "number"})
_OF_SOMEBODY = ("nik", "name")


def unfolded(grid: Grid, lists: Sequence[PeopleList], spellings: Spellings) -> CellGrid | None:
    """The sheet with the second row of heading and people behind the first; None where nobody has two.

    It has where the row below the only heading names other fields, each under one of its own, and most people have a
    row below theirs without a number. The second rows are left blank, so that all others keep their numbers.
    """
    if len(lists) != 1 or not isinstance(grid, CellGrid) or "number" not in lists[0].heading.columns:
        return None
    heading = lists[0].heading
    if not (_is_stacked(grid, heading, spellings) and _have_two(grid.rows[heading.row + 2 :], heading)):
        return None
    return replace(grid, rows=list(_one_row_a_person(grid.rows, heading)))


def _is_stacked(grid: CellGrid, heading: Heading, spellings: Spellings) -> bool:
    fields = {column: field for field, column in heading.columns.items()}
    below = next(iter(grid.rows_as_text(heading.row + 1, heading.row + 2)), ())
    said = {column: spellings.meaning(cell) for column, cell in enumerate(below) if cell.strip()}
    others = [
        column
        for column, meaning in said.items()
        if meaning and meaning.field not in {*_UNCOUNTED, fields.get(column)} and column in fields
    ]
    return len(others) >= _FEWEST and len(others) == len(said)


def _have_two(rows: Sequence[Sequence[object]], heading: Heading) -> bool:
    people = [place for place, row in enumerate(rows) if _begins(row, heading) and row[heading.columns["number"]] != ""]
    return 2 * sum(_goes_on(rows[place + 1], heading) for place in people if place + 1 < len(rows)) > len(people)


def _one_row_a_person(rows: Sequence[Sequence[object]], heading: Heading) -> Iterator[Sequence[object]]:
    blank = [""] * len(rows[0])
    place = 0
    while place < len(rows):
        row, below = rows[place], rows[place + 1] if place + 1 < len(rows) else blank
        if place == heading.row or (place > heading.row and _begins(row, heading) and _goes_on(below, heading)):
            yield [*row, *below]
            yield [*blank, *blank]
            place += 2
        else:
            yield [*row, *blank]
            place += 1


def _begins(row: Sequence[object], heading: Heading) -> bool:
    return all(row[heading.columns[field]] != "" for field in _OF_SOMEBODY if field in heading.columns)


def _goes_on(row: Sequence[object], heading: Heading) -> bool:
    """Whether it is filled, but in the column that numbers the people."""
    return any(cell != "" for cell in row) and row[heading.columns["number"]] == ""
