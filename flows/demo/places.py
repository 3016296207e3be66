"""The real desa of Tulungagung, and the ways in which their names are written wrongly."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from schemas.reference import HOME_REGENCY

_LETTERS = "abdegiklmnoprstuw"


@dataclass(frozen=True, slots=True)
class Place:
    """A desa or kelurahan; `kecamatan` is the two-digit code that also stands in a NIK."""

    kecamatan: str
    kecamatan_name: str
    name: str


def reference(table: str) -> list[dict[str, str]]:
    """The rows of `schemas/reference/<table>.csv`."""
    text = files("schemas").joinpath("reference", f"{table}.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


@cache
def places() -> tuple[Place, ...]:
    """Every desa and kelurahan of Tulungagung, in the order of the official codes."""
    rows = [row for row in reference("regions") if row["code"].startswith(f"{HOME_REGENCY}.")]
    kecamatan = {row["code"]: row["name"] for row in rows if row["level"] == "kecamatan"}
    return tuple(
        Place(row["parent"][-2:], kecamatan[row["parent"]], row["name"])
        for row in rows
        if row["level"] in ("desa", "kelurahan")
    )


@cache
def places_of(kecamatan: str) -> tuple[Place, ...]:
    """The desa of one kecamatan, by its two-digit code."""
    return tuple(place for place in places() if place.kecamatan == kecamatan)


@cache
def region_codes() -> frozenset[str]:
    """Codes of provinces and regencies without dots, as a NIK begins with them."""
    rows = reference("regions")
    return frozenset(row["code"].replace(".", "") for row in rows if row["level"] in ("province", "regency"))


def key(name: str) -> str:
    """A place name as it is compared: lower case, no spaces."""
    return name.lower().replace(" ", "")


@cache
def unique_names() -> frozenset[str]:
    """Keys of the desa names that occur once in the regency: 16 names occur twice."""
    counts = Counter(key(place.name) for place in places())
    return frozenset(name for name, times in counts.items() if times == 1)


@cache
def misspellings(place: Place) -> tuple[str, ...]:
    """The desa's name with one wrong letter, in every way that points to this desa alone.

    Every other desa of the kecamatan stays three edits away, so that no cautious reader can hesitate; a name
    of six letters or less has none.
    """
    if len(key(place.name)) <= 6:
        return ()
    others = (key(other.name) for other in places_of(place.kecamatan) if other != place)
    # One edit brings a name at most one nearer: only desa within three edits need to be looked at again.
    near = [other for other in others if _distance(key(place.name), other) <= 3]
    return tuple(
        spelling for spelling in _one_edit(place.name) if all(_distance(key(spelling), other) > 2 for other in near)
    )


def _one_edit(name: str) -> Iterator[str]:
    for at in range(2, len(name)):
        if name[at] == " " or name[at - 1] == " ":
            continue
        yield name[:at] + name[at + 1 :]
        yield from (name[:at] + letter + name[at + 1 :] for letter in _LETTERS if letter != name[at].lower())


def _distance(one: str, two: str) -> int:
    """Levenshtein distance."""
    above = list(range(len(two) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, other in enumerate(two, 1):
            line.append(min(above[column] + 1, line[-1] + 1, above[column - 1] + (letter != other)))
        above = line
    return above[-1]
