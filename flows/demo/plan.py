"""Which office sends which file this month: the ordinary ones."""

from flows.demo.desk import Desk, Request
from flows.demo.offices import STAFF, VULNERABLE, Staff, Vulnerable, population, shares
from flows.demo.places import Place, places, places_of
from flows.demo.rosters import File, Sheet

KECAMATAN = tuple(f"{number:02}" for number in range(1, 20))
# Titles that say nothing about the segment; another part of the file must say it.
NEUTRAL = ("DATA CALON PESERTA BPJS KETENAGAKERJAAN", "USULAN PESERTA JAMINAN SOSIAL KETENAGAKERJAAN")
STAFF_TITLE = {
    "default": "DAFTAR TENAGA KONTRAK DAN HARIAN",
    "title": "DAFTAR TENAGA NON ASN",
    "sheet": NEUTRAL[0],
    "file": NEUTRAL[1],
}
_WHOLE = {
    "perangkat_desa": "DAFTAR PERANGKAT DESA",
    "bpd": "DAFTAR ANGGOTA BADAN PERMUSYAWARATAN DESA (BPD)",
    "rt_rw": "DAFTAR PENGURUS RT/RW",
}


def slug(kecamatan_name: str) -> str:
    """The folder of a kecamatan's rosters."""
    return f"kecamatan-{kecamatan_name.lower()}"


def ordinary_files(desk: Desk, workers: int) -> list[File]:
    """The files of a month in which nobody makes a mistake with a whole file."""
    people = population(workers)
    return [
        *_officials(desk, people["perangkat_desa"], people["bpd"]),
        *_neighbourhoods(desk, people["rt_rw"]),
        *_staff(desk, people["non_asn"]),
        *_vulnerable(desk, people["pekerja_rentan"]),
    ]


def _officials(desk: Desk, perangkat: int, bpd: int) -> list[File]:
    """One workbook a kecamatan; none of Kecamatan Tulungagung: kelurahan have no perangkat, no BPD."""
    rural = KECAMATAN[1:]
    weights = [len(places_of(code)) for code in rural]
    sizes = zip(rural, shares(perangkat, weights, 1), shares(bpd, weights, 1), strict=True)
    return [_officials_file(desk, code, first, second) for code, first, second in sizes]


def _officials_file(desk: Desk, code: str, perangkat: int, bpd: int) -> File:
    where, name = places_of(code), places_of(code)[0].kecamatan_name
    says_sheet = int(code) % 2 == 1
    sheets = []
    for number, (segment, label, people) in enumerate(
        (("perangkat_desa", "Perangkat", perangkat), ("bpd", "BPD", bpd)), 1
    ):
        title = NEUTRAL[0] if says_sheet else _WHOLE[segment]
        titles = (title, f"KECAMATAN {name.upper()}")
        sheets.append(desk.sheet(Request(label if says_sheet else f"Sheet{number}", segment, titles, where, people)))
    stem = f"data desa {name.lower()} {desk.year}" if says_sheet else f"Kec {name} - pemerintahan desa"
    return File(slug(name), f"{stem}.xlsx", sheets, opd=False, recap=int(code) % 5 == 0)


def _neighbourhoods(desk: Desk, people: int) -> list[File]:
    sizes = shares(people, [len(places_of(code)) for code in KECAMATAN], 1)
    town, *rural = zip(KECAMATAN, sizes, strict=True)
    files = [_neighbourhood_file(desk, places_of(code), size) for code, size in rural]
    half = len(places_of("01")) // 2
    parts = ((places_of("01")[:half], "wilayah barat"), (places_of("01")[half:], "wilayah timur"))
    for (where, label), size in zip(parts, shares(town[1], [1, 1]), strict=True):
        sheet = desk.sheet(Request("Sheet1", "rt_rw", (_WHOLE["rt_rw"], "KECAMATAN TULUNGAGUNG"), where, size))
        files.append(File(slug("Tulungagung"), f"ketua lingkungan {label}.xlsx", [sheet], opd=False))
    return files


def _neighbourhood_file(desk: Desk, where: tuple[Place, ...], people: int) -> File:
    """RT/RW heads of a kecamatan: told by titles (one sheet a desa), by the sheet's name or the file's."""
    number, name = int(where[0].kecamatan), where[0].kecamatan_name
    head = f"KECAMATAN {name.upper()}"
    if number % 3 == 0:
        sizes = zip(where, shares(people, [1] * len(where)), strict=True)
        sheets = [_desa_sheet(desk, place, head, size) for place, size in sizes if size]
        return File(slug(name), f"Data lingkungan per desa {name}.xlsx", sheets, opd=False, recap=True)
    csv, says_sheet = number == 5, number % 3 == 1
    label = "" if csv else "RT RW" if says_sheet else "Sheet1"
    sheet = desk.sheet(Request(label, "rt_rw", (NEUTRAL[1], head), where, people, csv=csv))
    stem = f"Lingkungan {name} {desk.year}" if says_sheet else f"data RT-RW {name.lower()}"
    return File(slug(name), f"{stem}.{'csv' if csv else 'xlsx'}", [sheet], opd=False, recap=number % 7 == 0)


def _desa_sheet(desk: Desk, place: Place, head: str, people: int) -> Sheet:
    title = f"DAFTAR KETUA RT/RW DESA {place.name.upper()}"
    return desk.sheet(Request(place.name, "rt_rw", (title, head), (place,), people))


def _staff(desk: Desk, people: int) -> list[File]:
    sizes = shares(people, [staff.weight for staff in STAFF], 1)
    return [_staff_file(desk, staff, size) for staff, size in zip(STAFF, sizes, strict=True)]


def _staff_file(desk: Desk, staff: Staff, people: int) -> File:
    csv = staff.suffix == "csv"
    order = {"satpol-pp": "uniforms", "bpkad": "staff_ttl"}.get(staff.sender, "")
    label = "" if csv else "Non ASN" if staff.says == "sheet" else "Sheet1"
    titles = (STAFF_TITLE[staff.says], staff.label)
    sheet = desk.sheet(Request(label, "non_asn", titles, places(), people, order, csv, staff.kind))
    # Two of the csv lists come straight out of a database: no title above the heading.
    if csv and staff.sender != "diskominfo":
        sheet.titles = ()
    stem = f"daftar honorer {desk.year}" if staff.says == "file" else f"pegawai {staff.sender.replace('-', ' ')}"
    code = "COLUMN_UNRECOGNISED" if order == "uniforms" else None
    return File(staff.sender, f"{stem}.{staff.suffix}", [sheet], True, staff.delimiter, staff.encoding, code=code)


def _vulnerable(desk: Desk, people: int) -> list[File]:
    sizes = shares(people, [trade.weight for trade in VULNERABLE], 1)
    return [_vulnerable_file(desk, trade, size) for trade, size in zip(VULNERABLE, sizes, strict=True)]


def _vulnerable_file(desk: Desk, trade: Vulnerable, people: int) -> File:
    csv = trade.file.endswith(".csv")
    where = tuple(place for place in places() if not trade.home or place.kecamatan in trade.home)
    titles = (trade.title, "KABUPATEN TULUNGAGUNG")
    request = Request(
        name="" if csv else "Sheet1",
        segment="pekerja_rentan",
        titles=titles,
        places=where,
        people=people,
        csv=csv,
        kind=trade.occupations[0],
        occupations=trade.occupations,
    )
    sheet = desk.sheet(request)
    return File(trade.sender, trade.file if csv else f"{trade.file}.xlsx", [sheet], delimiter=trade.delimiter)
