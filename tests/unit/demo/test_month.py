"""What a month is as a whole: repeatable, complete, and careful about where it writes."""

from pathlib import Path

import polars as pl
import pytest

from flows.demo import DemoMonth, write_month
from schemas.senders.sender import senders
from tests.unit.demo.fingerprints import fingerprint

ROW_CODES = (
    "NIK_MISSING NIK_FORMAT NIK_SERIAL_ZERO NIK_DATE_IMPOSSIBLE NIK_PROVINCE_UNKNOWN NIK_TRUNCATED "
    "NIK_SCIENTIFIC NIK_TEMPORARY NAME_MISSING BIRTH_DATE_UNREADABLE AGE_UNDER_MINIMUM AGE_OVER_MAXIMUM "
    "OUTSIDE_REGENCY PLACE_UNKNOWN SEGMENT_UNKNOWN CIVIL_SERVANT DECEASED NIK_CONFLICT NIK_DISPLACED "
    "NIK_COLUMN_DAMAGED "
    "BIRTH_DATE_DIFFERS_FROM_NIK BIRTH_DATE_DAY_MONTH_SWAPPED BIRTH_DATE_FROM_NIK SEX_DIFFERS_FROM_NIK "
    "NIK_FOREIGN_REGION NIK_REGION_UNKNOWN NIK_IS_NKK AGE_NEAR_LIMIT OCCUPATION_UNKNOWN PLACE_GUESSED "
    "WAGE_IMPLAUSIBLE LOOKALIKE"
)
FILE_CODES = (
    "FILE_UNREADABLE FILE_ENCRYPTED FILE_TOO_LARGE FILE_EMPTY HEADING_NOT_FOUND COLUMN_MISSING "
    "COLUMN_UNRECOGNISED SENDER_UNKNOWN NIK_COLUMN_DAMAGED"
)


def test_the_same_arguments_write_the_same_bytes(raw: Path, month: DemoMonth, tmp_path: Path) -> None:
    again = write_month(tmp_path, workers=month.workers)
    assert fingerprint(tmp_path) == fingerprint(raw)
    for table in ("truth_rows", "truth_files", "truth_totals"):
        one, two = (folder / f"{table}.parquet" for folder in (month.truth, again.truth))
        assert one.read_bytes() == two.read_bytes(), table


def test_another_seed_writes_other_people(raw: Path, month: DemoMonth, tmp_path: Path) -> None:
    write_month(tmp_path, seed=1, workers=month.workers)
    assert fingerprint(tmp_path) != fingerprint(raw)


def test_every_true_worker_is_covered_once(month: DemoMonth, truth_rows: pl.DataFrame) -> None:
    totals = dict(pl.read_parquet(month.truth / "truth_totals.parquet").iter_rows())
    assert totals == {
        "perangkat_desa": 59, "rt_rw": 150, "bpd": 38, "non_asn": 165, "pekerja_rentan": 588,
    }  # fmt: skip
    covered = truth_rows.filter(pl.col("status") == "covered").group_by("segment").len()
    assert dict(covered.iter_rows()) == totals


@pytest.mark.parametrize("code", ROW_CODES.split())
def test_every_row_code_occurs(truth_rows: pl.DataFrame, code: str) -> None:
    assert truth_rows.filter(pl.col("codes").list.contains(code)).height > 0


def test_no_other_row_code_occurs(truth_rows: pl.DataFrame) -> None:
    assert set(truth_rows["codes"].explode().drop_nulls()) == set(ROW_CODES.split())


def test_every_file_code_occurs_and_no_other(truth_files: pl.DataFrame) -> None:
    assert sorted(truth_files["code"].drop_nulls()) == sorted(FILE_CODES.split())


def test_every_kind_of_double_occurs(truth_rows: pl.DataFrame) -> None:
    doubles = truth_rows.filter(pl.col("status") == "duplicate")
    assert set(doubles["kind"]) == {"resent", "within_sender", "across_senders", "across_segments"}
    assert set(doubles["decided_by"].drop_nulls()) == {
        "segment_precedence", "received", "completeness", "source_row", "identical_file",
    }  # fmt: skip


def test_winners_stand_and_losers_are_clean(truth_rows: pl.DataFrame) -> None:
    place = ["source_file", "sheet", "source_row"]
    losers = truth_rows.filter(pl.col("status") == "duplicate")
    assert losers["codes"].list.len().sum() == 0
    found = losers.join(truth_rows, left_on=[f"winner_{name}" for name in place], right_on=place)
    assert found.height == losers.height
    assert set(found.filter(pl.col("kind") != "resent")["status_right"]) == {"covered"}


def test_two_offices_send_nothing_and_the_others_all_do(truth_files: pl.DataFrame) -> None:
    sending = set(truth_files["sender"])
    assert sending.isdisjoint({"bapenda", "dinas-perpustakaan"})
    assert len(sending & set(senders())) == 50
    assert sending - set(senders()) == {"kecamatan-kademangan"}


def test_no_two_files_came_at_the_same_second(raw: Path, truth_files: pl.DataFrame) -> None:
    moments = [(raw / name).stat().st_mtime for name in truth_files["source_file"]]
    assert len(set(moments)) == len(moments) == truth_files.height


@pytest.mark.parametrize("wrong", ["2023-13", "202309", "September", "2023-9"])
def test_a_malformed_month_is_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(ValueError, match=f"month must be written YYYY-MM, for example 2023-09, not '{wrong}'"):
        write_month(tmp_path, month=wrong)


@pytest.mark.parametrize(("workers", "shown"), [(999, "999"), (46_732, "46,732")])
def test_too_few_or_too_many_workers_are_refused(tmp_path: Path, workers: int, shown: str) -> None:
    with pytest.raises(ValueError, match=f"between 1,000 and 46,731, not {shown}"):
        write_month(tmp_path, workers=workers)


def test_rosters_already_there_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "rosters/2023-09/dpmd").mkdir(parents=True)
    with pytest.raises(FileExistsError, match="already holds rosters"):
        write_month(tmp_path, workers=1000)
