"""Column orders and heading spellings, as varied as the offices."""

import re
from functools import cache
from random import Random

from flows.demo.places import reference

# Fields with a colon are columns every reader ignores: the part behind it is the heading.
ORDERS: dict[str, tuple[str, ...]] = {
    "perangkat_desa": (
        "no nik name birth_place birth_date sex address desa position phone",
        "no name nik position desa birth_place birth_date sex wage note",
        "no desa name position nik nkk birth_place birth_date sex :pendidikan address",
    ),
    "bpd": (
        "no nik name birth_place birth_date sex address desa position phone",
        "no desa name nik position birth_date sex :agama address note",
    ),
    "rt_rw": (
        "no name nik birth_place birth_date sex rt rw desa position note",
        "no desa nik nkk name sex birth_place birth_date rt rw occupation",
        "no name nik birth_date sex address rt rw desa kecamatan regency phone",
        "no name nik ttl sex address desa position",
        "desa no name sex birth_date nik address position phone",
    ),
    "non_asn": (
        "no nik name birth_place birth_date sex position status wage",
        "no name nik birth_date sex address regency position note",
        "no name birth_place birth_date nik nkk sex desa kecamatan regency position",
        "no nik name sex birth_date :unit position wage",
        "name nik position sex birth_place birth_date phone status",
    ),
    "pekerja_rentan": (
        "no nik name birth_place birth_date sex address desa kecamatan occupation",
        "no name nik nkk birth_date sex occupation desa kecamatan phone",
        "no kecamatan desa name nik birth_place birth_date sex occupation wage note",
        "no nik name birth_date sex address desa kecamatan regency occupation phone",
    ),
    "mixed": ("no segment name nik birth_place birth_date sex desa kecamatan address",),
    "unknown": ("no name nik birth_place birth_date sex address desa kecamatan",),
    "staff_ttl": ("no name nik ttl sex position wage",),
    "without_nik": ("no name birth_place birth_date sex position address",),
    "uniforms": ("no nik name birth_place birth_date sex position !Ukuran Seragam",),
}
# Spellings that promise something else than what these rosters put below them.
_ELSEWHERE = frozenset((
    "ttl", "tempat tanggal lahir", "tempat/tanggal lahir", "tempat tgl lahir", "tempat dan tanggal lahir",
    "dusun", "siltap", "ds", "usaha", "jenis usaha", "jenis pekerjaan 1", "nama penerima", "nama pegawai",
    "tugas", "kk", "ktp", "kelurahan", "tanggal lahir (dd-mm-yyyy)", "honor", "honorarium", "gaji", "catatan",
))  # fmt: skip
# Words that say what everybody below them is: NAMA KETUA RT.
_SAYS_WHO = frozenset(
    (
        *("ketua", "perangkat", "pengurus", "rt", "rw", "bpd", "rentan", "honorer", "asn"),
        *("petani", "nelayan", "pedagang", "pengemudi", "sopir"),
    )
)
_OF_PEOPLE = ("name", "nik")
_ONLY = {"no": ("no", "nomor", "no urut"), "ttl": ("ttl",), "unit": ("unit kerja",)}
_ABBREVIATIONS = frozenset(("nik", "kk", "nkk", "hp", "rt", "rw", "jk", "l/p", "e-ktp", "ktp", "ttl"))


@cache
def _spellings(field: str) -> tuple[str, ...]:
    known = (row["spelling"] for row in reference("headings") if row["field"] == field)
    of_anybody = (said for said in known if field not in _OF_PEOPLE or _SAYS_WHO.isdisjoint(re.split(r"\W+", said)))
    return tuple(said for said in of_anybody if said not in _ELSEWHERE)


def columns(order: str, rng: Random) -> tuple[tuple[str, str], ...]:
    """Field and heading of each column of an order, one spelling and one habit of capitals a sheet."""
    shouting = rng.random() < 0.5
    return tuple(_column(field, shouting, rng) for field in order.split(" ") if field)


def _column(field: str, shouting: bool, rng: Random) -> tuple[str, str]:
    if field.startswith(":"):
        field = field[1:]
    spelling = rng.choice(_ONLY.get(field) or _spellings(field) or (field,))
    return field, spelling.upper() if shouting else _capitals(spelling)


def _capitals(spelling: str) -> str:
    return " ".join(
        word.upper() if word.strip("()") in _ABBREVIATIONS else word.capitalize() for word in spelling.split(" ")
    )


def uniform_columns(rng: Random) -> tuple[tuple[str, str], ...]:
    """Columns of a staff list with one heading nobody has declared."""
    known, unknown = ORDERS["uniforms"][0].split(" !")
    return (*columns(known, rng), ("size", unknown))
