"""Which row is the heading, and which column means what."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate

from schemas.reference import reference
from schemas.tables.cells import FIELDS
from schemas.text import words

_MIN_FIELDS = 2
"""A row is a heading when it names at least two fields: a title that happens to say "NAMA" is not one."""
_NIK_LENGTH = 16
_OF_THE_ID_CARD = re.compile(r"\b(e?ktp|kependudukan)\b")
"""Words that only the NIK of the identity card has; a bare "NIK" may be an office's number (Nomor Induk Karyawan)."""
_LOOKS_LIKE_NIK = re.compile(r"^\D{0,6}(\d[ .-]?){15}\d\D{0,2}$")


@dataclass(frozen=True)
class Heading:
    """`row` is the 0-based row of the heading, `columns` the place of each field, `unrecognised` the other words.

    `titles` are the rows above it.
    """

    row: int
    columns: dict[str, int]
    spellings: dict[str, str]
    unrecognised: tuple[str, ...]
    titles: tuple[Sequence[str], ...] = ()

    def describe(self, sheet: str) -> str:
        """What was taken for what, in a line: `Sheet1 row 4: NO KTP=nik, NAMA=name; not used: UKURAN`."""
        taken = ", ".join(f"{spelling}={field}" for field, spelling in self.spellings.items())
        unused = f"; not used: {', '.join(self.unrecognised)}" if self.unrecognised else ""
        return f"{sheet} row {self.row + 1}: {taken}{unused}"


@cache
def known_spellings() -> dict[str, str]:
    """Field by normalised spelling, from `schemas/reference/headings.csv`."""
    return {words(spelling): field for field, spelling in reference("headings").iter_rows()}


def find_heading(top: Iterable[Sequence[str]], own_spellings: Mapping[str, str]) -> Heading | None:
    """The row that names the most fields, the first of equals; None when no row names two.

    Rows are looked at down to the first that holds a NIK below a heading: what follows is people. `own_spellings` are
    the sender's own (its declaration), and win over the common ones. Where two columns claim one field the left one has
    it and the other is reported as unrecognised; but of two NIK columns the one that speaks of the identity card has
    it, unless the sender declared the other.
    """
    own = {words(said): field for said, field in own_spellings.items()}
    spellings = {**known_spellings(), **own}
    best: Heading | None = None
    seen: list[Sequence[str]] = []
    for place, row in enumerate(top):
        if best and holds_nik(row):
            break
        heading = _read_row(place, row, spellings, own, tuple(seen))
        if len(heading.columns) > (len(best.columns) if best else _MIN_FIELDS - 1):
            best = heading
        seen.append(row)
    return best and _with_second_row(best, seen)


@cache
def _subheadings() -> dict[tuple[str, str], str]:
    """Field by parent field and normalised spelling, from `schemas/reference/subheadings.csv`."""
    return {(parent, words(spelling)): field for parent, spelling, field in reference("subheadings").iter_rows()}


def _with_second_row(heading: Heading, rows: Sequence[Sequence[str]]) -> Heading:
    """The heading with the row under it, where that row divides merged cells: TTL over Tempat and Tanggal, say.

    A merged cell keeps its text in its left column, so a blank belongs to the field on its left.
    """
    if heading.row + 1 >= len(rows):
        return heading
    fields = {column: field for field, column in heading.columns.items()}
    starts = [column if cell.strip() else 0 for column, cell in enumerate(rows[heading.row])]
    parents = list(accumulate(starts, max))
    divided = {
        field: column
        for column, cell in enumerate(rows[heading.row + 1][: len(parents)])
        if (field := _subheadings().get((fields.get(parents[column], ""), words(cell))))
    }
    if not divided:
        return heading
    emptied = {fields[parents[column]] for column in divided.values()} - set(divided)
    kept = {field: column for field, column in heading.columns.items() if field not in emptied}
    said = {field: rows[heading.row + 1][column] for field, column in divided.items()}
    return replace(heading, row=heading.row + 1, columns={**kept, **divided}, spellings={**heading.spellings, **said})


def holds_nik(row: Sequence[str]) -> bool:
    """True when a cell of the row looks like a NIK."""
    return any(len(cell) >= _NIK_LENGTH and _LOOKS_LIKE_NIK.match(cell.strip()) for cell in row)


def _read_row(
    place: int,
    row: Sequence[str],
    spellings: Mapping[str, str],
    own: Collection[str],
    titles: tuple[Sequence[str], ...],
) -> Heading:
    columns: dict[str, int] = {}
    said: dict[str, str] = {}
    unrecognised = []
    spelled = [words(cell) if cell else "" for cell in row]
    fields = [spellings.get(spelling) for spelling in spelled]
    nik = _nik_column(spelled, fields, own) if fields.count("nik") > 1 else None
    for column, (cell, field) in enumerate(zip(row, fields, strict=True)):
        if field in FIELDS and field not in columns and (field != "nik" or nik in {None, column}):
            columns[field] = column
            said[field] = " ".join(cell.split())
        elif cell.strip() and field != "ignored":
            unrecognised.append(" ".join(cell.split()))
    return Heading(place, columns, said, tuple(unrecognised), titles)


def _nik_column(spelled: Sequence[str], fields: Sequence[str | None], own: Collection[str]) -> int:
    """Which of several NIK columns: one the sender declared, else one of the identity card, else the first."""
    claims = [column for column, field in enumerate(fields) if field == "nik"]
    return min(claims, key=lambda column: (spelled[column] not in own, not _OF_THE_ID_CARD.search(spelled[column])))
