"""The answers of a history: bills that add up to the ledger and what was planted, numbers, payments, claims, aid."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from openpyxl import load_workbook

from flows.demo import DemoHistory, write_history
from flows.demo.history.rates import contribution, death_benefit
from schemas.tables import claims, reconciliation

BPU, PU = 16_800, 10_800
Lines = list[dict[str, object]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder some months are written to."""
    return tmp_path_factory.mktemp("answers")


@pytest.fixture(scope="module")
def history(home: Path) -> DemoHistory:
    """Four months of 1,000 workers, in one budget year."""
    return write_history(home, 4, workers=1000)


@pytest.fixture(scope="module")
def planted(history: DemoHistory) -> pl.DataFrame:
    """What must be found."""
    return pl.read_parquet(history.truth / "truth_answers.parquet")


def _lines(home: Path, paper: str) -> Lines:
    """The lines of an answer below its title and heading."""
    rows = list(load_workbook(home / paper)["Sheet1"].iter_rows(min_row=3, values_only=True))
    return [dict(zip(map(str, rows[0]), row, strict=True)) for row in rows[1:]]


def _amount(lines: Lines, heading: str) -> int:
    return sum(int(str(line[heading])) for line in lines)


def _covered(history: DemoHistory, month: str) -> pl.DataFrame:
    ledger = pl.read_parquet(history.truth / "truth_ledger.parquet")
    return ledger.filter(pl.col("month") == date.fromisoformat(f"{month}-01"), pl.col("status") == "covered")


@pytest.mark.parametrize("month", ["2023-10", "2023-11", "2023-12"])
def test_a_bill_is_the_ledger_and_what_was_planted(
    home: Path, history: DemoHistory, planted: pl.DataFrame, month: str
) -> None:
    bill = _lines(home, f"bpjs/tagihan {month}.xlsx")
    vulnerable = (pl.col("segment") == "pekerja_rentan").cast(pl.Int64)
    ours = _covered(history, month).select(vulnerable * BPU + (1 - vulnerable) * PU).sum().item()
    of_month = planted.filter(pl.col("about") == "bill", pl.col("month") == date.fromisoformat(f"{month}-01"))
    assert _amount(bill, "TOTAL IURAN") == ours + of_month["at_stake_rp"].sum()
    assert of_month["nik"].is_unique().all()
    paid = _lines(home, f"bpjs/pembayaran {month}.xlsx")
    assert [line["SUMBER DANA"] for line in paid] == ["ADD", "APBD", "DBHCHT"]
    assert _amount(paid, "JUMLAH BAYAR") == _amount(bill, "TOTAL IURAN")


def test_every_class_is_planted(planted: pl.DataFrame) -> None:
    about = {kind: set(found["finding"]) for (kind,), found in planted.group_by("about")}
    assert about["bill"] == set(reconciliation.FINDINGS)
    assert about["claim"] == {"paid_too_little", "paid_twice", "unknown_person"} <= set(claims.FINDINGS)
    assert about["aid"] == {"received_twice"}
    assert about["death"] == {"unclaimed"}


def test_everyone_covered_has_one_number(home: Path, history: DemoHistory) -> None:
    members = [line for month in history.months[1:] for line in _lines(home, f"bpjs/nomor peserta {month}.xlsx")]
    numbers = {str(line["NIK"]): str(line["NO KPJ"]) for line in members}
    assert len(numbers) == len(members)
    assert set(_covered(history, "2023-12")["nik"]) <= set(numbers)
    mended = pl.read_parquet(history.truth / "truth_ledger.parquet").filter(pl.col("why") == "corrected_nik")
    assert len(set(numbers.values())) == len(numbers) - mended.height
    assert {len(number) for number in numbers.values()} == {11}


def test_dukcapil_knows_of_deaths_that_no_list_tells(home: Path, history: DemoHistory) -> None:
    answers = _lines(home, "dukcapil/hasil padan 2023-11.xlsx")
    dead = [str(line["NIK"]) for line in answers if line["TANGGAL MENINGGAL"]]
    assert dead
    assert set(dead) <= set(_covered(history, "2023-11")["nik"])
    assert not set(dead) & set(_covered(history, "2023-12")["nik"])
    unknown = {str(line["NIK"]) for line in answers if line["HASIL"] == "Tidak ditemukan"}
    assert unknown
    assert not unknown & set(_covered(history, "2023-12")["nik"])


def test_a_claim_of_death_is_of_somebody_covered_then(home: Path, history: DemoHistory) -> None:
    for month in history.months[1:]:
        dead = {str(line["NIK"]) for line in _lines(home, f"claims/klaim {month}.xlsx") if line["PROGRAM"] == "JKM"}
        assert dead
        assert dead <= set(_covered(history, month)["nik"])


def test_a_death_in_a_month_without_money_is_owed_nothing(tmp_path: Path) -> None:
    barred: list[str] = []
    for seed in range(40):  # few die in a month, and whether one of them stood in the year that passes is chance
        if barred:
            break
        home = tmp_path / str(seed)
        year_passes = write_history(home, 2, workers=1500, month="2023-12", seed=seed)
        covered = _covered(year_passes, "2024-01")["nik"]
        found = pl.read_parquet(year_passes.truth / "truth_answers.parquet").filter(pl.col("month") == date(2024, 1, 1))
        claimed = [str(line["NIK"]) for line in _lines(home, "claims/klaim 2024-01.xlsx") if line["PROGRAM"] == "JKM"]
        owed_nothing = found.filter(pl.col("finding") == "not_covered")["nik"].to_list()
        assert sorted(owed_nothing) == sorted(nik for nik in claimed if nik not in covered)
        assert set(found.filter(pl.col("finding") == "unclaimed")["nik"]) <= set(covered)
        barred += owed_nothing
    assert barred


def test_the_terms_are_the_declared_ones() -> None:
    september = date(2023, 9, 1)
    assert contribution("pekerja_rentan", september).total == BPU
    assert contribution("rt_rw", september).total == PU
    umk = contribution("non_asn", september, 2_229_359)
    assert (umk.jkk, umk.jkm) == (5_350, 6_688)
    assert death_benefit(september, 1) == death_benefit(date(2025, 1, 1), 3) == 42_000_000
    assert death_benefit(date(2025, 1, 1), 2) == 10_000_000
