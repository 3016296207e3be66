"""The table of messes: what is done to a row, and what the row must become.

How to add a mess:
1. Write what it does to a row as a function in `spoil.py` (or `spoil_nik.py`).
2. Add a line to `MESSES` with its codes, how often it happens, and the columns it needs.
3. Add a new code to the list in `tests/unit/demo/test_month.py`, which fails until the code occurs.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flows.demo import spoil, spoil_nik
from flows.demo.people import FOREIGN, MIDDLE, UNKNOWN, Person
from flows.demo.places import key, misspellings, unique_names
from flows.demo.rosters import Row
from flows.demo.spoil import Scene

RESIDENTS = ("perangkat_desa", "bpd", "rt_rw", "pekerja_rentan")
ALL = (*RESIDENTS, "non_asn")
BPU = ("pekerja_rentan",)
# Segments whose offices keep no personnel files, so that a child can slip in.
WITHOUT_FILES = ("pekerja_rentan", "rt_rw")


def anyone(_: Person) -> bool:
    """Whoever comes."""
    return True


def _swappable(person: Person) -> bool:
    return person.birth.day <= 12 and person.birth.day != person.birth.month


def _misspellable(person: Person) -> bool:
    return bool(misspellings(person.place))


def _unmistakable(person: Person) -> bool:
    return key(person.place.name) in unique_names()


@dataclass(frozen=True, slots=True)
class Mess:
    """One kind of mess.

    `full` is how often it happens in a month of 46,731 workers; at least once in any month. `needs` are the
    columns a sheet must have, `opd` whether only an OPD's list will do, `least` how many rows must stand
    around it (a few NIKs ending in 0 would make a short list look damaged as a whole). A mess that `rejects`
    comes as an extra row; any other happens to one of the true people. `ages` picks who it happens to.
    """

    name: str
    full: int
    change: Callable[[Row, Scene], None] = spoil.nothing
    codes: tuple[str, ...] = ()
    rejects: bool = False
    spoils_nik: bool = False
    needs: tuple[str, ...] = ()
    segments: tuple[str, ...] = ALL
    ages: str = MIDDLE
    origin: str | None = None
    opd: bool = False
    workbook: bool = False
    least: int = 0
    suits: Callable[[Person], bool] = anyone


def _nik(code: str, full: int, change: Callable[[Row, Scene], None], workbook: bool = False, least: int = 0) -> Mess:
    return Mess(code.lower(), full, change, (code,), rejects=True, spoils_nik=True, workbook=workbook, least=least)


def _reject(name: str, full: int, codes: str, change: Callable[[Row, Scene], None], needs: str = "",
            segments: tuple[str, ...] = ALL, ages: str = MIDDLE) -> Mess:  # fmt: skip
    return Mess(
        name,
        full,
        change,
        tuple(codes.split()),
        True,
        needs=tuple(needs.split()),
        segments=segments,
        ages=ages,
    )


def _advise(name: str, full: int, code: str, change: Callable[[Row, Scene], None], needs: str = "",
            segments: tuple[str, ...] = ALL, suits: Callable[[Person], bool] = anyone) -> Mess:  # fmt: skip
    codes, columns, opd = tuple(code.split()), tuple(needs.split()), suits is _unmistakable
    return Mess(name, full, change, codes, needs=columns, segments=segments, opd=opd, suits=suits)


MESSES = (
    # A NIK beyond use: nothing else is known from it, so no advice comes with it.
    _nik("NIK_MISSING", 60, spoil_nik.nik_blank),
    _nik("NIK_SCIENTIFIC", 45, spoil_nik.nik_scientific),
    _nik("NIK_TRUNCATED", 60, spoil_nik.nik_truncated, workbook=True, least=20),
    _nik("NIK_TEMPORARY", 15, spoil_nik.nik_temporary),
    _nik("NIK_FORMAT", 90, spoil_nik.nik_malformed),
    _nik("NIK_PROVINCE_UNKNOWN", 15, spoil_nik.nik_nowhere),
    _nik("NIK_DATE_IMPOSSIBLE", 45, spoil_nik.nik_never),
    _nik("NIK_SERIAL_ZERO", 20, spoil_nik.nik_serial_zero, least=20),
    # Other reasons to set a row aside.
    _reject("nameless", 20, "NAME_MISSING", spoil.nameless),
    _reject("unreadable_date", 40, "BIRTH_DATE_UNREADABLE", spoil.date_unreadable, "birth_date"),
    _reject("child", 40, "AGE_UNDER_MINIMUM", spoil.nothing, ages="child", segments=WITHOUT_FILES),
    _reject("elder", 150, "AGE_OVER_MAXIMUM", spoil.nothing, ages="elder", segments=BPU),
    _reject("outside", 80, "OUTSIDE_REGENCY", spoil.outside, "regency", RESIDENTS),
    _reject("unknown_place", 40, "PLACE_UNKNOWN", spoil.place_unknown, "desa", RESIDENTS),
    _reject("servant_by_work", 50, "CIVIL_SERVANT", spoil.servant_by("occupation"), "occupation"),
    _reject("servant_by_status", 25, "CIVIL_SERVANT", spoil.servant_by("status"), "status"),
    _reject("servant_by_post", 15, "CIVIL_SERVANT", spoil.servant_by("position"), "position", ("non_asn",)),
    _reject("dead_by_name", 45, "DECEASED", spoil.dead_by_name),
    _reject("dead_by_note", 25, "DECEASED", spoil.dead_by_note, "note"),
    # Two at once: every reason is reported.
    _reject("dead_elder", 8, "AGE_OVER_MAXIMUM DECEASED", spoil.dead_by_name, ages="elder", segments=BPU),
    _reject("young_servant", 6, "CIVIL_SERVANT", spoil.servant_by("occupation"), "occupation", BPU,
            "seventeen"),
    _reject("nameless_nowhere", 5, "NAME_MISSING PLACE_UNKNOWN",
            spoil.both(spoil.nameless, spoil.place_unknown), "desa", RESIDENTS),
    # Rows that stay, with advice.
    Mess("foreign", 700, origin=FOREIGN),
    Mess("region_gone", 60, origin=UNKNOWN),
    Mess("seventeen", 40, ages="seventeen", segments=BPU),
    Mess("almost_65", 120, ages="almost_65"),
    _advise("date_differs", 200, "BIRTH_DATE_DIFFERS_FROM_NIK", spoil.date_differs, "birth_date"),
    _advise("date_swapped", 150, "BIRTH_DATE_DAY_MONTH_SWAPPED", spoil.date_swapped, "birth_date",
            suits=_swappable),
    _advise("date_blank", 120, "BIRTH_DATE_FROM_NIK", spoil.date_blank, "birth_date"),
    _advise("sex_differs", 100, "SEX_DIFFERS_FROM_NIK", spoil.sex_differs, "sex"),
    _advise("nik_is_nkk", 30, "NIK_IS_NKK", spoil_nik.nik_is_nkk, "nkk"),
    _advise("work_unknown", 150, "OCCUPATION_UNKNOWN", spoil.work_unknown, "occupation", BPU),
    _advise("misspelt", 200, "PLACE_GUESSED", spoil.place_misspelt, "desa", RESIDENTS, _misspellable),
    _advise("no_kecamatan", 60, "PLACE_GUESSED", spoil.kecamatan_blank, "desa kecamatan", BPU, _unmistakable),
    _advise("odd_wage", 40, "WAGE_IMPLAUSIBLE", spoil.wage_odd, "wage"),
    # Untidy but harmless: cleaned without a word.
    _advise("nik_dressed", 400, "", spoil_nik.nik_dressed),
    _advise("desa_blank", 60, "", spoil.desa_blank, "desa", RESIDENTS),
    _advise("desa_spaced", 100, "", spoil.desa_spaced, "desa", RESIDENTS),
)  # fmt: skip
