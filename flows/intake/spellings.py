"""What the words of a heading cell mean."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from schemas.reference import reference
from schemas.text import words

_LONGEST = 80
"""Letters of the longest heading met; what is longer is a sentence of a letterhead."""
_TYPO_FROM = 5
"""Letters a heading needs before one slip of the hand in it may be read over: shorter ones are too near one another."""
_LIKE = 0.75
"""Share of letters that must agree before a spelling is suggested to a person."""

_REMARK = re.compile(r"\s*([(\[](?P<said>[^()\[\]]+)[)\]]|\d\))\s*$")
"""What may stand behind the words of a heading."""

_HINT = re.compile(r"^(?:\d\d (?:digit|angka) )?(?:contoh|cth|misal|misalnya|mis)\b")
"""How brackets begin that show how to fill in the column."""

_IN_THOUSANDS = re.compile(
    r" (?:(?:dalam|dlm|satuan|x|kali|rp|idr) )*(?:ribu|ribuan|x ?1 ?000|1 ?000|000)(?: (?:rp|rupiah|idr))*$"
)
"""How the heading of a wage says thousands: (x Rp 1.000), (ribu Rp), dalam ribuan rupiah."""
_OTHER_TIME = re.compile(
    r"\b(?:(?:per|tiap|setiap) )?(?:hari|harian|hr|minggu|mingguan|mgg|triwulan|triwulanan|caturwulan|semester|jam"
    r"|(?:3|tiga) bulan|(?:se)?tahun(?! (?:19|20)\d\d)|tahunan|thn?(?! (?:19|20)\d\d))\b"
)
"""A wage of another time than a month; UPAH TAHUN 2023 says which year it is of."""
_ADDRESS_PARTS = frozenset(
    (
        *(
            "jalan",
            "jl",
            "jln",
            "gang",
            "gg",
            "nomor",
            "no",
            "rumah",
            "dukuh",
            "dusun",
            "dsn",
            "lingkungan",
            "rt",
            "rw",
        ),
        *("desa", "ds", "kelurahan", "kel", "kecamatan", "kec", "kabupaten", "kab", "kota", "dan"),
    )
)
"""Words of the parts of an address, which brackets behind it may ask for."""

_LETTERS = {"l": "I", "1": "I", "|": "I", "0": "O"}
_LIKE_LETTERS = re.compile(r"(?<=[A-Z])[l1|0]|[l1|0](?=[A-Z])")
"""What a scanner makes of capital letters."""

_WORKER = re.compile(
    r"\b(?:driver|sopir|supir|kurir|jukir|juru parkir|nelayan|(?:buruh )?tani|petani|(?:buruh|kuli|tukang)(?: \w+)?"
    r"|pedagang|pemulung|pengemudi|pengojek|pengrajin|perajin|penarik becak|pengayuh|abk)\b"
)
_OF_A_WORKER = frozenset({"nik", "nkk", "name", "birth_date", "sex", "phone", "servant"})

How = Literal["own", "known", "qualified", "typo", "content"]
_SUREST: tuple[How, ...] = ("own", "known", "qualified", "typo", "content")


@dataclass(frozen=True, slots=True)
class Meaning:
    """The `field` a heading names, and how that is known, from the sender's own spelling to a typing slip."""

    field: str
    how: How
    place: int = 0  # of the spelling in headings.csv: the plainest word for a field comes first

    @property
    def rank(self) -> tuple[int, int]:
        """The lower, the surer."""
        return _SUREST.index(self.how), self.place


@lru_cache(maxsize=20_000)
def compact(text: str) -> str:
    """`text` as headings are compared: "N I K", "nik" and "N.I.K" are one; so are "Tgl. Lhr" and "TANGGAL LAHIR"."""
    return _in_full(words(text)).replace(" ", "")


def _in_full(said: str) -> str:
    full, parts = _abbreviations(), said.split()
    apart = len(parts) > 1 and all(len(part) == 1 for part in parts)  # "D S", letters set apart
    return " ".join(full.get(word, word) for word in (["".join(parts)] if apart else parts))


@cache
def _abbreviations() -> dict[str, str]:
    return dict(reference("heading_abbreviations").iter_rows())


@cache
def known_spellings() -> dict[str, str]:
    """Field by compact spelling, from `schemas/reference/headings.csv`; what has no letter ("#") is left out."""
    told = ((compact(spelling), field) for field, spelling in reference("headings").iter_rows())
    return {spelling: field for spelling, field in told if spelling}


@cache
def _known() -> dict[str, Meaning]:
    told = [(spelling, Meaning(field, "known", place)) for place, (field, spelling) in enumerate(_headings())]
    known = {compact(spelling): meaning for spelling, meaning in reversed(told)}
    # Written together an abbreviation is not told from the word behind it: NOKK.
    together = {words(spelling).replace(" ", ""): meaning for spelling, meaning in reversed(told)}
    return {**together, **known}


def _headings() -> Iterator[tuple[str, str]]:
    return reference("headings").iter_rows()


@cache
def _qualifiers() -> frozenset[str]:
    return frozenset(_in_full(words(said)) for said in reference("heading_qualifiers")["words"])


class Spellings:
    """The common spellings and a sender's own, which win over them."""

    def __init__(self, own: Mapping[str, str], *, tolerant: bool = False) -> None:
        self._own = {compact(said): field for said, field in own.items()}
        self._tolerant = tolerant

    def tolerant(self) -> "Spellings":
        """The same, reading over slips of the hand everywhere."""
        made = Spellings({}, tolerant=True)
        made._own = self._own
        return made

    def meaning(self, text: str) -> Meaning | None:
        """What the cell names: by a declared or known spelling, else without words that only say how to fill it in."""
        if not text or len(text) > _LONGEST:
            return None
        own = self._own.get(compact(text)) if self._own else None
        if own:
            return Meaning(own, "own")
        return _meaning(text) or (self.misspelt(text) if self._tolerant else None)

    def misspelt(self, text: str) -> Meaning | None:
        """What the cell names if one slip of the hand is read over; None where two fields are as near."""
        return None if len(text) > _LONGEST else _misspelt(compact(text))


@lru_cache(maxsize=20_000)
def _meaning(text: str) -> Meaning | None:
    found = _of_a_worker(text) or _known().get(compact(text))
    if found:
        return found
    bare = (_known().get(said.replace(" ", "")) for said in bare_forms(text))
    others = (_either, _without_remark, _pay, _scanned)
    plain = next((meaning for meaning in bare if meaning), None) or next(
        filter(None, (of(text) for of in others)), None
    )
    return Meaning(plain.field, "qualified", plain.place) if plain else None


def _of_a_worker(text: str) -> Meaning | None:
    """What words name without those for whoever works ("NIK Driver", "Tgl Lahir Nelayan"): before all other columns."""
    said = words(text)
    bare = " ".join(_WORKER.sub(" ", said).split())
    plain = _known().get(bare.replace(" ", "")) if bare and bare != said else None
    return Meaning(plain.field, "known", -1) if plain and plain.field in _OF_A_WORKER else None


def _either(text: str) -> Meaning | None:
    """What words on both sides of a stroke name, if they name the same: "Jenis Usaha / Pekerjaan"."""
    sides = text.split("/")
    named = [_meaning(side) for side in sides] if len(sides) == 2 else []
    if not named or not all(named):
        return None
    fields = {meaning.field for meaning in named if meaning}
    return named[0] if len(fields) == 1 and "ignored" not in fields else None


def _scanned(text: str) -> Meaning | None:
    """What words name in which a scanner took letters for others like them: "NlK", "N0. KTP"."""
    meant = _LIKE_LETTERS.sub(lambda found: _LETTERS[found[0]], text)
    return _known().get(compact(meant)) if meant != text else None


def _pay(text: str) -> Meaning | None:
    """What the words for a wage name that say how it is counted: in thousands; for another time it is not used."""
    said = words(text)
    thousands, other_time = _IN_THOUSANDS.search(said), _OTHER_TIME.search(said)
    if not thousands and not other_time:
        return None
    bare = " ".join(_OTHER_TIME.sub(" ", said[: thousands.start()] if thousands else said).split())
    pay = _meaning(bare) if bare else None
    if not pay or pay.field != "wage":
        return None
    return Meaning("ignored" if other_time else "wage_thousands", "qualified", pay.place)


def _without_remark(text: str) -> Meaning | None:
    """What words name without a footnote mark ("NAMA 1)"), or without brackets that name the same ("NIK (ID Number)").

    Brackets that say anything else may say whose it is: "NAMA (KAPAL)"; behind an address its parts may stand, and
    behind whatever an example.
    """
    remark = _REMARK.search(text)
    plain = _meaning(_REMARK.sub("", text)) if remark else None
    said = remark["said"] if remark else None
    if plain and said and _HINT.search(words(said)):
        return plain
    if plain and plain.field == "address" and said and _ADDRESS_PARTS.issuperset(words(said).split()):
        return plain
    again = _meaning(said) if plain and said else plain
    return plain if plain and again and plain.field == again.field else None


def bare_forms(text: str) -> Iterator[str]:
    """The words without the number before them, then with ever fewer qualifiers behind and before, longest first."""
    left: str | None = _in_full(words(text)).lstrip("0123456789").strip()
    while left:
        yield left
        left = _shorter(left.split())


def _shorter(said: Sequence[str]) -> str | None:
    """The words without the longest qualifier that they end or begin with; None where they have none."""
    parted = [(" ".join(said[:at]), " ".join(said[at:])) for at in range(1, len(said))]
    ends = [(behind, before) for before, behind in parted if behind in _qualifiers()]
    begins = [(before, behind) for before, behind in parted if before in _qualifiers()]
    return max(ends + begins, key=lambda found: len(found[0]))[1] if ends or begins else None


@lru_cache(maxsize=20_000)
def _misspelt(key: str) -> Meaning | None:
    if len(key) < _TYPO_FROM or any(letter.isdigit() for letter in key):
        return None
    near = process.extract(key, list(_known()), scorer=OSA.distance, score_cutoff=1, limit=None)
    meanings = [_known()[spelling] for spelling, _, _ in near if len(spelling) >= _TYPO_FROM - 1]
    fields = {meaning.field for meaning in meanings}
    return Meaning(fields.pop(), "typo", meanings[0].place) if len(fields) == 1 else None


def suggestion(text: str) -> tuple[str, str] | None:
    """The known spelling most like the words of an unrecognised heading, and its field; None where none is like it."""
    known = {spelling: field for field, spelling in reference("headings").iter_rows()}
    found = process.extractOne(words(text), list(known), scorer=OSA.normalized_similarity, score_cutoff=_LIKE)
    return (found[0], known[found[0]]) if found else None
