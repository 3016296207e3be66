"""The law of reading: a true roster, however it is written, comes back cell for cell, or says why not.

Never a different value. A field that comes back null had nothing to read, or was damaged beyond reading and its row
carries the reason; nobody is lost, and nobody is made of a title, a total or a signature.

The suite tries the same rosters every time; `ROSTERS=2000 pytest tests/properties/test_round_trip.py` hunts for others.
"""

import os
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings

from schemas.reasons import codes
from tests.golden.reading import Became, read_as
from tests.properties.offices import Written
from tests.properties.rosters import Roster, rosters

_REFUSING = set(codes(level="row", severity="reject"))

_HUNT = int(os.environ.get("ROSTERS", "0"))
unhurried = settings(
    max_examples=_HUNT or 120, derandomize=not _HUNT, deadline=None, suppress_health_check=list(HealthCheck)
)


def came_back(roster: Roster) -> Became:
    """What the roster becomes, read as the night would read it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"roster{Path(roster.file_name).suffix}"
        path.write_bytes(roster.content)
        return read_as(path, roster.file_name, roster.sender, "2023-09")


def faults(person: Written, row: dict[str, Any]) -> list[str]:
    """Where a row differs from what its person must come back as."""
    entry, said = person.entry, set((row["codes"] or "").split())
    refused = bool(said & _REFUSING)
    wrong = [
        f"{name}: {row[name]!r} is not {must!r}"
        for name, must in entry.must.items()
        if row[name] != must and not (row[name] is None and name in entry.may_be_lost and refused)
    ]
    wrong += [f"no code says why it is set aside: {said}"] if entry.refused and not refused else []
    return wrong + [f"{code} is not said: {said}" for code in sorted(entry.says - said)]


def _differing(rows: list[dict[str, Any]], places: list[tuple[str, int]]) -> str:
    """Who is lost, and who was made of something else."""
    came = Counter((row["sheet"], row["source_row"]) for row in rows)
    return f"lost: {sorted(Counter(places) - came)}, made up: {sorted(came - Counter(places))}"


@unhurried
@given(rosters())
def test_a_true_roster_comes_back_cell_for_cell_or_says_why_not(roster: Roster) -> None:
    found = came_back(roster)
    assert found.status == "read", (found.code, found.heading)
    names = [sheet.name for sheet in roster.sheets]
    rows = sorted(found.people.to_dicts(), key=lambda row: (names.index(row["sheet"]), row["source_row"]))
    written = sorted(roster.people, key=lambda person: (names.index(person.sheet), person.source_row, person.side))
    places = [(person.sheet, person.source_row) for person in written]
    assert [(row["sheet"], row["source_row"]) for row in rows] == places, (_differing(rows, places), found.heading)
    wrong = [
        (person.source_row, fault, row["codes"])
        for person, row in zip(written, rows, strict=True)
        for fault in faults(person, row)
    ]
    assert not wrong, (found.heading, wrong)
