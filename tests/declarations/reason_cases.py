"""The manual of the reasons: for each code what provokes it, and what nearly does.

`ROWS`: code, the cells that provoke it, the cells that nearly do; a row is `PERSON` with those cells in the place of
its own, None is a blank cell, a number is a number cell. `PAIRS`: the same of a row that stands below `PERSON`.
`LISTS`: the same of the rows of a list. `OUTSIDE`: what Dukcapil answers of `PERSON`. `FILES`: code, the file that
provokes it, the file that nearly does. The first case of a code is the example that the catalogue shows. All hold for
September 2023.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import msoffcrypto.format.ooxml
import xlsxwriter

from flows.intake.landing import MAX_WORKBOOK_BYTES

Cells = dict[str, str | int | None]

NIK = "3504110101909001"
PERSON: Cells = {
    "nik": NIK,
    "nkk": "3504110505109001",
    "name": "ORANG UMPAMA",
    "birth_date": "01-01-1990",
    "sex": "L",
    "desa": "Pulosari",
    "kecamatan": "Ngunut",
    "regency": "Tulungagung",
    "occupation": "buruh tani",
    "segment": "pekerja rentan",
    "wage": "1500000",
}
"""A farm labourer with whom nothing is wrong."""


def _born(day: str, nik: str, segment: str = "pekerja rentan") -> Cells:
    return {"birth_date": day, "nik": nik, "segment": segment}


OLD_RT = _born("01-01-1940", "3504110101409001", "RT/RW")

ROWS: list[tuple[str, Cells, Cells]] = [
    ("NIK_MISSING", {"nik": None}, {"nik": NIK}),
    ("NIK_MISSING", {"nik": "belum punya"}, {"nik": "punya"}),  # the second says nothing: NIK_FORMAT
    ("NIK_FORMAT", {"nik": NIK[:-1]}, {"nik": NIK}),
    ("NIK_FORMAT", {"nik": "35O4110101909001"}, {"nik": "'3504.1101 0190-9001"}),  # a letter O; what can be undone
    ("NIK_SERIAL_ZERO", {"nik": "3504110101900000"}, {"nik": NIK}),
    ("NIK_DATE_IMPOSSIBLE", {"nik": "3504113102909001"}, {"nik": NIK}),
    ("NIK_DATE_IMPOSSIBLE", {"nik": "3504117201909001"}, {"nik": "3504117101909001", "sex": "P", "birth_date": None}),
    ("NIK_PROVINCE_UNKNOWN", {"nik": "9904110101909001"}, {"nik": NIK}),
    ("NIK_PROVINCE_UNKNOWN", {"nik": "9904110101909001"}, {"nik": "5404110101909001"}),  # a province that was
    ("NIK_TRUNCATED", {"nik": 3504110101909000}, {"nik": int(NIK)}),  # a number cell that kept its last digit
    ("NIK_TRUNCATED", {"nik": 3504110101909010}, {"nik": "3504110101909010"}),  # the same as text may be true
    ("NIK_SCIENTIFIC", {"nik": "3,50411E+15"}, {"nik": NIK}),
    ("NIK_SCIENTIFIC", {"nik": "3.504E15"}, {"nik": "3504E"}),
    ("NIK_TEMPORARY", {"nik": "0504110101909001"}, {"nik": NIK}),
    ("NAME_MISSING", {"name": None}, {"name": "ORANG UMPAMA"}),
    ("NAME_MISSING", {"name": None}, {"name": "K"}),
    ("BIRTH_DATE_UNREADABLE", {"birth_date": "32-01-1990"}, {"birth_date": "01-01-1990"}),
    ("BIRTH_DATE_UNREADABLE", {"birth_date": "entah"}, {"birth_date": "1 Januari '90"}),
    ("AGE_UNDER_MINIMUM", _born("02-09-2006", "3504110209069001"), _born("01-09-2006", "3504110109069001")),
    ("AGE_UNDER_MINIMUM", _born("02-09-2006", "3504110209069001", "non ASN"), _born("01-01-1990", NIK, "non ASN")),
    ("AGE_OVER_MAXIMUM", _born("01-09-1958", "3504110109589001"), _born("02-09-1958", "3504110209589001")),
    ("AGE_OVER_MAXIMUM", OLD_RT | {"segment": "pekerja rentan"}, OLD_RT),  # only vulnerable workers end at 65
    ("OUTSIDE_REGENCY", {"regency": "Kabupaten Kediri"}, {"regency": "Kabupaten Tulungagung"}),
    ("OUTSIDE_REGENCY", {"regency": "Kediri"}, {"regency": "Kediri", "segment": "non ASN"}),
    ("PLACE_UNKNOWN", {"desa": "Desa Antah Berantah"}, {"desa": "Desa Pulosari"}),
    ("PLACE_UNKNOWN", {"desa": None, "kecamatan": None}, {"desa": None}),  # the kecamatan alone is enough
    ("PLACE_UNKNOWN", {"desa": "Antah Berantah"}, {"desa": "Antah Berantah", "segment": "non ASN"}),
    ("SEGMENT_UNKNOWN", {"segment": None}, {"segment": "RT/RW"}),
    ("CIVIL_SERVANT", {"occupation": "PNS"}, {"occupation": "honorer"}),
    ("CIVIL_SERVANT", {"status": "pensiunan"}, {"status": "menikah"}),
    ("DECEASED", {"name": "Alm. ORANG UMPAMA"}, {"name": "ORANG UMPAMA"}),
    ("DECEASED", {"name": "ORANG UMPAMA (alm)"}, {"name": "ORANG UMPAMA bin Alm. MISALNYA"}),  # the father died
    ("DECEASED", {"note": "sudah meninggal"}, {"note": "suami meninggal"}),
    ("LEFT_PROGRAMME", {"note": "pindah"}, {"note": "pindahan dari Blitar"}),
    ("LEFT_PROGRAMME", {"note": "Mengundurkan diri."}, {"note": "menggantikan yang mengundurkan diri"}),
    ("LEFT_PROGRAMME", {"status": "purna tugas"}, {"status": "bertugas"}),
    ("BIRTH_DATE_DIFFERS_FROM_NIK", {"birth_date": "03-01-1990"}, {"birth_date": "01-01-1990"}),
    (
        "BIRTH_DATE_DAY_MONTH_SWAPPED",
        {"birth_date": "09-12-1975", "nik": "3504111209759001"},
        {"birth_date": "12-09-1975", "nik": "3504111209759001"},
    ),
    ("BIRTH_DATE_FROM_NIK", {"birth_date": None}, {"birth_date": "01-01-1990"}),
    ("BIRTH_DATE_FROM_NIK", {"birth_date": None}, {"birth_date": None, "nik": None}),  # nothing to take it from
    ("SEX_DIFFERS_FROM_NIK", {"sex": "P"}, {"sex": "L"}),
    ("SEX_DIFFERS_FROM_NIK", {"sex": "perempuan"}, {"sex": None}),
    ("NIK_FOREIGN_REGION", {"nik": "3506110101909001"}, {"nik": NIK}),
    ("NIK_REGION_UNKNOWN", {"nik": "3504990101909001"}, {"nik": NIK}),
    ("NIK_REGION_UNKNOWN", {"nik": "5404110101909001"}, {"nik": "5304110101909001"}),  # Timor Timur; NTT
    ("NIK_IS_NKK", {"nkk": NIK}, {"nkk": "3504110505109001"}),
    ("AGE_NEAR_LIMIT", _born("01-12-1958", "3504110112589001"), _born("02-12-1958", "3504110212589001")),
    ("AGE_NEAR_LIMIT", _born("02-09-2005", "3504110209059001"), _born("01-09-2005", "3504110109059001")),
    ("AGE_NEAR_LIMIT", OLD_RT, OLD_RT | {"segment": "pekerja rentan"}),  # past the end of cover: refused, no notice
    ("OCCUPATION_UNKNOWN", {"occupation": "serabutan kaliber"}, {"occupation": "buruh tani"}),
    ("OCCUPATION_UNKNOWN", {"occupation": None}, {"occupation": None, "segment": "RT/RW"}),
    ("PLACE_GUESSED", {"desa": "Pulosarri"}, {"desa": "Pulosari"}),
    ("PLACE_GUESSED", {"kecamatan": None}, {"kecamatan": "Kec. NGUNUT"}),  # only one desa of that name
    ("WAGE_IMPLAUSIBLE", {"wage": "1.500"}, {"wage": "1500000"}),
    ("WAGE_IMPLAUSIBLE", {"wage": "99.999"}, {"wage": "Rp 100.000,-"}),
    ("WAGE_IMPLAUSIBLE", {"wage": "20.200.001"}, {"wage": "20.200.000"}),
    ("WAGE_IMPLAUSIBLE", {"wage": "299.999", "segment": "BPD"}, {"wage": None, "segment": "BPD"}),
]

STRANGER: Cells = {"name": "WARGA MISALNYA", "birth_date": "02-02-1991"}

PAIRS: list[tuple[str, Cells, Cells]] = [
    ("NIK_CONFLICT", STRANGER, {**STRANGER, "nik": "3504110202919002"}),
    ("NIK_CONFLICT", STRANGER, {**STRANGER, "birth_date": "01-01-1990"}),  # one birth date: likelier a nickname
    ("NIK_CONFLICT", STRANGER, {**STRANGER, "name": "ORANG UMPAMAA"}),
]

OTHER: Cells = {"nik": "3504110202919002", "name": "WARGA MISALNYA", "birth_date": "02-02-1991"}
THIRD: Cells = {"nik": "3504110303929003", "name": "TETANGGA UMPAMA", "birth_date": "03-03-1992"}


def _with_niks(rows: Sequence[Cells], niks: Sequence[Cells]) -> list[Cells]:
    return [{**row, "nik": nik.get("nik", NIK)} for row, nik in zip(rows, niks, strict=True)]


LISTS: list[tuple[str, list[Cells], list[Cells]]] = [
    ("NIK_DISPLACED", _with_niks([{}, OTHER], [OTHER, {}]), [{}, OTHER]),
    ("NIK_DISPLACED", _with_niks([{}, OTHER, THIRD], [OTHER, THIRD, {}]), _with_niks([{}, OTHER], [THIRD, {}])),
]


Answer = dict[str, str | bool | date]

OUTSIDE: list[tuple[str, Answer, Answer]] = [
    ("DEATH_ON_RECORD", {"outcome": "deceased", "died_on": date(2023, 8, 31)},
     {"outcome": "deceased", "died_on": date(2023, 9, 1)}),  # who dies within the month is covered to its end
    ("DEATH_ON_RECORD", {"outcome": "deceased", "answered_on": date(2023, 9, 30)},
     {"outcome": "deceased", "answered_on": date(2023, 10, 1)}),
    ("NIK_NOT_IN_DUKCAPIL", {"outcome": "not_found"}, {"outcome": "found"}),
    ("NIK_DUPLICATE_IN_DUKCAPIL", {"outcome": "duplicate"}, {"outcome": "found"}),
    ("NIK_INACTIVE_IN_DUKCAPIL", {"outcome": "inactive"}, {"outcome": "found"}),
    ("NIK_INACTIVE_IN_DUKCAPIL", {"outcome": "malformed"}, {"outcome": "duplicate"}),
    ("DUKCAPIL_DIFFERS", {"outcome": "found", "name_match": False}, {"outcome": "found", "name_match": True}),
    ("DUKCAPIL_DIFFERS", {"outcome": "found", "sex_match": False, "name_match": True}, {"outcome": "found"}),
]  # fmt: skip


@dataclass(frozen=True)
class Sent:
    """A file below `rosters/2023-09`, which a test makes; `size` makes it that long, without taking room."""

    path: str
    content: bytes = b""
    size: int | None = None


def _book(*rows: Sequence[str | int], to: str = "dishub/daftar.xlsx", password: str = "") -> Sent:
    made = BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    if not password:
        return Sent(to, made.getvalue())
    locked = BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(made).encrypt(password, locked)
    return Sent(to, locked.getvalue())


HEADING, ROW = ("NIK", "NAMA"), (NIK, "ORANG UMPAMA")
LIST = _book(HEADING, ROW)
EATEN = [(3504110101900000 + serial, "ORANG UMPAMA") for serial in range(9000, 9060, 10)]

FILES: list[tuple[str, Sent, Sent]] = [
    ("FILE_UNREADABLE", Sent("dishub/daftar.pdf", b"%PDF-1.7\n"), _book(HEADING, ROW, to="dishub/daftar.pdf")),
    ("FILE_UNREADABLE", Sent("dishub/daftar.xlsx", LIST.content[:900]), LIST),  # an upload cut off
    ("FILE_ENCRYPTED", _book(HEADING, ROW, password="rahasia"), LIST),
    ("FILE_TOO_LARGE", Sent("dishub/daftar.xlsx", size=MAX_WORKBOOK_BYTES + 1), LIST),
    ("FILE_TOO_LARGE", Sent("dishub/daftar.xlsx", size=MAX_WORKBOOK_BYTES + 1),
     Sent("dishub/daftar.xlsx", size=MAX_WORKBOOK_BYTES)),
    ("FILE_EMPTY", _book(), _book(HEADING)),
    ("FILE_EMPTY", Sent("dishub/daftar.csv", b"\n\n;;\n"), Sent("dishub/daftar.csv", b"NIK;NAMA\n")),
    ("HEADING_NOT_FOUND", _book(ROW), LIST),
    ("COLUMN_MISSING", _book(("NAMA", "ALAMAT"), ("ORANG UMPAMA", "Krajan")),
     _book(("NIK", "NAMA", "ALAMAT"), (*ROW, "Krajan"))),
    ("COLUMN_UNRECOGNISED", _book((*HEADING, "UKURAN BAJU"), (*ROW, "XL")), _book((*HEADING, "NO HP"), (*ROW, "0"))),
    ("SENDER_UNKNOWN", _book(HEADING, ROW, to="dishup/daftar.xlsx"), LIST),
    ("SENDER_UNKNOWN", _book(HEADING, ROW, to="daftar.xlsx"), _book(HEADING, ROW, to="dishub/susulan/daftar.xlsx")),
    ("NIK_COLUMN_DAMAGED", _book(HEADING, *EATEN), _book(HEADING, *EATEN[1:])),  # five by chance: one in 100,000
    ("NIK_COLUMN_DAMAGED", _book(HEADING, *EATEN), _book(HEADING, *EATEN[1:], ROW)),
]  # fmt: skip
