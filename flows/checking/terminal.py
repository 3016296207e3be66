"""What `payung check` says in the terminal: plain Indonesian, and no NIK, name or other cell of a person."""

from collections.abc import Iterator

import polars as pl
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from flows.checking.columns import ReadColumn, read_columns
from flows.checking.one_file import CLEAN, REFUSED, UNUSABLE, Checked
from flows.intake.evidence import column_counts, swapped_columns
from flows.intake.reading import ReadList
from flows.intake.returned import Returned
from flows.reporting.summary import masked
from flows.reporting.terminal import console
from schemas.columns import field_label
from schemas.reasons import REASONS
from schemas.reference import reference

_MOST_PROBLEMS = 50
_NO_PEOPLE = {
    "heading": "judul kolom yang diulang",
    "numbering": "penomoran kolom",
    "total": "jumlah",
    "signature": "tanda tangan",
    "group": "nama wilayah",
    "note": "catatan",
    "of another year": "daftar tahun lain",
}
_OUTCOME = {
    CLEAN: "Siap dikirim.",
    REFUSED: "Boleh dikirim, tetapi yang ditolak belum terlindungi sampai diperbaiki.",
    UNUSABLE: "Belum dapat dipakai; perbaiki dahulu.",
}
_PASSED_OVER = {
    "not declared": "tidak terdaftar untuk dibaca",
    "of another year": "daftar tahun lain",
    "an example": "contoh pengisian",
    "no list of people": "bukan daftar orang",
    "no heading": "tidak ada judul kolom",
}


def print_checked(checked: Checked, *, undeclared_too: bool = False) -> None:
    """Prints how a file was read and what to mend in it; of an undeclared sender's file the rows are not judged."""
    out = console()
    parts = _told(checked) if checked.declared else _undeclared(checked, undeclared_too)
    out.print(Group(*(Text(part) if isinstance(part, str) else part for part in parts), ""))


def _told(checked: Checked) -> Iterator[RenderableType]:
    yield f"{masked(checked.path.name)}: {checked.sender.name}, bulan {checked.month:%Y-%m}"
    if checked.reading.returned is not None:
        yield from _returned(checked.reading.returned, checked.outcome)
        return
    yield from _file_problem(checked)
    yield from _layout(checked)
    yield _counts(checked)
    if checked.problems.height:
        yield _problems(checked.problems.head(_MOST_PROBLEMS), len(checked.reading.lists) > 1)
    more = checked.problems.height - _MOST_PROBLEMS
    if more > 0:
        yield f"… dan {number(more)} lagi; semuanya ditulis dengan --out BERKAS.xlsx"
    yield _OUTCOME[checked.outcome]


def _returned(returned: Returned, outcome: int) -> Iterator[str]:
    """A return workbook is no list of people: what becomes of it where it lies beside the files it came from."""
    if outcome == UNUSABLE:
        yield "Ini lembar hasil payung check, bukan daftar, dan tidak dibaca kembali. Perbaiki berkas Anda sendiri."
        return
    names = ", ".join(map(masked, returned.files.values())) or "berkas asalnya"
    yield f"Ini lembar perbaikan, bukan daftar: {number(returned.rows)} baris dari {names}."
    yield "Taruh di folder pengirim, bersama berkas asalnya yang tidak diubah; isinya dibaca sebagai perbaikan."


def _undeclared(checked: Checked, layout_too: bool) -> Iterator[RenderableType]:
    yield f"{masked(checked.path.name)}: pengirim {masked(checked.sender.sender)}"
    yield from _file_problem(checked)
    if layout_too:
        yield from _layout(checked)
    else:
        yield "Bila folder ini bukan milik pengirim, sebutkan pengirimnya dengan --sender."


def _file_problem(checked: Checked) -> Iterator[str]:
    if checked.code:
        reason = REASONS[checked.code]
        yield f"{reason.sentence} {reason.fix} ({reason.code})"


def _layout(checked: Checked) -> Iterator[RenderableType]:
    """Each list with its columns; where a list has those of another above it, they are not told again."""
    told: dict[tuple[ReadColumn, ...], str] = {}
    for read in checked.reading.lists:
        rows = checked.people.get((read.sheet_number, read.list_number), 0)
        yield f"{_called(read)}, judul kolom di baris {_heading_rows(read)}: {number(rows)} baris data"
        yield from _facts(checked, read)
        columns = read_columns(read)
        yield f"  Kolomnya sama seperti {told[columns]}." if columns in told else _columns(columns)
        told.setdefault(columns, f"{_sheet(read.sheet)} baris {_heading_rows(read)}")
    for read in checked.reading.unusable:
        yield f"{_called(read)}, judul kolom di baris {_heading_rows(read)}: tanpa NIK atau nama, tidak dibaca"
        yield _columns(read_columns(read))
    unusable = {read.sheet for read in checked.reading.unusable}
    for sheet in checked.reading.passed_over:
        if sheet.sheet not in unusable:
            under = f", judul kolom di baris {sheet.heading_row + 1}" if sheet.heading_row is not None else ""
            yield f"{_sheet(sheet.sheet)}{under}: tidak dibaca, {_PASSED_OVER[sheet.why]}"


def _called(read: ReadList) -> str:
    hidden = ["tersembunyi, tetap dibaca"] if read.hidden else []
    hidden += [f"{number(read.hidden_rows)} baris tersembunyi tetap dibaca"] if read.hidden_rows else []
    return _sheet(read.sheet) + (f" ({', '.join(hidden)})" if hidden else "")


def _sheet(name: str) -> str:
    return f'Lembar "{masked(name)}"' if name else "Berkas"


def _heading_rows(read: ReadList) -> str:
    first, last = read.layout.heading.first + 1, read.layout.heading.row + 1
    return str(last) if first == last else f"{first} sampai {last}"


def _facts(checked: Checked, read: ReadList) -> Iterator[str]:
    """What holds for everybody in the list, and what looks wrong with all of it."""
    segment = read.facts.segment or checked.sender.default_segment
    labels = dict(reference("segments").select("segment", "label").iter_rows())
    facts = {
        "kelompok": labels[segment] if segment else None,
        "kecamatan": read.facts.kecamatan,
        "desa": read.facts.desa,
        "pekerjaan": read.facts.occupation,
    }
    said = ", ".join(f"{name} {fact}" for name, fact in facts.items() if fact)
    if said:
        yield f"  Berlaku untuk semua, kecuali barisnya berkata lain: {said}."
    if read.layout.struck:
        yield f"  {number(len(read.layout.struck))} baris dicoret, dibaca sebagai dikeluarkan dari daftar."
    if read.layout.coloured:
        yield f"  {number(len(read.layout.coloured))} baris diberi keterangan menurut warnanya."
    if read.layout.commented:
        rows = number(len(read.layout.commented))
        yield f"  {rows} baris berkomentar sel, dibaca sebagai keterangan; bila menyebut NIK lain, barisnya ditolak."
    if read.layout.folded:
        yield "  Tiap orang tertulis dalam dua baris, dibaca sebagai satu."
    counts = column_counts(checked.reading.cells).get((read.sheet_number, read.list_number))
    if counts and swapped_columns(counts):
        yield "  Kolom nomor KK tampaknya berisi NIK; periksa apakah keduanya tertukar."


def _columns(columns: tuple[ReadColumn, ...]) -> Table:
    table = Table("kolom", "judul", "dibaca sebagai", "keterangan")
    for column in columns:
        taken = field_label(column.field) if column.field else "tidak dipakai"
        words = masked(column.words) if column.words else "(tanpa judul)"
        table.add_row(*map(Text, (column.letters, words, taken, column.remark)))
    return table


def _counts(checked: Checked) -> str:
    others = ", ".join(f"{_NO_PEOPLE[why]} {number(rows)}" for why, rows in checked.ignored.items())
    return (
        f"{number(checked.rows)} baris data: {number(checked.refused)} akan ditolak,"
        f" {number(checked.advised)} diterima dengan catatan."
        + (f" Baris lain, bukan data: {others}." if others else "")
    )


def _problems(problems: pl.DataFrame, several: bool) -> Table:
    """A line a problem; the sheet is named where the file has several lists."""
    table = Table(*(["lembar"] if several else []), "baris", "sel", "kolom", "akibat", "masalah", "cara memperbaiki")
    wanted = ("sheet", "source_row", "cell", "column", "code")
    for sheet, row, cell, field, code in problems.select(wanted).iter_rows():
        reason = REASONS[code]
        result = "ditolak" if reason.severity == "reject" else "catatan"
        told = (str(row), cell or "", field_label(field), result, reason.sentence, reason.fix)
        table.add_row(*map(Text, (*([masked(sheet)] if several else []), *told)))
    return table


def number(value: int) -> str:
    """A number as Indonesians write it: 12.345."""
    return f"{value:,}".replace(",", ".")
