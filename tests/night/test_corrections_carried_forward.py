"""A correction mends its list wherever it lies: beside it in an earlier month, or sent alone in a later one."""

from pathlib import Path

import openpyxl
import polars as pl
import pytest

from schemas.returned import MARK
from tests.night.plain import night
from tests.unit.checking.books import HEADING, book, person

OLD, NEW = "2023-08", "2023-09"
GOOD, BAD = "3504115209759002", "350411520975900"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A sender that sent in the month before, with a NIK of fifteen digits, and another that sends in this one."""
    rosters = tmp_path / "raw" / "rosters"
    book(rosters / OLD / "dinas-pertanian" / "petani.xlsx", Data=[HEADING, person(NIK=BAD, Nama="SITI", L_P="P")])
    book(rosters / NEW / "dinas-perikanan" / "nelayan.xlsx", Data=[HEADING, person()])
    return tmp_path


def send_back(night: Path, folder: Path) -> None:
    """Mends the NIK in the return workbook and puts it there."""
    made = openpyxl.load_workbook(night / "steward" / "returns" / "dinas-pertanian.xlsx")
    (sheet,) = [one for one in made.worksheets if str(one["A1"].value).startswith(f"{MARK} ")]
    (cell,) = [cell for cell in sheet[3] if cell.value == BAD]
    cell.value = GOOD
    folder.mkdir(parents=True, exist_ok=True)
    made.save(folder / "kembali.xlsx")


@pytest.mark.parametrize("months", [[OLD], [NEW], [NEW, "2023-10"]])
def test_it_is_found(home: Path, months: list[str]) -> None:
    rosters = home / "raw" / "rosters"
    first = night(home, None).folder
    assert GOOD not in niks(first)
    send_back(first, rosters / months[0] / "dinas-pertanian")
    for later in months[1:]:
        book(rosters / later / "dinas-perikanan" / "nelayan.xlsx", Data=[HEADING, person()])
    second = night(home, None).folder
    assert GOOD in niks(second)
    files = pl.read_parquet(second / "steward" / "received_files.parquet").sort("month", "source_file")
    of_month = files.filter(pl.col("month") == pl.col("month").max(), pl.col("sender") == "dinas-pertanian")
    assert set(of_month.select("status", "code", "rows_read").rows()) == {
        ("carried_forward", None, 0),
        ("carried_forward", None, 1),
    }
    heard = pl.read_parquet(second / "analyst" / "senders.parquet").filter(pl.col("sender") == "dinas-pertanian")
    assert heard.sort("month")["carried_forward"].to_list()[-1] is True


def niks(night: Path) -> set[str]:
    workers = pl.read_parquet(night / "steward" / "workers" / "*" / "*.parquet", hive_partitioning=False)
    return set(workers["nik"])
