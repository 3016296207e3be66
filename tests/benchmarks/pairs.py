"""A register of people who do not exist, some of them in it twice, and many who only look so: labelled pairs.

Made without a word of `flows/review`: what befalls a second registration, and who is mistaken for whom, is written here
from the field's own cases (NIK typed wrongly, re-issued after a move, spelled by another clerk; twins, brothers and
sisters, fathers and sons, namesakes, neighbours registered on one morning). Serials begin at 9001 and stay low, as real
ones begin at 0001: the tail of a NIK tells less than it seems.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import polars as pl

from flows.cleaning.names import read_names
from flows.review.lookalikes.pairs import find_lookalikes

_DESA = 271
_KECAMATAN = 19
_FIRST, _DAYS = date(1959, 1, 1), 16_400
_STEMS = (
    "SU", "WI", "HAR", "MAR", "SAR", "KAR", "PUR", "DAR", "NGA", "PAR", "TU", "SRI", "SUM", "KAS", "WAG", "MIS", "JU",
    "RUS", "SUP", "YA", "MUJ", "PON", "LAS", "RAT", "SUN", "WAR", "SUK", "TAR", "BAM", "KUS", "NUR", "SUT", "ROH", "AR",
)  # fmt: skip
_ENDINGS = {
    "L": ("YONO", "NO", "DI", "MAN", "TO", "JAN", "MIN", "ADI", "YANTO", "WAN", "IRAN", "ONO", "NAWAN", "KUN"),
    "P": ("WATI", "YEM", "NAH", "SIH", "YATI", "INI", "INAH", "NINGSIH", "TIN", "MI", "IAH", "ANI", "YANI", "RAHAYU"),
}
_COMMON = {
    "L": ("SLAMET", "SUTRISNO", "MUHAMMAD", "SUPARMAN", "AHMAD", "SUYANTO", "KASMAN", "IMAM", "AGUS", "BUDI", "JOKO"),
    "P": ("SITI", "SRI", "SULASTRI", "SUMIATI", "DEWI", "NUR", "SUPARMI", "UMI", "ENDANG", "TITIK", "LILIK"),
}
_SECOND = {
    "L": ("RIYADI", "RIYANTO", "SANTOSO", "WIDODO", "HIDAYAT", "ROHMAN", "ARIFIN", "FAUZI", "HASAN", "HUSEN", "YUSUF"),
    "P": ("AMINAH", "AISYAH", "ROHMAH", "KHOTIMAH", "LESTARI", "WAHYUNI", "MUTMAINAH", "ZULAIKAH", "RINA", "RINI"),
}
_OTHERWISE = (
    ("MUHAMMAD", "MOCH."), ("AHMAD", "ACHMAD"), ("RO", "ROC"), ("SU", "SOE"), ("YU", "JOE"), ("KH", "CH"), ("F", "V"),
    ("YADI", "JADI"), ("IA", "IYA"), ("NN", "N"), ("AI", "AE"), ("IN", "IEN"), ("UN", "OEN"), ("SY", "S"), ("S", "SS"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Record:
    """One row as it would win its NIK; `person` and `kind` are the label."""

    person: int
    kind: str
    nik: str
    nkk: str
    name: str
    sex: str
    born: date
    desa: int
    phone: str | None
    by_nik: bool = False  # no birth date in the cell


@dataclass(slots=True)
class Civil:
    """The imaginary register: gives out names, NIKs and family cards."""

    rng: Random
    records: list[Record] = field(default_factory=list)
    issued: set[str] = field(default_factory=set)
    persons: int = 0

    def stranger(self, kind: str = "background", **known: object) -> Record:
        """A new person in the register."""
        rng = self.rng
        sex = str(known.get("sex") or rng.choice("LP"))
        desa = rng.randrange(_DESA)
        record = Record(
            self.persons, kind, "", f"3504{rng.randrange(10**12):012}", _name(sex, rng), sex, _day(rng), desa,
            f"08120{rng.randrange(10**7):07}" if rng.random() < 0.6 else None,
        )  # fmt: skip
        self.persons += 1
        return replace(record, **known)  # type: ignore[arg-type]

    def enter(self, record: Record, nik: str | None = None) -> Record:
        """The record with its NIK, in the register."""
        entered = replace(record, nik=nik or self.new_nik(record))
        self.issued.add(entered.nik)
        self.records.append(entered)
        return entered

    def new_nik(self, record: Record, region: str | None = None) -> str:
        """The next free number of the region (mostly where the person lives) and date."""
        here = _region(record.desa) if self.rng.random() < 0.85 else _region(self.rng.randrange(_DESA))
        head = (region or here) + _dated(record.born, record.sex)
        serial = 9001 + int(self.rng.expovariate(0.25))
        while f"{head}{serial}" in self.issued:
            serial += 1
        return f"{head}{serial}"


def labelled(people: int, each: int, seed: int) -> pl.DataFrame:
    """Winners as `find_lookalikes` takes them, with `person` and `kind`: `people` strangers, `each` of every case."""
    civil = Civil(Random(seed))
    for _ in range(people):
        civil.enter(civil.stranger())
    for kind, case in {**SAME, **DIFFERENT}.items():
        for _ in range(each):
            case(civil, kind)
    return _winners(civil.records, seed)


def pairs_among(winners: pl.DataFrame) -> pl.DataFrame:
    """The lookalikes of winners who are all in one part."""
    with TemporaryDirectory(prefix="payung-lookalikes-") as folder:
        return find_lookalikes([winners.lazy()], Path(folder))


# --- one person, twice ---------------------------------------------------------------------------------------------


def _digit(civil: Civil, kind: str) -> None:
    first = _resident(civil, kind)
    _again(civil, first, _spoilt(civil, first.nik, _one_digit))


def _exchanged(civil: Civil, kind: str) -> None:
    first = _resident(civil, kind)
    _again(civil, first, _spoilt(civil, first.nik, _two_digits))


def _moved(civil: Civil, kind: str) -> None:
    """Married or moved into another kecamatan and registered there anew, with a family card of the new place."""
    first = _resident(civil, kind)
    place = civil.rng.randrange(_DESA)
    now_at = first.desa if civil.rng.random() < 0.5 else place
    _again(civil, replace(first, nkk=f"3504{civil.rng.randrange(10**12):012}", desa=now_at),
           civil.new_nik(first, _region(place)))  # fmt: skip


def _reissued(civil: Civil, kind: str) -> None:
    first = _resident(civil, kind)
    _again(civil, first, civil.new_nik(first, first.nik[:6]))


def _spelled(civil: Civil, kind: str) -> None:
    first = _resident(civil, kind)
    nik = _spoilt(civil, first.nik, _one_digit) if civil.rng.random() < 0.5 else civil.new_nik(first)
    _again(civil, replace(first, name=_other_spelling(first.name, civil.rng)), nik)


def _misdated(civil: Civil, kind: str) -> None:
    """Registered again with a wrong date, which the second NIK holds too."""
    first = _resident(civil, kind)
    second = replace(first, born=_other_day(first.born, civil.rng))
    nik = first.nik[:6] + _dated(second.born, second.sex) + first.nik[12:]
    _again(civil, second, None if nik in civil.issued or civil.rng.random() < 0.3 else nik)


SAME: dict[str, Callable[[Civil, str], None]] = {
    "a digit of the NIK": _digit,
    "two digits exchanged": _exchanged,
    "new NIK after moving": _moved,
    "new NIK at home": _reissued,
    "name spelled otherwise": _spelled,
    "birth date mistyped": _misdated,
}


def _resident(civil: Civil, kind: str) -> Record:
    return civil.enter(civil.stranger(kind))


def _again(civil: Civil, record: Record, nik: str | None) -> None:
    """The second registration, with what another clerk leaves out or writes his own way."""
    rng = civil.rng
    name = _other_spelling(record.name, rng) if rng.random() < 0.1 else record.name
    phone = record.phone if rng.random() < 0.5 else None
    nkk = record.nkk if rng.random() < 0.6 else f"3504{rng.randrange(10**12):012}"
    civil.enter(replace(record, name=name, phone=phone, nkk=nkk, by_nik=rng.random() < 0.03), nik)


# --- two people ----------------------------------------------------------------------------------------------------


def _twins(civil: Civil, kind: str) -> None:
    first = civil.enter(civil.stranger(kind))
    second = civil.stranger(kind, born=first.born, desa=first.desa, nkk=first.nkk, phone=first.phone)
    civil.enter(second, _next(civil, first.nik, second))


def _twins_alike(civil: Civil, kind: str) -> None:
    """Siti Aminah and Siti Aisyah, Slamet Riyadi and Slamet Riyanto, Hasan and Husen, Sutrisno and Sutrisni."""
    rng = civil.rng
    sex = rng.choice("LP")
    other = sex if rng.random() < 0.8 else ("P" if sex == "L" else "L")
    ahead = rng.choice(_COMMON[sex])
    stem = rng.choice(_STEMS)
    pair = rng.choice(
        (
            tuple(f"{ahead} {word}" for word in rng.sample(_SECOND[sex], 2)),
            (f"{ahead} {stem}{rng.choice(_ENDINGS[sex])}", f"{ahead} {stem}{rng.choice(_ENDINGS[other])}"),
            (stem + rng.choice(_ENDINGS[sex]), stem + rng.choice(_ENDINGS[other])),
        )
    )
    if pair[0] == pair[1]:
        return _twins_alike(civil, kind)
    first = civil.enter(civil.stranger(kind, sex=sex, name=pair[0]))
    second = civil.stranger(kind, sex=other, name=pair[1], born=first.born, desa=first.desa, nkk=first.nkk)
    civil.enter(second, _next(civil, first.nik, second))
    return None


def _siblings(civil: Civil, kind: str) -> None:
    """A shared second name, one card, born some years apart, registered in one visit."""
    first = civil.enter(civil.stranger(kind, sex=(sex := civil.rng.choice("LP")), name=_long_name(sex, civil.rng)))
    word = first.name.split()[-1]
    born = first.born + timedelta(civil.rng.randint(330, 2500))
    second = civil.stranger(kind, sex=sex, born=born, desa=first.desa, nkk=first.nkk, phone=first.phone)
    civil.enter(replace(second, name=f"{second.name.split()[0]} {word}"), _next(civil, first.nik, second))


def _father_and_son(civil: Civil, kind: str) -> None:
    """One name, one house; now and then the son has the father's birthday."""
    rng = civil.rng
    first = civil.enter(civil.stranger(kind))
    years = rng.randint(20, 35)
    year = first.born.year + years if first.born.year < 1975 else first.born.year - years
    month_day = first.born if rng.random() < 0.3 else _day(rng)
    born = month_day.replace(year=year, day=min(month_day.day, 28))
    civil.enter(civil.stranger(kind, sex=first.sex, name=first.name, born=born, desa=first.desa, nkk=first.nkk))


def _namesakes(civil: Civil, kind: str) -> None:
    """A common name and one birthday in two kecamatan, under NIKs that have nothing to do with each other."""
    sex = civil.rng.choice("LP")
    name = civil.rng.choice(_COMMON[sex])
    first = civil.enter(civil.stranger(kind, sex=sex, name=name))
    away = (first.desa + 15 * civil.rng.randint(2, 15)) % _DESA
    civil.enter(civil.stranger(kind, sex=sex, name=name, born=first.born, desa=away))


def _village_namesakes(civil: Civil, kind: str) -> None:
    """Two of one common name in a desa, born on different days."""
    sex = civil.rng.choice("LP")
    name = civil.rng.choice(_COMMON[sex])
    first = civil.enter(civil.stranger(kind, sex=sex, name=name))
    civil.enter(civil.stranger(kind, sex=sex, name=name, desa=first.desa))


def _same_morning(civil: Civil, kind: str) -> None:
    """Born on one day in one desa, registered one behind the other, and no kin."""
    first = civil.enter(civil.stranger(kind))
    second = civil.stranger(kind, born=first.born, desa=first.desa, sex=first.sex)
    civil.enter(second, _next(civil, first.nik, second))


DIFFERENT: dict[str, Callable[[Civil, str], None]] = {
    "twins": _twins,
    "twins with like names": _twins_alike,
    "siblings": _siblings,
    "father and son": _father_and_son,
    "namesakes of one birthday": _namesakes,
    "namesakes of one desa": _village_namesakes,
    "registered one morning": _same_morning,
}


# --- names, days and numbers ---------------------------------------------------------------------------------------


def _name(sex: str, rng: Random) -> str:
    words = rng.choices((1, 2, 3), (35, 50, 15))[0]
    return " ".join(_words(sex, rng) for _ in range(words))


def _long_name(sex: str, rng: Random) -> str:
    return f"{_words(sex, rng)} {_words(sex, rng)}"


def _words(sex: str, rng: Random) -> str:
    """A few names are borne by a fifth of all; a third are built of a stem and an ending, in hundreds of ways."""
    draw = rng.random()
    if draw < 0.25:
        # One in four of these is the commonest, and so on.
        return _COMMON[sex][min(int(rng.expovariate(0.3)), len(_COMMON[sex]) - 1)]
    return rng.choice(_SECOND[sex]) if draw < 0.4 else rng.choice(_STEMS) + rng.choice(_ENDINGS[sex])


def _day(rng: Random) -> date:
    """One in thirty does not know the day and has 1 January or 31 December."""
    day = _FIRST + timedelta(rng.randrange(_DAYS))
    return (
        day if rng.random() > 1 / 30 else day.replace(month=1, day=1) if rng.random() < 0.5 else date(day.year, 12, 31)
    )


def _region(desa: int) -> str:
    return f"3504{desa % _KECAMATAN + 1:02}"


def _dated(born: date, sex: str) -> str:
    return f"{born.day + (40 if sex == 'P' else 0):02}{born:%m%y}"


def _born(nik: str) -> date | None:
    day, year = int(nik[6:8]) % 40, int(nik[10:12])
    try:
        return date(1900 + year if year > 23 else 2000 + year, int(nik[8:10]), day)
    except ValueError:
        return None


def _next(civil: Civil, nik: str, record: Record) -> str:
    head, serial = nik[:6] + _dated(record.born, record.sex), int(nik[12:]) + 1
    while f"{head}{serial}" in civil.issued:
        serial += 1
    return f"{head}{serial}"


def _spoilt(civil: Civil, nik: str, slip: Callable[[str, Random], str]) -> str:
    """The NIK with a slip that nobody else holds and that still is a NIK."""
    while True:
        other = slip(nik, civil.rng)
        if (
            other not in civil.issued
            and _born(other)
            and other[:2] == "35"
            and other[12] == "9"
            and other[13:] != "000"
        ):
            return other


def _one_digit(nik: str, rng: Random) -> str:
    at = rng.randrange(16)
    return nik[:at] + rng.choice([digit for digit in "0123456789" if digit != nik[at]]) + nik[at + 1 :]


def _two_digits(nik: str, rng: Random) -> str:
    at = rng.randrange(15)
    return nik[:at] + nik[at + 1] + nik[at] + nik[at + 2 :]


def _other_day(born: date, rng: Random) -> date:
    """Day and month exchanged, or a digit mistyped."""
    if rng.random() < 0.4 and born.day <= 12 and born.day != born.month:
        return born.replace(day=born.month, month=born.day)
    while True:
        text = _one_digit(f"{born:%d%m%y}0000000000", rng)[:6]
        other = _born(f"000000{text}")
        if other and other != born and abs(other.year - born.year) < 15:
            return other


def _other_spelling(name: str, rng: Random) -> str:
    """As another clerk writes it: old or other letters, a slip, a word left out or cut to its initial, a title."""
    fitting = [pair for pair in _OTHERWISE if pair[0] in name]
    words = name.split()
    at = rng.randrange(len(words))
    ways: list[Callable[[], str]] = [lambda: _mistyped(name, rng)]
    ways += [lambda: name.replace(*rng.choice(fitting), 1)] * (3 if fitting else 0)
    ways += [lambda: f"H. {name}"] * 2
    if len(words) > 1:
        ways += [
            lambda: " ".join(words[:at] + words[at + 1 :]),
            lambda: " ".join([*words[:-1], words[-1][0]]),
            lambda: "".join(words),
            lambda: " ".join(reversed(words)),
        ]
    return rng.choice(ways)()


def _mistyped(name: str, rng: Random) -> str:
    at = rng.randrange(1, len(name) - 1)
    letter = rng.choice("AEIKLMNORSTU")
    return rng.choice(
        (
            name[:at] + name[at + 1 :],
            name[:at] + letter + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        )
    )


def _winners(records: list[Record], seed: int) -> pl.DataFrame:
    frame = pl.DataFrame(
        [
            {
                "person": record.person, "kind": record.kind, "nik": record.nik, "nkk": record.nkk,
                "name_text": record.name, "sex": record.sex, "phone": record.phone,
                "nik_birth_date": (by_nik := _born(record.nik)), "birth_date": by_nik if record.by_nik else record.born,
                "desa_code": f"35.04.{record.desa % _KECAMATAN + 1:02}.{2001 + record.desa // _KECAMATAN}",
            }
            for record in records
        ]
    )  # fmt: skip
    named = read_names(frame.with_columns(note_text=pl.lit(None, pl.String), status_text=pl.lit(None, pl.String)))
    return (
        named.sample(fraction=1, shuffle=True, seed=seed)
        .with_columns(
            pl.col("nik").cast(pl.UInt64).alias("nik_key"), pl.col("desa_code").str.head(8).alias("kecamatan_code")
        )
        .with_row_index("row_id")
        .with_columns(pl.col("row_id").cast(pl.String))
    )
