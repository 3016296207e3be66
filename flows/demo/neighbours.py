"""Further regencies of the same month: plain lists of their own people, and people whom Tulungagung lists too."""

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from flows.demo.desk import Desk, Request
from flows.demo.filling import cells_of, scaled
from flows.demo.jobs import sex
from flows.demo.layouts import columns
from flows.demo.lookalikes import keep_strangers_apart
from flows.demo.offices import shares
from flows.demo.people import FOREIGN, Person, Register, near_limit
from flows.demo.places import Place, reference
from flows.demo.rosters import File, Row, Sheet
from flows.demo.spare import again, unremarkable
from schemas.reference import HOME_REGENCY

_COMMUTERS = "no name nik birth_date sex address regency position note"
_HEADS_SHARE, _WORKERS_SHARE = 2, 3
_STOOD_TWICE = 300
"""People of the launch month on lists of two regencies, of each of the two kinds."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A regency beside Tulungagung: its `code` and official name, `called` so in a row's place, and its desa."""

    code: str
    name: str
    places: tuple[Place, ...]

    @property
    def called(self) -> str:
        """Blitar; Kota Blitar."""
        return self.name.removeprefix("Kabupaten ")

    @property
    def slug(self) -> str:
        """What the folders of its offices begin with."""
        return self.called.lower().replace(" ", "-")

    @property
    def kecamatan(self) -> dict[str, tuple[Place, ...]]:
        """Its desa by the two-digit code of their kecamatan."""
        codes = dict.fromkeys(place.kecamatan for place in self.places)
        return {code: tuple(place for place in self.places if place.kecamatan == code) for code in codes}


def neighbours(count: int) -> list[Neighbour]:
    """So many other regencies of East Java, those after Tulungagung in the official list first.

    Raises:
        ValueError: the list has not so many.
    """
    rows = reference("regions")
    codes = sorted(row["code"] for row in rows if row["level"] == "regency" and row["code"] != HOME_REGENCY)
    codes.sort(key=lambda code: code < HOME_REGENCY)
    if count > len(codes):
        raise ValueError(f"regencies must be at most {len(codes) + 1}, as many as East Java has, not {count + 1}")
    names = {row["code"]: row["name"] for row in rows}
    villages = [row for row in rows if row["level"] in {"desa", "kelurahan"}]
    return [
        Neighbour(
            code,
            names[code],
            tuple(
                Place(row["parent"][-2:], names[row["parent"]], row["name"])
                for row in villages
                if row["code"].startswith(f"{code}.")
            ),
        )
        for code in codes[:count]
    ]


def files_of(neighbour: Neighbour, desk: Desk, register: Register, workers: int) -> list[File]:
    """Its lists: of each kecamatan the RT/RW heads and vulnerable workers, of an office farmers of all of them.

    Nothing is wrong with any row; so many `workers` stand on them, each once.
    """
    heads, farmers = workers * _HEADS_SHARE // 5, workers * _WORKERS_SHARE // 5
    weights = [len(places) for places in neighbour.kecamatan.values()]
    sizes = zip(neighbour.kecamatan.items(), shares(heads, weights, 1), shares(farmers, weights, 1), strict=True)
    files = [_of_kecamatan(neighbour, desk, code, rt_rw, rentan) for (code, _), rt_rw, rentan in sizes]
    farm = Request("Sheet1", "pekerja_rentan", ("DAFTAR PETANI",), neighbour.places, workers - heads - farmers,
                   kind="petani", occupations=("petani",))  # fmt: skip
    files.append(_file(neighbour, "dinas-pertanian", "petani.xlsx", [desk.sheet(farm)], opd=True))
    for sheet in (sheet for file in files for sheet in file.sheets):
        sheet.regency = neighbour.called
        sheet.rows = [_resident(neighbour, sheet, register) for _ in range(sheet.people)]
    keep_strangers_apart(files, [], register)
    return files


def sent_twice(neighbour: Neighbour, files: list[File], free: "Shared", desk: Desk, workers: int) -> File:
    """People of Tulungagung on lists of the neighbour: RT/RW heads among its staff, who live where their own regency
    says; and farmers whom its kecamatan claims as residents, whose NIK Tulungagung gave.

    The staff's list comes back; the farmers are put on the lists there are. Tulungagung covers all of them.
    """
    rng, times = desk.rng, scaled(_STOOD_TWICE, workers)
    staff = desk.sheet(Request("Sheet1", "non_asn", ("DAFTAR PEGAWAI NON ASN",), neighbour.places, kind="non_asn"))
    staff.columns, staff.regency = columns(_COMMUTERS, rng), neighbour.called
    for row in free.take("rt_rw", times):
        staff.rows.append(replace(again(row, staff, rng), codes=(FOREIGN,)))
    lists = [sheet for file in files for sheet in file.sheets if sheet.segment == "pekerja_rentan"]
    for row in free.take("pekerja_rentan", times):
        sheet = rng.choice(lists)
        claimed = replace(row.person, place=rng.choice(sheet.places), regency=neighbour.called)
        sheet.rows.append(Row(row.person, sheet.segment, cells_of(claimed, sheet, sheet.segment, rng), (FOREIGN,)))
    return _file(neighbour, "dinas-pendidikan", "pegawai non asn.xlsx", [staff], opd=True)


class Shared:
    """Rows of Tulungagung that a neighbour may list too: nothing is said of them, and nobody else lists the person."""

    def __init__(self, files: list[File], register: Register) -> None:
        read = [file for file in files if file.status == "read" and not file.code and not file.copy_of]
        times = Counter(row.person.nik for file in files for row in file.rows)
        self._rows = [
            row
            for file in read
            for sheet in file.sheets
            if "desa" in sheet.fields
            for row in sheet.rows
            if row.mess is None and not row.rejected and times[row.person.nik] == 1 and unremarkable(row, register)
        ]

    def take(self, segment: str, times: int) -> list[Row]:
        """Up to so many rows of the segment, none of them again."""
        taken = [row for row in self._rows if row.segment == segment][:times]
        gone = {row.person.nik for row in taken}
        self._rows = [row for row in self._rows if row.person.nik not in gone]
        return taken


def declare(neighbour: Neighbour, files: list[File], folder: Path) -> None:
    """The declarations of the neighbour's offices in `folder`: they are as made up as their people."""
    folder.mkdir(parents=True, exist_ok=True)
    for sender in sorted({file.sender for file in files}):
        said = {"sender": sender, **_declaration(neighbour, sender)}
        text = yaml.safe_dump(said, sort_keys=False, allow_unicode=True)
        (folder / f"{sender}.yml").write_text(
            f"# A synthetic office, written by payung demo.\n{text}", encoding="utf-8"
        )


def _declaration(neighbour: Neighbour, sender: str) -> dict[str, object]:
    office = sender.removeprefix(f"{neighbour.slug}-")
    codes = {_slug(places[0].kecamatan_name): code for code, places in neighbour.kecamatan.items()}
    kecamatan = codes.get(office.removeprefix("kecamatan-"))
    return {
        "name": f"{office.replace('-', ' ').title()} ({neighbour.name})",
        "kind": "kecamatan" if kecamatan else "opd",
        "regency_code": neighbour.code,
        "kecamatan_code": f"{neighbour.code}.{kecamatan}" if kecamatan else None,
        "contact": "Kantor contoh",
        "sends": "Synthetic people.",
        "segments": [{"words": "rt rw", "segment": "rt_rw"}, {"words": "rentan", "segment": "pekerja_rentan"}],
        "default_segment": {"dinas-pertanian": "pekerja_rentan", "dinas-pendidikan": "non_asn"}.get(office),
    }


def _of_kecamatan(neighbour: Neighbour, desk: Desk, code: str, heads: int, workers: int) -> File:
    places = neighbour.kecamatan[code]
    name = places[0].kecamatan_name
    titles = (f"KECAMATAN {name.upper()}", f"KABUPATEN {neighbour.called.upper()}")
    sheets = [
        desk.sheet(Request("RT RW", "rt_rw", ("DAFTAR KETUA RT/RW", *titles), places, heads)),
        desk.sheet(Request("Rentan", "pekerja_rentan", ("DAFTAR PEKERJA RENTAN", *titles), places, workers,
                           kind="petani", occupations=("petani",))),
    ]  # fmt: skip
    return _file(neighbour, f"kecamatan-{_slug(name)}", f"daftar {_slug(name)}.xlsx", sheets, opd=False)


def _file(neighbour: Neighbour, office: str, name: str, sheets: list[Sheet], *, opd: bool) -> File:
    return File(f"{neighbour.slug}-{office}", name, sheets, opd=opd, regency=neighbour.called)


def _slug(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalpha())


def _resident(neighbour: Neighbour, sheet: Sheet, register: Register) -> Row:
    """A row about a new person of one of the sheet's desa, with a NIK of there."""
    person = _person(neighbour, sheet, register)
    cells = cells_of(person, sheet, sheet.segment, register.rng)
    near = near_limit(person.birth, sheet.segment, register.month_start)
    return Row(person, sheet.segment, cells, ("AGE_NEAR_LIMIT",) if near else ())


def _person(neighbour: Neighbour, sheet: Sheet, register: Register) -> Person:
    rng = register.rng
    place = rng.choice(sheet.places)
    one = register.person(place, sex(sheet.kind, rng), str(sheet.segment))
    region = f"{neighbour.code.replace('.', '')}{place.kecamatan}"
    return replace(
        one,
        nik=register.issue(region, one.birth, one.sex),
        nkk=f"{region}{one.nkk[len(region) :]}",
        birth_place=neighbour.called,
        regency=neighbour.called,
        origin=None,
    )
