"""Which kecamatan and desa the titles above a list, or the name of its sheet, speak of."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import polars as pl

from schemas.reference import reference
from schemas.senders.sender import Sender
from schemas.text import letters_of, words

_KECAMATAN = frozenset({"kecamatan", "kec"})
_DESA = frozenset({"desa", "ds", "kelurahan"})
_AFTER = frozenset({*_KECAMATAN, *_DESA, "kabupaten", "kab", "tahun", "bulan", "periode", "provinsi", "rt", "rw"})
"""What may follow a place in a title. Any other word could belong to its name, or name a second place."""
_ADDRESS = frozenset({"jl", "jln", "jalan", "telp", "telepon", "fax", "email", "website", "pos", "alamat", "kantor"})
"""Words of a letterhead's address: where the office is, which is not where the people are."""
_LONGEST = 3
_IN_FULL = {"kln": "kulon", "wtn": "wetan", "kdl": "kidul"}
"""Parts of names of desa as they are shortened where there is little room."""


@dataclass(frozen=True)
class TitlePlaces:
    """The words for `kecamatan` and `desa` that hold for a whole list, None where it names none or several.

    `said` tells the sender where they were read: "kecamatan from title: Ngunut".
    """

    kecamatan: str | None = None
    desa: str | None = None
    said: tuple[str, ...] = ()

    def said_of(self, field: str) -> tuple[str, ...]:
        """What is said of one of the two."""
        return tuple(note for note in self.said if note.startswith(field))


def title_places(
    sender: Sender, sheet: str, titles: Iterable[Sequence[str]], columns: Collection[str], file_name: str = ""
) -> TitlePlaces:
    """The places of a list whose own columns do not name them: from titles and the sheet's name, else the file's.

    A name counts after KECAMATAN or KEC., DESA or DS., or KELURAHAN (KEL. may be a kelompok) and only if it is an
    official one of the regency; a sheet that is called by a bare name is a desa of the title's or the sender's
    kecamatan, unless that kecamatan has the same name, and so is the only name of one in the name of a file. Titles
    of two places give none; so does a desa outside the kecamatan, or of a name that the regency has twice where no
    kecamatan is known. The sender's own kecamatan is left unsaid: its people are looked up in it. Of a list with a
    column of kecamatan the titles say the desa alone, of whatever kecamatan where they name the sender's own, to be
    held against the column (`flows/intake/groups.py`). An office that lists its own staff is never heard: its
    letterhead says where it is, not where they live.
    """
    if {"kecamatan", "desa"} <= set(columns) or sender.default_segment == "non_asn":
        return TitlePlaces()
    texts = {
        "title": _without_address(titles),
        "sheet name": [_in_full(sheet)],
        "file name": [_in_full(file_name)],
    }
    regency = sender.regency_code
    named = _first_said(texts, _KECAMATAN, regency)
    if len({name for name, _ in named}) > 1:
        return TitlePlaces()
    code = _codes("kecamatan", regency)[named[0][0]][0] if named else sender.kecamatan_code
    said = [(_name(code), named[0][1])] if named and code and code != sender.kecamatan_code else []
    desa = [] if "desa" in columns else _desa(texts, regency, code)
    if "kecamatan" in columns:
        letterhead = code == sender.kecamatan_code
        said, desa = [], desa or _desa(texts, regency, None if letterhead else code, several=True)
    notes = [
        f"{what} from {where}: {name}" for what, found in (("kecamatan", said), ("desa", desa)) for name, where in found
    ]
    return TitlePlaces(said[0][0] if said else None, desa[0][0] if desa else None, tuple(notes))


def _first_said(texts: dict[str, list[list[str]]], keywords: Collection[str], regency: str) -> list[tuple[str, str]]:
    """The names that titles and the sheet's name say, with where; else those of the file's name."""
    around = [
        (place, where)
        for where, rows in texts.items()
        if where != "file name"
        for row in rows
        for place in _named(row, keywords, regency)
    ]
    # Any word may go on a file's name, so nothing is asked of what follows.
    in_name = (place for row in texts["file name"] for place in _named(row, keywords, regency, closed=False))
    return around or [(place, "file name") for place in in_name]


def _desa(
    texts: dict[str, list[list[str]]], regency: str, kecamatan: str | None, *, several: bool = False
) -> list[tuple[str, str]]:
    """The one desa the texts name, with where; empty where it is not certain. `several`: two may have its name."""
    named, desa = _first_said(texts, _DESA, regency), _codes("desa", regency)
    bare = "".join(texts["sheet name"][0])
    if kecamatan and bare in desa and bare != "".join(words(_name(kecamatan)).split()):
        of_sheet = [(bare, "sheet name")] if any(code.startswith(kecamatan) for code in desa[bare]) else []
        named = of_sheet + [found for found in named if found[1] != "file name"] if of_sheet else named
    if kecamatan and not named:
        named = [(name, "file name") for name in _bare_names(texts["file name"][0], desa, kecamatan)]
    if len({name for name, _ in named}) != 1:
        return []
    codes = [code for code in desa[named[0][0]] if code.startswith(kecamatan or regency)]
    return [(_name(codes[0]), named[0][1])] if len(codes) == 1 or (several and codes) else []


def _bare_names(said: Sequence[str], desa: Mapping[str, Collection[str]], kecamatan: str) -> set[str]:
    """The names of desa of a kecamatan, as letters only, that the words hold; not the kecamatan's own."""
    known = {name for name, codes in desa.items() if any(code.startswith(kecamatan) for code in codes)}
    known -= {"".join(words(_name(kecamatan)).split())}
    parts = {"".join(said[at:end]) for at in range(len(said)) for end in range(at + 1, at + 1 + _LONGEST)}
    found = known & parts
    # SUKOREJO KULON holds SUKOREJO too.
    return {name for name in found if not any(name != other and name in other for other in found)}


def _in_full(text: str) -> list[str]:
    return [_IN_FULL.get(word, word) for word in words(text).split()]


def _without_address(titles: Iterable[Sequence[str]]) -> list[list[str]]:
    """The words of each title row; not those of an address, nor of the row under one, where it may go on."""
    rows = [words(" ".join(row)).split() for row in titles]
    address = [not _ADDRESS.isdisjoint(row) for row in rows]
    return [row for place, row in enumerate(rows) if not any(address[max(place - 1, 0) : place + 1])]


def _named(row: Sequence[str], keywords: Collection[str], regency: str, *, closed: bool = True) -> Iterable[str]:
    """The official names, as letters only, that follow one of `keywords`; `closed`: and end there."""
    known = _codes("desa" if keywords == _DESA else "kecamatan", regency)
    for place, word in enumerate(row):
        if word in keywords:
            for end in range(min(place + 1 + _LONGEST, len(row)), place + 1, -1):
                name = "".join(row[place + 1 : end])
                ends = end == len(row) or row[end] in _AFTER or row[end].isdigit()
                if name in known and (ends or not closed):
                    yield name
                    break


@cache
def _codes(level: str, regency: str) -> dict[str, list[str]]:
    """Codes by official name, as letters only, of the kecamatan or of the desa and kelurahan of a regency."""
    levels = ["desa", "kelurahan"] if level == "desa" else [level]
    table = (
        reference("regions")
        .filter(pl.col("level").is_in(levels), pl.col("code").str.starts_with(f"{regency}."))
        .group_by(letters_of(pl.col("name")).alias("key"))
        .agg(pl.col("code").sort())
    )
    return dict(table.iter_rows())


@cache
def _names() -> dict[str, str]:
    return dict(reference("regions").select("code", "name").iter_rows())


def _name(code: str) -> str:
    return _names()[code]
