"""An empty roster workbook for an office or a segment, made from the declarations, so that what comes back is read."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from flows.reporting.template_choices import choices, title_words
from schemas.reference import HOME_REGENCY, reference
from schemas.senders.sender import Sender

ROWS = 2_000
_HEADING_ROW = 3
_HINT = "Satu orang satu baris, mulai di bawah judul kolom. Cara mengisi ada di lembar Petunjuk."
_INSTRUCTIONS = (
    "PETUNJUK PENGISIAN",
    "1. Isilah lembar Daftar. Satu orang satu baris, tanpa baris kosong, tanpa sel yang digabung.",
    "2. Jangan mengubah judul di baris pertama dan judul kolom; kolom boleh dikosongkan, asal tidak dihapus.",
    "3. NIK dan nama wajib diisi. Bila menyalin dari berkas lain, tempelkan nilainya saja agar NIK tetap utuh.",
    "4. Pilihan dari daftar hanya membantu. Bila tidak ada yang benar, tulis keadaan yang sebenarnya; jangan menebak.",
    "5. PNS, TNI, Polri, pensiunan dan orang yang sudah meninggal tidak dicantumkan.",
    "6. Berkas ini memuat data pribadi: jangan dikirim lewat grup percakapan.",
    "Isi setiap kolom:",
)

_DAY = "DATE(VALUE(RIGHT(X,4)),VALUE(MID(X,4,2)),VALUE(LEFT(X,2)))"
_A_DATE = f"=AND(LEN(X)=10,DAY({_DAY})=VALUE(LEFT(X,2)),MONTH({_DAY})=VALUE(MID(X,4,2)))"
"""True of the text 12-09-1975 in the cell X, not of a day that does not exist: DATE turns 31-02 into a day of March."""


@dataclass(frozen=True)
class Template:
    """`title` speaks of the segment in words that the sender's declaration knows; `fields` are the columns in order.

    The desa and posts to choose from are those of the kecamatan and the segment, where there is one, else of the
    regency and of all segments.
    """

    title: str
    fields: tuple[str, ...]
    regency_code: str
    kecamatan_code: str | None
    segment: str | None


class UndeclaredSegmentError(ValueError):
    """No template can be made of what was asked for; the message says what to declare."""


def template_for(sender: Sender | None, segment: str | None) -> Template:
    """The template of an office, of a segment, or of one segment of an office.

    Where nothing else would tell the segment of a row, there is a column for it: an office of several segments without
    one by default, or no office at all.

    Raises:
        UndeclaredSegmentError: the office's declaration has no words for the segment, so the list would be read as of
            another one.
    """
    meant = segment or (sender.default_segment if sender else None)
    said = title_words(sender, meant) if meant else "peserta"
    if said is None and sender:
        raise UndeclaredSegmentError(
            f"{sender.sender} has no words for {meant}; declare them in schemas/senders/{sender.sender}.yml (segments)"
        )
    office = f" {sender.name}" if sender else ""
    absent = _absent(meant, sender)
    fields = tuple(field for field in reference("template_columns")["field"] if field not in absent)
    regency, kecamatan = (sender.regency_code, sender.kecamatan_code) if sender else (HOME_REGENCY, None)
    return Template(f"Daftar {said}{office}".upper(), fields, regency, kecamatan, meant)


def _absent(segment: str | None, sender: Sender | None) -> set[str]:
    """Vulnerable workers have an occupation, the others a post; who could be either has both columns."""
    settled = {"segment"} if sender and segment else set()
    if segment is None:
        return settled
    return settled | ({"position"} if segment == "pekerja_rentan" else {"occupation"})


def write_template(path: Path, template: Template) -> None:
    """The workbook in `path`: Daftar to fill in, Petunjuk to read, and hidden beside them the lists to choose from.

    NIK, family card, date and telephone cells are text, so that Excel eats no digit and turns no date. Only lengths,
    L/P and that a birth date exists are enforced: a list that forbids what is true would make people choose what is
    not.

    Raises:
        OSError: the file cannot be written.
    """
    made = BytesIO()
    columns = pl.DataFrame({"field": template.fields}).join(
        reference("template_columns"), on="field", maintain_order="left"
    )
    with xlsxwriter.Workbook(made, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, help_sheet, lists = (book.add_worksheet(name) for name in ("Daftar", "Petunjuk", "Pilihan"))
        lists.hide()
        sources = _write_choices(lists, choices(template.regency_code, template.kecamatan_code, template.segment))
        bold = book.add_format({"bold": True, "font_size": 14})
        sheet.write_string(0, 0, template.title, bold)
        sheet.write_string(1, 0, _HINT)
        _write_columns(book, sheet, columns, sources)
        sheet.freeze_panes(_HEADING_ROW + 1, 0)
        help_sheet.set_column(0, 0, 120, book.add_format({"text_wrap": True, "valign": "top"}))
        lines = [*_INSTRUCTIONS, *(f"{name}: {said}" for name, said in columns.select("heading", "help").iter_rows())]
        for row, line in enumerate(lines):
            help_sheet.write_string(row, 0, line, *([bold] if row == 0 else []))
    path.write_bytes(made.getvalue())


def _write_choices(sheet: Any, lists: dict[str, list[str]]) -> dict[str, str]:
    """The range of each list, by field."""
    for column, values in enumerate(lists.values()):
        sheet.write_column(0, column, values)
    return {
        field: f"=Pilihan!${chr(ord('A') + column)}$1:${chr(ord('A') + column)}${len(values)}"
        for column, (field, values) in enumerate(lists.items())
    }


def _write_columns(book: Any, sheet: Any, columns: pl.DataFrame, sources: dict[str, str]) -> None:
    dark = book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "border": 1})
    text = book.add_format({"num_format": "@"})
    for column, (field, heading, width, as_text, said) in enumerate(columns.iter_rows()):
        sheet.set_column(column, column, width, text if as_text else None)
        sheet.write_string(_HEADING_ROW, column, heading, dark)
        first = xl_rowcol_to_cell(_HEADING_ROW + 1, column)
        rule = {"input_title": heading, "input_message": said, **_rule(field, first, sources)}
        sheet.data_validation(_HEADING_ROW + 1, column, _HEADING_ROW + ROWS, column, rule)


def _rule(field: str, first: str, sources: dict[str, str]) -> dict[str, Any]:
    """What a column enforces; a formula speaks of its `first` cell, and a spreadsheet moves it along."""
    if field == "birth_date":
        odd = "Tulis tanggal-bulan-tahun dengan sepuluh tanda, contoh 12-09-1975."
        return {"validate": "custom", "value": _A_DATE.replace("X", first), "error_message": odd}
    if field in {"nik", "nkk"}:
        return {"validate": "length", "criteria": "==", "value": 16, "error_message": "Harus 16 angka."}
    if field == "sex":
        return {"validate": "list", "source": ["L", "P"], "error_message": "Isi L atau P."}
    if field in sources:
        odd = "Tidak ada di daftar. Bila memang benar, pilih Ya."
        return {"validate": "list", "source": sources[field], "error_type": "warning", "error_message": odd}
    return {"validate": "any"}
