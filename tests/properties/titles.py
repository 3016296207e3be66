"""What stands around the lists of a sheet: its name, letterhead and titles, footnote and signature."""

from schemas.senders.sender import senders
from tests.properties.forms import Cell
from tests.properties.offices import SEGMENT_TITLES, Office
from tests.properties.people import Draw, chance, names, pick
from tests.properties.written import Sheet

_NIP = "19701231 199503 1 004"


def sheet_name(draw: Draw, office: Office, desas: list[str], place: int) -> str:
    if not office.several:
        return ""
    if office.source != "sheet":
        return str(pick(draw, ["Sheet", "Data", "Lampiran "])) + str(place + 1)
    name = names()[desas[0]]
    same = name == names()[desas[0][:8]]
    used = {written.sheet.casefold() for written in office.written}
    forms = [f"Desa {name}", f"DESA {name.upper()}", *([] if same else [name, name.upper()])]
    free = [form for form in forms if form.casefold() not in used]
    return str(pick(draw, free or [f"Desa {name} {place + 1}"]))


def titles(draw: Draw, office: Office, desas: list[str], left: int) -> list[list[Cell]]:
    """Letterhead, titles and the places that only they name."""
    needed = office.source in {"title", "beside"} or office.kecamatan_in == "title" or office.segment_in == "title"
    if not needed and not chance(draw, 2):
        return []
    rows: list[list[Cell]] = []
    if chance(draw, 4):
        rows += [["PEMERINTAH KABUPATEN TULUNGAGUNG"], [senders()[office.sender].name.upper()]]
        rows += [["Jl. Ahmad Yani Timur No. 37 Telp. (0355) 321321"], []]
    whom = (
        pick(draw, SEGMENT_TITLES[office.segment])
        if office.segment and office.segment_in == "title"
        else "PESERTA BPJS"
    )
    rows.append([f"{pick(draw, ['DAFTAR', 'DATA', 'DAFTAR NAMA'])} {whom}"])
    rows += _place_titles(draw, office, desas)
    rows += [[pick(draw, ["TAHUN 2023", "BULAN SEPTEMBER 2023", "Tahun Anggaran 2023"])]] if chance(draw, 2) else []
    rows += [[]] if chance(draw, 2) else []
    return [[*[None] * left, *row] if row else [] for row in rows]


def _place_titles(draw: Draw, office: Office, desas: list[str]) -> list[list[Cell]]:
    told = []
    if office.source in {"title", "beside"}:
        told.append(("Desa" if desas[0][9] == "2" else "Kelurahan", names()[desas[0]]))
    if office.kecamatan_in == "title" and office.kecamatan:
        told.append(("Kecamatan", names()[office.kecamatan]))
    if not told:
        return []
    style = pick(draw, ["row", "rows", "colon", "cells"])
    if style == "row":
        return [[" ".join(f"{what} {name}" for what, name in told).upper()]]
    if style == "cells":
        return [[what, f": {name}"] for what, name in told]
    return [[f"{what}{' : ' if style == 'colon' else ' '}{name}"] for what, name in told]


def close(draw: Draw, sheet: Sheet, left: int) -> None:
    """A footnote and a signature block under the list."""
    if chance(draw, 5):
        sheet.rows += [[], [*[None] * left, pick(draw, ["Catatan: data per 1 September 2023", "*) sesuai KTP"])]]
    if chance(draw, 3):
        at = left + pick(draw, [0, 1, 2, 5])
        lines = [
            "Tulungagung, 1 September 2023",
            "Mengetahui,",
            pick(draw, ["Camat Ngunut", "KEPALA DINAS", "Kepala Desa"]),
        ]
        lines += ["", "", pick(draw, ["Drs. SUPARMAN, M.Si.", "SUPARMAN"]), "Pembina", f"NIP. {_NIP}"]
        sheet.rows.append([])
        for line in lines:
            sheet.rows.append([*[None] * at, line])
