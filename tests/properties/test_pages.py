"""A file read page by page is the file read whole, whatever stands at the edges of its pages."""

import csv
import io
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.cleaning.page_orders import column_orders
from flows.cleaning.roster import clean
from flows.intake.data_rows import people_and_ignored, summed_ignored
from flows.intake.pages.files import PageOfCells, read_page, write_page
from flows.intake.pages.grid import PageSize
from flows.intake.pages.titles import settle_titles
from flows.intake.reading import Reading
from flows.intake.received import ReceivedFile, files_frame
from flows.intake.roster import read_roster
from schemas.senders.sender import Sender

SENDER = Sender(sender="dishub", name="Dinas Perhubungan", kind="opd", contact="-", sends="-")
SOURCE = "rosters/2023-09/dishub/a"
HEADING = ["NO", "NIK", "NAMA", "TGL LAHIR", "ALAMAT", "DESA", "KECAMATAN", "PEKERJAAN"]
OTHER_HEADING = ["NAMA", "NIK", "TGL LAHIR", "NO", "ALAMAT", "DESA", "KECAMATAN", "PEKERJAAN"]
Row = list[str]
MONTH, RECEIVED = date(2023, 9, 1), datetime(2023, 9, 2, tzinfo=UTC)

TITLES: list[list[Row]] = [
    [],
    [["DAFTAR PEKERJA RENTAN"], []],
    [["DAFTAR NELAYAN"], ["DESA KALANGAN KECAMATAN NGUNUT"]],
    [["DATA RW"], ["KECAMATAN NGUNUT"]],
]
NIKS = st.sampled_from(
    ["3504111209759001", "'3504111209759002", "3504 1152 0975 9003", "35041112097590", "", "-", "3,5E+15"]
)
PERSONS = st.tuples(
    st.sampled_from(["1", "2", "", "3 *)"]), NIKS,
    st.sampled_from(["Karto", "Budi **", "SITI\nMARYAM", "Total Suharto", '"Mbah" Jo', ""]),
    st.sampled_from(["12-09-1975", "1975-09-12", ""]), st.sampled_from(["Dsn. Krajan", '"', "sda", ""]),
    st.sampled_from(["Kalangan", "sda", '"', "", "Gilang"]), st.sampled_from(["Ngunut", '"', "", "Kec. Ngunut"]),
    st.sampled_from(["petani", "idem", '"', ""]),
).map(list)  # fmt: skip
OTHERS: list[Row] = [
    [""], [""], ["DESA KALANGAN"], ["KECAMATAN NGUNUT"], ["RW 03"], ["", "", "DESA GILANG KEC. NGUNUT"],
    ["A. PERANGKAT DESA"], ["B. BPD"], ["PEKERJA RENTAN"], ["NELAYAN"], ["C. TUKANG BECAK"], ["LAIN-LAIN"],
    ["II. ANGGOTA BPD"], ["PEKERJA RENTAN (BURUH TANI)"], ["KELOMPOK TANI MAJU DESA GILANG (PETANI TEMBAKAU)"],
    ["", "", "- 2 -"], ["PINDAHAN", "", "13"],
    ["DESA X (12 ORANG)"], ["JUMLAH", "", "25 orang"], ["Mengetahui,"], ["", "", "Camat Ngunut"],
    ["", "", "Karto, S.Sos."],
    ["", "", "NIP 19750912 200001 1 001"], ["Catatan: sudah dicek"], ["", "", "belum lengkap"],
    ["", "", "", "", "Ds. Gesikan Kec. Pakel"], ["(1)", "(2)", "(3)", "(4)"], ["1", "2", "3", "4"], HEADING,
    ["C. YANG SUDAH KELUAR"], ["", "", "D. MENINGGAL DUNIA"], ["E. PENGGANTI"], ["JUMLAH DIPINDAHKAN"],
    ["*) meninggal dunia"], ["**)", "", "sudah pindah"], ["DAFTAR RT DESA GILANG"],
    ["", "", "Tulungagung, 12 September 2023"],
    ["3", "", "(belum ada pengganti)"], ["", "16 digit", "(wajib)", "dd-mm-yyyy"],
    ["1", "3504111209759009", "BUDI CONTOH", "12-09-1975"], ["4", "", "", "", "3504111209759008", "Kalangan", "Ngunut"],
    ["3504111209759001", "Karto", "12-09-1975", "Dsn. Krajan", "Kalangan", "Ngunut", "petani"],
    ["1", "", "3504111209759001", "Karto", "12-09-1975", "Dsn. Krajan", "sda", "Ngunut"],
]  # fmt: skip
BODIES = st.lists(st.one_of(PERSONS, PERSONS, st.sampled_from(OTHERS), st.just(OTHER_HEADING)), min_size=1, max_size=40)


def delimited(rows: Sequence[Row], encoding: str = "utf-8") -> bytes:
    """The rows as a program writes them, every one as wide as the heading."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\n").writerows(
        row + [""] * (len(HEADING) - len(row)) for row in rows
    )
    return text.getvalue().encode(encoding)


def whole(path: Path) -> Reading:
    return read_roster(path, f"{SOURCE}{path.suffix}", SENDER)


def in_pages(path: Path, size: PageSize) -> Reading:
    numbers = count(1)

    def leave(cells: pl.DataFrame) -> Path:
        page = path.parent / f"{next(numbers):05d}.arrow"
        write_page(cells, page)
        return page

    return read_roster(path, f"{SOURCE}{path.suffix}", SENDER, leave=leave, page=size)


def batches(pages: Sequence[Path], cuts: set[int]) -> Iterator[pl.DataFrame]:
    """Some pages at once, as they lie on disk."""
    batch: list[pl.DataFrame] = []
    for number, page in enumerate(pages):
        if number in cuts and batch:
            yield pl.concat(batch)
            batch = []
        batch.append(pl.read_ipc(page))
    if batch:
        yield pl.concat(batch)


PLACE = ("list_number", "side", "source_row")


def assert_same(path: Path, size: PageSize, cuts: set[int]) -> None:
    """Read whole and in pages: the same rows, kinds, counts and fills, and the same said of the file."""
    once, paged = whole(path), in_pages(path, size)
    said = [(read.code, read.set_aside, read.heading, read.sheets, read.columns) for read in (once, paged)]
    assert said[0] == said[1]
    if not paged.pages:
        assert paged.cells.equals(once.cells)
        return
    cells = pl.concat(map(read_page, paged.pages)).with_columns(page=None).sort(PLACE)
    assert cells.cast(once.cells.schema).equals(once.cells.sort(PLACE))
    settle_titles(paged.pages)
    people, ignored = people_and_ignored(once.cells)
    found = [people_and_ignored(batch) for batch in batches(paged.pages, cuts)]
    again = pl.concat(rows for rows, _ in found).sort(PLACE)
    assert again.equals(people.sort(PLACE)), (again, people)
    assert summed_ignored(pl.concat(counts for _, counts in found)).equals(ignored)
    orders = column_orders([PageOfCells(page) for page in paged.pages], MONTH)
    files = files_frame([ReceivedFile("dishub", f"{SOURCE}{path.suffix}", "ab" * 32, RECEIVED, 1, "read")], MONTH)
    cleaned = pl.concat(clean(rows, files, {"dishub": SENDER}, MONTH, orders) for rows, _ in found)
    assert cleaned.sort("row_id").equals(clean(people, files, {"dishub": SENDER}, MONTH).sort("row_id"))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(TITLES), BODIES, st.integers(20, 400), st.sets(st.integers(1, 40)))
def test_a_delimited_file_in_pages(titles: list[Row], body: list[Row], page: int, cuts: set[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(delimited([*titles, HEADING, *body]))
        assert_same(path, PageSize(text=page), cuts)


@settings(max_examples=20, deadline=None)
@given(BODIES, st.integers(1, 12), st.sets(st.integers(1, 40)))
def test_a_parquet_file_in_pages(body: list[Row], page: int, cuts: set[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.parquet"
        rows = [row + [""] * (len(HEADING) - len(row)) for row in body]
        pl.DataFrame(rows, schema=dict.fromkeys(HEADING, pl.String), orient="row").write_parquet(path)
        assert_same(path, PageSize(rows=page), cuts)
