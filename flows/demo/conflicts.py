"""NIKs that two plainly different people claim, and NIKs of neighbours who hold each other's."""

from datetime import date, timedelta

from flows.demo.filling import scaled
from flows.demo.names import unlike_name
from flows.demo.people import Person, Register, age
from flows.demo.rosters import File, Row, Sheet
from flows.demo.spare import insert, unremarkable_row

_APART = 6
"""Rows between a displaced pair and the next whose dates differ: nearer, they would be of one block."""


def conflicts(files: list[File], register: Register, workers: int) -> None:
    """Adds pairs of rows under one NIK, on two lists of vulnerable workers: both wait for a steward."""
    lists = [sheet for file in files for sheet in file.sheets if sheet.segment == "pekerja_rentan"]
    for _ in range(scaled(15, workers)):
        pair = register.rng.sample(lists, 2)
        owner, other = (unremarkable_row(sheet, register) for sheet in pair)
        _claim(other, owner.person, register)
        for sheet, row in zip(pair, (owner, other), strict=True):
            row.rejected, row.mess = True, "conflict"
            row.codes = tuple(sorted((*row.codes, "NIK_CONFLICT")))
            insert(sheet, row, register.rng)


def displaced(files: list[File], register: Register, workers: int) -> None:
    """Adds neighbours of one sex who stand beside each other's NIK, away from rows whose dates differ anyway."""
    lists = [sheet for file in files for sheet in file.sheets if "birth_date" in sheet.fields and sheet.segment]
    for _ in range(scaled(12, workers)):
        sheet = register.rng.choice([sheet for sheet in lists if _undisputed(sheet)])
        pair = _two_of_one_sex(sheet, register)
        for row, other in zip(pair, reversed(pair), strict=True):
            row.cells["nik"] = other.person.nik
            row.rejected, row.mess = True, "displaced"
            row.codes = ("BIRTH_DATE_DIFFERS_FROM_NIK", "NIK_DISPLACED")
        at = register.rng.choice(_undisputed(sheet))
        sheet.rows[at:at] = pair


def _two_of_one_sex(sheet: Sheet, register: Register) -> list[Row]:
    one = unremarkable_row(sheet, register)
    while True:
        other = unremarkable_row(sheet, register)
        births = ({row.person.birth.day, row.person.birth.month, row.person.birth.year} for row in (one, other))
        if other.person.sex == one.person.sex and next(births) != next(births):
            return [one, other]


def _undisputed(sheet: Sheet) -> list[int]:
    """The places on a sheet where no row nearby has a birth date that differs from its NIK."""
    differing = [at for at, row in enumerate(sheet.rows) if "BIRTH_DATE_DIFFERS_FROM_NIK" in row.codes]
    places = range(len(sheet.rows) + 1)
    return [at for at in places if not any(at - _APART <= other < at + _APART for other in differing)]


def _claim(row: Row, owner: Person, register: Register) -> None:
    """Gives the row the owner's NIK under another name and another birth date."""
    name = unlike_name(owner.name, row.person.sex, register.rng)
    born = _unlike_birth(row.person.birth, owner.birth, register.month_start)
    row.cells |= {"nik": owner.nik, "name": name, "birth_date": born}
    sexes_differ = row.person.sex != owner.sex
    row.codes = ("BIRTH_DATE_DIFFERS_FROM_NIK", *(("SEX_DIFFERS_FROM_NIK",) if sexes_differ else ()))


def _unlike_birth(born: date, owner: date, month_start: date) -> date:
    """A date a year or more away that no exchange of day and month explains, at an age without a code."""
    while abs(born - owner) < timedelta(366) or {born.day, born.month} == {owner.day, owner.month}:
        born += timedelta(401)
        if age(born, month_start) < 25:
            born -= timedelta(30 * 365)
    return born
