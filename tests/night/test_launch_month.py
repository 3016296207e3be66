"""The launch month, from rosters to a snapshot an analyst can trust, on Prefect's own server as `make run` has it."""

import json
import re
import sqlite3
import stat
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

from flows.demo.month import write_month
from schemas.tables import TABLES
from tests.night.place import MONTH, Place, environment

LAUNCH = {"perangkat_desa": 2_745, "rt_rw": 7_010, "bpd": 1_776, "non_asn": 7_700, "pekerja_rentan": 27_500}
NIK = re.compile(rb"(?<![0-9a-f])[1-9]\d{15}(?![0-9a-f])")


@pytest.fixture(scope="module")
def launch(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, str]:
    home = tmp_path_factory.mktemp("launch")
    write_month(home / "raw", MONTH)
    place = Place(home, environment(home))
    done = place.run()
    assert done.returncode == 0, done.stdout + done.stderr
    return place, done.stdout


def analyst(place: Place, query: str) -> list[tuple[object, ...]]:
    return duckdb.connect().execute(query.format(latest=place.curated / "latest")).fetchall()


def test_the_launch_table_in_duckdb(launch: tuple[Place, str]) -> None:
    query = "select segment, count(*) from '{latest}/analyst/covered_workers/**/*.parquet' group by 1"
    assert dict(analyst(launch[0], query)) == LAUNCH  # type: ignore[arg-type]


def test_budget_totals_come_to_the_same_workers_and_to_the_year_of_the_press_arithmetic(
    launch: tuple[Place, str],
) -> None:
    query = """select sum(workers), 12 * sum(contribution_rp),
        12 * sum(contribution_rp) filter (segment = 'pekerja_rentan') from '{latest}/analyst/budget_totals.parquet'"""
    assert analyst(launch[0], query) == [(46_731, 8_036_337_600, 5_544_000_000)]


def test_every_row_becomes_what_the_demo_meant(launch: tuple[Place, str]) -> None:
    place = launch[0]
    steward, truth = place.latest / "steward", place.raw / "demo" / MONTH
    rows = pl.read_parquet(steward / "rows.parquet")
    log = pl.read_parquet(steward / "reason_log.parquet")
    codes = log.group_by("row_id").agg(pl.col("code").sort().alias("codes"))
    where = {name: f"winner_{name}" for name in ("source_file", "sheet", "source_row")}
    winners = rows.select(
        pl.col("row_id").alias("winner_row_id"), *(pl.col(name).alias(to) for name, to in where.items())
    )
    found = (
        rows.join(codes, on="row_id", how="left")
        .join(pl.read_parquet(steward / "duplicates.parquet"), on="row_id", how="left")
        .join(winners, on="winner_row_id", how="left")
        .with_columns(pl.col("codes").fill_null([]))
    )
    meant = pl.read_parquet(truth / "truth_rows.parquet")
    both = meant.join(found, on=list(where), how="full", coalesce=True, suffix="_found")
    compared = ("status", "codes", "kind", "decided_by", *where.values())
    wrong = both.filter(pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_found")) for name in compared))
    shown = wrong.select("source_file", "sheet", "source_row", "status", "status_found", "codes", "codes_found")
    assert wrong.is_empty(), shown.head(20)


def test_every_file_is_read_as_the_demo_meant_and_balances(launch: tuple[Place, str]) -> None:
    place = launch[0]
    found = pl.read_parquet(place.latest / "steward" / "received_files.parquet")
    meant = pl.read_parquet(place.raw / "demo" / MONTH / "truth_files.parquet")
    both = meant.join(found, on="source_file", how="full", coalesce=True, suffix="_found")
    compared = ("status", "code", "rows_read", "sender")
    wrong = both.filter(pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_found")) for name in compared))
    assert wrong.is_empty(), wrong
    accounted = pl.sum_horizontal("covered", "waiting", "duplicate", "rejected")
    unbalanced = found.filter(pl.col("rows_read") != accounted)
    assert unbalanced.is_empty(), unbalanced


def test_every_planted_lookalike_is_found_and_no_twin(launch: tuple[Place, str]) -> None:
    place = launch[0]
    steward = place.latest / "steward"
    where = ("source_file", "sheet", "source_row")
    rows = pl.read_parquet(steward / "rows.parquet", columns=["row_id", *where])
    meant = pl.read_parquet(place.raw / "demo" / MONTH / "truth_pairs.parquet")
    for side in "ab":
        meant = meant.join(
            rows.rename({"row_id": f"row_{side}"}), left_on=[f"{name}_{side}" for name in where], right_on=where
        )
    found = pl.read_parquet(steward / "lookalikes.parquet")
    pairs = {frozenset(pair) for pair in found.select("row_id_a", "row_id_b").iter_rows()}
    one_person = {frozenset(pair) for pair in meant.filter("one_person").select("row_a", "row_b").iter_rows()}
    two_people = set(meant.filter(~pl.col("one_person"))["kind"])
    assert pairs == one_person
    assert len(one_person) == 40
    assert two_people == {"twins", "twins_alike", "siblings", "parent_and_child", "namesakes"}
    assert found["score"].is_sorted(descending=True)
    advised = pl.read_parquet(steward / "workers" / "*" / "*.parquet", hive_partitioning=False).filter(
        pl.col("advice").list.contains("LOOKALIKE")
    )
    assert set(advised["nik"]) == {*found["nik_a"], *found["nik_b"]}


def test_the_operator_reads_what_matters(launch: tuple[Place, str]) -> None:
    said = launch[1]
    for words in (
        "PUBLISHED",
        "46,731",
        "669,694,800",
        "50,101 read = 46,731 covered + 0 waiting + 2,337 duplicate + 1,033 rejected",
        "AGE_OVER_MAXIMUM",
        "Senders missing (2): bapenda, dinas-perpustakaan",
        "FILE_ENCRYPTED",
        "report/index.html",
    ):
        assert words in said, said


def test_tables_are_exactly_those_declared_and_explain_themselves(launch: tuple[Place, str]) -> None:
    latest = launch[0].latest
    for table in TABLES.values():
        pattern = (
            f"{table.zone}/{table.name}/month={MONTH}/*.parquet"
            if table.partitioned
            else f"{table.zone}/{table.name}.parquet"
        )
        (path,) = latest.glob(pattern)
        schema = pq.read_schema(path)
        assert tuple(schema.names) == table.columns, table.name
        assert schema.metadata[b"description"].decode() == table.description
        undescribed = [field.name for field in schema if not (field.metadata or {}).get(b"description")]
        assert undescribed == [], table.name


def test_covered_workers_open_in_polars_and_pandas_as_the_dictionary_says(launch: tuple[Place, str]) -> None:
    folder = launch[0].latest / "analyst" / "covered_workers"
    assert pl.read_parquet(folder, hive_partitioning=False).height == sum(LAUNCH.values())
    assert len(pd.read_parquet(folder, partitioning=None)) == sum(LAUNCH.values())


def test_no_nik_and_no_name_outside_the_steward_folder(launch: tuple[Place, str]) -> None:
    place = launch[0]
    workers = pl.read_parquet(place.latest / "steward" / "workers" / "*" / "*.parquet", hive_partitioning=False)
    niks = set(workers["nik"])
    for table in TABLES.values():
        if table.zone == "analyst":
            frame = pl.concat(
                [
                    pl.read_parquet(path, hive_partitioning=False)
                    for path in place.latest.glob(f"analyst/{table.name}*/**/*.parquet")
                ]
                or [pl.read_parquet(place.latest / "analyst" / f"{table.name}.parquet")]
            )
            texts = frame.select(pl.col(pl.String)).unpivot()["value"].drop_nulls()
            assert not niks & set(texts), table.name
    for path in (place.latest / "manifest.json", *(place.latest / "report").rglob("*.html")):
        assert not NIK.search(path.read_bytes()), path
    assert not NIK.search(launch[1].encode())


def test_prefect_remembers_no_nik(launch: tuple[Place, str]) -> None:
    (database,) = (launch[0].home / ".prefect").glob("prefect.db")
    connection = sqlite3.connect(database)
    tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
    assert connection.execute("select count(*) from task_run").fetchone()[0] > 50
    for table in tables:
        for row in connection.execute(f"select * from {table}"):
            text = " ".join(map(str, row)).encode()
            assert not NIK.search(text), table


def test_the_steward_folder_is_closed_to_others(launch: tuple[Place, str]) -> None:
    place = launch[0]
    assert stat.S_IMODE((place.latest / "steward").stat().st_mode) == 0o700
    assert stat.S_IMODE((place.home / "secrets" / "payung.key").stat().st_mode) == 0o600
    assert not list(place.curated.glob(".staging-*"))


def test_the_same_night_again_publishes_equal_tables_and_says_so(launch: tuple[Place, str]) -> None:
    place = launch[0]
    before = place.latest
    done = place.run()
    assert done.returncode == 0, done.stdout + done.stderr
    assert place.latest != before
    assert "Nothing changed" in done.stdout
    assert_told_by_stage(done.stderr, json.loads((place.latest / "manifest.json").read_text())["stages"])
    for path in sorted(before.glob("*/**/*.parquet")):
        again = place.latest / path.relative_to(before)
        assert pl.read_parquet(path, hive_partitioning=False).equals(pl.read_parquet(again, hive_partitioning=False)), (
            path
        )
    assert json.loads((place.latest / "manifest.json").read_text())["previous"] == before.name


def assert_told_by_stage(log: str, stages: list[dict[str, Any]]) -> None:
    """Where nobody looks, each stage is a plain line, and the manifest has what the lines say."""
    lines = log.splitlines()
    assert "read the rosters: " in log
    assert not re.search(r"\x1b|\r|\d{10}", log)
    for stage, line in zip(stages, lines, strict=False):  # the last line is of publishing, which the manifest precedes
        assert line.startswith(f"{stage['name']}: "), lines
        assert not stage["counts"] or f"{stage['count']:,} {stage['counts']}, " in line
    assert len(lines) == len(stages) + 1
