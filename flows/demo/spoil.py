"""How a row is spoilt: one small function for each kind of mess."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from flows.demo.names import plain_name
from flows.demo.people import Register
from flows.demo.places import misspellings
from flows.demo.rosters import Row, Sheet

_SERVANTS = ("PNS", "TNI", "POLRI", "Pensiunan", "Pensiunan PNS")
_UNREADABLE = ("31-02-1975", "tidak tahu", "30/02/1980", "lupa", "00-00-1970", "31-04-1968")
_STRANGE_PLACES = ("Sukamaju Indah", "Cempaka Putih", "Bumi Asri Permai", "Griya Kencana")
_STRANGE_WORK = ("juru kunci makam", "dukun bayi", "penggali sumur", "tukang jahit", "")
_OUTSIDE = ("Trenggalek", "Kabupaten Trenggalek", "Blitar", "Kabupaten Kediri", "Kota Blitar")


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a row is spoilt: the sheet, the register that issues NIKs, and chance."""

    sheet: Sheet
    register: Register

    @property
    def rng(self) -> Random:
        """The month's one source of chance."""
        return self.register.rng


Change = Callable[[Row, Scene], None]


def nothing(row: Row, _: Scene) -> None:
    """The person is the mess: too young, too old, or with a NIK from elsewhere."""


def both(first: Change, second: Change) -> Change:
    """One change after the other."""

    def change(row: Row, scene: Scene) -> None:
        first(row, scene)
        second(row, scene)

    return change


def nameless(row: Row, _: Scene) -> None:
    """No name."""
    row.cells["name"] = None


def dead_by_name(row: Row, scene: Scene) -> None:
    """A name that says the person has died."""
    name = plain_name(row.person.sex, scene.rng)
    late = "Alm" if row.person.sex == "L" else "Almh"
    forms = (f"{late}. {name}", f"{name} ({late})", f"{name} ({late}.)", f"{name} {late}.")
    row.cells["name"] = scene.rng.choice(forms)


def dead_by_note(row: Row, scene: Scene) -> None:
    """A note that says the person has died."""
    row.cells["note"] = scene.rng.choice(("meninggal dunia", "Meninggal dunia"))


def servant_by(column: str) -> Change:
    """A cell of `column` that says PNS, TNI, POLRI or Pensiunan."""

    def change(row: Row, scene: Scene) -> None:
        row.cells[column] = scene.rng.choice(_SERVANTS)

    return change


def date_unreadable(row: Row, scene: Scene) -> None:
    """Words, or a day that no calendar has."""
    row.cells["birth_date"] = scene.rng.choice(_UNREADABLE)


def date_blank(row: Row, _: Scene) -> None:
    """No birth date: the NIK has to tell it."""
    row.cells["birth_date"] = None


def date_differs(row: Row, scene: Scene) -> None:
    """Days or a year off, and never made of the same day and month numbers: no exchange explains it."""
    birth = row.person.birth
    offsets = scene.rng.sample((-400, -370, -9, -1, 1, 9, 370, 400), 8)
    stated = (birth + timedelta(days) for days in offsets)
    row.cells["birth_date"] = next(day for day in stated if {day.day, day.month} != {birth.day, birth.month})


def date_swapped(row: Row, _: Scene) -> None:
    """Day and month exchanged: needs a person both of whose numbers could be a month."""
    stated = row.person.birth
    row.cells["birth_date"] = stated.replace(day=stated.month, month=stated.day)


def sex_differs(row: Row, _: Scene) -> None:
    """The other sex."""
    row.cells["sex"] = "P" if row.person.sex == "L" else "L"


def work_unknown(row: Row, scene: Scene) -> None:
    """An occupation that no table knows, or none."""
    row.cells["occupation"] = scene.rng.choice(_STRANGE_WORK) or None


def wage_odd(row: Row, scene: Scene) -> None:
    """A slip of the zeros."""
    row.cells["wage"] = scene.rng.choice((500, 1_500, 75_000_000, 150_000_000))


def place_unknown(row: Row, scene: Scene) -> None:
    """A housing estate where the desa belongs."""
    row.cells["desa"] = scene.rng.choice(_STRANGE_PLACES)


def place_misspelt(row: Row, scene: Scene) -> None:
    """One wrong letter."""
    row.cells["desa"] = scene.rng.choice(misspellings(row.person.place))


def kecamatan_blank(row: Row, _: Scene) -> None:
    """Only the desa is given."""
    row.cells["kecamatan"] = None


def desa_blank(row: Row, _: Scene) -> None:
    """Only the kecamatan is known."""
    row.cells["desa"] = None


def desa_spaced(row: Row, _: Scene) -> None:
    """A name of two words written as one, or shouted with a hard space behind it."""
    name = row.person.place.name
    row.cells["desa"] = name.replace(" ", "") if " " in name else f"{name.upper()} "


def outside(row: Row, scene: Scene) -> None:
    """An address in a neighbouring regency."""
    row.cells["regency"] = scene.rng.choice(_OUTSIDE)
