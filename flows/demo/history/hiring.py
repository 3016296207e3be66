"""Newcomers on the lists: as many as places are free, a few more that have to wait, and some whom nobody knows."""

from collections import Counter

from flows.demo.desk import Desk, Request
from flows.demo.filling import scaled
from flows.demo.history.stands import Stand
from flows.demo.history.strokes import Month
from flows.demo.offices import population
from flows.demo.people import Person
from flows.demo.places import places
from flows.demo.rosters import File, Sheet
from flows.demo.spare import insert, unremarkable_row

# When an office asks for more places than there are, and for how many of a quota of 27,500. No place is kept for
# anybody in that month yet, so that the whole list waits: among its people the key of the worker ids would decide.
_ASKED_IN, _ASKED = 2, 40
_UNKNOWN_AT_DUKCAPIL = 6


def fill_places(lists: list[File], held: dict[str, Stand], back: list[str], month: Month, workers: int) -> None:
    """A newcomer for every place that is free: neither `held`, nor kept for who will be `back` (a segment each).

    At the full size the places are the quota, and every newcomer finds one.
    """
    taken = Counter(stand.segment for stand in held.values()) + Counter(back)
    for segment, places_there in population(workers).items():
        sheets = [sheet for file in lists for sheet in file.sheets if sheet.segment == segment]
        free = max(0, places_there - taken[segment])
        for sheet in month.register.rng.choices(sheets, [sheet.people or 1 for sheet in sheets], k=free):
            insert(sheet, unremarkable_row(sheet, month.register), month.register.rng)


def strangers(lists: list[File], month: Month, workers: int) -> list[Person]:
    """People on a list whose NIK Dukcapil does not have: it said so before they were sent, and they are refused."""
    sheets = [sheet for file in lists for sheet in file.sheets if sheet.segment == "pekerja_rentan"]
    people = []
    for _ in range(scaled(_UNKNOWN_AT_DUKCAPIL, workers)):
        sheet = month.register.rng.choice(sheets)
        row = unremarkable_row(sheet, month.register)
        row.mess = "unknown_at_dukcapil"
        month.ledger.unknown.add(row.person.nik)
        insert(sheet, row, month.register.rng)
        people.append(row.person)
    return people


def asked_beyond(desk: Desk, month: Month, workers: int) -> list[File]:
    """A list of people for whom there is no place yet: received after all others, so that they come last."""
    if month.number != _ASKED_IN:
        return []
    titles = ("USULAN TAMBAHAN PEKERJA BANGUNAN", "KABUPATEN TULUNGAGUNG")
    work = ("kuli-bangunan",)
    request = Request("Sheet1", "pekerja_rentan", titles, places(), 0, kind=work[0], occupations=work)
    sheet = _filled(desk.sheet(request), scaled(_ASKED, workers), month)
    return [File("disnakertrans", f"usulan tambahan {month.first_day:%m-%Y}.xlsx", [sheet], turn=2)]


def _filled(sheet: Sheet, people: int, month: Month) -> Sheet:
    sheet.rows = [unremarkable_row(sheet, month.register) for _ in range(people)]
    return sheet
