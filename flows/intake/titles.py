"""What the words around a list say about everybody in it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import polars as pl

from flows.intake.jobs import job_named
from flows.intake.lists import PeopleList
from flows.intake.title_places import TitlePlaces, title_places
from schemas.reference import reference
from schemas.senders.sender import Sender
from schemas.text import words

_WRITTEN_BY = r"(?i)\boleh\b[^()]*"
_OF_A_JOB = frozenset({"jabatan", "pekerjaan", "profesi"})


@dataclass(frozen=True)
class TitleFacts:
    """What holds for a whole list unless a row says otherwise; `said` tells a steward what was taken from where."""

    segment: str | None = None
    kecamatan: str | None = None
    desa: str | None = None
    occupation: str | None = None
    said: tuple[str, ...] = ()

    def columns(self) -> dict[str, str | None]:
        """The facts by the column of the cells they go with."""
        return {
            "title_segment": self.segment,
            "title_kecamatan": self.kecamatan,
            "title_desa": self.desa,
            "title_occupation": self.occupation,
        }


def title_facts(sender: Sender, sheet: str, people: PeopleList, file_name: str) -> TitleFacts:
    """The facts of a list: from its titles, else those of the lists above it, its sheet's name and the file's.

    What the sender declares (`values`) counts where the words say nothing.
    """
    columns = people.heading.columns
    titles = people.heading.titles
    segment = title_segment(sender, sheet, titles, people.before, file_name)
    places = _places(sender, sheet, people, file_name)
    if people.before and places.kecamatan is None and "kecamatan" not in columns:
        above = title_places(sender, "", people.before, columns)
        places = TitlePlaces(above.kecamatan, places.desa, (*above.said_of("kecamatan"), *places.said))
    occupation = None
    if {"occupation", "position"}.isdisjoint(columns):
        occupation = title_occupation([*titles, *people.before]) or _listed_job(titles, sheet, file_name)
    facts: dict[str, str | None] = {
        "kecamatan": places.kecamatan,
        "desa": places.desa if "desa" not in columns else None,
        "occupation": occupation[0] if occupation else None,
    }
    declared = {str(name): said for name, said in sender.values.items() if name not in columns and not facts[name]}
    said = (
        *([f"segment from {segment[1]}: {segment[0]}"] if segment else []),
        *places.said,
        *([f"occupation from {occupation[1]}: {occupation[0]}"] if occupation else []),
        *(f"{name} as declared: {value}" for name, value in declared.items()),
    )
    given: dict[str, str | None] = {**facts, **declared}
    return TitleFacts(segment[0] if segment else None, **given, said=said)


def _places(sender: Sender, sheet: str, people: PeopleList, file_name: str) -> TitlePlaces:
    """The places that the titles name; of lists side by side, those right above each."""
    heading = people.heading
    own = [row[heading.left : heading.right] for row in heading.titles]
    places = title_places(sender, sheet, own, heading.columns, file_name)
    return (
        places
        if places.said or own == list(heading.titles)
        else title_places(sender, sheet, heading.titles, heading.columns)
    )


def title_segment(
    sender: Sender,
    sheet: str,
    titles: Iterable[Sequence[str]],
    before: Iterable[Sequence[str]],
    file_name: str,
) -> tuple[str, str] | None:
    """The segment that the sheet name speaks of, else the titles, those of the lists above, the file name; and where.

    Only the sender's declared words count, as whole words that stand together; "dan" and "/" between them are passed
    over (RT dan RW is RT RW), and what stands behind "oleh" says who wrote the list. What speaks of several segments,
    as a title common to several files does, tells nothing; nor do a sheet name and titles of two segments, for either
    may have been left from another list.
    """
    texts = {
        "sheet name": [[sheet]],
        "title": titles,
        "title above": before,
        "file name": [[file_name]],
    }
    found = {where: _segments(sender, rows) for where, rows in texts.items()}
    told = {where: segments.pop() for where, segments in found.items() if len(segments) == 1}
    if "sheet name" in told and told.get("title", told["sheet name"]) != told["sheet name"]:
        return None
    return next(((segment, where) for where, segment in told.items()), None)


def _segments(sender: Sender, rows: Iterable[Sequence[str]]) -> set[str]:
    """The segments that the sender's declared words in the rows, one after another, speak of."""
    text = " ".join(re.sub(_WRITTEN_BY, " ", " ".join(row)) for row in rows)
    said = f" {_without_and(words(text))} "
    return {pattern.segment for pattern in sender.segments if f" {_without_and(words(pattern.words))} " in said}


def title_occupation(titles: Iterable[Sequence[str]]) -> tuple[str, str] | None:
    """The words for an occupation or post that the titles give under its name ("Jabatan : Ketua RT"), and where."""
    known = _occupations()
    for row in titles:
        said = words(" ".join(row)).split()
        for place, word in enumerate(said):
            beginnings = (" ".join(said[place + 1 : end]) for end in range(len(said), place + 1, -1))
            found = next((text for text in beginnings if text in known), None) if word in _OF_A_JOB else None
            if found:
                return found, "title"
    return None


def _listed_job(titles: Iterable[Sequence[str]], sheet: str, file_name: str) -> tuple[str, str] | None:
    """The job of the people that a list says it is of ("DATA NELAYAN BINAAN"), and where; None where it is not certain.

    Only a job that the words begin with counts, behind "daftar", "data" and their like, and only if no other is named.
    """
    texts = {"title": [" ".join(row) for row in titles], "sheet name": [sheet], "file name": [file_name]}
    for where, rows in texts.items():
        found = {job for row in rows if (job := job_named(words(row).split()))}
        if found:
            return (found.pop(), where) if len(found) == 1 else None
    return None


@cache
def _occupations() -> frozenset[str]:
    """Words for the jobs and posts of people the programme may cover."""
    eligible = reference("occupations").filter(~pl.col("civil_servant"))["occupation"].to_list()
    return frozenset(words(said) for said, code in reference("occupation_synonyms").iter_rows() if code in eligible)


def _without_and(text: str) -> str:
    return re.sub(r"\b(dan|serta)\b ", "", text)
