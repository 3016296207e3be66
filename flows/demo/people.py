"""People who do not exist, each with a NIK of a serial that no register has reached."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from flows.demo.names import dusun, plain_name, titled_name
from flows.demo.places import Place, region_codes

MIDDLE = "middle"
_AGES = {
    MIDDLE: (25, 60),
    "perangkat_desa": (22, 59),
    "non_asn": (20, 58),
    "bpd": (25, 68),
    "rt_rw": (26, 74),
    "pekerja_rentan": (18, 64),
    "seventeen": (17, 17),
    "child": (12, 16),
    "elder": (65, 79),
}
_NEIGHBOURS = ("3503", "3505", "3506", "3571", "3518", "3507")
_PROVINCES = ("33", "33", "33", "34", "32", "31", "16", "18", "64", "63", "71")
_BIRTH_PLACES = ("Tulungagung",) * 12 + ("Trenggalek", "Blitar", "Kediri", "Malang", "Nganjuk")
FOREIGN, UNKNOWN = "NIK_FOREIGN_REGION", "NIK_REGION_UNKNOWN"


@dataclass(frozen=True, slots=True)
class Person:
    """One person; `origin` is the advice that the NIK's first digits earn, if any."""

    nik: str
    nkk: str
    name: str
    sex: str
    birth: date
    birth_place: str
    place: Place
    regency: str
    dusun: str
    rt: str
    rw: str
    phone: str
    origin: str | None


@dataclass(slots=True)
class Register:
    """The imaginary civil register: gives every person a NIK of their own."""

    rng: Random
    month_start: date
    issued: set[str] = field(default_factory=set)

    def person(
        self,
        place: Place,
        sex: str,
        ages: str,
        origin: str | None = None,
        regency: str = "Tulungagung",
        round_serials: bool = False,
    ) -> Person:
        """A new person of that place and age."""
        rng = self.rng
        birth = birth_date(ages, self.month_start, rng)
        region = first_issue("350305" if regency != "Tulungagung" else None, place, origin, rng)
        return Person(
            nik=self.issue(region, birth, sex, round_serials),
            nkk=f"3504{place.kecamatan}{rng.randint(1, 28):02}{rng.randint(1, 12):02}"
            f"{rng.randint(5, 22):02}{rng.randint(9001, 9999)}",
            name=titled_name(plain_name(sex, rng), sex, rng),
            sex=sex,
            birth=birth,
            birth_place=rng.choice(_BIRTH_PLACES),
            place=place,
            regency=regency,
            dusun=dusun(rng),
            rt=f"{rng.randint(1, 9):03}",
            rw=f"{rng.randint(1, 6):03}",
            phone=f"08120000{rng.randint(0, 9999):04}" if rng.random() < 0.7 else "",
            origin=FOREIGN if regency != "Tulungagung" else origin,
        )

    def issue(self, region: str, birth: date, sex: str, round_serials: bool = False) -> str:
        """A NIK not issued before. Serials are 9001 to 9999: real ones begin at 0001 and stay low.

        A last digit 0 is given only where asked for: in a handful of rows it would look like a column
        damaged by Excel.
        """
        day = birth.day + (40 if sex == "P" else 0)
        while True:
            serial = self.rng.randint(9001, 9999)
            if serial % 10 == 0 and not round_serials:
                continue
            nik = f"{region}{day:02}{birth:%m%y}{serial}"
            if nik not in self.issued:
                self.issued.add(nik)
                return nik


def first_issue(elsewhere: str | None, place: Place, origin: str | None, rng: Random) -> str:
    """The six digits of the region where the NIK was first issued: mostly where the person lives."""
    if elsewhere:
        return elsewhere
    if origin == FOREIGN:
        far = f"{rng.choice(_PROVINCES)}{rng.randint(1, 20):02}"
        return f"{far if rng.random() < 0.5 else rng.choice(_NEIGHBOURS)}{rng.randint(1, 20):02}"
    if origin == UNKNOWN:
        gone = [f"35{number}" for number in range(30, 71) if f"35{number}" not in region_codes()]
        return rng.choice(("5403", rng.choice(gone), "3504")) + f"{rng.randint(20, 99)}"
    return f"3504{place.kecamatan if rng.random() < 0.9 else f'{rng.randint(1, 19):02}'}"


def age(birth: date, on: date) -> int:
    """Completed years on that day."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def after_three_months(month_start: date) -> date:
    """The first day of the month three months later."""
    months = month_start.month + 2
    return date(month_start.year + months // 12, months % 12 + 1, 1)


def near_limit(birth: date, segment: str | None, month_start: date) -> bool:
    """Whether the row earns AGE_NEAR_LIMIT: 17 years old, or 65 within three months (BPU: not yet 65)."""
    years = age(birth, month_start)
    if segment == "pekerja_rentan" and years >= 65:
        return False
    return years == 17 or age(birth, after_three_months(month_start)) >= 65


def birth_date(ages: str, month_start: date, rng: Random) -> date:
    """A birth date of that age group on the first day of the month."""
    if ages == "almost_65":
        first, last = month_start.replace(year=month_start.year - 65), after_three_months(month_start)
        return _between(first + timedelta(1), last.replace(year=last.year - 65), rng)
    low, high = _AGES[ages]
    first = month_start.replace(year=month_start.year - high - 1) + timedelta(1)
    return _between(first, month_start.replace(year=month_start.year - low), rng)


def _between(first: date, last: date, rng: Random) -> date:
    """A day of the span; never 29 February of the old, whose 65th birthday is a matter of opinion."""
    day = first + timedelta(rng.randint(0, (last - first).days))
    return day.replace(day=28) if (day.month, day.day) == (2, 29) and day.year < 1970 else day
