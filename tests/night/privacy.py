"""Everybody of a month, and the search for any of them in what a night leaves behind.

A number is found however it is parted (3504 1101 0190 9001, 3504.110101.909001) and inside a longer run of digits; the
last eight digits of a NIK where they stand alone. A name is found in capitals or small letters, whatever parts its
words. Names of one word are not searched for: SLAMET is a person and a mountain, Ngunut a kecamatan; nor are those that
the declarations hold word for word, for there they are the name of an office or a place.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import polars as pl

from flows.cleaning.names import read_names
from flows.intake.data_rows import people_and_ignored
from flows.intake.landing import survey
from flows.intake.roster import read_roster
from schemas.senders.sender import senders

_RUN = re.compile(r"\d(?:[ .,_/-]?\d){9,}")
_ALONE = re.compile(r"(?<![\w.,-])\d{8}(?![\w.,-])")
_TAIL = 8
_WORD = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*")
_CLOSED = {"steward", "failed", "secrets", "raw", ".curated-cache"}


@dataclass(frozen=True)
class People:
    """Numbers (NIK, family card, telephone) and names of at least two words, as tuples of words in capitals."""

    numbers: frozenset[str]
    names: frozenset[tuple[str, ...]]

    @cached_property
    def tails(self) -> frozenset[str]:
        return frozenset(number[-_TAIL:] for number in self.numbers if len(number) == 16)

    @cached_property
    def by_first_words(self) -> dict[tuple[str, str], list[tuple[str, ...]]]:
        found: dict[tuple[str, str], list[tuple[str, ...]]] = {}
        for name in self.names:
            found.setdefault((name[0], name[1]), []).append(name)
        return found

    def found_in(self, text: str) -> set[str]:
        """The numbers and names of somebody that stand in the text."""
        return {*self._numbers_in(text), *self._names_in(text)}

    def _numbers_in(self, text: str) -> Iterator[str]:
        lengths = {len(number) for number in self.numbers}
        for run in set(_RUN.findall(text)):
            digits = re.sub(r"\D", "", run)
            for length in lengths:
                windows = (digits[place : place + length] for place in range(len(digits) - length + 1))
                yield from self.numbers.intersection(windows)
        yield from self.tails.intersection(_ALONE.findall(text))

    def _names_in(self, text: str) -> Iterator[str]:
        words = [word.upper() for word in _WORD.findall(text)]
        for place, first in enumerate(pairwise(words)):
            for name in self.by_first_words.get(first, ()):
                if tuple(words[place : place + len(name)]) == name:
                    yield " ".join(name)


def everybody(raw: Path, month: str) -> People:
    """The people of every roster of the month that can be read, rows that will be refused too."""
    files = [file for file in survey(raw, month, senders(), {}) if file.status in {"read", "resent"}]
    cells = [read_roster(raw / file.source_file, file.source_file, senders()[file.sender]).cells for file in files]
    rows = read_names(people_and_ignored(pl.concat(cells))[0])
    texts = pl.concat([rows[f"{field}_text"] for field in ("nik", "nkk", "phone")]).drop_nulls().unique()
    numbers = texts.str.replace_all(r"\D", "")
    names = {_words(name) for name in pl.concat([rows["name"], rows["name_form"]]).drop_nulls().unique()}
    return People(
        frozenset(numbers.filter(numbers.str.len_chars().is_between(10, 16))),
        frozenset(name for name in names if len(name) > 1) - _declared_pairs(names),
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.upper() for word in _WORD.findall(text))


def _declared_pairs(names: Iterable[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """The names that the declarations hold word for word."""
    declared = People(frozenset(), frozenset(name for name in names if len(name) > 1))
    folder = Path(__file__).parents[2] / "schemas"
    texts = (path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.suffix in {".csv", ".yml"})
    return {tuple(name.split(" ")) for text in texts for name in declared.found_in(text)}


def open_files(root: Path) -> list[Path]:
    """Every file below `root` that lies in no closed folder: steward, failed, secrets, the cache, what was received."""
    found = (path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    return [path for path in found if not _CLOSED.intersection(path.relative_to(root).parts)]


def text_of(path: Path) -> str:
    """What a file says: of Parquet its values and its bytes (which hold the statistics), of others their bytes."""
    said = path.read_bytes().decode("utf-8", errors="replace")
    if path.suffix == ".parquet":
        said += pl.read_parquet(path, hive_partitioning=False).write_ndjson()
    return said
