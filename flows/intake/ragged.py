"""Delimited rows that a program wrote wrongly: a comma inside a cell that was not quoted, a line quoted as a whole."""

import csv
import io
import re
from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

_VOCABULARY = 200
"""Different cells up to which a column is a list of words (sex, desa, occupation) rather than free text."""
_PADDING = ";,\t"
_WRAPPED = re.compile(r'"((?:[^"]|"")*)"$')
_RUPIAH = re.compile(r"(?i)\s*rp\b")
_THOUSANDS = re.compile(r"\d{3}(?:\.\d\d|,-|\.-)?\s*$")
_CUT = re.compile(r"(?:^|[\s.,])\d{1,3}$")
_FEWEST, _KNOWN_ROWS = 3, 5_000
"""Rows that teach what a column looks like; from fewer nothing can be learnt, and rows stay as they are."""


class Looks(NamedTuple):
    """What a column holds: its words where they are few, else their shapes; `free`: text in which a comma may stand."""

    said: set[str]
    free: bool


def unwrapped(text: str, separators: Sequence[str]) -> str | None:
    """The text without the quotes around whole lines, which make one cell of a row; None where lines are not so.

    A program writes them that opened a list with another separator than its own and saved it again. Lines without a
    separator in them it leaves bare, and empty cells it may put behind any.
    """
    inner, wrapped = _inner_lines(text, separators)
    return "\n".join(inner) if inner is not None and wrapped >= _FEWEST else None


def unwrapped_part(text: str, separators: Sequence[str]) -> str | None:
    """The same of a part of a text that begins with such lines: in a part there may be few of them."""
    inner, _ = _inner_lines(text, separators)
    return None if inner is None else "\n".join(inner)


def _inner_lines(text: str, separators: Sequence[str]) -> tuple[list[str] | None, int]:
    """The lines without the quotes around them, null where one is not quoted so; and how many with cells are."""
    lines = [line.rstrip(_PADDING) for line in text.removeprefix("\ufeff").splitlines()]
    whole = [_WRAPPED.match(line) for line in lines]
    cut = [any(separator in line for separator in separators) for line in lines]
    if any(parted and not one for parted, one in zip(cut, whole, strict=True)):
        return None, 0
    inner = [one[1].replace('""', '"') if one else line for line, one in zip(lines, whole, strict=True)]
    return inner, sum(parted for parted, one in zip(cut, whole, strict=True) if one)


def has_surplus_cells(text: str, separator: str, width: int) -> bool:
    """True when some line has more separators outside quotes than a row of `width` cells."""
    lines = pl.Series(text.splitlines(), dtype=pl.String)
    crowded = lines.filter(lines.str.count_matches(separator, literal=True) >= width)
    bare = crowded.str.replace_all(r'"[^"]*"', "")
    return bool((bare.str.count_matches(separator, literal=True) >= width).any())


def mended_rows(text: str, separator: str, width: int, heading: int) -> list[list[str]]:
    """Every row, those below the heading with `width` cells.

    Surplus cells are put together where the others then look like their column; a row that looks so as it is, with
    words behind it, stays.

    A column looks like the words it holds elsewhere if they are few, else like their shape (digits, letters, signs).
    Where several places fit as well, the cells that depend on which are left blank, but for the first, which keeps all
    the words. The thousands of an amount ("Rp 1,850,000", or at the end of a row) are put together before all else.
    """
    rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    if separator == ",":
        rows = [_with_whole_amounts(row, width) if place > heading else row for place, row in enumerate(rows)]
    whole = [row for row in rows[heading + 1 :] if len(row) == width][:_KNOWN_ROWS]
    if len(whole) < _FEWEST:
        return rows
    looks = [_looks(column) for column in zip(*whole, strict=True)]
    return [
        _mended(row, width, separator, looks) if place > heading and len(row) > width else row
        for place, row in enumerate(rows)
    ]


def _with_whole_amounts(row: list[str], width: int) -> list[str]:
    """The row with the amounts put together that commas between thousands have cut, as long as it has surplus cells."""
    whole: list[str] = []
    for place, cell in enumerate(row):
        surplus = len(whole) + len(row) - place - width
        amount = bool(whole) and (_RUPIAH.match(whole[-1]) or _ends_in_thousands(row, place))
        if surplus > 0 and amount and _THOUSANDS.match(cell) and _CUT.search(whole[-1]):
            whole[-1] += f",{cell}"
        else:
            whole.append(cell)
    return whole


def _ends_in_thousands(row: Sequence[str], place: int) -> bool:
    return all(map(_THOUSANDS.match, row[place:]))


def _mended(row: Sequence[str], width: int, separator: str, looks: Sequence[Looks]) -> list[str]:
    surplus = len(row) - width
    if _fit(row[:width], looks) == width:
        return list(row)
    parts = {place: row[place : place + surplus + 1] for place in range(width)}
    stray = {place for place, cells in parts.items() if sum(bool(cell.strip()) for cell in cells) <= 1}
    said_of = {place: "".join(cells) if place in stray else separator.join(cells) for place, cells in parts.items()}
    options = {place: [*row[:place], said, *row[place + surplus + 1 :]] for place, said in said_of.items()}
    fits = {place: _fit(option, looks, joined=-1 if place in stray else place) for place, option in options.items()}
    best = [place for place, fit in fits.items() if fit == max(fits.values())]
    # Beside a cell that holds something an empty one is a separator too many, and no words need be put together.
    best = [place for place in best if place in stray] or best
    if len({tuple(options[place]) for place in best}) == 1:
        return options[best[0]]
    first, last = best[0], best[-1]
    kept, behind = row[:first], row[len(row) - (width - 1 - last) :] if last < width - 1 else []
    said = separator.join(row[first : len(row) - len(behind)])
    return [*kept, said, *[""] * (last - first), *behind]


def _fit(row: Sequence[str], looks: Sequence[Looks], joined: int = -1) -> int:
    """Cells that look like their column; of a cell put together only that its column holds free text is asked."""
    return sum(
        known.free if place == joined else _look(cell, known.said) in known.said
        for place, (cell, known) in enumerate(zip(row, looks, strict=True))
    )


def _looks(column: Sequence[str]) -> Looks:
    said = {cell.strip().casefold() for cell in column}
    if len(said) <= min(_VOCABULARY, len(column) // 2):
        return Looks(said, free=False)
    shapes = {_shape(cell) for cell in said} | {""}
    return Looks(shapes, free=any("a" in shape for shape in shapes))


def _look(cell: str, known: set[str]) -> str:
    said = cell.strip().casefold()
    return said if said in known else _shape(said)


def _shape(cell: str) -> str:
    """ "rt 03" is "a 9", "12-09-1975" is "9-9-9", a number of 16 digits "9:16"."""
    if cell.isdigit():
        return f"9:{len(cell) if len(cell) > 8 else ''}"
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", cell))
