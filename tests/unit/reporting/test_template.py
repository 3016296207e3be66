"""The empty roster: what is in it, and that it comes back readable once filled in."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from openpyxl.utils import get_column_letter
from typer.testing import CliRunner

from flows.checking.one_file import check_file
from flows.cleaning.roster import clean
from flows.cleaning.words import read_occupations, read_segments
from flows.cli import app
from flows.intake.data_rows import people_and_ignored
from flows.intake.received import ReceivedFile, files_frame
from flows.intake.roster import read_roster
from flows.intake.titles import title_segment
from flows.reporting.template import ROWS, UndeclaredSegmentError, template_for, write_template
from flows.reporting.template_choices import choices
from flows.settings import now
from schemas.reference import reference
from schemas.senders.sender import Sender, senders
from schemas.text import words

MONTH = date(2023, 9, 1)
SEGMENTS = ("perangkat_desa", "rt_rw", "bpd", "non_asn", "pekerja_rentan")
VILLAGE = [("kecamatan-ngunut", segment) for segment in ("perangkat_desa", "rt_rw", "bpd")]
OFFICES = [*VILLAGE, ("kecamatan-tulungagung", "rt_rw"), ("dinas-pertanian", None), ("bapenda", None), ("dpmd", None)]
Person = dict[str, str]

KARTO: Person = {
    "NIK": "3504111209759001", "NO KK": "3504111209109001", "NAMA LENGKAP": "KARTO", "TEMPAT LAHIR": "Tulungagung",
    "TANGGAL LAHIR": "12-09-1975", "L/P": "L", "ALAMAT": "Dsn. Krajan", "RT": "01", "RW": "02",
    "DESA/KELURAHAN": "Pulosari", "KECAMATAN": "Ngunut", "SEGMEN": "RT/RW", "PEKERJAAN": "Petani tembakau",
    "JABATAN": "Anggota", "UPAH": "2000000", "NO HP": "081234567890",
}  # fmt: skip
SITI: Person = {**KARTO, "NIK": "3504115204809002", "NO KK": "", "NAMA LENGKAP": "SITI", "TANGGAL LAHIR": "12-04-1980",
                "L/P": "P"}  # fmt: skip
SLAMET: Person = {"NIK": "3504110101709003", "NAMA LENGKAP": "SLAMET", "DESA/KELURAHAN": "Kalangan",
                  "KECAMATAN": "Ngunut", "PEKERJAAN": "Nelayan", "SEGMEN": "BPD"}  # fmt: skip


def made(folder: Path, sender: str | None, segment: str | None) -> Path:
    file = folder / "daftar.xlsx"
    options = [*(["--sender", sender] if sender else []), *(["--segment", segment] if segment else [])]
    done = CliRunner().invoke(app, ["template", *options, "--out", str(file)])
    assert done.exit_code == 0, done.output
    return file


def filled(file: Path, *people: Person) -> Path:
    book = openpyxl.load_workbook(file)
    sheet = book["Daftar"]
    headings = [cell.value for cell in sheet[4]]
    for row, person in enumerate(people, start=5):
        for column, heading in enumerate(headings, start=1):
            sheet.cell(row, column).value = person.get(str(heading)) or None
    book.save(file)
    return file


def roster(file: Path, sender: Sender) -> pl.DataFrame:
    people, ignored = people_and_ignored(read_roster(file, file.name, sender).cells)
    assert ignored.is_empty(), ignored
    received = ReceivedFile(sender.sender, file.name, None, now(), 1, "read")
    return clean(people, files_frame([received], MONTH), {sender.sender: sender}, MONTH)


@pytest.mark.parametrize(("sender", "segment"), OFFICES)
def test_a_filled_template_is_clean(tmp_path: Path, sender: str, segment: str | None) -> None:
    file = filled(made(tmp_path, sender, segment), KARTO, SITI, SLAMET)
    done = CliRunner().invoke(app, ["check", str(file), "--sender", sender, "--month", "2023-09"])
    assert done.exit_code == 0, done.output
    assert "3 baris data: 0 akan ditolak" in done.output


@pytest.mark.parametrize("sender", senders())
def test_every_office_can_fill_in_its_template_from_its_lists(tmp_path: Path, sender: str) -> None:
    file = made(tmp_path, sender, None)
    lists = openpyxl.load_workbook(file)["Pilihan"]
    own = ["DESA/KELURAHAN", "PEKERJAAN", "JABATAN", "SEGMEN"]
    columns = dict(zip(["DESA/KELURAHAN", "KECAMATAN", *own[1:]], lists.iter_cols(values_only=True), strict=True))
    chosen = {heading: str(columns[heading][0]) for heading in own}
    # A desa alone tells its kecamatan only to that kecamatan's office: the names of sixteen are two places.
    home = senders()[sender].kecamatan_code
    place = {} if home else {"DESA/KELURAHAN": "Pulosari", "KECAMATAN": "Ngunut"}
    people = [{**person, "KECAMATAN": "", **chosen, **place} for person in (KARTO, SITI)]
    done = CliRunner().invoke(app, ["check", str(filled(file, *people)), "--sender", sender, "--month", "2023-09"])
    assert done.exit_code == 0, done.output
    assert "2 baris data: 0 akan ditolak, 0 diterima dengan catatan" in done.output


@pytest.mark.parametrize(("sender", "segment"), OFFICES)
def test_everybody_gets_the_segment_that_the_template_is_for(tmp_path: Path, sender: str, segment: str | None) -> None:
    office = senders()[sender]
    people = roster(filled(made(tmp_path, sender, segment), KARTO, SITI, SLAMET), office)
    meant = segment or office.default_segment
    assert people["segment"].to_list() == ([meant] * 3 if meant else ["rt_rw", "rt_rw", "bpd"])


def test_what_is_filled_in_is_what_is_read(tmp_path: Path) -> None:
    sender = senders()["dinas-pertanian"]
    row = roster(filled(made(tmp_path, "dinas-pertanian", None), KARTO), sender).row(0, named=True)
    read = {name: row[name] for name in ("nik", "nkk", "birth_date", "birth_date_from", "sex", "desa_code", "wage_rp")}
    assert read == {
        "nik": KARTO["NIK"], "nkk": KARTO["NO KK"], "birth_date": date(1975, 9, 12), "birth_date_from": "cell",
        "sex": "L", "desa_code": "35.04.11.2017", "wage_rp": 2_000_000,
    }  # fmt: skip
    assert (row["address"], row["occupation"], row["place_form"], row["phone"]) == (
        "Dsn. Krajan RT 01 RW 02", "petani-tembakau", "resolved", "081234567890",
    )  # fmt: skip


@pytest.mark.parametrize("sender", senders())
@pytest.mark.parametrize("segment", [*SEGMENTS, None])
def test_every_title_is_read_as_its_segment_or_there_is_none(sender: str, segment: str | None) -> None:
    office = senders()[sender]
    declared = {pattern.segment for pattern in office.segments} | {office.default_segment}
    if segment and segment not in declared:
        with pytest.raises(UndeclaredSegmentError, match=rf"schemas/senders/{sender}\.yml"):
            template_for(office, segment)
        return
    template = template_for(office, segment)
    meant = segment or office.default_segment
    found = title_segment(office, "Daftar", [[template.title]], [], "daftar")
    read = found[0] if found else office.default_segment
    assert read == meant, template.title
    assert ("segment" in template.fields) == (meant is None)


@pytest.mark.parametrize("segment", SEGMENTS)
def test_a_template_without_an_office_asks_for_the_segment(segment: str) -> None:
    template = template_for(None, segment)
    assert "segment" in template.fields
    assert ("occupation" in template.fields) == (segment == "pekerja_rentan")
    assert ("position" in template.fields) == (segment != "pekerja_rentan")


@pytest.mark.parametrize("segment", SEGMENTS)
def test_a_template_without_an_office_is_clean_when_filled(tmp_path: Path, segment: str) -> None:
    asked = {"SEGMEN": choices("35.04", None)["segment"][SEGMENTS.index(segment)]}
    file = filled(made(tmp_path, None, segment), {**KARTO, **asked}, {**SITI, **asked})
    checked = check_file(file, senders()["kecamatan-ngunut"], MONTH, now())
    assert (checked.reading.code, checked.rows, checked.refused) == (None, 2, 0)
    assert roster(file, senders()["kecamatan-ngunut"])["segment"].to_list() == [segment] * 2


def test_an_empty_template_holds_nobody(tmp_path: Path) -> None:
    file = made(tmp_path, "kecamatan-ngunut", "bpd")
    checked = check_file(file, senders()["kecamatan-ngunut"], MONTH, now())
    assert (checked.reading.code, checked.reading.set_aside, checked.rows) == (None, False, 0)
    assert roster(file, senders()["kecamatan-ngunut"]).is_empty()


def test_the_sheets_their_formats_and_what_is_validated(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(made(tmp_path, "kecamatan-ngunut", "rt_rw"))
    assert book.sheetnames == ["Daftar", "Petunjuk", "Pilihan"]
    assert book["Pilihan"].sheet_state == "hidden"
    sheet = book["Daftar"]
    assert sheet["A1"].value == "DAFTAR KETUA RT/RW KECAMATAN NGUNUT"
    assert sheet.freeze_panes == "A5"
    places = {str(cell.value): place for place, cell in enumerate(sheet[4], start=1)}
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}

    def rule(heading: str) -> Any:
        letter = get_column_letter(places[heading])
        return rules[f"{letter}5:{letter}{4 + ROWS}"]

    assert (rule("NIK").type, rule("NIK").operator, rule("NIK").formula1) == ("textLength", "equal", "16")
    assert rule("L/P").formula1 == '"L,P"'
    assert rule("DESA/KELURAHAN").formula1 == "Pilihan!$A$1:$A$18"
    assert rule("DESA/KELURAHAN").errorStyle == "warning"
    assert rule("KECAMATAN").formula1 == "Pilihan!$B$1:$B$19"
    assert rule("JABATAN").formula1 == "Pilihan!$D$1:$D$2"  # Ketua RT, Ketua RW
    assert (rule("TANGGAL LAHIR").type, rule("TANGGAL LAHIR").errorStyle) == ("custom", None)
    born = get_column_letter(places["TANGGAL LAHIR"])
    assert rule("TANGGAL LAHIR").formula1.startswith(f"AND(LEN({born}5)=10,DAY(DATE(VALUE(RIGHT({born}5,4)),")
    formats = {
        place: part.number_format
        for part in sheet.column_dimensions.values()
        for place in range(part.min or 0, (part.max or 0) + 1)
    }
    assert {heading for heading, place in places.items() if formats[place] == "@"} == {
        "NIK", "NO KK", "TANGGAL LAHIR", "RT", "RW", "NO HP",
    }  # fmt: skip


def test_the_instructions_speak_of_every_column(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    template = template_for(senders()["dpmd"], None)
    write_template(file, template)
    lines = [str(row[0]) for row in openpyxl.load_workbook(file)["Petunjuk"].iter_rows(values_only=True)]
    headings = reference("template_columns").filter(pl.col("field").is_in(template.fields))["heading"]
    assert [line.split(":")[0] for line in lines][-len(headings) :] == headings.to_list()


def test_a_post_that_is_offered_tells_its_segment() -> None:
    posts = reference("template_positions").rename({"segment": "meant", "position": "position_text"})
    blank = {name: pl.lit(None, pl.String) for name in ("segment_text", "status_text", "title_segment")}
    read = read_segments(posts.with_columns(**blank, default_segment="meant"))
    assert read.filter(pl.col("segment") != pl.col("meant")).is_empty()
    cells = {f"{name}_text": pl.lit(None, pl.String) for name in ("occupation", "status", "note", "segment")}
    known = read_occupations(posts.with_columns(**cells, title_occupation=pl.lit(None, pl.String)))
    assert known["occupation"].null_count() == 0


def test_what_is_offered_is_read_back() -> None:
    offered = choices("35.04", "35.04.11")
    assert (len(offered["desa"]), len(offered["kecamatan"])) == (18, 19)
    assert len(choices("35.04", None)["desa"]) == 271 - 16
    known = {words(said): code for said, code in reference("segment_words").iter_rows()}
    assert {known[words(said)] for said in offered["segment"]} == set(SEGMENTS)
    assert [len(choices("35.04", None, segment)["position"]) for segment in SEGMENTS] == [10, 2, 4, 8, 0]
    assert "Petani tembakau" in offered["occupation"]
    assert "TNI" not in offered["occupation"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "--sender, --segment or both"),
        (["--segment", "petani"], "--segment is one of"),
        (["--sender", "dinas-antah"], "dinas-antah.yml"),
        (["--sender", "bapenda", "--segment", "bpd"], "bapenda has no words for bpd"),
        (["--sender", "bapenda", "--out", "/nowhere/at/all.xlsx"], "nowhere"),
    ],
)
def test_what_cannot_be_made_is_said_in_a_line(options: list[str], said: str) -> None:
    done = CliRunner().invoke(app, ["template", *options])
    assert done.exit_code == 1
    assert said in done.output
    assert "Traceback" not in done.output


def test_a_roster_is_not_written_over(tmp_path: Path) -> None:
    file = made(tmp_path, "bapenda", None)
    done = CliRunner().invoke(app, ["template", "--sender", "bapenda", "--out", str(file)])
    assert done.exit_code == 1
    assert "exists already" in done.output
