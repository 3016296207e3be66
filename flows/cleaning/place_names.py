"""Official names of kecamatan and desa, and the one that a word means."""

import polars as pl
from rapidfuzz.distance import OSA

from schemas.reference import HOME_REGENCY, reference
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


def names_of(level: str, kecamatan_code: str = HOME_REGENCY) -> dict[str, str]:
    """Code by compact name of the kecamatan of the regency, or of the desa and kelurahan of a kecamatan.

    A name that was official once counts too.
    """
    levels = ["desa", "kelurahan"] if level == "desa" else [level]
    table = (
        reference("regions")
        .filter(pl.col("level").is_in(levels), pl.col("parent") == kecamatan_code)
        .select(letters_of(pl.col("name")), "code")
    )
    former = reference("former_names").join(table.select("code"), on="code").select(letters_of(pl.col("name")), "code")
    return dict([*former.iter_rows(), *table.iter_rows()])


def single_names() -> dict[str, str]:
    """Code by compact name of the desa whose name is the only one in the regency."""
    table = (
        reference("regions")
        .filter(pl.col("level").is_in(["desa", "kelurahan"]), pl.col("parent").str.starts_with(HOME_REGENCY))
        .select(letters_of(pl.col("name")).alias("key"), "code")
        .filter(pl.col("key").is_unique())
    )
    return dict(table.iter_rows())


def witnesses() -> dict[str, str]:
    """Code by compact name of the kecamatan of the regency and of the other regencies that the official list holds.

    Tulungagung is not among them: behind a desa it is as likely the regency as the kecamatan.
    """
    name = pl.col("name").str.replace(r"^(Kabupaten|Kota) ", "")
    regencies = (
        reference("regions")
        .filter(pl.col("level") == "regency", pl.col("code") != HOME_REGENCY)
        .select(letters_of(name).alias("key"), "code")
    )
    known = {**dict(regencies.iter_rows()), **names_of("kecamatan")}
    return {key: code for key, code in known.items() if key != "tulungagung"}
