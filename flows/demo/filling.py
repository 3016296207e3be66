"""Rows for the planned sheets: true people, the messes that befall them, and rows that must be set aside."""

from dataclasses import dataclass, field
from random import Random

from flows.demo import jobs
from flows.demo.messes import MESSES, Mess, anyone
from flows.demo.offices import FULL
from flows.demo.people import Person, Register, near_limit
from flows.demo.rosters import Cell, File, Row, Sheet
from flows.demo.spoil import Scene

_OUTSIDERS_SHARE = 0.06
_SEGMENT_WORDS = {"perangkat_desa": "Perangkat Desa", "rt_rw": "RT/RW", "bpd": "BPD"}


@dataclass(slots=True)
class Slots:
    """What befalls the rows of one sheet: `left` true people are still untouched."""

    sheet: Sheet
    file: File
    left: int
    messes: list[Mess] = field(default_factory=list)


def scaled(full: int, workers: int) -> int:
    """How often a thing happens in a smaller month: in proportion, and at least once."""
    return max(1, round(full * workers / FULL))


def fill(files: list[File], register: Register, workers: int) -> None:
    """Puts every true person, and every row to be rejected, on its sheet."""
    slots = [Slots(sheet, file, sheet.people) for file in files for sheet in file.sheets]
    for mess in MESSES:
        _befall(mess, scaled(mess.full, workers), slots, register.rng)
    for slot in slots:
        _fill_sheet(slot, register)


def _befall(mess: Mess, times: int, slots: list[Slots], rng: Random) -> None:
    """Spreads a mess over the sheets it fits, the longer the sheet the more."""
    fitting = [slot for slot in slots if fits(mess, slot)]
    for _ in range(times):
        free = fitting if mess.rejects else [slot for slot in fitting if slot.left]
        slot = rng.choices(free, [slot.sheet.people for slot in free])[0]
        slot.messes.append(mess)
        slot.left -= not mess.rejects


def fits(mess: Mess, slot: Slots) -> bool:
    """Whether the mess can happen on that sheet."""
    sheet = slot.sheet
    return (
        sheet.segment in mess.segments
        and sheet.fields.issuperset(mess.needs)
        and sheet.people >= mess.least
        and (slot.file.opd or not mess.opd)
        and not (mess.workbook and slot.file.csv)
        and not (mess.suits is not anyone and len(sheet.places) == 1)
    )


def _fill_sheet(slot: Slots, register: Register) -> None:
    plain: list[Mess | None] = [None] * slot.left
    turns = plain + slot.messes
    register.rng.shuffle(turns)
    rows = [new_row(slot.sheet, register, mess) for mess in turns]
    if not slot.file.opd:
        rows.sort(key=lambda row: row.person.place.name)
    slot.sheet.rows = rows


def new_row(sheet: Sheet, register: Register, mess: Mess | None = None) -> Row:
    """A row about a new person, spoilt as the mess says."""
    person = _new_person(sheet, register, mess)
    row = Row(person, sheet.segment, cells_of(person, sheet, sheet.segment, register.rng))
    codes: list[str] = []
    if mess is not None:
        mess.change(row, Scene(sheet, register))
        row.rejected, row.mess = mess.rejects, mess.name
        codes.extend(mess.codes)
    if person.origin and not (mess and mess.spoils_nik):
        codes.append(person.origin)
    if near_limit(person.birth, row.segment, register.month_start):
        codes.append("AGE_NEAR_LIMIT")
    row.codes = tuple(sorted(codes))
    return row


def _new_person(sheet: Sheet, register: Register, mess: Mess | None) -> Person:
    rng, segment = register.rng, sheet.segment or "pekerja_rentan"
    elsewhere = mess is None and "regency" in sheet.fields and segment == "non_asn"
    while True:
        trade = rng.choice(sheet.occupations) if sheet.occupations else sheet.kind
        person = register.person(
            rng.choice(sheet.places),
            jobs.sex(trade, rng),
            mess.ages if mess else segment,
            mess.origin if mess else None,
            "Trenggalek" if elsewhere and rng.random() < _OUTSIDERS_SHARE else "Tulungagung",
            round_serials=mess is None and segment == "pekerja_rentan" and sheet.people >= 20,
        )
        if mess is None or mess.suits(person):
            return person


def cells_of(person: Person, sheet: Sheet, segment: str | None, rng: Random) -> dict[str, Cell]:
    """Every cell this sheet has a column for, as the office means it; forms of writing come later."""
    known = _known(person, sheet, segment, rng)
    return {name: known.get(name) for name, _ in sheet.columns}


def _known(person: Person, sheet: Sheet, segment: str | None, rng: Random) -> dict[str, Cell]:
    work = segment or "pekerja_rentan"
    # Staff may live in the next regency: then the list gives no desa of ours.
    here = person.regency == sheet.regency
    return {
        "nik": person.nik,
        "nkk": person.nkk,
        "name": person.name,
        "birth_place": person.birth_place,
        "birth_date": person.birth,
        "ttl": person.birth,
        "sex": person.sex,
        "address": f"{person.dusun} RT {person.rt} RW {person.rw}",
        "rt": person.rt,
        "rw": person.rw,
        "desa": _prefix(person, sheet) + person.place.name if here else None,
        "kecamatan": person.place.kecamatan_name if here else None,
        "regency": person.regency if rng.random() < 0.8 else f"Kabupaten {person.regency}",
        "position": jobs.position(work, sheet.kind, rng) if "position" in sheet.fields else None,
        "occupation": jobs.occupation_words(work, sheet.occupations, rng) if "occupation" in sheet.fields else None,
        "segment": _SEGMENT_WORDS.get(work),
        "status": rng.choice(("Honorer", "THL", "Honorer")),
        "wage": jobs.wage(work, rng) if rng.random() < 0.95 else None,
        "phone": person.phone or None,
        "note": "Aktif" if rng.random() < 0.1 else None,
        "agama": "Islam",
        "pendidikan": rng.choice(("SD", "SMP", "SMA", "SMA", "D3", "S1")),
        "unit": rng.choice(("Sekretariat", "Bidang I", "Bidang II", "UPT")),
        "size": rng.choice(("S", "M", "L", "XL")),
    }


def _prefix(person: Person, sheet: Sheet) -> str:
    """`Desa` or `Ds.` where the office writes it; kelurahan are called so."""
    prefix = sheet.style.desa_prefix
    return "Kel. " if prefix and person.place.kecamatan == "01" else prefix
