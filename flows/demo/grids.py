"""A sheet as lines of cells: titles, heading, rows, totals and signatures, each in its office's hand."""

from collections import Counter
from collections.abc import Callable
from datetime import date

from flows.demo.rosters import Cell, File, Row, Sheet, Style

_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
    "November", "Desember",
)  # fmt: skip
_SERIAL_START = date(1899, 12, 30)
_OFFICIAL = ("SUHARTONO, S.Sos", "NIP. 19700101 199003 1 001")
Line = list[Cell]


def lines_of(sheet: Sheet) -> list[Line]:
    """All lines of a sheet, first to last; tells each row its line and how many cells it fills."""
    style = sheet.style
    lines: list[Line] = [[title] for title in sheet.titles]
    if style.gap_below_title and lines:
        lines.append([])
    lines.append([heading for _, heading in sheet.columns])
    if style.numbering:
        lines.append(list(range(1, len(sheet.columns) + 1)))
    for number, row in enumerate(sheet.rows, 1):
        if style.blank_every and number % style.blank_every == 0:
            lines.append([])
        lines.append(_line(row, number, sheet))
        row.source_row = len(lines)
        row.filled = sum(cell not in (None, "") for cell in lines[-1])
    return [*lines, *_foot(sheet)]


def _line(row: Row, number: int, sheet: Sheet) -> Line:
    return [number if name == "no" else _written(name, row.cells[name], row, sheet.style) for name, _ in sheet.columns]


def _written(name: str, value: Cell, row: Row, style: Style) -> Cell:
    """The cell as this office writes it; text that is no date, or a number already spoilt, stays as it is."""
    write = _HANDS.get(name)
    return write(value, row, style) if write and value is not None else value


def _nik_written(value: Cell, row: Row, style: Style) -> Cell:
    """A number cell only where a number keeps all sixteen digits for certain."""
    nik = row.person.nik
    return float(nik) if style.numeric_nik and value == nik and nik[-1] != "0" else value


def _date_written(value: Cell, _: Row, style: Style) -> Cell:
    return dated(value, style.dates) if isinstance(value, date) else value


def _birth_written(value: Cell, row: Row, _: Style) -> Cell:
    return f"{row.person.birth_place}, {value:%d-%m-%Y}" if isinstance(value, date) else value


def _sex_written(value: Cell, _: Row, style: Style) -> Cell:
    return style.sex[value == "P"]


def _wage_written(value: Cell, _: Row, style: Style) -> Cell:
    return f"Rp {value:,}".replace(",", ".") if style.wage_text else value


def _words_written(value: Cell, _: Row, style: Style) -> Cell:
    return value.upper() if style.upper and isinstance(value, str) else value


_HANDS: dict[str, Callable[[Cell, Row, Style], Cell]] = {
    "nik": _nik_written,
    "birth_date": _date_written,
    "ttl": _birth_written,
    "sex": _sex_written,
    "wage": _wage_written,
    "name": _words_written,
    "desa": _words_written,
    "kecamatan": _words_written,
}


def dated(day: date, form: str) -> Cell:
    """A birth date in one of the forms met: a date cell, text in five forms, or a serial number."""
    forms: dict[str, Cell] = {
        "cell": day,
        "dashes": f"{day:%d-%m-%Y}",
        "slashes": f"{day.day}/{day.month}/{day.year}",
        "short": f"{day:%d/%m/%y}",
        "long": f"{day.day} {_MONTHS[day.month - 1]} {day.year}",
        "iso": day.isoformat(),
        "serial": (day - _SERIAL_START).days,
    }
    return forms[form]


def _foot(sheet: Sheet) -> list[Line]:
    """The total and the signature; the latter stands in the last column, which never holds NIKs or names."""
    width = len(sheet.columns)
    lines: list[Line] = []
    if sheet.style.total and sheet.columns[0][0] == "no":
        lines.append(["JUMLAH", *[None] * (width - 2), len(sheet.rows)])
    if sheet.style.signature:
        head = f"CAMAT {sheet.places[0].kecamatan_name.upper()}" if _one_kecamatan(sheet) else "KEPALA DINAS"
        words = (None, "Mengetahui,", head, None, *_OFFICIAL)
        lines.extend([*[None] * (width - 1), word] if word else [] for word in words)
    return lines


def _one_kecamatan(sheet: Sheet) -> bool:
    return len({place.kecamatan for place in sheet.places}) == 1


def recap_lines(file: File) -> list[Line]:
    """The REKAP sheet: people by desa, which repeats what the other sheets hold."""
    counts = Counter(row.person.place.name for row in file.rows)
    lines: list[Line] = [["REKAPITULASI"], [], ["No", "Desa", "Jumlah"]]
    lines.extend([number, *pair] for number, pair in enumerate(sorted(counts.items()), 1))
    return [*lines, ["JUMLAH", None, sum(counts.values())]]


def letter_lines() -> list[Line]:
    """A covering letter typed into a sheet: many words, no table."""
    text = (
        "PEMERINTAH KABUPATEN TULUNGAGUNG", "KECAMATAN SENDANG", "", "Kepada Yth. Kepala Disnakertrans",
        "di Tulungagung", "", "Bersama ini kami kirimkan daftar peserta jaminan sosial ketenagakerjaan.",
        "Demikian untuk menjadikan periksa.", "", "CAMAT SENDANG",
    )  # fmt: skip
    return [[line] if line else [] for line in text]
