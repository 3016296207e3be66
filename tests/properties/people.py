"""True people, all made up (serials 9001 to 9999), as they are before anybody writes them down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TypeVar

import polars as pl
from hypothesis import strategies as st

from schemas.reference import HOME_REGENCY, reference

Draw = st.DrawFn
T = TypeVar("T")

_HOME = HOME_REGENCY.replace(".", "")
_SERIALS_APART = 20
_births = st.dates(date(1930, 1, 1), date(2009, 12, 31))
_FOREIGN = ["350506", "350301", "331502", "367401", "910411", "540101"]
_FIRST = [
    "Karto", "Siti Ma'rifah", "Suparman", "Nur'aini", "Moch. Kholil", "H. Slamet", "Hj. Painem", "R. Ngt. Sri",
    "Tukiyem", "Totok", "Sumberan", "Jumlati", "Ketut", "Drs. Noto", "Andr\u00e9", "M. Yusuf", "Camatin", "Soetarmi",
    "Djumadi", "An Nisa",
]  # fmt: skip
_LAST = [
    "", " Wibowo", " Lestari", ", S.Pd.", " bin Kasan", " binti Tukimin", " BIN SARNO", " Al-Farisi", ", S.E., M.M.",
    " Rahayu, A.Md.Kep.", " (Mbah To)", " Dwi Saputra",
]  # fmt: skip
KNOWN_JOBS = {
    "buruh tani": "buruh-tani", "Petani tembakau": "petani-tembakau", "PETANI/PEKEBUN": "petani", "Nelayan": "nelayan",
    "Tukang becak": "becak-bentor", "Ojek Online": "ojek-ojol", "PKL": "pkl", "Bakul ethek": "pedagang-keliling",
    "Jukir": "juru-parkir", "KULI BANGUNAN": "kuli-bangunan", "Pembantu Rumah Tangga": "pekerja-rumah-tangga",
    "Buruh nelayan/perikanan": "buruh-nelayan", "Honorer": "honorer", "Guru Ngaji": "guru-ngaji",
}  # fmt: skip
UNKNOWN_JOBS = ["Pawang hujan", "Serabutan", "Juru kunci", "Tukang pijat"]


@dataclass(frozen=True)
class Person:
    """One person. `nik_born` is the date inside the NIK, which survives a corrected birth date; `job` as people say."""

    nik: str
    nkk: str
    name: str
    born: date
    nik_born: date
    sex: str
    nik_sex: str
    desa: str
    job: str
    wage: int
    phone: str

    @property
    def kecamatan(self) -> str:
        return self.desa[: len("35.04.11")]

    @property
    def occupation(self) -> str | None:
        return KNOWN_JOBS.get(self.job)


@cache
def names() -> dict[str, str]:
    """Name by code of every kecamatan and desa of the regency."""
    home = reference("regions").filter(pl.col("code").str.starts_with(f"{HOME_REGENCY}."))
    return dict(home.select("code", "name").iter_rows())


@cache
def kecamatan_codes() -> list[str]:
    return sorted(code for code in names() if len(code) == len("35.04.11"))


@cache
def desa_codes(kecamatan: str = HOME_REGENCY) -> list[str]:
    """The desa and kelurahan of a kecamatan, or of the regency."""
    return sorted(code for code in names() if code.startswith(kecamatan) and len(code) > len("35.04.11"))


def chance(draw: Draw, one_in: int) -> bool:
    """True once in so many draws; false is the simpler case."""
    return bool(draw(st.integers(0, one_in - 1)) == one_in - 1)


def pick(draw: Draw, options: Sequence[T]) -> T:
    """One of the options; the first is the simplest."""
    return draw(st.sampled_from(options))


def people(draw: Draw, desas: list[str], first: int, size: int) -> list[Person]:
    """`size` people of the desas, the first of whom has the place `first` among those of the file."""
    jobs = draw(st.lists(st.sampled_from([*KNOWN_JOBS, *UNKNOWN_JOBS]), min_size=1, max_size=3))
    return [_person(draw, desas, jobs, first + place) for place in range(size)]


def _person(draw: Draw, desas: list[str], jobs: list[str], place: int) -> Person:
    desa, born, sex = pick(draw, desas), draw(_births), pick(draw, ["L", "P"])
    nik_born = _slipped(draw, born) if chance(draw, 12) else born
    nik_sex = "LP".replace(sex, "") if chance(draw, 25) else sex
    region = pick(draw, _FOREIGN) if chance(draw, 6) else _HOME + desa[6:8]
    serial = 9001 + place * _SERIALS_APART + draw(st.integers(0, 8))  # the first of a file does not end in 0
    day = nik_born.day + (40 if nik_sex == "P" else 0)
    issued = draw(st.dates(date(2010, 1, 1), date(2022, 12, 31)))
    return Person(
        nik=f"{region}{day:02d}{nik_born:%m%y}{serial + (place > 0)}",
        nkk=f"{_HOME}{desa[6:8]}{issued:%d%m%y}{9001 + place:04d}",
        name=pick(draw, _FIRST) + pick(draw, _LAST),
        born=born,
        nik_born=nik_born,
        sex=sex,
        nik_sex=nik_sex,
        desa=desa,
        job=pick(draw, jobs),
        wage=50_000 * draw(st.integers(10, 90)),
        phone=f"0812{34567800 + place}",
    )


def _slipped(draw: Draw, born: date) -> date:
    """Another date, of which nobody would say that its day and month were exchanged, or that a Mac wrote it."""
    other = born + timedelta(days=draw(st.sampled_from([1, 10, 365, 3653, -31])))
    exchanged = (other.year, other.day, other.month) == (born.year, born.month, born.day)
    return born if exchanged or not date(1930, 1, 1) <= other <= date(2009, 12, 31) else other
