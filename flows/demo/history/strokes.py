"""What happens to one person, as it shows on the lists: one small function for each kind."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from flows.demo.filling import cells_of
from flows.demo.history.ledger import NOTICES, Ledger
from flows.demo.lookalikes import one_digit, slipped
from flows.demo.names import plain_of
from flows.demo.people import Person, Register
from flows.demo.rosters import Cell, File, Row
from flows.demo.spare import Found, again, insert, unremarkable_row

_POST = ("position", "rt", "rw", "desa", "kecamatan", "address", "no")
GONE = (*NOTICES.values(), "died")
"""What a list says of a row for the last time: the month after it is not on the list any more."""


@dataclass(slots=True)
class Month:
    """A month of the history while it is made: what the lists cannot tell goes into `ledger` and `deaths`.

    `deaths` are those that only others tell of, by teller; `back` are rows that stand on their list again next month.
    """

    number: int
    first_day: date
    register: Register
    ledger: Ledger
    deaths: list[tuple[str, Person, date]] = field(default_factory=list)
    back: list[Found] = field(default_factory=list)


Stroke = Callable[[Found, Month], None]


def leaves(*words: str) -> Stroke:
    """The list says in its note that the person has left."""

    def stroke(found: Found, month: Month) -> None:
        word = month.register.rng.choice(words)
        cells = {**found.row.cells, "note": word}
        _write(found, replace(found.row, cells=cells, rejected=True, mess=NOTICES[word]))

    return stroke


def dies_on_the_list(found: Found, _: Month) -> None:
    """The name says that the person has died."""
    late = "Alm." if found.row.person.sex == "L" else "Almh."
    cells = {**found.row.cells, "name": f"{late} {plain_of(found.row.person.name)}"}
    _write(found, replace(found.row, cells=cells, codes=("DECEASED",), rejected=True, mess="died"))


def dies_elsewhere(teller: str) -> Stroke:
    """The person dies in the month; the list goes on to hold them, and only the teller knows."""

    def stroke(found: Found, month: Month) -> None:
        day = month.first_day + timedelta(month.register.rng.randint(0, 27))
        month.deaths.append((teller, found.row.person, day))
        month.ledger.died[found.row.person.nik] = day

    return stroke


def is_left_out(found: Found, _: Month) -> None:
    """The list has no such person any more, and does not say why."""
    _take_off(found)


def is_away_a_month(found: Found, month: Month) -> None:
    """The list leaves the person out, and has them again the month after."""
    _take_off(found)
    month.back.append(found)


def hands_over(found: Found, month: Month) -> None:
    """Another person holds the post from now on."""
    there = replace(found.sheet, places=(found.row.person.place,))
    row = unremarkable_row(there, month.register)
    _write(found, replace(row, cells=row.cells | _post_of(found.row)))


def takes_over(farmer: Found, holder: Found, month: Month) -> None:
    """The farmer stands on the holder's list, at the holder's post, and on no other."""
    row = again(farmer.row, holder.sheet, month.register.rng)
    person = replace(farmer.row.person, place=holder.row.person.place)
    _write(holder, replace(row, person=person, cells=row.cells | _post_of(holder.row)))
    _take_off(farmer)


def moves_home(found: Found, month: Month) -> None:
    """Another desa of those that the list is for."""
    rng = month.register.rng
    elsewhere = [place for place in found.sheet.places if place != found.row.person.place]
    person = replace(found.row.person, place=rng.choice(elsewhere))
    fresh = cells_of(person, found.sheet, found.row.segment, rng)
    moved = {name: fresh[name] for name in ("desa", "kecamatan") if name in fresh}
    _write(found, replace(found.row, person=person, cells=found.row.cells | moved))


def has_the_nik_mended(found: Found, month: Month) -> None:
    """One digit was mistyped all the time; from now on the NIK is another one."""
    nik = slipped(found.row.person.nik, month.register, one_digit)
    month.ledger.corrected[found.row.person.nik] = nik
    person = replace(found.row.person, nik=nik)
    _write(found, replace(found.row, person=person, cells={**found.row.cells, "nik": nik}))


def come_back(back: list[Found], lists: list[File], month: Month) -> None:
    """Those who were left out a month ago stand on their list again."""
    for found in back:
        file = next(file for file in lists if (file.sender, file.name) == (found.file.sender, found.file.name))
        sheet = next(sheet for sheet in file.sheets if sheet.name == found.sheet.name)
        insert(sheet, found.row, month.register.rng)


def _post_of(row: Row) -> dict[str, Cell]:
    return {name: row.cells[name] for name in _POST if name in row.cells}


def _write(found: Found, row: Row) -> None:
    """The row in the place of the one that stood there: rows that were sent are never changed."""
    found.sheet.rows[_at(found)] = row


def _take_off(found: Found) -> None:
    del found.sheet.rows[_at(found)]


def _at(found: Found) -> int:
    return next(at for at, row in enumerate(found.sheet.rows) if row is found.row)
