"""Tables to Parquet files that explain themselves."""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandera.errors
import polars as pl
import pyarrow.parquet as pq
import pytest

from flows.publishing.parquet import read_table, table_path, with_other_months, write_row_groups, write_table
from schemas.tables import TABLES
from schemas.tables.table import Table

SEPTEMBER, OCTOBER = date(2023, 9, 1), date(2023, 10, 1)
CHANGES, COVERED = TABLES["changes"], TABLES["covered_workers"]
WORKER = "w1_" + "a" * 26


def changes(*rows: dict[str, Any]) -> pl.DataFrame:
    base = {"month": SEPTEMBER, "worker_id": WORKER, "kind": "joined", "before": None, "after": "bpd"}
    return pl.DataFrame([{**base, **row} for row in rows], schema=CHANGES.dtypes)


def covered(**row: Any) -> pl.DataFrame:
    base = {
        "month": SEPTEMBER, "worker_id": WORKER, "regency_code": "35.04",
        "segment": "bpd", "membership": "PU", "sex": "L", "age_band": "45-54",
        "sender": "dpmd", "funding_source": "ADD", "wage_base_rp": 2_000_000, "jkk_rp": 4_800, "jkm_rp": 6_000,
        "contribution_rp": 10_800, "months_in_a_row": 1, "advice": [],
        "full_death_benefit": True,
    }  # fmt: skip
    return pl.DataFrame([{**base, **row}], schema=COVERED.dtypes)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_every_table_carries_its_own_explanation(tmp_path: Path, table: Table) -> None:
    write_table(table, table.empty(), tmp_path / "t.parquet")
    schema = pq.read_schema(tmp_path / "t.parquet")
    assert schema.metadata[b"description"].decode() == table.description
    for column in table.declared:
        words = schema.field(column.name).metadata
        assert (words[b"label"].decode(), words[b"description"].decode(), words[b"privacy"].decode()) == (
            column.label, column.description, column.privacy,
        )  # fmt: skip


def test_a_file_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    write_table(COVERED, covered(advice=["PLACE_GUESSED"]), tmp_path / "t.parquet")
    assert pl.read_parquet(tmp_path / "t.parquet").equals(covered(advice=["PLACE_GUESSED"]))


def test_frames_one_after_another_are_row_groups_of_one_file(tmp_path: Path) -> None:
    frames = [changes({"worker_id": f"w{place}"}) for place in range(3)]
    write_row_groups(CHANGES, iter(frames), tmp_path / "t.parquet")
    assert pq.read_metadata(tmp_path / "t.parquet").num_row_groups == 3
    assert pl.read_parquet(tmp_path / "t.parquet").equals(pl.concat(frames))


def test_each_of_them_is_checked(tmp_path: Path) -> None:
    with pytest.raises(pandera.errors.SchemaError):
        write_row_groups(CHANGES, [changes({}), changes({"kind": "vanished"})], tmp_path / "t.parquet")


def test_a_table_of_no_frames_is_an_empty_file(tmp_path: Path) -> None:
    write_row_groups(CHANGES, [], tmp_path / "t.parquet")
    assert pl.read_parquet(tmp_path / "t.parquet").equals(CHANGES.empty())


def test_files_are_compressed_with_zstd(tmp_path: Path) -> None:
    write_table(CHANGES, changes({}), tmp_path / "t.parquet")
    metadata = pq.read_metadata(tmp_path / "t.parquet")
    assert metadata.row_group(0).column(0).compression == "ZSTD"


def test_duckdb_opens_the_file(tmp_path: Path) -> None:
    write_table(COVERED, covered(), tmp_path / "t.parquet")
    found = duckdb.connect().execute(f"select segment, contribution_rp, month from '{tmp_path / 't.parquet'}'")
    assert found.fetchall() == [("bpd", 10_800, SEPTEMBER)]


@pytest.mark.parametrize(
    "frame",
    [
        changes({}, {}),  # the grain is not unique
        changes({"kind": "vanished"}),
        changes({"worker_id": None}),
        changes({}).drop("after"),
        changes({}).with_columns(nik=pl.lit("x")),
        changes({}).select(reversed(CHANGES.columns)),
        changes({}).with_columns(pl.col("month").cast(pl.String)),
    ],
    ids=["grain", "value", "null", "column missing", "column too many", "order", "type"],
)
def test_a_breach_of_the_contract_stops_the_table(tmp_path: Path, frame: pl.DataFrame) -> None:
    with pytest.raises((pandera.errors.SchemaError, pandera.errors.SchemaErrors)):
        write_table(CHANGES, frame, tmp_path / "t.parquet")
    assert not (tmp_path / "t.parquet").exists()


def test_a_partitioned_table_is_a_folder_of_months() -> None:
    path = table_path(Path("s"), COVERED, "2023-09")
    assert path == Path("s/analyst/covered_workers/month=2023-09/part-0.parquet")


def test_a_plain_table_is_a_file_of_its_zone() -> None:
    assert table_path(Path("s"), TABLES["rows"], "2023-09") == Path("s/steward/rows.parquet")


def test_reading_without_a_snapshot_gives_an_empty_table() -> None:
    assert read_table(None, CHANGES).schema == CHANGES.dtypes


@pytest.mark.parametrize("written", [True, False])
def test_only_the_columns_wanted_are_read(tmp_path: Path, written: bool) -> None:
    if written:
        write_table(CHANGES, changes({}), table_path(tmp_path, CHANGES, "2023-09"))
    assert read_table(tmp_path, CHANGES, columns=("kind", "after")).columns == ["kind", "after"]


def test_reading_a_table_the_snapshot_lacks_gives_an_empty_one(tmp_path: Path) -> None:
    assert read_table(tmp_path, CHANGES).is_empty()


def test_a_column_the_snapshot_is_too_old_to_have_is_blank(tmp_path: Path) -> None:
    path = table_path(tmp_path, CHANGES, "2023-09")
    path.parent.mkdir(parents=True)
    changes({}).drop("after").with_columns(gone=1).write_parquet(path)
    found = read_table(tmp_path, CHANGES)
    assert found.schema == CHANGES.dtypes
    assert (found.height, found["after"].to_list()) == (1, [None])


def test_one_month_or_all_months_of_a_partitioned_table(tmp_path: Path) -> None:
    for month in (SEPTEMBER, OCTOBER):
        write_table(COVERED, covered(month=month), table_path(tmp_path, COVERED, f"{month:%Y-%m}"))
    assert read_table(tmp_path, COVERED, "2023-10")["month"].to_list() == [OCTOBER]
    assert read_table(tmp_path, COVERED)["month"].to_list() == [SEPTEMBER, OCTOBER]


def test_parts_of_a_month_are_read_by_their_numbers(tmp_path: Path) -> None:
    for part in (2, 10, 0):
        frame = covered(worker_id=f"{WORKER[:-1]}{'abcdefghijk'[part]}")
        write_table(COVERED, frame, table_path(tmp_path, COVERED, "2023-09", part))
    assert [worker[-1] for worker in read_table(tmp_path, COVERED, "2023-09")["worker_id"]] == ["a", "c", "k"]


def test_this_month_replaces_itself_and_keeps_the_others(tmp_path: Path) -> None:
    before = changes({"after": "old"}, {"month": OCTOBER, "after": "kept"})
    write_table(CHANGES, before, table_path(tmp_path, CHANGES, "2023-09"))
    assert with_other_months(tmp_path, CHANGES, SEPTEMBER, changes({"after": "new"}))["after"].to_list() == [
        "kept",
        "new",
    ]


def test_a_table_of_before_there_were_regencies_is_tulungagungs(tmp_path: Path) -> None:
    """Version 3 of the contract knew one regency, and its parts go from snapshot to snapshot as they are."""
    table = TABLES["budget_totals"]
    place = table_path(tmp_path, table, "2023-09")
    place.parent.mkdir(parents=True)
    old = (
        table.empty()
        .drop("regency_code")
        .vstack(pl.DataFrame([{"month": SEPTEMBER, "workers": 2}], schema=table.empty().drop("regency_code").schema))
    )
    old.write_parquet(place)
    assert read_table(tmp_path, table)["regency_code"].to_list() == ["35.04"]
    of_blitar = read_table(tmp_path, table, where=pl.col("regency_code") == "35.05")
    assert of_blitar.is_empty()


def test_parts_of_before_there_were_regencies_stand_beside_newer_ones(tmp_path: Path) -> None:
    table = TABLES["covered_workers"]
    for month, regency in (("2023-08", None), ("2023-09", "35.05"), ("2023-10", None)):
        part = pl.DataFrame(
            {"worker_id": [month], "regency_code": [regency]}, schema_overrides={"regency_code": pl.String}
        )
        place = table_path(tmp_path, table, month)
        place.parent.mkdir(parents=True)
        (part if regency else part.drop("regency_code")).write_parquet(place)
    told = read_table(tmp_path, table, columns=("worker_id", "regency_code"))
    assert told.rows() == [("2023-08", "35.04"), ("2023-09", "35.05"), ("2023-10", "35.04")]
