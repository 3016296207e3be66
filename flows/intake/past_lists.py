"""Lists of another year beside those of the month: last year's to compare with, an archive left in the file."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.intake.grid import Grid
from flows.intake.lists import PeopleList
from schemas.text import words

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_LONGEST_TITLE = 12
"""Words of the longest title that may say so: what has more is a remark."""
_OF_SOMETHING_ELSE = re.compile(r"\b(form|format|formulir|template|kolom|ktp|kk|kartu|catatan|nb|petunjuk|surat|sk)\b")
_KEPT_ASIDE = re.compile(
    r"^arsip( (data|daftar|lama|tahun|th|tanggal|20\d\d)\b|$)|\bjangan (di ?)?(pakai|gunakan|dibaca|dihitung)\b"
    r"|\b(sudah )?tidak (di ?(pakai|gunakan|usulkan)|berlaku) lagi\b|\bsudah tidak (di ?(pakai|gunakan)|berlaku)\b"
    r"|\btidak diusulkan\b|^(data|daftar|tabel)? ?pembanding\b|\b20\d\d pembanding\b"
    r"|^((data|daftar|tabel) )?(draft?|konsep) lama\b"
    r"|(?<!jangan )\b(di ?)?abaikan\b(?! (baris|kolom|yang|yg|warna|tanda|nomor|pesan|bila|jika|kalau)\b)"
)
"""Words of a list that nobody is to be covered by."""

Place = tuple[int, int]
"""The numbers of a sheet and of a list on it."""


@dataclass(frozen=True)
class _Told:
    """What the words of a list say: that it is kept aside, the years `above` it and in all its `titles`.

    `hidden_of` are the years in the name of its sheet, if that is hidden.
    """

    aside: bool
    above: frozenset[int]
    titles: frozenset[int]
    hidden_of: frozenset[int]


def past_lists(
    grids: Sequence[Grid], rosters: Mapping[int, Sequence[PeopleList]], year: int | None
) -> frozenset[Place]:
    """The lists that are of another year than the roster's, beside others that are not.

    They say so themselves (ARSIP, JANGAN DIPAKAI, PEMBANDING); or they stand beside another on the same rows, under
    an earlier year where that one is under the month's; or on a hidden sheet that is called by an earlier year. Never
    all lists of a file: offices forget to change the year in a title, so the only list is the month's.
    """
    if sum(map(len, rosters.values())) < 2:
        return frozenset()
    told = {
        (number, place): _told(grids[number], people)
        for number, lists in rosters.items()
        for place, people in enumerate(lists)
    }
    past = {where for where, said in told.items() if said.aside or (year and _is_hidden_archive(said, year))}
    past |= {where for where in told if year and _beside_the_months(where, rosters, told, year)}
    return frozenset(past) if len(past) < len(told) else frozenset()


def _told(grid: Grid, people: PeopleList) -> _Told:
    heading = people.heading
    cells = [cell for row in heading.titles for cell in row[heading.left : heading.right] if cell.strip()]
    said = [text for text in map(words, (*cells, grid.name)) if len(text.split()) <= _LONGEST_TITLE]
    above = heading.titles[-1][heading.left : heading.right] if heading.titles else ()
    aside = any(_KEPT_ASIDE.search(text) and not _OF_SOMETHING_ELSE.search(text) for text in said)
    hidden_of = _years(grid.name) if grid.hidden else frozenset[int]()
    return _Told(aside, _years(" ".join(above)), _years(" ".join(cells)), hidden_of)


def _is_hidden_archive(said: _Told, year: int) -> bool:
    return _before(said.hidden_of, year) and year not in said.titles


def _beside_the_months(
    where: Place, rosters: Mapping[int, Sequence[PeopleList]], told: Mapping[Place, _Told], year: int
) -> bool:
    """Whether a list right under an earlier year stands beside one right under the month's."""
    number, place = where
    row = rosters[number][place].heading.row
    beside = [told[number, other] for other, people in enumerate(rosters[number]) if people.heading.row == row]
    return _before(told[where].above, year) and any(year in said.above for said in beside)


def _before(years: frozenset[int], year: int) -> bool:
    return bool(years) and max(years) < year


def _years(text: str) -> frozenset[int]:
    return frozenset(map(int, _YEAR.findall(text)))
