"""Files that go wrong as a whole: unreadable, empty, a letter, a stranger's, damaged, or sent twice."""

from dataclasses import replace

from flows.demo.desk import Desk, Request
from flows.demo.filling import scaled
from flows.demo.people import Register
from flows.demo.places import Place, places, places_of
from flows.demo.plan import NEUTRAL
from flows.demo.rosters import File, Row, Sheet
from flows.demo.spare import unremarkable_row

# Files without a table; the second word of `blob` tells workbooks.py what to put on disk.
_BLOBS = (
    ("kecamatan-boyolangu", "data lingkungan (rusak).xlsx", "FILE_UNREADABLE", "noise"),
    ("bkpsdm", "pegawai bkpsdm terkunci.xlsx", "FILE_ENCRYPTED", "encrypted"),
    ("dinas-pertanian", "lampiran foto lahan.xlsx", "FILE_TOO_LARGE", "huge"),
    ("kecamatan-pagerwojo", "tambahan.xlsx", "FILE_EMPTY", "empty"),
    ("kecamatan-sendang", "surat pengantar.xlsx", "HEADING_NOT_FOUND", "letter"),
)


def odd_files(desk: Desk, register: Register, workers: int) -> list[File]:
    """The files that are set aside, and those whose rows all share one fate."""
    blobs = [File(sender, name, [], status="set_aside", code=code, blob=blob) for sender, name, code, blob in _BLOBS]
    return [
        *blobs,
        _without_nik(desk, register),
        _from_a_stranger(desk, register),
        _damaged(desk, register),
        *_segment_unknown(desk, register, workers),
    ]


def _filled(sheet: Sheet, register: Register, rows: int) -> Sheet:
    sheet.rows = [unremarkable_row(sheet, register) for _ in range(rows)]
    return sheet


def _without_nik(desk: Desk, register: Register) -> File:
    titles = ("DAFTAR TENAGA PENDAMPING", "DINAS SOSIAL")
    sheet = _filled(desk.sheet(Request("Sheet1", "non_asn", titles, places(), 0, "without_nik")), register, 12)
    return File("dinas-sosial", "pendamping sosial.xlsx", [sheet], status="set_aside", code="COLUMN_MISSING")


def _from_a_stranger(desk: Desk, register: Register) -> File:
    """A good list in the folder of a kecamatan of Blitar: nobody has declared that sender."""
    titles = ("DAFTAR PENGURUS RT/RW", "KECAMATAN KADEMANGAN")
    sheet = _filled(desk.sheet(Request("Sheet1", "rt_rw", titles, places_of("13"), 0)), register, 20)
    return File(
        "kecamatan-kademangan",
        "data rt rw kademangan.xlsx",
        [sheet],
        False,
        status="set_aside",
        code="SENDER_UNKNOWN",
    )


def _damaged(desk: Desk, register: Register) -> File:
    """NIKs typed into number cells and saved as text afterwards: every sixteenth digit is a 0."""
    where = places_of("13")
    titles = ("DAFTAR PEKERJA RENTAN", "KECAMATAN REJOTANGAN")
    sheet = desk.sheet(
        Request("Sheet1", "pekerja_rentan", titles, where, 0, kind="petani", occupations=("petani", "buruh-tani"))
    )
    sheet.style = replace(sheet.style, numeric_nik=False)
    for row in _filled(sheet, register, 30).rows:
        row.cells["nik"] = row.person.nik[:-1] + "0"
        row.codes, row.rejected, row.mess = ("NIK_COLUMN_DAMAGED",), True, "column_damaged"
    return File(
        "kecamatan-rejotangan",
        "usulan petani rejotangan.xlsx",
        [sheet],
        opd=False,
        status="set_aside",
        code="NIK_COLUMN_DAMAGED",
    )


def _segment_unknown(desk: Desk, register: Register, workers: int) -> list[File]:
    """Two lists in which nothing tells the segment: not a column, nor a title, nor a name."""
    rows = max(3, scaled(25, workers))
    files = [
        _nothing_told(desk, "dpmd", "Usulan susulan.xlsx", places(), register, rows),
        _nothing_told(desk, "kecamatan-gondang", "susulan gondang.csv", places_of("09"), register, rows),
    ]
    files[1].opd = False
    return files


def _nothing_told(desk: Desk, sender: str, name: str, where: tuple[Place, ...], register: Register, rows: int) -> File:
    csv = name.endswith(".csv")
    sheet = desk.sheet(Request("" if csv else "Sheet1", None, (NEUTRAL[1],), where, 0, "unknown", csv))
    for row in _filled(sheet, register, rows).rows:
        row.codes, row.rejected, row.mess = ("SEGMENT_UNKNOWN",), True, "segment_unknown"
    return File(sender, name, [sheet])


def resent_files(files: list[File]) -> list[File]:
    """Byte-identical copies of two kecamatan workbooks: one under another name, one in DPMD's folder."""
    officials = {file.sender: file for file in files if file.sheets and file.sheets[0].segment == "perangkat_desa"}
    first, second = officials["kecamatan-pucanglaban"], officials["kecamatan-tanggunggunung"]
    return [
        _copy(first, first.sender, first.name.replace(".xlsx", " (1).xlsx")),
        _copy(second, "dpmd", "kiriman Tanggunggunung.xlsx"),
    ]


def _copy(file: File, sender: str, name: str) -> File:
    return File(sender, name, [], file.opd, turn=2, status="resent", copy_of=file)


def kept_rows(file: File) -> list[Row]:
    """The rows of a file that the night reads: none of a file that is set aside."""
    return [] if file.unread else file.rows
