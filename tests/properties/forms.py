"""How a true value may stand in a cell: every form of DOMAIN 3, 4 and 5 that a careful clerk reads with certainty."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hypothesis import strategies as st

from schemas.reference import reference
from schemas.text import words
from tests.properties.people import Draw, Person, chance, names, pick

Cell = str | int | float | date | None

MONTHS = {
    1: ["Januari", "Jan", "January"], 2: ["Februari", "Pebruari", "Feb", "Peb"], 3: ["Maret", "Mar", "Mrt"],
    4: ["April", "Apr"], 5: ["Mei", "May"], 6: ["Juni", "Jun"], 7: ["Juli", "Jul"],
    8: ["Agustus", "Agust", "Agt", "Ags", "Aug"], 9: ["September", "Sept", "Sep"], 10: ["Oktober", "Okt", "Oct"],
    11: ["November", "Nopember", "Nop", "Nov"], 12: ["Desember", "Des", "Dec"],
}  # fmt: skip
_EPOCH = date(1899, 12, 30)
_FULL_WIDTH = str.maketrans("0123456789", "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19")
_LARGEST_EXACT = 2**53
BLANKS: list[Cell] = [None, "", " ", "-"]
SEXES = {
    "L": ["L", "l", "LK", "Laki-laki", "LAKI - LAKI", "Pria", "L ", "lk."],
    "P": ["P", "p", "PR", "Perempuan", "PEREMPUAN", "Wanita", " P", "pr."],
}
TICKS: list[Cell] = ["v", "V", "\u221a", "x", "1", 1, "\u2713"]


@dataclass
class Entry:
    """A person of a list, with the `number` of the row, and what must come back: `must` by field.

    `damaged` fields may be null beside a code that sets the row aside, and so may those that would be read from a
    damaged NIK, unless they are `stated`. `says` are codes that the row must carry; where it is `refused`
    it must carry one that sets it aside.
    """

    person: Person
    must: dict[str, Any]
    number: int = 0
    damaged: set[str] = field(default_factory=set)
    stated: set[str] = field(default_factory=set)
    says: set[str] = field(default_factory=set)
    refused: bool = False

    @property
    def may_be_lost(self) -> set[str]:
        of_the_nik = {"sex", "birth_date"} - self.stated if "nik" in self.damaged else set()
        return self.damaged | of_the_nik


@dataclass(frozen=True)
class Hand:
    """What the office that writes does: `typed` cells hold numbers and dates, `month_first` as a US program writes.

    In a `workbook` a number is a cell's own: in a typed column of other files one text makes all of them texts.
    """

    typed: bool
    workbook: bool = False
    month_first: bool = False
    damage: bool = False


Writer = Callable[[Draw, Entry, Hand], Cell]


# --- numbers ---------------------------------------------------------------------------------------------------------


def write_nik(draw: Draw, entry: Entry, hand: Hand) -> Cell:
    nik = entry.person.nik
    if hand.damage and chance(draw, 8):
        return _damaged_nik(draw, entry, hand)
    entry.must["nik"] = nik
    forms: list[Cell] = [
        nik,
        f"'{nik}",
        f" {nik} ",
        " ".join([nik[:4], nik[4:8], nik[8:12], nik[12:]]),
        f"{nik[:6]}.{nik[6:12]}.{nik[12:]}",
        f"{nik[:6]}-{nik[6:12]}-{nik[12:]}",
        f"{nik[:2]} {nik[2:4]} {nik[4:6]} {nik[6:12]} {nik[12:]}",
        f"\u00a0{nik[:6]}\u00a0{nik[6:]}",
        nik.translate(_FULL_WIDTH),
        f"NIK: {nik}",
        f"nik {nik}",
        f"{nik}'",
        f"{nik[:8]}\u200b{nik[8:]}",
    ]
    exact = int(nik) <= _LARGEST_EXACT and not nik.endswith("0")
    return pick(draw, [*forms, *([int(nik)] if hand.typed and exact else [])])


def _damaged_nik(draw: Draw, entry: Entry, hand: Hand) -> Cell:
    """What no program can mend: digits lost, or letters for digits."""
    nik = entry.person.nik
    entry.must["nik"], entry.refused = nik, True
    entry.damaged |= {"nik"}
    forms: list[Cell] = [
        f"{nik[0]},{nik[1:6]}E+15",
        f"{nik[0]}.{nik[1:3]}E+15",
        nik[:15],
        nik[:9] + nik[10:],
        nik + nik[-1],
        nik.replace("0", "O", 1),
        nik.replace("1", "l"),
        f"{nik} / {nik[:-1]}{(int(nik[-1]) + 1) % 10}",
        "belum ada",
    ]
    typed: list[Cell] = [int(nik[:15] + "0"), int(nik[:15])] if hand.workbook else []
    return pick(draw, [form for form in [*forms, *typed] if form != nik])


def write_nkk(draw: Draw, entry: Entry, hand: Hand) -> Cell:
    if chance(draw, 10):
        return pick(draw, BLANKS)
    nkk = entry.must["nkk"] = entry.person.nkk
    forms: list[Cell] = [nkk, f"'{nkk}", f"{nkk[:6]} {nkk[6:12]} {nkk[12:]}", f"{nkk[:6]}.{nkk[6:]}"]
    exact = hand.typed and not nkk.endswith("0")
    return pick(draw, [*forms, *([int(nkk)] if exact else [])])


def write_wage(draw: Draw, entry: Entry, hand: Hand) -> Cell:
    if chance(draw, 8):
        return pick(draw, BLANKS)
    wage = entry.must["wage_rp"] = entry.person.wage
    points = f"{wage:,}".replace(",", ".")
    forms: list[Cell] = [
        str(wage), f"Rp {points}", f"Rp. {points},-", f"Rp{points},00", points, f"{wage:,}", f"{wage:,}.00",
        f"{points}/bulan", f"Rp {points} per bulan", f"rp.{points}", f"Rp. {points},- / bln", f"{points},-",
        f"IDR {points}", f"{str(wage / 1_000_000).replace('.', ',').removesuffix(',0')} juta",
        f"{wage // 1000} rb" if wage < 1_000_000 else f"{points}.-",
    ]  # fmt: skip
    return pick(draw, [*forms, *([wage, float(wage)] if hand.typed else [])])


# --- dates -----------------------------------------------------------------------------------------------------------


def write_date(draw: Draw, entry: Entry, hand: Hand) -> Cell:
    born = entry.person.born
    if chance(draw, 10):
        return pick(draw, BLANKS) if born == entry.person.nik_born else _stated(entry, born.isoformat())
    if hand.damage and chance(draw, 10):
        return _unreadable(draw, entry)
    if hand.month_first:
        arbiter = born == entry.person.nik_born or born.day > 12
        return _stated(entry, f"{born.month}/{born.day}/{born.year}" if arbiter else born.isoformat())
    return _stated(entry, pick(draw, list(date_forms(draw, born, hand))))


def write_place_and_date(draw: Draw, entry: Entry, hand: Hand) -> Cell:
    """Both in one cell, as TTL is written."""
    texts = [form for form in date_forms(draw, entry.person.born, hand) if isinstance(form, str) and len(form) > 5]
    if hand.month_first:
        texts = [entry.person.born.isoformat()]
    place = pick(draw, ["Tulungagung", "TRENGGALEK", "Kediri", "Ngawi", "T. Agung", "Sumber Gempol", "Jakarta Pst."])
    between = pick(draw, [", ", ",", " , ", " ", " / ", "/", " - ", ": "])
    return _stated(entry, f"{place}{between}{pick(draw, texts)}")


def _stated(entry: Entry, cell: Cell) -> Cell:
    entry.must["birth_date"] = entry.person.born
    entry.stated |= {"birth_date"}
    return cell


def _unreadable(draw: Draw, entry: Entry) -> Cell:
    born = entry.person.born
    entry.must["birth_date"], entry.refused = born, True
    entry.damaged |= {"birth_date"}
    whole = [f"30 Februari {born.year}", f"{born.day} Rajab {born.year}", f"00-00-{born.year}", "########"]
    parts = [f"??-{born:%m-%Y}", str(born.year), f"{born:%m-%Y}", f"{born:%d-%m}-{born.year // 10}"]
    return pick(draw, [*whole, *parts])


def date_forms(draw: Draw, born: date, hand: Hand) -> Iterator[Cell]:
    """Day before month, or unmistakable; and as numbers and dates where cells have a type."""
    month, year = pick(draw, MONTHS[born.month]), born.year
    for dash in "-/. ":
        yield f"{born.day:02d}{dash}{born.month:02d}{dash}{year}"
        yield f"{born.day}{dash}{born.month}{dash}{year}"
    yield f"{born.day}/{born.month}/{born:%y}"
    yield f"{born:%d-%m-%y}"
    yield f"{born.day} {month} {year}"
    yield f"{born.day:02d} {month.upper()} {year}"
    yield f"{born.day}-{month[:3] if month not in {'Agt', 'Ags'} else month}-{born:%y}"
    yield f"{born.day} {month}. {year}"
    yield f"{born.day}  {month.lower()}  {year}"
    yield born.isoformat()
    yield f"{born:%Y/%m/%d}"
    yield f"{born.isoformat()} 00:00:00"
    yield f"{born:%d%m%Y}"
    yield f"'{born:%d-%m-%Y}"
    yield f"{born:%d-%m-%Y} ({2023 - year} th)"
    yield f"{born:%d - %m - %Y}"
    yield str((born - _EPOCH).days)
    if hand.typed:
        yield born
        yield (born - _EPOCH).days


# --- words -----------------------------------------------------------------------------------------------------------


def write_name(draw: Draw, entry: Entry, hand: Hand) -> Cell:  # noqa: ARG001
    name = pick(draw, [entry.person.name, entry.person.name.upper()])
    entry.must["name"] = name
    return pick(draw, [name, f" {name} ", name.replace(" ", "  "), name.replace(" ", "\u00a0")])


def name_parts(entry: Entry) -> list[str]:
    """The name cut in three, of which the last or the middle may be blank."""
    words = entry.person.name.split()
    parts = [words[0], " ".join(words[1:-1]), words[-1] if len(words) > 1 else ""]
    entry.must["name"] = " ".join(part for part in parts if part)
    return parts


def write_sex(draw: Draw, entry: Entry, hand: Hand) -> Cell:
    if entry.person.sex == entry.person.nik_sex and chance(draw, 10):
        return pick(draw, BLANKS)
    codes: list[Cell] = [1 if entry.person.sex == "L" else 2] if hand.typed else []
    return _of_that_sex(entry, pick(draw, [*SEXES[entry.person.sex], *codes]))


def tick(draw: Draw, entry: Entry, sex: str) -> Cell:
    """The mark in the column of the person's sex, and what stands in the other one."""
    _of_that_sex(entry, None)
    return pick(draw, TICKS) if entry.person.sex == sex else pick(draw, [None, "", " "])


def _of_that_sex(entry: Entry, cell: Cell) -> Cell:
    entry.must["sex"] = entry.person.sex
    entry.stated |= {"sex"}
    return cell


def write_phone(draw: Draw, entry: Entry, hand: Hand) -> Cell:  # noqa: ARG001
    phone = entry.person.phone
    return pick(draw, [phone, f"'{phone}", f"{phone[:4]}-{phone[4:8]}-{phone[8:]}", f"+62{phone[1:]}", "", None])


def write_address(draw: Draw, entry: Entry, hand: Hand) -> Cell:  # noqa: ARG001
    return pick(draw, ["Dsn. Krajan RT 02 RW 01", "Jl. Raya 12", "RT 001/RW 002", "Dusun Gading", "", None])


def job_text(draw: Draw, job: str) -> str:
    return str(pick(draw, [job, job.upper(), job.title(), f" {job} "]))


def desa_text(draw: Draw, code: str) -> str:
    """The name of a desa, with or without what it is, in any case, spaces left out."""
    name = names()[code]
    marks = ["", "Desa ", "Ds. ", "DESA ", "Ds ", "Desa : "] if code[9] == "2" else ["", "Kel. ", "Kelurahan ", "KEL. "]
    return str(pick(draw, marks)) + str(pick(draw, [name, name.upper(), name.lower(), name.replace(" ", "")]))


_APART = {
    "Campurdarat": "Campur Darat", "Tanggunggunung": "Tanggung Gunung", "Pucanglaban": "Pucang Laban",
    "Pagerwojo": "Pager Wojo", "Karangrejo": "Karang Rejo", "Sumbergempol": "Sumber Gempol",
}  # fmt: skip


def kecamatan_text(draw: Draw, code: str) -> str:
    name = names()[code]
    apart = _APART.get(name, name)
    mark = pick(draw, ["", "Kec. ", "Kecamatan ", "KEC. ", "Kec ", "kec."])
    return str(mark) + str(pick(draw, [name, name.upper(), apart, apart.upper()]))


# --- headings --------------------------------------------------------------------------------------------------------


_SAYS_WHO = frozenset(
    (
        *("ketua", "perangkat", "pengurus", "rt", "rw", "bpd", "rentan", "honorer", "asn"),
        *("petani", "nelayan", "pedagang", "pengemudi", "sopir"),
    )
)


def spellings(name: str) -> list[str]:
    """Every known spelling of a field, but those that say what everybody in the list is: NAMA KETUA RT."""
    table = reference("headings")
    known = [said for of, said in table.iter_rows() if of == name]
    return [said for said in known if name != "name" or _SAYS_WHO.isdisjoint(words(said).split())]


def heading(draw: Draw, known: list[str]) -> str:
    """One of the known spellings as offices set headings: any case, broken lines, points, letters apart, a star."""
    said = str(pick(draw, known))
    text = str(pick(draw, [said.upper(), said.title(), said, said.capitalize()]))
    if len(text) <= 4 and text.isalpha() and chance(draw, 8):
        return draw(st.sampled_from([" ", ".", "  "])).join(text)
    if " " in text and chance(draw, 6):
        text = text.replace(" ", "\n", 1)
    if said.startswith("no ") and chance(draw, 4):
        text = text[:2] + ". " + text[3:]
    if "(" not in text and chance(draw, 12):
        text += str(pick(draw, [" *", "*", " :", " (wajib diisi)", " (SESUAI KTP)"]))
    return f" {text} " if chance(draw, 20) else text
