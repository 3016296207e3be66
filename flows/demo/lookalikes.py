"""People who stand on two lists under two NIKs, and people who only look as if they did."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from flows.demo.filling import scaled
from flows.demo.names import plain_of, two_words, unlike_name
from flows.demo.people import FOREIGN, Person, Register, age, first_issue
from flows.demo.rosters import Cell, File, Row
from flows.demo.spare import Found, Spare

_LIKE_NAMES = {
    "L": (("Slamet Riyadi", "Slamet Riyanto"), ("Hasan", "Husen"), ("Agus Suparman", "Agus Suparno")),
    "P": (("Siti Aminah", "Siti Aisyah"), ("Siti Aminah", "Siti Alimah"), ("Rina Lestari", "Rini Lestari")),
}
_COMMON = {"L": ("Slamet", "Sutrisno"), "P": ("Siti", "Siti Aminah")}
_OLD = (("u", "oe"), ("j", "dj"), ("c", "tj"))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows that look like one person; `one_person` is whether they are."""

    kind: str
    one_person: bool
    first: Row
    second: Row


@dataclass(frozen=True, slots=True)
class Case:
    """How the second person of a pair comes from the first; `full` as in `messes.py`."""

    kind: str
    full: int
    second: Callable[[Person, Person, Register], Person]
    one_person: bool = False
    apart: bool = False


def plant_lookalikes(spare: Spare, register: Register, workers: int) -> list[Pair]:
    """The pairs of the month: rows of true people, on two lists, who become each other's likeness.

    Nobody is added: whoever becomes the likeness keeps row, list, segment and place, so that all totals stay.
    """
    pairs = []
    for case in CASES:
        for first, second in spare.take_pairs(scaled(case.full, workers), case.apart):
            _become(first.row, _starting(case, first.row.person, register))
            _become(second.row, case.second(first.row.person, second.row.person, register))
            pairs.append(_told(case, first, second))
    return pairs


def keep_strangers_apart(files: list[File], pairs: list[Pair], register: Register) -> None:
    """No two share a birthday and a name by chance, nor those of a kecamatan a part of one: the later gets another.

    Where it happens a careful reader would ask, and the truth could not say that he was wrong.
    """
    planted = {row.person.nik for pair in pairs for row in (pair.first, pair.second)}
    rows_of: dict[str, list[Row]] = defaultdict(list)
    for file in files:
        for row in file.rows:
            rows_of[row.person.nik].append(row)
    seen: dict[tuple[object, ...], list[frozenset[str]]] = defaultdict(list)
    everywhere: set[tuple[object, ...]] = set()
    for nik, rows in rows_of.items():
        person = rows[0].person
        said = frozenset(plain_of(person.name).upper().split())
        others = seen[person.birth, person.place.kecamatan]
        namesake = (person.birth, said) in everywhere or any(said <= other or other <= said for other in others)
        if nik not in planted and namesake:
            name = unlike_name(person.name, person.sex, register.rng)
            for row in rows:
                row.person = replace(row.person, name=name)
                if "DECEASED" not in row.codes:  # its name may be what says so
                    row.cells["name"] = row.cells["name"] and name
        others.append(said)
        everywhere.add((person.birth, said))


def _told(case: Case, first: Found, second: Found) -> Pair:
    for found in (first, second):
        code = ("LOOKALIKE",) if case.one_person else ()
        origin = (FOREIGN,) if found.row.person.origin == FOREIGN else ()
        found.row.codes = tuple(sorted({*found.row.codes, *code, *origin}))
        found.row.mess = case.kind
    return Pair(case.kind, case.one_person, first.row, second.row)


def _become(row: Row, person: Person) -> None:
    known: dict[str, Cell] = {
        "nik": person.nik, "nkk": person.nkk, "name": person.name, "sex": person.sex,
        "birth_date": person.birth, "ttl": person.birth,
    }  # fmt: skip
    row.person = person
    row.cells |= {field: cell for field, cell in known.items() if field in row.cells}


def _starting(case: Case, first: Person, register: Register) -> Person:
    """The first of the pair: as the register has it, or with a name that the case is about."""
    if case.kind == "twins_alike":
        return replace(first, name=register.rng.choice(_LIKE_NAMES[first.sex])[0])
    if case.kind == "namesakes":
        return replace(first, name=register.rng.choice(_COMMON[first.sex]))
    if case.kind == "birth_misdated" and " " not in plain_of(first.name):
        # Of one word and another birthday: nobody could say that it is one person.
        return replace(first, name=two_words(first.sex, register.rng))
    return first


# --- one person ----------------------------------------------------------------------------------------------------


def _digit(first: Person, second: Person, register: Register) -> Person:
    return replace(_same(first, second), nik=slipped(first.nik, register, one_digit))


def _exchanged(first: Person, second: Person, register: Register) -> Person:
    return replace(_same(first, second), nik=slipped(first.nik, register, _two_digits))


def _reissued(first: Person, second: Person, register: Register) -> Person:
    """Registered in another regency before moving home: NIKs that have nothing in common but the birth date."""
    region = first_issue(None, first.place, FOREIGN, register.rng)
    return replace(_same(first, second), nik=register.issue(region, first.birth, first.sex), origin=FOREIGN)


def _spelled(first: Person, second: Person, register: Register) -> Person:
    name = _other_spelling(plain_of(first.name), register.rng)
    return replace(_same(first, second), nik=slipped(first.nik, register, one_digit), name=name)


def _misdated(first: Person, second: Person, register: Register) -> Person:
    """Registered twice, once with day and month exchanged or a day whose last digit is wrong."""
    birth = first.birth
    if birth.day <= 12 and birth.day != birth.month:
        birth = birth.replace(day=birth.month, month=birth.day)
    else:
        birth = birth.replace(
            day=birth.day - 1 if birth.day % 10 and birth.day > 1 else birth.day + 1 if birth.day < 28 else 20
        )
    dated = f"{birth.day + (40 if first.sex == 'P' else 0):02}{birth:%m%y}"
    nik = f"{first.nik[:6]}{dated}{first.nik[12:]}"
    if nik in register.issued:
        nik = register.issue(first.nik[:6], birth, first.sex)
    register.issued.add(nik)
    return replace(_same(first, second), nik=nik, birth=birth)


def _same(first: Person, second: Person) -> Person:
    """The second registration of the first person: own family card and telephone, one name, sex and birthday."""
    return replace(second, name=first.name, sex=first.sex, birth=first.birth)


def slipped(nik: str, register: Register, slip: Callable[[str, Random], str]) -> str:
    """The NIK with a slip in its serial, not issued before and synthetic still; as issued where none is left."""
    for _ in range(100):
        serial = slip(nik[12:], register.rng)
        other = nik[:12] + serial
        if serial[0] == "9" and serial != "9000" and serial[-1] != "0" and other not in register.issued:
            register.issued.add(other)
            return other
    return slipped(nik, register, one_digit)


def one_digit(serial: str, rng: Random) -> str:
    at = rng.randint(1, 3)
    return serial[:at] + rng.choice([digit for digit in "0123456789" if digit != serial[at]]) + serial[at + 1 :]


def _two_digits(serial: str, rng: Random) -> str:
    at = rng.randint(1, 2)
    return serial[:at] + serial[at + 1] + serial[at] + serial[at + 2 :]


def _other_spelling(name: str, rng: Random) -> str:
    """Old letters for new ones, or a letter doubled."""
    old = [(new, letters) for new, letters in _OLD if new in name[1:]]
    if old and rng.random() < 0.6:
        new, letters = rng.choice(old)
        return name[0] + name[1:].replace(new, letters, 1)
    at = rng.randrange(1, len(name.split(maxsplit=1)[0]))
    return name[: at + 1] + name[at:]


# --- two people ----------------------------------------------------------------------------------------------------


def _twin(first: Person, second: Person, register: Register) -> Person:
    name = unlike_name(first.name, second.sex, register.rng)
    return _born_beside(replace(second, name=name), first, first.birth, register)


def _twin_alike(first: Person, second: Person, register: Register) -> Person:
    name = register.rng.choice([two for one, two in _LIKE_NAMES[first.sex] if one == first.name])
    return _born_beside(replace(second, name=name, sex=first.sex), first, first.birth, register)


def _sibling(first: Person, second: Person, register: Register) -> Person:
    """A name in common, two years apart, registered in one visit."""
    family = plain_of(first.name).split()[-1]
    own = unlike_name(first.name, second.sex, register.rng).split()[0]
    near = timedelta(700 if age(first.birth, register.month_start) > 40 else -700)
    return _born_beside(replace(second, name=f"{own} {family}"), first, first.birth + near, register)


def _parent_or_child(first: Person, second: Person, register: Register) -> Person:
    years = 20 if age(first.birth, register.month_start) >= 45 else -18
    birth = first.birth.replace(year=first.birth.year + years, day=min(first.birth.day, 28))
    person = replace(_same(first, second), nkk=first.nkk, birth=birth)
    return replace(person, nik=register.issue(first.nik[:6], birth, first.sex))


def _namesake(first: Person, second: Person, register: Register) -> Person:
    person = _same(first, second)
    return replace(person, nik=register.issue(second.nik[:6], first.birth, first.sex))


def _born_beside(person: Person, kin: Person, birth: date, register: Register) -> Person:
    """Of one family card, under the next serial of the region that is free."""
    head = f"{kin.nik[:6]}{birth.day + (40 if person.sex == 'P' else 0):02}{birth:%m%y}"
    serials = (9001 + (int(kin.nik[12:]) - 9001 + step) % 999 for step in range(1, 999))
    nik = next(f"{head}{serial}" for serial in serials if serial % 10 and f"{head}{serial}" not in register.issued)
    register.issued.add(nik)
    return replace(person, nik=nik, nkk=kin.nkk, birth=birth)


CASES = (
    Case("nik_digit", 12, _digit, one_person=True),
    Case("nik_exchanged", 8, _exchanged, one_person=True),
    Case("nik_reissued", 6, _reissued, one_person=True),
    Case("name_spelled", 8, _spelled, one_person=True),
    Case("birth_misdated", 6, _misdated, one_person=True),
    Case("twins", 10, _twin),
    Case("twins_alike", 6, _twin_alike),
    Case("siblings", 10, _sibling),
    Case("parent_and_child", 6, _parent_or_child),
    Case("namesakes", 6, _namesake, apart=True),
)
