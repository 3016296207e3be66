"""What the words around a list say about everybody in it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import polars as pl

from flows.intake.jobs import jobs_named
from flows.intake.lists import PeopleList
from flows.intake.title_lines import is_part, of_the_people
from flows.intake.title_places import TitlePlaces, title_places
from schemas.reference import reference
from schemas.senders.sender import Sender
from schemas.text import words

_WRITTEN_BY = r"(?i)\boleh\b[^()]*"
_RT_AND_RW = "rt rw"
_CHAIRS = re.compile(r"\b(?:ketua|pengurus) r[tw] (?:(?:dan |serta )?(?:(?:ketua|pengurus) )?r[tw] )?(?!\d)")
"""Those who head a neighbourhood, but not a certain one: KETUA RT 03 signs."""
_PROPOSED_BY = re.compile(
    r"\b(?:usulan|dari|melalui|lewat|rekomendasi|persetujuan) (?:para )?(?:ketua|pengurus) r[tw]\b"
)
_CALLED_RT = re.compile(
    r"^(?:\d+ )?(?:(?:daftar|data|nama|rekap|usulan|form) )*r[tw](?: (?:dan )?r[tw])?"
    r"(?: (?:se|kec|kecamatan|ds|desa|kel|kelurahan|tahun|20\d\d)\b.*)?$"
)
_AND = re.compile(r"\b(?:dan|serta)\b ")
_AMPERSAND = re.compile(r"[&+,]")
_REMARKS = re.compile(r"(?i)^\W*(?:catatan|keterangan|ket|nb|note|ketua|penyuluh|penanggung|pj|koordinator)\b")
_OF_TOBACCO = re.compile(r"\b(?:komoditas|komoditi|cpcl|tanaman) tembakau\b")
"""Of what the fields are; DBHCHT, the money of the tobacco duty, is spent on others too."""
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


def title_facts(
    sender: Sender, sheet: str, people: PeopleList, file_name: str, beside: Iterable[Sequence[str]] = ()
) -> TitleFacts:
    """The facts of a list: from its titles, else those of the lists above it, its sheet's name and the file's.

    Where none of them tells its segment, the rows `beside` it do: sheets that have no list (OpenSID's "Program").

    What the sender declares (`values`) counts where the words say nothing.
    """
    people = of_the_people(people)
    columns = people.heading.columns
    titles = people.heading.titles
    name_heading = people.heading.spellings.get("name", "")
    segment = title_segment(sender, sheet, titles, people.before, file_name, name_heading, beside)
    places = _with_those_above(sender, people, _places(sender, sheet, people, file_name))
    occupation = None
    if {"occupation", "position"}.isdisjoint(columns):
        occupation = title_occupation([*titles, *people.before]) or _listed_job(titles, sheet, file_name, name_heading)
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


def _with_those_above(sender: Sender, people: PeopleList, places: TitlePlaces) -> TitlePlaces:
    """`places` with the kecamatan that the lists above it name, and of a part with their desa."""
    if not people.before or places.kecamatan or "kecamatan" in people.heading.columns:
        return places
    above = title_places(sender, "", people.before, people.heading.columns)
    desa = above.desa if places.desa is None and is_part(people) else None
    said = (*above.said_of("kecamatan"), *(above.said_of("desa") if desa else ()), *places.said)
    return TitlePlaces(above.kecamatan, places.desa or desa, said)


def title_segment(
    sender: Sender,
    sheet: str,
    titles: Iterable[Sequence[str]],
    before: Iterable[Sequence[str]],
    file_name: str,
    name_heading: str = "",
    beside: Iterable[Sequence[str]] = (),
) -> tuple[str, str] | None:
    """The segment that the sheet name speaks of, else the titles, those of the lists above, the file name; and where.

    Only the sender's declared words count, as whole words that stand together; "dan" and "/" between them are passed
    over (RT dan RW is RT RW), and what stands behind "oleh" says who wrote the list. What speaks of several segments,
    as a title common to several files does, tells nothing; nor do a sheet name and titles of two segments, for either
    may have been left from another list. What the heading of the names says (NAMA KETUA RT) comes behind the titles,
    but counts nothing where they speak of several segments. RT alone is where people live, unless a sheet or a file
    is called so, and nothing else tells. What stands `beside` the list on sheets of no list comes
    last, and not before a sender's default.
    """
    texts = {
        "sheet name": [[sheet]],
        "title": titles,
        "heading of the names": [[name_heading]],
        "title above": before,
        "file name": [[file_name]],
    }
    found = {where: _segments(sender, rows) for where, rows in texts.items()}
    if len(found["title"]) > 1:
        found["heading of the names"] = set()
    told = {where: segments.pop() for where, segments in found.items() if len(segments) == 1}
    if "sheet name" in told and told.get("title", told["sheet name"]) != told["sheet name"]:
        return None
    if not told and not any(found.values()):
        told = _called_rt(sender, {"sheet name": sheet, "file name": file_name})
        named = _segments(sender, beside) if not (told or sender.default_segment) else set()
        told |= {"sheet without a list": named.pop()} if len(named) == 1 else {}
    return next(((segment, where) for where, segment in told.items()), None)


def _called_rt(sender: Sender, names: Mapping[str, str]) -> dict[str, str]:
    """The segment of RT and RW where a sheet or a file is called by one of them: "Data RT", "RW Kec. Pagerwojo"."""
    segments = _segments(sender, [[_RT_AND_RW]])
    called = {where for where, name in names.items() if _CALLED_RT.match(words(name))}
    return {where: segment for where in called for segment in segments} if len(segments) == 1 else {}


def _segments(sender: Sender, rows: Iterable[Sequence[str]]) -> set[str]:
    """The segments that the sender's declared words in the rows, one after another, speak of."""
    text = " ".join(re.sub(_WRITTEN_BY, " ", " ".join(row)) for row in rows)
    plain = words(text)
    named = _spoken_of(sender, plain)
    if named and _PROPOSED_BY.search(plain):
        return named
    return _spoken_of(sender, _CHAIRS.sub(f"{_RT_AND_RW} ", f"{plain} "))


def _spoken_of(sender: Sender, text: str) -> set[str]:
    said = f" {_without_and(text).strip()} "
    return {pattern.segment for pattern in sender.segments if f" {_declared(pattern.words)} " in said}


@lru_cache(maxsize=1_000)
def _declared(pattern: str) -> str:
    return _without_and(words(pattern))


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


def _listed_job(
    titles: Iterable[Sequence[str]], sheet: str, file_name: str, name_heading: str = ""
) -> tuple[str, str] | None:
    """The job of the people that a list says it is of ("DATA NELAYAN BINAAN"), and where; None where it is not certain.

    Only a job that the words begin with counts, or those behind a colon, behind "daftar", "data" and their like, and
    only if no other is named.
    """
    texts = {
        "title": [" ".join(row) for row in titles],
        "heading of the names": [name_heading],
        "sheet name": [sheet],
        "file name": [file_name],
    }
    for where, rows in texts.items():
        found = {job for row in rows for said in _said_in(row) for job in jobs_named(said)}
        if found:
            return (_closer(found.pop(), texts), where) if len(found) == 1 else None
    return None


def _said_in(row: str) -> list[list[str]]:
    """The words of a row, and those behind its colon where they are a job: USULAN SATPOL PP : PENGEMUDI BECAK."""
    before, _, behind = row.partition(":")
    alone = words(behind) in _occupations() and not _REMARKS.match(before)
    return [words(_AMPERSAND.sub(" dan ", part)).split() for part in (row, *([behind] if alone else []))]


def _closer(job: str, texts: Mapping[str, Iterable[str]]) -> str:
    """The job of tobacco where it is one of farming by one text and of tobacco by another: NAMA PETANI."""
    closer = f"{job} tembakau"
    said = words(" ".join(row for rows in texts.values() for row in rows))
    return closer if closer in _occupations() and (f" {closer} " in f" {said} " or _OF_TOBACCO.search(said)) else job


@cache
def _occupations() -> frozenset[str]:
    """Words for the jobs and posts of people the programme may cover."""
    eligible = reference("occupations").filter(~pl.col("civil_servant"))["occupation"].to_list()
    return frozenset(words(said) for said, code in reference("occupation_synonyms").iter_rows() if code in eligible)


def _without_and(text: str) -> str:
    return _AND.sub("", text)
