"""Lists of people whom another list already holds: another office's, or the same office's older one."""

from typing import NamedTuple

from flows.demo.desk import Desk, Request
from flows.demo.filling import scaled
from flows.demo.places import places, places_of
from flows.demo.rosters import File, Sheet
from flows.demo.spare import Found, Spare, again

_DPMD_TITLES = ("DATA PESERTA SE-KABUPATEN",)


class Older(NamedTuple):
    """An office's older list, of people who also stand on its newer one."""

    sender: str
    name: str
    full: int
    segment: str


_OLDER = (
    Older("dinas-pertanian", "data awal.xlsx", 200, "pekerja_rentan"),
    Older("kecamatan-ngunut", "data RT-RW lama.xlsx", 140, "rt_rw"),
)


def overlapping_files(spare: Spare, files: list[File], desk: Desk, workers: int) -> list[File]:
    """The lists that hold nobody new."""
    return [
        _vulnerable_of("18", spare, desk, workers),
        _vulnerable_of("07", spare, desk, workers),
        _officials_at_dpmd(spare, desk, workers),
        _posts_at_dpmd(spare, desk, workers),
        *(_older(older, spare, files, desk, workers) for older in _OLDER),
    ]


def _listed(sheet: Sheet, people: list[Found], desk: Desk) -> Sheet:
    sheet.rows = [again(found.row, sheet, desk.rng) for found in people]
    return sheet


def _vulnerable_of(kecamatan: str, spare: Spare, desk: Desk, workers: int) -> File:
    """A kecamatan's own list of workers whom an OPD lists too."""
    where = places_of(kecamatan)
    name = where[0].kecamatan_name
    titles = ("DAFTAR PEKERJA RENTAN", f"KECAMATAN {name.upper()}")
    request = Request("Sheet1", "pekerja_rentan", titles, where, kind="petani", occupations=("petani",))
    people = spare.take(scaled(130, workers), ("pekerja_rentan",), kecamatan)
    sheet = _listed(desk.sheet(request), people, desk)
    return File(f"kecamatan-{name.lower()}", f"usulan dari desa {name}.xlsx", [sheet], opd=False)


def _officials_at_dpmd(spare: Spare, desk: Desk, workers: int) -> File:
    """DPMD's own copy of the village officials: the sheet's name tells the segment."""
    sheet = desk.sheet(Request("Perangkat", "perangkat_desa", _DPMD_TITLES, places(), order="mixed"))
    sheet.columns = tuple(column for column in sheet.columns if column[0] != "segment")
    people = spare.take(scaled(250, workers), ("perangkat_desa",))
    return File("dpmd", "Rekap peserta desa.xlsx", [_listed(sheet, people, desk)])


def _posts_at_dpmd(spare: Spare, desk: Desk, workers: int) -> File:
    """BPD and RT/RW mixed: a column tells the segment of each row."""
    sheet = desk.sheet(Request("Sheet1", None, _DPMD_TITLES, places(), order="mixed"))
    people = spare.take(scaled(200, workers), ("bpd", "rt_rw"))
    return File("dpmd", "Data gabungan desa.xlsx", [_listed(sheet, people, desk)])


def _older(older: Older, spare: Spare, files: list[File], desk: Desk, workers: int) -> File:
    """The same office's list of some weeks ago: part of its people, in another layout."""
    newer = next(f for f in files if f.sender == older.sender and f.sheets[0].segment == older.segment)
    shape = newer.sheets[0]
    request = Request(
        name="Sheet1",
        segment=older.segment,
        titles=("DATA SEMENTARA",),
        places=shape.places,
        kind=shape.kind,
        occupations=shape.occupations,
    )
    people = spare.take(scaled(older.full, workers), (older.segment,), within=newer)
    return File(older.sender, older.name, [_listed(desk.sheet(request), people, desk)], newer.opd, turn=0)
