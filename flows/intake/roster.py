"""One received file to cells with provenance."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest
from pathlib import Path

import polars as pl
from xlsxwriter.utility import xl_col_to_name

from flows.intake.body import list_cells, sent_columns
from flows.intake.chosen_sheets import WhyUnread, unread_sheets, year_of
from flows.intake.evidence import (
    ColumnCounts,
    column_counts,
    nik_column_damaged,
    settle_columns,
    swapped_columns,
    with_remarks,
)
from flows.intake.failures import FileSetAside
from flows.intake.grid import Grid, TextGrid
from flows.intake.headings import holds_nik, with_wages_in_thousands
from flows.intake.leavers import leavers_note
from flows.intake.lists import PeopleList, find_lists
from flows.intake.opening import open_grids
from flows.intake.pages.context import in_context
from flows.intake.pages.files import Leave
from flows.intake.pages.grid import PAGE, PagedGrid, PageSize, within
from flows.intake.past_lists import past_lists
from flows.intake.reading import PassedOver, Reading, ReadList
from flows.intake.returned import read_returned
from flows.intake.spellings import Spellings
from flows.intake.struck_rows import with_looks
from flows.intake.titles import TitleFacts, title_facts
from flows.intake.two_lines import unfolded
from schemas.senders.sender import Sender
from schemas.tables.cells import CELLS, REQUIRED_FIELDS, SentColumn


def read_roster(
    path: Path,
    source_file: str,
    sender: Sender,
    year: int | None = None,
    leave: Leave | None = None,
    page: PageSize = PAGE,
) -> Reading:
    """The cells of every list of every sheet that counts (`flows/intake/chosen_sheets.py`).

    Hidden sheets and rows count like the others, and `heading` says so. A sheet without a heading, or with one that
    names neither NIK nor NAMA (a REKAP, a covering letter) is passed over and named in `heading`, unless it holds what
    looks like NIKs, or no sheet has a list: then the file carries HEADING_NOT_FOUND. A heading without NIK or NAMA over
    rows of people or of what looks like NIKs, sets the file aside (COLUMN_MISSING), if no other list can be read; so do
    NIKs that nearly all end in 0 (NIK_COLUMN_DAMAGED).

    A return workbook is no roster, whatever it is called: it is read as what it corrects (`flows/intake/returned.py`).

    With `leave`, which writes cells and says where, a file larger than a `page` is read page by page.
    """
    try:
        grids = open_grids(path, page if leave else None)
        returned = read_returned(grids)
        if returned:
            return Reading(pl.DataFrame(schema=CELLS), None, False, _named(grids), "", returned=returned)
        month_of = year or year_of(source_file)
        unread = unread_sheets((grid.name for grid in grids), sender, month_of)
        return _read_sheets(grids, source_file, sender, unread, month_of, leave)
    except FileSetAside as refused:
        return Reading(pl.DataFrame(schema=CELLS), refused.code, True, (), "")


def _read_sheets(
    grids: Sequence[Grid],
    source_file: str,
    sender: Sender,
    unread: Mapping[str, WhyUnread],
    year: int | None,
    leave: Leave | None,
) -> Reading:
    spellings = Spellings(sender.headings)
    notes: list[list[str]] = []
    codes: list[str] = []
    found: list[_Found] = []
    unusable: list[ReadList] = []
    passed: list[PassedOver] = []
    lists_on = {number: find_lists(grid, spellings) for number, grid in enumerate(grids) if grid.name not in unread}
    for number, lists in lists_on.items():
        if one_line := unfolded(grids[number], lists, spellings):
            grids = [*grids[:number], one_line, *grids[number + 1 :]]
            width = len(grids[number].rows_as_text(0, 1)[0]) // 2
            lists_on[number] = [replace(people, folded=width) for people in find_lists(one_line, spellings)]
    on_sheets = {number: [_settled(grids[number], people) for people in lists] for number, lists in lists_on.items()}
    of_people = {number: [people for people in lists if _names_people(people)] for number, lists in on_sheets.items()}
    past = past_lists(grids, of_people, year)
    beside = [row for number, lists in on_sheets.items() if not lists for row in grids[number].top()]
    for number, grid in enumerate(grids):
        called = _called(grid)
        if grid.name in unread:
            notes.append([f"{called}: {unread[grid.name]}, not read"])
            passed.append(PassedOver(grid.name, unread[grid.name]))
            continue
        lists, rosters = on_sheets[number], of_people[number]
        if not rosters:
            first_nik = next((row for row, cells in enumerate(grid.top()) if holds_nik(cells)), None)
            passed.append(PassedOver(grid.name, "no list of people" if lists else "no heading", first_nik))
            notes.append([f"{called}: {passed[-1].why}"])
            codes += [] if first_nik is None else ["COLUMN_MISSING" if lists else "HEADING_NOT_FOUND"]
            unusable += [_as_read(grid, people, TitleFacts(), number, 0) for people in lists if first_nik is not None]
        for place, people in enumerate(rosters):
            if (number, place) in past:
                passed.append(PassedOver(grid.name, "of another year", heading_row=people.heading.row))
                notes.append(
                    [f"{called} row {people.heading.row + 1}: of another year, not read{_from_column(people)}"]
                )
                as_read = _as_read(grid, people, TitleFacts(), number, place)
                found.append(_Found(grid, as_read, source_file, notes[-1], past=True))
                continue
            facts = title_facts(sender, grid.name, people, Path(source_file).stem, beside)
            as_read = _as_read(grid, people, facts, number, place)
            said = [*facts.said, *([f"note from title: {as_read.note}"] if as_read.note else []), *_looks(people)]
            notes.append([", ".join([people.heading.describe(called), *said])])
            if not set(REQUIRED_FIELDS) <= _columns(people):
                codes.append("COLUMN_MISSING")
                unusable.append(as_read)
                continue
            codes += ["COLUMN_UNRECOGNISED"] if people.heading.unrecognised else []
            found.append(_Found(grid, as_read, source_file, notes[-1]))
    if all(one.past for one in found):
        found = []
    cells, pages, damaged = _taken(found, leave)
    undamaged = _gravest(codes) or (None if found else _empty_or_headless(grids))
    return Reading(
        cells,
        "NIK_COLUMN_DAMAGED" if damaged else undamaged,
        damaged or not found,
        _named(grids),
        "; ".join(note for said in notes for note in said),
        tuple(one.as_read for one in found if not one.past),
        tuple(unusable),
        tuple(passed),
        tuple(column for one in found if not one.past for column in one.sent.values()),
        undamaged,
        pages=pages,
    )


@dataclass(frozen=True)
class _Found:
    """A list to be read: where it stands, and what is said of it, which grows."""

    grid: Grid
    as_read: ReadList
    source_file: str
    said: list[str]
    past: bool = False

    @cached_property
    def sent(self) -> dict[int, SentColumn]:
        return sent_columns(self.as_read.words, self.as_read.layout.heading.columns, self.place)

    @property
    def place(self) -> tuple[int, int]:
        return self.as_read.sheet_number, self.as_read.list_number

    def cells(self) -> pl.DataFrame:
        return self._read(self.grid, self.as_read.layout)

    def cells_on(self, page: TextGrid) -> pl.DataFrame:
        span = within(self.as_read.layout.span, page)
        return self._read(page, replace(self.as_read.layout, first=span.first, last=span.last))

    def _read(self, grid: Grid, people: PeopleList) -> pl.DataFrame:
        given = {"source_file": self.source_file, **self.as_read.facts.columns()}
        return list_cells(grid, people, self.place, self.sent, given, self.as_read.note, past=self.past)

    def suspect(self, counts: ColumnCounts) -> None:
        """Says what looks wrong with its columns."""
        self.said.extend([f"{_called(self.grid)}: {suspicion}" for suspicion in swapped_columns(counts)])


def _taken(found: Sequence[_Found], leave: Leave | None) -> tuple[pl.DataFrame, tuple[Path, ...], bool]:
    """The cells of the lists, or the pages that they were left in; and whether their NIK column is damaged."""
    grid = found[0].grid if found else None
    parts: Iterator[tuple[Path | None, pl.DataFrame]]
    if leave and isinstance(grid, PagedGrid):
        pages = in_context(lambda: (_whole([one.cells_on(page) for one in found]) for page in grid.pages()))
        parts = ((leave(page), page.select(_COUNTED).filter(pl.col("context").is_null())) for page in pages)
    else:
        parts = iter([(None, _whole([one.cells() for one in found]))])
    paths: list[Path] = []
    counts: defaultdict[tuple[int, int], ColumnCounts] = defaultdict(ColumnCounts)
    cells = _NO_CELLS
    for path, part in parts:
        for place, counted in column_counts(_of_the_month(part)).items():
            counts[place] += counted
        if path is None:
            cells = part
        else:
            paths.append(path)
    for one in found:
        one.suspect(counts[one.place])
    return cells, tuple(paths), nik_column_damaged(counts.values())


def _of_the_month(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.filter(~pl.col("past")) if cells["past"].any() else cells


def _named(grids: Sequence[Grid]) -> tuple[str, ...]:
    return tuple(grid.name for grid in grids if grid.name)


def _as_read(grid: Grid, people: PeopleList, facts: TitleFacts, number: int, place: int) -> ReadList:
    heading = people.heading
    rows = grid.rows_as_text(heading.first, heading.row + 1)
    joined = (" ".join(" ".join(cells).split()) for cells in zip_longest(*rows, fillvalue=""))
    words = {column: said for column, said in enumerate(joined) if said and column >= heading.left}
    words = {column: said for column, said in words.items() if heading.right is None or column < heading.right}
    note = leavers_note(grid.name, heading.titles)
    return ReadList(grid.name, people, facts, words, number, place, grid.hidden, len(grid.hidden_rows), note)


def _called(grid: Grid) -> str:
    """The sheet's name, and what of it is not shown when it is opened."""
    notes = ["hidden"] if grid.hidden else []
    notes += [f"{len(grid.hidden_rows)} hidden rows"] if grid.hidden_rows else []
    return f"{grid.name or 'file'}{f' ({chr(44).join(notes)})' if notes else ''}".replace(",", ", ")


def _looks(people: PeopleList) -> list[str]:
    """What was read in the looks of rows."""
    struck = [f"{len(people.struck)} rows struck out"] if people.struck else []
    coloured = [f"{len(people.coloured)} rows with a note by their colour"] if people.coloured else []
    return struck + coloured + ([f"{len(people.commented)} rows with a comment"] if people.commented else [])


def _settled(grid: Grid, people: PeopleList) -> PeopleList:
    heading = with_wages_in_thousands(with_remarks(grid, people, settle_columns(grid, people)))
    return with_looks(grid, replace(people, heading=heading))


def _names_people(people: PeopleList) -> bool:
    return not {"nik", "name"}.isdisjoint(_columns(people))


def _from_column(people: PeopleList) -> str:
    """Where a list begins that stands beside another."""
    first = min(people.heading.columns.values())
    return f" (from column {xl_col_to_name(first)})" if people.heading.left else ""


def _columns(people: PeopleList) -> set[str]:
    return people.heading.people


_COUNTED = ("sheet_number", "list_number", "nik_text", "nkk_text", "context", "past")
_NO_CELLS = pl.DataFrame(schema=CELLS)


def _whole(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """The lists of a file under one another."""
    return pl.concat(frames) if len(frames) > 1 else next(iter(frames), _NO_CELLS)


def _gravest(codes: list[str]) -> str | None:
    order = ("COLUMN_MISSING", "HEADING_NOT_FOUND", "COLUMN_UNRECOGNISED")
    return next((code for code in order if code in codes), None)


def _empty_or_headless(grids: Sequence[Grid]) -> str:
    filled = any(cell.strip() for grid in grids for row in grid.top() for cell in row)
    return "HEADING_NOT_FOUND" if filled else "FILE_EMPTY"
