"""The manifest: what a snapshot was made from, without a person in it."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.publishing.gate.gates import Finding
from flows.publishing.manifest import made_by_this_code, night_manifest, run_facts, verdict
from flows.publishing.parquet import table_path, write_table
from flows.publishing.snapshot import write_manifest
from schemas.tables import TABLES

NIK = "3504111209759001"
MOMENT = datetime(2023, 9, 12, 18, 0, tzinfo=UTC)
GOOD = Finding("a", "hold", True, "", [])

ROWS: dict[str, dict[str, Any]] = {
    "received_files": {
        "sender": "dpmd",
        "source_file": f"rosters/2023-09/dpmd/{NIK} Karto.xlsx",
        "file_sha256": "ab",
        "first_seen": MOMENT,
        "size": 7,
        "month": date(2023, 9, 1),
        "status": "read",
        "sheets": ["Karto"],
        "heading": "NIK=nik",
        "rows_read": 2,
        "ignored_rows": [],
        "covered": 1,
        "waiting": 0,
        "duplicate": 0,
        "rejected": 1,
    },
    "senders": {
        "month": date(2023, 9, 1),
        "sender": "dpmd",
        "files": 1,
        "last_received": MOMENT,
        "carried_forward": True,
        "missing": False,
        "rows_read": 2,
        "covered": 1,
        "waiting": 0,
        "duplicate": 0,
        "rejected": 1,
        "with_advice": 0,
    },
    "budget_totals": {
        "month": date(2023, 9, 1),
        "regency_code": "35.04",
        "segment": "bpd",
        "funding_source": "ADD",
        "workers": 1,
        "jkk_rp": 4_800,
        "jkm_rp": 6_000,
        "contribution_rp": 10_800,
    },
    "reason_log": {"row_id": "f-0-2", "code": "NIK_FORMAT", "severity": "reject", "column": "nik", "original": NIK},
}


def stage(folder: Path, **changes: dict[str, Any]) -> Path:
    for name, row in ROWS.items():
        table = TABLES[name]
        frame = pl.DataFrame([{**row, **changes.get(name, {})}], schema=table.dtypes)
        write_table(table, frame, table_path(folder, table, "2023-09"))
    return folder


def manifest(folder: Path, previous: Path | None = None, findings: list[Finding] | None = None) -> dict[str, Any]:
    return night_manifest(run_facts("r1", "2023-09", MOMENT, "f" * 16), findings or [GOOD], folder, previous)


def test_no_file_name_and_no_nik_is_in_it(tmp_path: Path) -> None:
    text = json.dumps(manifest(stage(tmp_path)))
    assert [word for word in (NIK, "Karto", ".xlsx") if word in text] == []


def test_inputs_are_named_by_sender_and_hash(tmp_path: Path) -> None:
    assert manifest(stage(tmp_path))["inputs"] == [
        {"sender": "dpmd", "file_sha256": "ab", "size": 7, "status": "read", "code": None}
    ]


def test_the_balance_is_that_of_the_month(tmp_path: Path) -> None:
    assert manifest(stage(tmp_path))["balance"] == {
        "rows_read": 2,
        "covered": 1,
        "waiting": 0,
        "duplicate": 0,
        "rejected": 1,
    }


def test_rulings_are_counted_by_what_became_of_them(tmp_path: Path) -> None:
    ruling = {"status": "expired", "why": NIK, "rows_touched": [], "source_file": "decisions/Karto.xlsx", "nik": NIK}
    rulings = [{**ruling, "decision_id": name} for name in "ab"] + [{**ruling, "decision_id": "c", "status": "applied"}]
    table = TABLES["decisions"]
    write_table(table, pl.DataFrame(rulings, schema=table.dtypes), table_path(stage(tmp_path), table, "2023-09"))
    found = manifest(tmp_path)
    assert (found["decisions"], NIK in json.dumps(found)) == ({"applied": 1, "expired": 2}, False)


def test_what_answers_leave_to_do_is_counted(tmp_path: Path) -> None:
    stage(tmp_path)
    rows: dict[str, list[dict[str, Any]]] = {
        "claims": [{"finding": finding} for finding in ("in_order", "paid_twice", "lapsed")],
        "reconciliation": [{"finding": "wrong_rate"}],
        "answer_files": [
            {"trouble": None, "unused_rows": []}, {"trouble": "Kosong.", "unused_rows": []},
            {"trouble": None, "unused_rows": [{"why": "no NIK", "rows": 2}]},
        ],
    }  # fmt: skip
    for name, told in rows.items():
        table = TABLES[name]
        frame = pl.DataFrame(
            [{column: row.get(column) for column in table.columns} for row in told], schema=table.dtypes
        )
        frame.write_parquet(table_path(tmp_path, table, "2023-09"))
    assert manifest(tmp_path)["to_take_up"] == {
        "unclaimed_deaths": 0, "claims": 2, "bill_lines": 1, "answer_files": 2,
    }  # fmt: skip


def test_other_months_do_not_count(tmp_path: Path) -> None:
    october = {"month": date(2023, 10, 1)}
    found = manifest(stage(tmp_path, received_files=october, senders=october, budget_totals=october))
    assert (found["inputs"], found["segments"], found["senders_carried_forward"], found["balance"]["rows_read"]) == (
        [],
        [],
        [],
        0,
    )


def test_every_table_has_its_rows_and_hash(tmp_path: Path) -> None:
    tables = manifest(stage(tmp_path))["tables"]
    assert tables["steward/reason_log.parquet"]["rows"] == 1
    assert {len(table["sha256"]) for table in tables.values()} == {64}


def test_work_between_stages_is_no_table(tmp_path: Path) -> None:
    stage(tmp_path)
    (tmp_path / "work" / "x").mkdir(parents=True)
    pl.DataFrame({"a": [1]}).write_parquet(tmp_path / "work" / "x" / "a.parquet")
    assert not [name for name in manifest(tmp_path)["tables"] if name.startswith("work/")]


def test_a_night_without_predecessor_is_not_called_unchanged(tmp_path: Path) -> None:
    found = manifest(stage(tmp_path))
    assert (found["unchanged"], found["previous"]) == (False, None)


@pytest.mark.parametrize(("original", "unchanged"), [(NIK, True), ("other", False)])
def test_a_night_is_unchanged_when_every_table_is(tmp_path: Path, original: str, unchanged: bool) -> None:
    before = stage(tmp_path / "before")
    write_manifest(before, manifest(before))
    now = stage(tmp_path / "now", reason_log={"original": original})
    assert manifest(now, before)["unchanged"] is unchanged


def test_the_run_is_named_with_code_contract_and_key(tmp_path: Path) -> None:
    found = manifest(stage(tmp_path))
    assert (found["run_id"], found["month"], found["started"], found["key_fingerprint"]) == (
        "r1",
        "2023-09",
        "2023-09-12T18:00:00+00:00",
        "f" * 16,
    )
    assert found["code_version"]
    assert found["contract_version"]


@pytest.mark.parametrize(
    ("severity", "held", "expected"),
    [("hold", False, "held"), ("hold", True, "published"), ("warn", False, "published"), ("warn", True, "published")],
)
def test_only_a_broken_hold_holds_the_night(severity: str, held: bool, expected: str) -> None:
    assert verdict([GOOD, Finding("b", severity, held, "", [])]) == expected


def test_a_snapshot_of_another_version_is_told_from_one_of_this() -> None:
    facts = run_facts("r", "2023-09", MOMENT, "ab")
    assert made_by_this_code(facts)
    assert not any(made_by_this_code(manifest) for manifest in ({**facts, "code_sha256": "0"}, {}))
