"""A written roster, and what every person in it must come back as: true people set down as offices set them down.

`rosters` draws the office, its people, the layout of every sheet, the form of every cell and the bytes of the file. It
never writes what a careful clerk could not read with certainty; where it damages a cell beyond reading, it says so.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field

from hypothesis import strategies as st

from schemas.senders.sender import senders
from tests.properties.columns import Column, Places, columns
from tests.properties.forms import Cell, Entry, Hand
from tests.properties.people import Draw, Person, chance, desa_codes, kecamatan_codes, names, people, pick
from tests.properties.written import Sheet, as_text, delimited, markup, ods, parquet, xls, xlsx

_WORKBOOKS = {"xlsx": xlsx, "xls": xls, "ods": ods}
_SENDERS = ["dishub", "kecamatan-ngunut", "kecamatan-campurdarat", "dinas-pertanian", "dpmd"]
_SEGMENT_TITLES = {
    "pekerja_rentan": ["PEKERJA RENTAN"], "perangkat_desa": ["PERANGKAT DESA", "KEPALA DESA DAN PERANGKAT"],
    "rt_rw": ["KETUA RT/RW", "RT DAN RW"], "bpd": ["ANGGOTA BPD", "BPD"], "non_asn": ["TENAGA NON ASN", "TENAGA HONORER"],
}  # fmt: skip
_DITTO = ["idem", '"', "s.d.a.", "sda", "Idem", "''", "s.d.a", "IDEM", '" "'.replace(" ", "")]
_NIP = "19701231 199503 1 004"


@dataclass
class Written:
    """One person as written: where, and the entry that says what must come back."""

    sheet: str
    source_row: int
    side: int
    entry: Entry


@dataclass
class Roster:
    """A file, and its people in the order in which they must come back."""

    sender: str
    file_name: str
    content: bytes
    sheets: list[Sheet]
    people: list[Written]

    def __repr__(self) -> str:
        pages = [f"--- {sheet.name} {sheet.merges}\n" + "\n".join(f"{row}: {cells}" for row, cells in enumerate(sheet.rows, 1))
                 for sheet in self.sheets]  # fmt: skip
        return f"Roster({self.sender}, {self.file_name}, {self.content[:16]!r}\n" + "\n".join(pages) + ")"


@dataclass
class Office:
    """What holds for the whole file: who writes, how, of which places, and where segment and places are said."""

    sender: str
    kind: str
    hand: Hand
    source: str
    kecamatan: str | None  # all are of it; None: of any
    kecamatan_in: str  # sender, title or nowhere
    segment: str | None
    segment_in: str
    written: list[Written] = field(default_factory=list)
    persons: int = 0

    @property
    def several(self) -> bool:
        return self.kind in _WORKBOOKS

    @property
    def merges(self) -> bool:
        return self.kind in {*_WORKBOOKS, "html"}


@st.composite
def rosters(draw: Draw, kinds: Sequence[str] = ("csv", "xlsx", "html", "xls", "ods", "parquet")) -> Roster:
    """A roster in any of the kinds of file."""
    office = _office(draw, pick(draw, list(kinds)))
    if office.kind == "parquet":
        sheets = [_bare_sheet(draw, office)]
    else:
        sheets = [_sheet(draw, office, place) for place in range(1 + (office.several and chance(draw, 3)))]
        sheets += _extras(draw, office, sheets)
    stem = (
        f"daftar {_SEGMENT_TITLES[office.segment][0]}" if office.segment and office.segment_in == "file" else "daftar"
    )
    ending, content = _content(draw, office, sheets)
    file_name = f"{stem.lower().replace('/', ' ').replace(' ', pick(draw, [' ', '_', '-']))}{ending}"
    return Roster(office.sender, file_name, content, sheets, office.written)


def _office(draw: Draw, kind: str) -> Office:
    sender = pick(draw, _SENDERS)
    declared = senders()[sender]
    typed = kind in {*_WORKBOOKS, "parquet"}
    bare = kind == "parquet"
    month_first = chance(draw, 12)
    hand = Hand(typed, month_first, damage=not month_first and chance(draw, 4))
    sources = ["columns", "kecamatan", "address", "none", "desa"]
    source = pick(draw, sources if bare else [*sources, "title", "groups", *(["sheet"] if kind in _WORKBOOKS else [])])
    home = declared.kecamatan_code
    kecamatan_in = _kecamatan_in(draw, source, home, bare)
    kecamatan = {"sender": home, "nowhere": None, "title": pick(draw, kecamatan_codes())}[kecamatan_in]
    said = {"column": list(_SEGMENT_TITLES), "nowhere": [declared.default_segment]}
    spoken = [pattern.segment for pattern in declared.segments]
    said |= {where: spoken for where in (["file"] if bare else ["title", "file"])}
    segment_in = pick(draw, list(said))
    return Office(sender, kind, hand, source, kecamatan, kecamatan_in, pick(draw, said[segment_in]), segment_in)


def _kecamatan_in(draw: Draw, source: str, home: str | None, bare: bool) -> str:
    """What says the kecamatan, apart from the rows themselves."""
    if source in {"columns", "kecamatan", "address"}:
        return "nowhere"
    if source in {"title", "sheet", "groups"}:
        return "sender" if home else "title"
    return "sender" if home else "nowhere" if bare else str(pick(draw, ["nowhere", "title"]))


# --- people on a list ------------------------------------------------------------------------------------------------


def _desas(draw: Draw, office: Office) -> list[str]:
    """The places of a list: one where the title or the sheet names it, else a few."""
    known = desa_codes(office.kecamatan) if office.kecamatan else desa_codes()
    alone = office.source in {"title", "sheet"}
    return draw(st.lists(st.sampled_from(known), min_size=1, max_size=1 if alone else 3, unique=True))


def _entries(draw: Draw, office: Office, desas: list[str], size: int) -> list[Entry]:
    made = people(draw, desas, office.persons, size)
    office.persons += size
    if office.source == "groups":
        made.sort(key=lambda person: desas.index(person.desa))
    return [_entry(office, person, number) for number, person in enumerate(made, 1)]


def _entry(office: Office, person: Person, number: int) -> Entry:
    """What holds for a person before any cell is written."""
    told = office.source in {"title", "groups", "sheet"}
    known = office.kecamatan if office.kecamatan_in != "nowhere" else None
    must = {
        "nik": None, "nkk": None, "name": None, "birth_date": person.nik_born, "sex": person.nik_sex,
        "kecamatan_code": known, "desa_code": person.desa if told else None,
        "occupation": None, "wage_rp": None, "segment": office.segment,
    }  # fmt: skip
    return Entry(person, must, number)


def _places(office: Office) -> Places:
    home = office.kecamatan if office.kecamatan_in != "nowhere" else None
    both = office.source == "columns"
    return Places(
        both or office.source == "desa", both or office.source == "kecamatan", office.source == "address", home
    )


# --- sheets ----------------------------------------------------------------------------------------------------------


def _bare_sheet(draw: Draw, office: Office) -> Sheet:
    """A heading and people, no more."""
    desas = _desas(draw, office)
    cols = _columns(draw, office, flat=True)
    entries = _entries(draw, office, desas, draw(st.integers(1, 5)))
    sheet = Sheet("", [[column.said for column in cols]])
    for entry in entries:
        _set_person(draw, office, sheet, [(0, cols, entry)], {}, {})
    return sheet


def _columns(draw: Draw, office: Office, *, flat: bool) -> list[Column]:
    segment = office.segment if office.segment_in == "column" else None
    while True:
        cols = columns(draw, _places(office), flat=flat, segment=segment)
        said = [column.said for column in cols]
        if len(set(said)) == len(said) or not flat:
            return cols


def _sheet(draw: Draw, office: Office, place: int) -> Sheet:
    """A sheet with one list, two under one another, or two side by side, and all that stands around them."""
    desas = _desas(draw, office)
    sheet = Sheet(_sheet_name(draw, office, desas, place))
    sheet.rows += [[] for _ in range(pick(draw, [0, 0, 1, 3]))]
    left = pick(draw, [0, 0, 0, 1, 3])
    layout = pick(draw, ["one", "one", "two", "beside"])
    if layout == "beside" and office.source != "groups":
        sheet.rows += _titles(draw, office, desas, left)
        _lay_beside(draw, office, sheet, left, desas)
    else:
        sheet.rows += _titles(draw, office, desas, left)
        _lay_list(draw, office, sheet, left, desas)
        if layout == "two":
            desas = desas if office.source == "sheet" else _desas(draw, office)
            sheet.rows += [[] for _ in range(pick(draw, [1, 2]))]
            sheet.rows += _titles(draw, office, desas, left)
            _lay_list(draw, office, sheet, left, desas)
    _close(draw, sheet, left)
    return sheet


def _sheet_name(draw: Draw, office: Office, desas: list[str], place: int) -> str:
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


def _titles(draw: Draw, office: Office, desas: list[str], left: int) -> list[list[Cell]]:
    """Letterhead, titles and the places that only they name."""
    needed = office.source == "title" or office.kecamatan_in == "title" or office.segment_in == "title"
    if not needed and not chance(draw, 2):
        return []
    rows: list[list[Cell]] = []
    if chance(draw, 4):
        rows += [["PEMERINTAH KABUPATEN TULUNGAGUNG"], [senders()[office.sender].name.upper()]]
        rows += [["Jl. Ahmad Yani Timur No. 37 Telp. (0355) 321321"], []]
    whom = (
        pick(draw, _SEGMENT_TITLES[office.segment])
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
    if office.source == "title":
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


def _lay_list(draw: Draw, office: Office, sheet: Sheet, left: int, desas: list[str]) -> None:
    cols = _columns(draw, office, flat=False)
    head, merges = _heading(draw, office, cols)
    _set_heading(sheet, head, merges, left)
    if chance(draw, 5):
        mark = pick(draw, ["{}", "({})"])
        numbers: list[Cell] = [mark.format(place) for place in range(1, len(cols) + 1)]
        typed = office.hand.typed and mark == "{}"
        sheet.rows.append([*[None] * left, *(int(str(number)) if typed else number for number in numbers)])
    entries = _entries(draw, office, desas, draw(st.integers(1, 5)))
    style = {place: pick(draw, ["full", "ditto", *(["merged"] if office.merges else [])])
             for place, column in enumerate(cols) if column.repeats}  # fmt: skip
    above: dict[int, str] = {}
    group = None
    for place, entry in enumerate(entries):
        if office.source == "groups" and entry.person.desa != group:
            group = entry.person.desa
            sheet.rows.append(_group(draw, office, left, group, len(cols)))
            above = {}
        elif place and chance(draw, 8):
            _break(draw, sheet, head, merges, left)
            above = {}
        _set_person(draw, office, sheet, [(left, cols, entry)], style, above)
        if office.several and chance(draw, 20):
            sheet.hidden_rows.append(len(sheet.rows) - 1)
    if chance(draw, 4):
        total: list[Cell] = [pick(draw, ["JUMLAH", "Total", "Jumlah Total"]), None, None, f"{len(entries)} orang"]
        sheet.rows.append([*[None] * left, *total])


def _heading(
    draw: Draw, office: Office, cols: list[Column]
) -> tuple[list[list[Cell]], list[tuple[int, int, int, int]]]:
    """The rows of the heading and their merged cells."""
    if not any(column.over for column in cols):
        return [[column.said for column in cols]], []
    upper: list[Cell] = []
    merges = []
    low = chance(draw, 4)
    for place, column in enumerate(cols):
        first = column.over and (place == 0 or cols[place - 1].over != column.over)
        upper.append(column.over if first else None if column.over or low else column.said)
        if first:
            wide = sum(other.over == column.over for other in cols)
            merges.append((0, place, 0, place + wide - 1))
        elif not column.over and not low:
            merges.append((0, place, 1, place))
    lower: list[Cell] = [column.said if column.over or low else None for column in cols]
    return [upper, lower], merges if office.merges else []


def _set_heading(sheet: Sheet, head: list[list[Cell]], merges: list[tuple[int, int, int, int]], left: int) -> None:
    top = len(sheet.rows)
    sheet.merges += [(top + a, left + b, top + c, left + d) for a, b, c, d in merges]
    sheet.rows += [[*[None] * left, *row] for row in head]


def _group(draw: Draw, office: Office, left: int, desa: str, wide: int) -> list[Cell]:
    mark = "DESA" if desa[9] == "2" else "KELURAHAN"
    name = names()[desa]
    forms = [
        f"{mark} {name.upper()}",
        f"{mark.title()} : {name}",
        f"II. {mark} {name.upper()}",
        f"{mark.title()} {name}",
    ]
    return [*[None] * left, pick(draw, forms)]


def _break(
    draw: Draw, sheet: Sheet, head: list[list[Cell]], merges: list[tuple[int, int, int, int]], left: int
) -> None:
    """What stands between two people: a blank row, or the heading again on a new page."""
    again = chance(draw, 2)
    sheet.rows += [[] for _ in range(pick(draw, [0, 1, 2]) if again else 1)]
    if again:
        _set_heading(sheet, head, merges, left)


def _lay_beside(draw: Draw, office: Office, sheet: Sheet, left: int, desas: list[str]) -> None:
    """Two lists side by side under the same words."""
    cols = _columns(draw, office, flat=True)
    right = left + len(cols) + pick(draw, [0, 1])
    head: list[Cell] = [column.said for column in cols]
    sheet.rows.append([*[None] * left, *head, *[None] * (right - left - len(cols)), *head])
    ours = _entries(draw, office, desas, draw(st.integers(1, 4)))
    theirs = _entries(draw, office, desas, draw(st.integers(1, len(ours))))
    for place, entry in enumerate(ours):
        beside = [(right, cols, theirs[place])] if place < len(theirs) else []
        _set_person(draw, office, sheet, [(left, cols, entry), *beside], {}, {})


def _set_person(
    draw: Draw,
    office: Office,
    sheet: Sheet,
    parts: list[tuple[int, list[Column], Entry]],
    style: dict[int, str],
    above: dict[int, str],
) -> None:
    """A row of one person, or of two who stand side by side."""
    row: list[Cell] = []
    for side, (left, cols, entry) in enumerate(parts):
        row += [None] * (left - len(row))
        for place, column in enumerate(cols):
            row.append(_cell(draw, office, sheet, entry, column, style.get(place, "full"), above, place, left))
        office.written.append(Written(sheet.name, len(sheet.rows) + 1, side, entry))
    sheet.rows.append(row)


def _cell(
    draw: Draw, office: Office, sheet: Sheet, entry: Entry, column: Column, style: str, above: dict[int, str],
    place: int, left: int,
) -> Cell:  # fmt: skip
    cell = column.write(draw, entry, office.hand)
    if not column.repeats:
        return cell
    same = column.repeats(entry)
    blank = cell is None or str(cell).strip() in {"", "-"}
    repeated = not blank and above.get(place) == same
    above[place] = "" if blank else same
    if not repeated or style == "full" or (style == "ditto" and chance(draw, 3)):
        return cell
    if style == "ditto":
        return str(pick(draw, _DITTO))
    row, at = len(sheet.rows), left + place
    for found in sheet.merges:
        if found[1] == found[3] == at and found[2] == row - 1 and found[0] > 0:
            sheet.merges[sheet.merges.index(found)] = (found[0], at, row, at)
            return None
    sheet.merges.append((row - 1, at, row, at))
    return None


def _close(draw: Draw, sheet: Sheet, left: int) -> None:
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
        sheet.rows += [[], *([*[None] * at, line] for line in lines)]


def _extras(draw: Draw, office: Office, sheets: list[Sheet]) -> list[Sheet]:
    """Sheets without people: a recapitulation, a hidden list of words."""
    if not office.several:
        return []
    extras = []
    if chance(draw, 5):
        rows: list[list[Cell]] = [
            ["REKAPITULASI"],
            [],
            ["NO", "DESA", "JUMLAH"],
            ["1", "Pulosari", 3],
            [None, "JUMLAH", 3],
        ]
        extras.append(Sheet("REKAP", rows))
    if chance(draw, 6):
        extras.append(Sheet("Pilihan", [["Laki-laki"], ["Perempuan"]], hidden=True))
    if len(sheets) > 1 and chance(draw, 5):
        sheets[1].hidden = True
    return extras


# --- bytes -----------------------------------------------------------------------------------------------------------


def _content(draw: Draw, office: Office, sheets: list[Sheet]) -> tuple[str, bytes]:
    if office.kind in _WORKBOOKS:
        return f".{office.kind}", _WORKBOOKS[office.kind](sheets)
    (sheet,) = sheets
    if office.kind == "parquet":
        return ".parquet", parquet(sheet)
    whole = "\n".join(as_text(cell) for row in sheet.rows for cell in row)
    encodings = [name for name in ("utf-8", "utf-8-sig", "cp1252", "utf-16") if _fits(whole, name)]
    encoding = str(pick(draw, encodings))
    if office.kind == "html":
        return pick(draw, [".xls", ".html"]), markup(sheet, encoding)
    ragged, quoting = chance(draw, 2), pick(draw, [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
    separator, end = str(pick(draw, [",", ";", "\t", "|"])), str(pick(draw, ["\r\n", "\n"]))
    return pick(draw, [".csv", ".txt"]), delimited(sheet, separator, encoding, end, ragged, quoting)


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
