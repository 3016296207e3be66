"""Tables staged from parts, and what is carried from the snapshot before."""

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import pandera.errors
import polars as pl
import pyarrow.parquet as pq
import pytest

from flows.publishing import staged
from flows.publishing.parquet import read_table, table_path, write_table
from flows.publishing.staged import Staged, carry, carry_parts, other_months, stage_all, staged_tables
from schemas.tables import TABLES
from schemas.tables.table import Table

SEPTEMBER, OCTOBER = date(2023, 9, 1), date(2023, 10, 1)
CHANGES, COVERED, WORKERS = TABLES["changes"], TABLES["covered_workers"], TABLES["workers"]
NO_GRAIN = TABLES["budget_totals"]


def worker_id(letter: str) -> str:
    return "w1_" + letter * 26


def changes(*workers: str, month: date = SEPTEMBER) -> pl.DataFrame:
    rows = [{"month": month, "worker_id": worker_id(name), "kind": "joined", "after": "bpd"} for name in workers]
    return pl.DataFrame(rows, schema=CHANGES.dtypes)


def workers(*names: str, month: date = SEPTEMBER) -> pl.DataFrame:
    base: dict[str, Any] = {
        "month": month, "segment": "bpd", "membership": "PU", "sex": "L", "age_band": "45-54", "sender": "dpmd",
        "funding_source": "ADD", "wage_base_rp": 2_000_000, "jkk_rp": 4_800, "jkm_rp": 6_000,
        "contribution_rp": 10_800, "months_in_a_row": 1, "advice": [], "full_death_benefit": True, "name": "KARTO",
        "birth_date": date(1970, 1, 1), "source_file": "a.csv", "sheet": "", "source_row": 2, "regency_code": "35.04",
    }  # fmt: skip
    rows = [{**base, "worker_id": worker_id(name), "nik": f"35041101017{ord(name):05d}"} for name in names]
    return pl.DataFrame(rows, schema=WORKERS.dtypes)


def stage(folder: Path, tables: list[Table], *parts: pl.DataFrame, together: int = 2) -> None:
    stage_all(folder, "2023-09", [Staged(tables, [part.lazy() for part in parts])], together)


def letters(frame: pl.DataFrame) -> str:
    return "".join(worker[-1] for worker in frame["worker_id"])


# --- parts ---------------------------------------------------------------------------------------------------------


def test_parts_are_put_together_as_long_as_there_is_room(tmp_path: Path) -> None:
    stage(tmp_path, [CHANGES], changes("b"), changes("a"), changes("c"), changes("f", "e", "d"), changes())
    written = pq.ParquetFile(table_path(tmp_path, CHANGES, ""))
    assert [written.metadata.row_group(place).num_rows for place in range(3)] == [2, 1, 3]
    assert letters(read_table(tmp_path, CHANGES)) == "abcdef"


def test_whatever_its_parts_a_small_table_is_the_same_file(tmp_path: Path) -> None:
    stage(tmp_path / "one", [CHANGES], changes("a", "b", "c"), together=3)
    stage(tmp_path / "three", [CHANGES], changes("c"), changes("a"), changes("b"), together=3)
    write_table(CHANGES, changes("a", "b", "c"), tmp_path / "written.parquet")
    files = [tmp_path / "written.parquet", *(table_path(tmp_path / name, CHANGES, "") for name in ("one", "three"))]
    assert len({path.read_bytes() for path in files}) == 1


def test_a_partitioned_table_has_a_file_for_each_group(tmp_path: Path) -> None:
    stage(tmp_path, [WORKERS, COVERED], workers("d", "a"), workers("c"), workers("b"))
    for table in (WORKERS, COVERED):
        parts = [letters(pl.read_parquet(table_path(tmp_path, table, "2023-09", part))) for part in (0, 1)]
        assert parts == ["ad", "bc"]
        assert not table_path(tmp_path, table, "2023-09", 2).exists()
    assert read_table(tmp_path, COVERED).equals(read_table(tmp_path, WORKERS).select(COVERED.columns))


@pytest.mark.parametrize("table", [CHANGES, WORKERS], ids=["one file", "partitioned"])
def test_a_table_without_parts_is_there_and_empty(tmp_path: Path, table: Table) -> None:
    stage(tmp_path, [table])
    assert pl.read_parquet(table_path(tmp_path, table, "2023-09"), hive_partitioning=False).equals(table.empty())


def test_other_types_and_more_columns_than_the_table_has_are_arranged(tmp_path: Path) -> None:
    wide = workers("a").with_columns(pl.col("jkk_rp").cast(pl.UInt16), age=pl.lit(53))
    stage(tmp_path, [WORKERS], wide, workers("b"))
    assert read_table(tmp_path, WORKERS).equals(workers("a", "b"))


@pytest.mark.parametrize("together", [1, 2, 9])
def test_a_row_that_stands_in_two_parts_stops_the_night(tmp_path: Path, together: int) -> None:
    with pytest.raises(pandera.errors.SchemaError, match="unique"):
        stage(tmp_path, [CHANGES], changes("a", "b"), changes("c"), changes("b"), together=together)


def test_rows_that_only_share_a_hash_are_two_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staged, "_hash", lambda table: pl.col(table.grain[0]).is_null().cast(pl.UInt64))
    stage(tmp_path, [CHANGES], changes("a"), changes("b"), together=1)
    assert letters(read_table(tmp_path, CHANGES)) == "ab"


def test_a_table_whose_rows_may_repeat_takes_them_twice(tmp_path: Path) -> None:
    row = {
        "month": SEPTEMBER,
        "regency_code": "35.04",
        "segment": "bpd",
        "funding_source": "ADD",
        "workers": 1,
        "jkk_rp": 1,
        "jkm_rp": 1,
    }
    frame = pl.DataFrame([{**row, "contribution_rp": 2}], schema=NO_GRAIN.dtypes)
    stage(tmp_path, [NO_GRAIN], frame, frame, together=1)
    assert read_table(tmp_path, NO_GRAIN).height == 2


# --- the snapshot before -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at_once", [1, 2, 100])
def test_rows_of_other_months_come_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(staged, "TOGETHER", at_once)
    before = pl.concat([changes("a", "b"), changes("c", "d", "e", month=OCTOBER)])
    write_table(CHANGES, before, table_path(tmp_path, CHANGES, ""))
    parts = [part.collect() for part in other_months(tmp_path, CHANGES, [SEPTEMBER])]
    assert letters(pl.concat(parts)) == "cde"
    assert max(part.height for part in parts) <= at_once


def test_a_first_night_has_no_other_months() -> None:
    assert list(other_months(None, CHANGES, [SEPTEMBER])) == []


def test_other_months_parts_are_carried_unchanged(tmp_path: Path) -> None:
    previous, staging = tmp_path / "previous", tmp_path / "staging"
    for month, part in ((SEPTEMBER, 0), (SEPTEMBER, 1), (OCTOBER, 0)):
        frame = workers("ab"[part], month=month)
        write_table(WORKERS, frame, table_path(previous, WORKERS, f"{month:%Y-%m}", part))
    carry_parts(previous, staging, "2023-10")
    for part in (0, 1):
        place = table_path(previous, WORKERS, "2023-09", part).relative_to(previous)
        assert (staging / place).read_bytes() == (previous / place).read_bytes()
    assert not table_path(staging, WORKERS, "2023-10").exists()


def test_what_is_staged_already_is_not_carried_over(tmp_path: Path) -> None:
    previous, staging = tmp_path / "previous", tmp_path / "staging"
    for folder, name in ((previous, "a"), (staging, "b")):
        write_table(WORKERS, workers(name), table_path(folder, WORKERS, "2023-09"))
    carry_parts(previous, staging, "2023-10")
    assert letters(read_table(staging, WORKERS)) == "b"


def test_without_a_snapshot_nothing_is_carried(tmp_path: Path) -> None:
    carry_parts(None, tmp_path, "2023-10")
    assert list(tmp_path.iterdir()) == []


def test_a_small_file_is_copied(tmp_path: Path) -> None:
    file, target = tmp_path / "a", tmp_path / "b"
    file.write_bytes(b"x")
    carry(file, target)
    file.write_bytes(b"spoilt")
    assert target.read_bytes() == b"x"


def test_a_large_file_gets_a_second_name_that_nobody_can_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staged, "_LINKED_FROM", 1)
    file, target = tmp_path / "a", tmp_path / "b"
    file.write_bytes(b"x")
    carry(file, target)
    assert target.samefile(file)
    assert file.stat().st_mode & 0o222 == 0


def test_where_there_are_no_second_names_a_large_file_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Path) -> None:
        raise OSError

    monkeypatch.setattr(staged, "_LINKED_FROM", 1)
    monkeypatch.setattr("os.link", refused)
    file, target = tmp_path / "a", tmp_path / "b"
    file.write_bytes(b"x")
    carry(file, target)
    assert (target.read_bytes(), target.samefile(file)) == (b"x", False)


def test_every_file_of_the_snapshot_is_listed_and_no_work(tmp_path: Path) -> None:
    stage(tmp_path, [WORKERS], workers("a"), workers("b"), together=1)
    (tmp_path / "work" / "tables").mkdir(parents=True)
    changes("a").write_parquet(tmp_path / "work" / "tables" / "changes.parquet")
    places = [f"steward/workers/month=2023-09/part-{part}.parquet" for part in (0, 1)]
    assert staged_tables(tmp_path) == {
        place: {"rows": 1, "sha256": hashlib.sha256((tmp_path / place).read_bytes()).hexdigest()} for place in places
    }
