"""Rows that may be doubled, and how another office writes the same person."""

from dataclasses import dataclass
from random import Random

from flows.demo.filling import cells_of, new_row
from flows.demo.names import plain_of, titled_name
from flows.demo.people import Register, age
from flows.demo.places import Place
from flows.demo.rosters import File, Row, Sheet


@dataclass(frozen=True, slots=True)
class Found:
    """A row with its sheet and file."""

    file: File
    sheet: Sheet
    row: Row


class Spare:
    """The rows that may be doubled: clean rows of people of working age, each taken once."""

    def __init__(self, files: list[File], register: Register) -> None:
        self._rows = [
            Found(file, sheet, row)
            for file in files
            for sheet in file.sheets
            for row in sheet.rows
            if row.mess is None and row.person.regency == "Tulungagung" and unremarkable(row, register)
        ]
        register.rng.shuffle(self._rows)

    def take(
        self, times: int, segments: tuple[str, ...], kecamatan: str | None = None, within: File | None = None
    ) -> list[Found]:
        """Up to so many rows of those segments, of residents of one kecamatan or of one file if asked."""
        taken: list[Found] = []
        kept: list[Found] = []
        for found in self._rows:
            wanted = (
                len(taken) < times
                and found.row.segment in segments
                and kecamatan in (None, found.row.person.place.kecamatan)
                and within in (None, found.file)
            )
            (taken if wanted else kept).append(found)
        self._rows = kept
        return taken

    def take_pairs(self, times: int, apart: bool) -> list[tuple[Found, Found]]:
        """Up to so many pairs of rows of two lists that name a desa: the same one, or (`apart`) two kecamatan's."""
        pairs: list[tuple[Found, Found]] = []
        waiting: dict[Place | None, Found] = {}
        kept: list[Found] = []
        for found in self._rows:
            place = None if apart else found.row.person.place
            if len(pairs) == times or not {"desa", "name"} <= found.sheet.fields:
                kept.append(found)
            elif place not in waiting:
                waiting[place] = found
            elif waiting[place].sheet is found.sheet or (apart and _neighbours(waiting[place], found)):
                kept.append(found)
            else:
                pairs.append((waiting.pop(place), found))
        self._rows = kept + list(waiting.values())
        return pairs


def _neighbours(one: Found, other: Found) -> bool:
    return one.row.person.place.kecamatan == other.row.person.place.kecamatan


def unremarkable(row: Row, register: Register) -> bool:
    """Whether the row has no code, and its person an age at which no list would give it one."""
    return not row.codes and 25 <= age(row.person.birth, register.month_start) < 60


def unremarkable_row(sheet: Sheet, register: Register) -> Row:
    """A row about a new person, without any code."""
    while True:
        row = new_row(sheet, register)
        if unremarkable(row, register):
            return row


def again(row: Row, sheet: Sheet, rng: Random) -> Row:
    """The same person as another office writes them: the name with or without a title, in other capitals."""
    segment = sheet.segment or row.segment
    cells = cells_of(row.person, sheet, segment, rng)
    named = titled_name(plain_of(row.person.name), row.person.sex, rng)
    cells["name"] = rng.choice((row.person.name, named, named.upper(), plain_of(row.person.name)))
    return Row(row.person, segment, cells)


def insert(sheet: Sheet, row: Row, rng: Random) -> None:
    """Puts the row somewhere among the others."""
    sheet.rows.insert(rng.randint(0, len(sheet.rows)), row)
