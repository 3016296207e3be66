"""Official names of kecamatan and desa, and the one that a word means."""

from collections.abc import Collection
from functools import cache

import polars as pl
from rapidfuzz.distance import OSA

from schemas.reference import reference
from schemas.text import letters_of

_GUESS_FROM = 5
"""Letters a name needs before one slip of the hand may be guessed: shorter names are too near one another."""


def find_desa(
    key: str, code: str | None, named: bool, by_kecamatan: dict[str, dict[str, str]], single: dict[str, str]
) -> tuple[str | None, bool]:
    """The desa in the row's own kecamatan; where the row names none, else the only desa of that name in the regency."""
    found = nearest(key, by_kecamatan[code]) if code else (None, False)
    return found if found[0] or named else (single.get(key), False)


def nearest(key: str, known: dict[str, str]) -> tuple[str | None, bool]:
    """The code of the name `key`, and whether it was guessed from one that is a single slip of the hand away.

    A slip is a letter too many, too few or another one, or two neighbours exchanged.
    """
    if key in known:
        return known[key], False
    if len(key) < _GUESS_FROM:
        return None, False
    near = [code for name, code in known.items() if OSA.distance(key, name, score_cutoff=1) <= 1]
    return (near[0], True) if len(near) == 1 else (None, False)


def shortened(key: str, known: dict[str, str], others: Collection[str] = ()) -> str | None:
    """The code of the one name that `key` leaves letters out of: "sbrgempol", "kdwaru"; null where none or several fit.

    It begins with the same letter as the name and ends with the same three, and the letters between follow in order.
    `others` are names of places elsewhere, which are meant where they are said.
    """
    if len(key) < _GUESS_FROM or key in known or key in others:
        return None
    short = [code for name, code in known.items() if key[0] == name[0] and key[-3:] == name[-3:] and _within(key, name)]
    return short[0] if len(set(short)) == 1 else None


def _within(key: str, name: str) -> bool:
    letters = iter(name)
    return all(letter in letters for letter in key)


@cache
def names_of(level: str, parent: str) -> dict[str, str]:
    """Code by compact name of the kecamatan of a regency, or of the desa and kelurahan of a kecamatan.

    A name that was official once, or is used for one that is, counts too.
    """
    table = _official(level, parent)
    former = reference("former_names").join(table.select("code"), on="code").select(letters_of(pl.col("name")), "code")
    return dict([*former.iter_rows(), *table.iter_rows()])


@cache
def desa_of_kecamatan(regency: str) -> list[str]:
    """Code of a kecamatan of the regency and compact name of a desa in it, together: "35.04.11 pulosari"."""
    codes = sorted(set(names_of("kecamatan", regency).values()))
    return [f"{code} {key}" for code in codes for key in sorted(names_of("desa", code))]


@cache
def unofficial_names(level: str, parent: str) -> list[str]:
    """The compact names of `names_of` that are not official today."""
    return sorted(names_of(level, parent).keys() - set(_official(level, parent)["name"]))


def _official(level: str, parent: str) -> pl.DataFrame:
    levels = ["desa", "kelurahan"] if level == "desa" else [level]
    return (
        reference("regions")
        .filter(pl.col("level").is_in(levels), pl.col("parent") == parent)
        .select(letters_of(pl.col("name")), "code")
    )


@cache
def single_names(regency: str) -> dict[str, str]:
    """Code by compact name of the desa whose name is the only one in the regency."""
    table = (
        reference("regions")
        .filter(pl.col("level").is_in(["desa", "kelurahan"]), pl.col("parent").str.starts_with(f"{regency}."))
        .select(letters_of(pl.col("name")).alias("key"), "code")
        .filter(pl.col("key").is_unique())
    )
    return dict(table.iter_rows())


@cache
def witnesses(regency: str) -> dict[str, str]:
    """Code by compact name of the kecamatan of the regency and of the other regencies that the official list holds.

    The regency's own name is not among them: behind a desa it is as likely the regency as a kecamatan.
    """
    known = {**other_regencies(regency), **names_of("kecamatan", regency)}
    return {key: code for key, code in known.items() if key not in regency_names(regency)}


@cache
def marked_regions(regency: str) -> dict[str, dict[str, str]]:
    """By what an address may mark, the codes of the official names for it: of kecamatan, and of other regencies.

    A kecamatan of the regency comes before one of the same name elsewhere.
    """
    everywhere = reference("regions").filter(pl.col("level") == "kecamatan").select(letters_of(pl.col("name")), "code")
    others = {key: code for key, code in other_regencies(regency).items() if key not in regency_names(regency)}
    return {
        "kecamatan": {**dict(everywhere.iter_rows()), **names_of("kecamatan", regency)},
        "regency": others,
    }


@cache
def other_regencies(regency: str) -> dict[str, str]:
    """Code by compact name, without Kabupaten or Kota, of the regencies that the official list holds beside one."""
    others = _regencies().filter(pl.col("code") != regency)
    return dict(others.select(letters_of(_bare("Kabupaten|Kota")), "code").iter_rows())


@cache
def regency_names(regency: str) -> set[str]:
    """The compact names of one regency: tulungagung; of a Kota with and without the word: kediri, kotakediri."""
    own = _regencies().filter(pl.col("code") == regency)
    return {name for kind in ("Kabupaten|Kota", "Kabupaten") for name in own.select(letters_of(_bare(kind)))["name"]}


def _regencies() -> pl.DataFrame:
    return reference("regions").filter(pl.col("level") == "regency")


def _bare(kind: str) -> pl.Expr:
    return pl.col("name").str.replace(rf"^({kind}) ", "")
