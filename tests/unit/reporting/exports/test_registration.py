"""New members: who is registered, in which form, and that the workbook is one that is really taken."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from flows.checking.one_file import check_file
from flows.settings import now
from schemas.senders.sender import senders
from tests.unit.reporting.exports.offices import (
    AUGUST,
    POST,
    SEPTEMBER,
    Row,
    corrected,
    dead,
    frame,
    lines,
    member,
    nik,
    payung,
    person,
    publish,
    sheet_of,
)

BPU = Path("bpjs-registration-2023-09/pekerja_rentan-1/data_tk_baru_bpu.xlsx")
PU = Path("bpjs-registration-2023-09/rt_rw-1/data_tk_baru.xlsx")


def exported(home: Path, *people: Row, **tables: Sequence[Row]) -> str:
    """What the command said; its folder stands in `home`."""
    frames = {name: frame(name, *rows) for name, rows in tables.items()}
    publish(home / "curated", [frame("workers", *people)], **frames)
    done = payung("bpjs-registration", "--curated", home / "curated", "--out", home)
    assert done.exit_code == 0, done.output
    return str(done.output)


def test_a_vulnerable_worker_in_the_form_for_bpu(tmp_path: Path) -> None:
    exported(tmp_path, person(1, "SITI AMINAH", phone="0812-3456-7890"))
    sheet = sheet_of(tmp_path / BPU)
    assert sheet.title == "Data TK Baru"
    assert [cell.value for cell in sheet[1]] == [
        "NOMOR_IDENTITAS", "NAMA_LENGKAP", "TGL_LAHIR", "HANDPHONE", "EMAIL", "JENIS_PEKERJAAN_1", "JENIS_PEKERJAAN_2",
        "LOKASI_PEKERJAAN", "UPAH", "KODE_PAKET", "BULAN_IURAN",
    ]  # fmt: skip
    assert lines(tmp_path / BPU) == [
        {"NOMOR_IDENTITAS": nik(1), "NAMA_LENGKAP": "SITI AMINAH", "TGL_LAHIR": "01-01-1970",
         "HANDPHONE": "081234567890", "JENIS_PEKERJAAN_1": "Buruh tani", "LOKASI_PEKERJAAN": "3504", "UPAH": "1000000",
         "KODE_PAKET": "T", "BULAN_IURAN": "1"}
    ]  # fmt: skip


def test_the_head_of_an_rt_in_the_form_for_pu(tmp_path: Path) -> None:
    exported(tmp_path, person(1, **POST, sex="P", address="Dsn. Krajan RT 01 RW 02"))
    assert sheet_of(tmp_path / PU).title == "data_tk_baru"
    assert lines(tmp_path / PU) == [
        {"NAMA_LENGKAP": "KARTO", "TANGGAL_LAHIR": "01-01-1970", "JENIS_IDENTITAS": "KTP", "NOMOR_IDENTITAS": nik(1),
         "MASA_LAKU_IDENTITAS": "01-01-2090", "JENIS_KELAMIN": "P", "SURAT_MENYURAT_KE": "S",
         "TANGGAL_KEPESERTAAN": "01-09-2023", "KODE_NEGARA": "ID", "UPAH": "2000000", "LOKASI_PEKERJAAN": "3504",
         "ALAMAT": "Dsn. Krajan RT 01 RW 02, Desa Pulosari, Kec. Ngunut, Kabupaten Tulungagung"}
    ]  # fmt: skip


def test_what_nobody_has_told_is_blank_and_named(tmp_path: Path) -> None:
    said = exported(tmp_path, person(1, phone="081234567890"), person(2, occupation=None))
    assert "data_tk_baru_bpu.xlsx: blank, nobody has told it: EMAIL, JENIS_PEKERJAAN_2\n" in said
    assert "blank in part: HANDPHONE (1 of 2), JENIS_PEKERJAAN_1 (1 of 2)\n" in said


@pytest.mark.parametrize("file", [BPU, PU])
def test_every_cell_is_a_text(tmp_path: Path, file: Path) -> None:
    exported(tmp_path, person(1, "=cmd|' /C calc'!A0"), person(2, "123", **POST))
    cells = [cell for row in sheet_of(tmp_path / file).iter_rows() for cell in row if cell.value is not None]
    assert {(cell.data_type, cell.number_format) for cell in cells} == {("s", "@")}
    rows = CalamineWorkbook.from_path(tmp_path / file).get_sheet_by_index(0).to_python()
    assert {type(cell) for row in rows for cell in row} == {str}


def test_the_ten_thousand_and_first_stands_in_a_second_part(tmp_path: Path) -> None:
    people = [{**person(n), "nik": f"3504{n:08d}9001"} for n in range(10_001)]
    said = exported(tmp_path, *people)
    folder = tmp_path / "bpjs-registration-2023-09"
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.xlsx"))
    assert files == ["pekerja_rentan-1/data_tk_baru_bpu.xlsx", "pekerja_rentan-2/data_tk_baru_bpu.xlsx"]
    written = [
        [str(row[0]) for row in CalamineWorkbook.from_path(folder / file).get_sheet_by_index(0).to_python()[1:]]
        for file in files
    ]
    assert [len(part) for part in written] == [10_000, 1]
    assert written[0] + written[1] == sorted(str(one["nik"]) for one in people)
    assert "10,001 people in" in said


def test_whoever_has_a_member_number_is_not_registered_again(tmp_path: Path) -> None:
    exported(tmp_path, person(1), person(2), members=(member(1),))
    assert [line["NOMOR_IDENTITAS"] for line in lines(tmp_path / BPU)] == [nik(2)]


def test_a_corrected_nik_is_no_new_member(tmp_path: Path) -> None:
    """1 became 2 in August and 3 in September: the member number stands under 1."""

    changes = (corrected(2, 3, SEPTEMBER), corrected(1, 2, AUGUST), corrected(7, 8, SEPTEMBER))
    said = exported(tmp_path, person(3), person(8), members=(member(1),), changes=changes)
    assert [line["NOMOR_IDENTITAS"] for line in lines(tmp_path / BPU)] == [nik(8)]
    assert "1 left out: they have a KPJ under the NIK before" in said


def test_the_dead_are_not_registered(tmp_path: Path) -> None:
    """2 died in the month, covered and not yet registered; 1 was registered in time."""
    said = exported(
        tmp_path, person(1), person(2), person(3), members=[member(1)], deaths=[dead(1, None), dead(2, SEPTEMBER)]
    )
    assert [line["NOMOR_IDENTITAS"] for line in lines(tmp_path / BPU)] == [nik(3)]
    assert "1 left out: dead before they were registered" in said


def test_each_segment_has_a_workbook_of_its_own(tmp_path: Path) -> None:
    exported(tmp_path, person(1), person(2, **POST), person(3, **{**POST, "segment": "bpd"}))
    folder = tmp_path / "bpjs-registration-2023-09"
    assert sorted(path.name for path in folder.iterdir()) == ["bpd-1", "pekerja_rentan-1", "rt_rw-1"]


def test_the_same_rows_are_the_same_bytes(tmp_path: Path) -> None:
    for home in (tmp_path / "a", tmp_path / "b"):
        exported(home, person(2, "SITI"), person(1), person(3, "AGUS"))
    assert (tmp_path / "a" / BPU).read_bytes() == (tmp_path / "b" / BPU).read_bytes()
    assert openpyxl.load_workbook(tmp_path / "a" / BPU).properties.created == datetime(2023, 9, 1)  # noqa: DTZ001


@pytest.mark.parametrize(("file", "segment"), [(BPU, "pekerja_rentan"), (PU, "rt_rw")])
def test_both_forms_are_rosters_that_check_reads_without_a_word(tmp_path: Path, file: Path, segment: str) -> None:
    """The forms are among those that offices send: whoever keeps his upload can send it as his list."""
    kind: Row = {} if segment == "pekerja_rentan" else POST
    exported(tmp_path, *(person(n, f"KARTO {name}", **kind) for n, name in enumerate(("SATU", "DUA", "TIGA"), 1)))
    office = senders()["kecamatan-ngunut"].model_copy(update={"default_segment": segment})
    seen = check_file(tmp_path / file, office, SEPTEMBER, now(), declared=True)
    assert (seen.rows, seen.outcome) == (3, 0), seen
