"""The rows of one file as a return workbook lists them: the sender's own columns, what is wrong, and in which cell."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from schemas.columns import field_label
from schemas.reasons import FROM_OUTSIDE, REASONS
from schemas.returned import SENT, shown
from schemas.tables.cells import BETWEEN, FIELDS, FIRST_PARTS, SentColumn

_CATALOGUE = {code: place for place, code in enumerate(REASONS)}
_SAID_OF = {"reject": "DITOLAK", "advise": "Catatan"}
"""Words before the sentence, for those to whom a colour says nothing, and to filter by."""

Row = Mapping[str, Any]
ListKey = tuple[int, int]


@dataclass(frozen=True)
class ReturnColumn:
    """A column as the sender knows it; `mark` is its field, or `SENT` where Payung does not use it."""

    heading: str
    mark: str


@dataclass(frozen=True)
class ReturnRow:
    """One row of the sender's; `colours` has the severity of each bad cell by the place of its column."""

    row_id: str
    sheet: str
    source_row: int
    cells: tuple[str, ...]
    colours: Mapping[int, str]
    problem: str


@dataclass(frozen=True)
class ReturnedFile:
    """The rows of one file that its sender hears of, in the file's order; `several`: it has lists on several sheets."""

    name: str
    key: str
    columns: tuple[ReturnColumn, ...]
    rows: tuple[ReturnRow, ...]
    several: bool


def returned_file(
    name: str,
    key: str,
    columns: Sequence[SentColumn],
    cells: pl.DataFrame,
    problems: pl.DataFrame,
    proposals: Mapping[str, str],
) -> ReturnedFile:
    """The file's rows with problems, under the sender's own columns.

    `cells` are the rows (with their `row_id`), `problems` the lines of the reason log that the sender hears of. Lists
    of several layouts stand under one heading: a field has one column, whatever each list calls it. A reason about a
    field for which the list has no column adds one, so that there is a cell to mend.
    """
    layout = _Layout(columns)
    told: dict[str, list[Row]] = {}
    for problem in problems.iter_rows(named=True):
        told.setdefault(problem["row_id"], []).append(problem)
    rows = [row for row in cells.iter_rows(named=True) if row["row_id"] in told]
    rows.sort(key=lambda row: (row["sheet_number"], row["source_row"], row["side"]))
    for row in rows:
        layout.make_room(row, (problem["column"] for problem in told[row["row_id"]]))
    headings = layout.columns()
    return ReturnedFile(
        name,
        key,
        headings,
        tuple(_row(layout, headings, row, told[row["row_id"]], proposals) for row in rows),
        len({column.sheet_number for column in columns}) > 1,
    )


class _Layout:
    """The columns of all lists of a file, each once, and where a row of each list has its cells."""

    def __init__(self, columns: Sequence[SentColumn]) -> None:
        self._words: dict[str, list[str]] = {}
        self._sources: dict[ListKey, dict[str, str | int]] = {}
        self._places: dict[ListKey, list[str | int | None]] = {}
        others: Counter[ListKey] = Counter()
        for column in columns:
            where = column.sheet_number, column.list_number
            sources = self._sources.setdefault(where, {})
            key = column.field or f"{SENT} {column.words.casefold()}"
            while key in sources:
                key += "+"
            sources[key] = f"{column.field}_text" if column.plain else others[where]
            others[where] += not column.plain
            said = self._words.setdefault(key, [])
            if column.words.casefold() not in map(str.casefold, said):
                said.append(column.words)

    def make_room(self, row: Row, fields: Iterator[str]) -> None:
        """A column for every field of a reason that the row's list has none for."""
        for field in fields:
            self._words.setdefault(self._key(row, field), [])

    def columns(self) -> tuple[ReturnColumn, ...]:
        marks = {key: SENT if key.startswith(SENT) else key for key in self._words}
        return tuple(
            ReturnColumn(" / ".join(filter(None, said)) or field_label(marks[key]), marks[key])
            for key, said in self._words.items()
        )

    def place(self, row: Row, field: str) -> int:
        """Where the cell that a reason about `field` means stands."""
        return list(self._words).index(self._key(row, field))

    def cells(self, row: Row) -> tuple[str, ...]:
        """The row's cells under `columns`, for which there is room by now."""
        where = row["sheet_number"], row["list_number"]
        if where not in self._places:
            sources = self._sources[where]
            self._places[where] = [_place(sources.get(key, f"{key}_text")) for key in self._words]
        others = (row["others"] or "").split(BETWEEN)
        return tuple(
            shown(others[place] if isinstance(place, int) else row[place] if place else None)
            for place in self._places[where]
        )

    def _key(self, row: Row, field: str) -> str:
        sources = self._sources[row["sheet_number"], row["list_number"]]
        part = FIRST_PARTS.get(field)
        return part if part and field not in sources and part in sources else field


def _place(source: str | int) -> str | int | None:
    """Where a cell is looked up: in the row's column, what somebody has written there since too, or among the others;
    nowhere, where the row's list lacks it and no column of rows is called so."""
    return source if isinstance(source, int) or source.removesuffix("_text") in {*FIELDS, "number"} else None


def _row(
    layout: _Layout,
    columns: Sequence[ReturnColumn],
    row: Row,
    problems: Sequence[Row],
    proposals: Mapping[str, str],
) -> ReturnRow:
    colours: dict[int, str] = {}
    lines = []
    for problem in sorted(problems, key=lambda problem: (problem["severity"] == "advise", _CATALOGUE[problem["code"]])):
        place = layout.place(row, problem["column"])
        colours.setdefault(place, problem["severity"])
        lines.append(f"{_SAID_OF[problem['severity']]}, {columns[place].heading}: {_sentence(problem, proposals)}")
    return ReturnRow(row["row_id"], row["sheet"], row["source_row"], layout.cells(row), colours, "\n".join(lines))


def _sentence(problem: Row, proposals: Mapping[str, str]) -> str:
    reason = REASONS[problem["code"]]
    # Another reason may be about the same cell: only of one that is no number a number is proposed.
    proposed = proposals.get(problem["original"] or "") if reason.code == "NIK_FORMAT" else None
    maybe = f"Mungkin {proposed}; cocokkan dengan KTP. " if proposed else ""
    told = f"{problem['original']} " if reason.code in FROM_OUTSIDE else ""
    return f"{reason.sentence} {told}{maybe}{reason.fix}"
