"""Which lines above a list speak of its people: not who collected it, nor the signature of the list above."""

import re
from collections.abc import Sequence
from dataclasses import replace

from flows.intake.lists import PeopleList
from schemas.text import words

_COLLECTORS = (
    r"petugas|pendata|enumerator|surve[iy]or|pencacah|operator|admin|verifikator|koordinator|koord|pendamping|penyusun"
    r"|penanggung\s*jawab|pj|pic|cp|contact\s*person|narahubung|kontak|(?:di)?hubungi|penghubung|pengumpul|pengentri"
    r"|(?:dibuat|disusun|didata|diisi|diinput|dientri|dihimpun|dikumpulkan|diverifikasi|dicetak|dikirim)\s+oleh"
)
_WHO = rf"(?:nama\s+)?(?:{_COLLECTORS})\b"
_SAYS_WHO = re.compile(rf"(?i)(?:^|[(;,|\u2013-])\s*{_WHO}[^:;,]{{0,40}}:\s*")
"""A collector stands before a colon; DATA PENDAMPING DESA and PETUGAS KEBERSIHAN are people of the list."""
_LABEL = re.compile(rf"(?i)^\s*{_WHO}(?:\s+(?:data|pendata|lapangan|entri|input|desa|kecamatan|opd|dinas))*\s*:?\s*$")
_SIGNED = re.compile(
    r"(?i)^\s*(mengetahui|menyetujui|kepala\s+(desa|kelurahan|dinas|badan)|pj\.?\s+kepala|lurah|camat|an\.|a\.n\."
    r"|nip\b|[a-z][a-z ]{2,24},\s*(tanggal\s+)?[\d.\u2026]+[-/. ]*([a-z]+|\d{1,2})[-/. ]*(19|20)\d\d\s*$)"
)
"""How the lines of a signature begin that are met above the next list."""
_OF_A_LIST = frozenset({"daftar", "data", "nama", "perangkat", "anggota", "bpd", "rt", "rw", "dan", "peserta"})
_FIRST = re.compile(r"(?i)^\s*(a|i|1)\s*[.)]")
_LATER = re.compile(r"(?i)^\s*([b-h]|i{2,3}|iv|vi{0,3}|[2-9])\s*[.)]")


def of_the_people(people: PeopleList) -> PeopleList:
    """`people` with the words about others taken out of its titles and of those above.

    Who collected a list, and whom to ask about it, are not in it: of "Petugas pendata: Tenaga Non ASN BPP Kec. Pakel"
    neither segment nor place nor job is theirs. Above a list that follows another on the sheet stands the signature of
    that one, whose desa is not that of the next.
    """
    titles = [row for row in people.heading.titles if not (people.before and _is_signature(row))]
    heading = replace(people.heading, titles=tuple(map(_without_collector, titles)))
    return replace(people, heading=heading, before=tuple(map(_without_collector, people.before)))


def is_part(people: PeopleList) -> bool:
    """True for a list whose title goes on counting those of the lists above: B. BPD, below A. PERANGKAT DESA."""
    own = [cell for row in people.heading.titles for cell in row if cell.strip()]
    return bool(own and _LATER.match(own[-1])) and any(_FIRST.match(cell) for row in people.before for cell in row)


def _is_signature(row: Sequence[str]) -> bool:
    """KEPALA DESA TUGU is one, KEPALA DESA DAN PERANGKAT DESA a title."""
    return any(map(_SIGNED.match, row)) and _OF_A_LIST.isdisjoint(words(" ".join(row)).split())


def _without_collector(row: Sequence[str]) -> Sequence[str]:
    """The row with blanks for whom it says collected the list: behind a label, or in the next filled cell."""
    heard: list[str] = []
    label = False
    for cell in row:
        said = _SAYS_WHO.search(cell)
        if said or _LABEL.match(cell):
            heard.append(cell[: said.start()] if said else "")
            label = not words(cell[said.end() :] if said else "")
        elif label and cell.strip():
            heard.append("")
            label = not words(cell)
        else:
            heard.append(cell)
    return heard
