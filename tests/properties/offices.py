"""The office that writes a roster: who it is, how it writes, of which places, and where it says what holds for all."""

from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from schemas.senders.sender import senders
from tests.properties.columns import Places
from tests.properties.forms import Entry, Hand
from tests.properties.people import Draw, Person, chance, desa_codes, kecamatan_codes, names, people, pick

_A_WORD_TOO = "Dukuh"
"""A desa whose name is the word for a hamlet: in an address the reader takes it for one, and the row gets a reason."""
WORKBOOKS = frozenset({"xlsx", "xls", "ods"})
_SENDERS = ["dishub", "kecamatan-ngunut", "kecamatan-campurdarat", "dinas-pertanian", "dpmd"]
SEGMENT_TITLES = {
    "pekerja_rentan": ["PEKERJA RENTAN"],
    "perangkat_desa": ["PERANGKAT DESA", "KEPALA DESA DAN PERANGKAT"],
    "rt_rw": ["KETUA RT/RW", "RT DAN RW"],
    "bpd": ["ANGGOTA BPD", "BPD"],
    "non_asn": ["TENAGA NON ASN", "TENAGA HONORER"],
}


@dataclass
class Written:
    """One person as written: where, and the entry that says what must come back."""

    sheet: str
    source_row: int
    side: int
    entry: Entry


@dataclass
class Office:
    """What holds for the whole file: who writes, how, of which places, and where segment and places are said."""

    sender: str
    kind: str
    hand: Hand
    source: str
    kecamatan: str | None  # all are of it; None: of any
    kecamatan_in: str  # sender, title or nowhere
    segment: str | None
    segment_in: str
    written: list[Written] = field(default_factory=list)
    persons: int = 0

    @property
    def several(self) -> bool:
        return self.kind in WORKBOOKS

    @property
    def merges(self) -> bool:
        return self.kind in {*WORKBOOKS, "html"}


def an_office(draw: Draw, kind: str) -> Office:
    sender = pick(draw, _SENDERS)
    declared = senders()[sender]
    typed = kind in {*WORKBOOKS, "parquet"}
    bare = kind == "parquet"
    month_first = chance(draw, 12)
    hand = Hand(typed, kind in WORKBOOKS, month_first, damage=not month_first and chance(draw, 4))
    sources = ["columns", "kecamatan", "address", "none", "desa"]
    source = pick(
        draw, sources if bare else [*sources, "title", "groups", "beside", *(["sheet"] if kind in WORKBOOKS else [])]
    )
    home = declared.kecamatan_code
    kecamatan_in = _kecamatan_in(draw, source, home, bare)
    kecamatan = {"sender": home, "nowhere": None, "title": pick(draw, kecamatan_codes())}[kecamatan_in]
    said: dict[str, list[Any]] = {"column": list(SEGMENT_TITLES), "nowhere": [declared.default_segment]}
    spoken = [pattern.segment for pattern in declared.segments]
    said |= dict.fromkeys(["file"] if bare else ["title", "file"], spoken)
    segment_in = pick(draw, list(said))
    return Office(sender, kind, hand, source, kecamatan, kecamatan_in, pick(draw, said[segment_in]), segment_in)


def _kecamatan_in(draw: Draw, source: str, home: str | None, bare: bool) -> str:
    """What says the kecamatan, apart from the rows themselves."""
    if source in {"columns", "kecamatan", "address", "beside"}:
        return "nowhere"
    if source in {"title", "sheet", "groups"}:
        return "sender" if home else "title"
    return "sender" if home else "nowhere" if bare else str(pick(draw, ["nowhere", "title"]))


def desas_of(draw: Draw, office: Office) -> list[str]:
    """The places of a list: one where the title or the sheet names it, else a few."""
    known = desa_codes(office.kecamatan) if office.kecamatan else desa_codes()
    if office.source == "address":
        known = [code for code in known if names()[code] != _A_WORD_TOO]
    alone = office.source in {"title", "sheet", "beside"}
    return draw(st.lists(st.sampled_from(known), min_size=1, max_size=1 if alone else 3, unique=True))


def entries_of(draw: Draw, office: Office, desas: list[str], size: int) -> list[Entry]:
    made = people(draw, desas, office.persons, size)
    office.persons += size
    if office.source == "groups":
        made.sort(key=lambda person: desas.index(person.desa))
    return [_entry(office, person, number) for number, person in enumerate(made, 1)]


def _entry(office: Office, person: Person, number: int) -> Entry:
    """What holds for a person before any cell is written."""
    told = office.source in {"title", "groups", "sheet", "beside"}
    known = office.kecamatan if office.kecamatan_in != "nowhere" else None
    must = {
        "nik": None, "nkk": None, "name": None, "birth_date": person.nik_born, "sex": person.nik_sex,
        "kecamatan_code": known, "desa_code": person.desa if told else None,
        "occupation": None, "wage_rp": None, "segment": office.segment,
    }  # fmt: skip
    return Entry(person, must, number)


def places_of(office: Office) -> Places:
    home = office.kecamatan if office.kecamatan_in != "nowhere" else None
    both = office.source == "columns"
    return Places(
        both or office.source == "desa",
        both or office.source in {"kecamatan", "beside"},
        office.source == "address",
        home,
    )
