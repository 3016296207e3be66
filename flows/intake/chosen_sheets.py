"""Which sheets of a workbook count: the declared ones, and of sheets kept by year that of the roster's month."""

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Literal

from schemas.senders.sender import Sender

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_OF_A_ROSTER = re.compile(r"^rosters/(20\d\d)-")
_EXAMPLE = re.compile(r"(?i)\bcontoh\b|^\W*(petunjuk|panduan|instruksi|tata cara|cara (isi|mengisi|pengisian))\b")

WhyUnread = Literal["not declared", "of another year", "an example"]


def year_of(source_file: str) -> int | None:
    """The year of the month in whose folder a file lies."""
    folder = _OF_A_ROSTER.match(source_file)
    return int(folder[1]) if folder else None


def unread_sheets(names: Iterable[str], sender: Sender, year: int | None) -> dict[str, WhyUnread]:
    """Why each sheet that is not read is not, by its name.

    Offices keep last year's list beside the new one: where the name of a sheet says the year of the roster's month
    (`year`), a sheet that says another year is not read. A year that no sheet
    of the month's year stands beside tells nothing. A sheet that is called an example (Contoh) or says how
    to fill in the others (Petunjuk) is not read either, where others are not called so.
    """
    named = list(names)
    years = {name: {int(found) for found in _YEAR.findall(name)} for name in named}
    current = any(years[name] == {year} for name in named)
    why: dict[str, WhyUnread] = {}
    for name in named:
        if sender.sheets and not any(fnmatchcase(name.casefold(), pattern.casefold()) for pattern in sender.sheets):
            why[name] = "not declared"
        elif current and years[name] and year not in years[name]:
            why[name] = "of another year"
        elif _EXAMPLE.search(name) and not all(map(_EXAMPLE.search, named)):
            why[name] = "an example"
    return why
