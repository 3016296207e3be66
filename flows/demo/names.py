"""Javanese names for people who do not exist."""

import csv
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files
from random import Random

_PARTS = (1, 2, 2, 2, 3)
_BEFORE = {"L": ("H. ", "Drs. ", "Drs. H. "), "P": ("Hj. ", "Dra. ")}
_AFTER = (", S.Pd", ", S.Sos", ", SE", ", S.Pd.I", ", A.Md", ", SH")
_DUSUN = (
    "Krajan",
    "Ngrowo",
    "Sumberjo",
    "Jatisari",
    "Ngasinan",
    "Gempol",
    "Tawangrejo",
    "Karangtengah",
)


@cache
def _words(sex: str) -> tuple[str, ...]:
    text = files("flows.demo").joinpath("names.csv").read_text(encoding="utf-8")
    return tuple(row["name"] for row in csv.DictReader(text.splitlines()) if row["sex"] == sex)


def plain_name(sex: str, rng: Random) -> str:
    """A name of one to three words, without titles."""
    return " ".join(rng.sample(_words(sex), rng.choice(_PARTS)))


def two_words(sex: str, rng: Random) -> str:
    """A name of two words, without titles."""
    return " ".join(rng.sample(_words(sex), 2))


def titled_name(name: str, sex: str, rng: Random) -> str:
    """The name as offices write it: now and then a title before it or a degree behind it."""
    draw = rng.random()
    if draw < 0.04:
        return rng.choice(_BEFORE[sex]) + name
    return name + rng.choice(_AFTER) if draw < 0.08 else name


def plain_of(name: str) -> str:
    """The name without titles and degrees."""
    plain = name.split(",", maxsplit=1)[0]
    for title in ("Drs. ", "Dra. ", "H. ", "Hj. "):
        plain = plain.removeprefix(title)
    return plain


def unlike_name(name: str, sex: str, rng: Random) -> str:
    """A name nobody could take for a spelling of `name`."""
    while True:
        other = plain_name(sex, rng)
        if SequenceMatcher(None, name.lower(), other.lower()).ratio() < 0.35:
            return other


def dusun(rng: Random) -> str:
    """A hamlet's name as it stands in an address."""
    return f"Dsn. {rng.choice(_DUSUN)}"
