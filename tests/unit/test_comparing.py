"""What changed between two snapshots, whatever lies between."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.comparing import Incomparable, compare, side
from flows.publishing.parquet import table_path, write_table
from flows.reporting.differences import counted
from schemas.tables import TABLES
from tests.unit.programme.people import FARMER

AUGUST, SEPTEMBER, OCTOBER = "2023-08", "2023-09", "2023-10"
NIKS = {name: f"35041101019090{number:02d}" for number, name in enumerate("abcdefgh")}
REQUIRED: dict[Any, Any] = {
    pl.String: "x", pl.Int64: 1, pl.Int32: 1, pl.UInt32: 1, pl.Date: date(1990, 1, 1), pl.Boolean: True,
    pl.Datetime("us", "UTC"): datetime(2023, 9, 2, tzinfo=UTC),
}  # fmt: skip


def worker_id(name: str) -> str:
    return f"w1_{name * 26}"


def filled(table: str, **said: Any) -> dict[str, Any]:
    """A row of a table in which every cell that is not said holds something."""
    return {name: said.get(name, REQUIRED.get(dtype, [])) for name, dtype in TABLES[table].dtypes.items()}


def snapshot(curated: Path, run_id: str, months: dict[str, dict[str, Any]], **tables: list[dict[str, Any]]) -> None:
    """A snapshot with the workers of its months (by letter, with what is said of them), made for the newest month."""
    folder = curated / "snapshots" / run_id
    written = {"workers": "", "covered_workers": ""}
    for month, people in months.items():
        rows = [
            filled("workers", **FARMER | {
                "month": date.fromisoformat(f"{month}-01"), "worker_id": worker_id(name), "nik": NIKS[name],
                "membership": "BPU", "sex": "L", "name": f"ORANG {name}",
            } | said)
            for name, said in people.items()
        ]  # fmt: skip
        for name in written:
            write(folder, name, month, rows)
    for name, rows in tables.items():
        write(folder, name, max(months), rows)
    (folder / "manifest.json").write_text(json.dumps({"month": max(months)}))


def write(folder: Path, name: str, month: str, rows: list[dict[str, Any]]) -> None:
    table = TABLES[name]
    write_table(
        table, table.arrange(pl.DataFrame(rows, schema_overrides=table.dtypes)), table_path(folder, table, month)
    )


def change(month: str, worker: str, kind: str, **said: str) -> dict[str, Any]:
    facts = {"before": None, "after": None, "why": None} | said
    return {"month": date.fromisoformat(f"{month}-01"), "worker_id": worker_id(worker), "kind": kind, **facts}


def told(curated: Path, older: str, newer: str, month: str | None = None) -> list[tuple[str, str, str | None]]:
    changes = compare(side(curated, older, month), side(curated, newer, month))
    rows = changes.select("worker_id", "kind", "why").sort("worker_id", "kind").rows()
    return [(worker[3], kind, why) for worker, kind, why in rows]


def test_between_two_months_what_the_nights_between_have_told_counts(tmp_path: Path) -> None:
    snapshot(tmp_path, "r1", {AUGUST: {"a": {}, "b": {}, "c": {}}})
    recorded = [
        change(SEPTEMBER, "a", "left", why="moved"),
        change(OCTOBER, "b", "left", why="term_ended"),
        change(SEPTEMBER, "b", "left", why="list_expired"),
    ]
    snapshot(tmp_path, "r2", {OCTOBER: {"d": {}}}, changes=recorded)
    assert told(tmp_path, "r1", "r2") == [
        ("a", "left", "moved"),
        ("b", "left", "term_ended"),
        ("c", "left", "list_expired"),  # no night tells of it, and its office has sent nothing
        ("d", "joined", None),
    ]


def test_between_two_nights_of_a_month_the_newer_one_tells(tmp_path: Path) -> None:
    people: dict[str, Any] = {name: {} for name in "abcd"}
    snapshot(tmp_path, "r1", {SEPTEMBER: people})
    sent = filled("received_files", month=date(2023, 9, 1), sender=FARMER["sender"], status="read")
    row = filled("rows", row_id="r", status="rejected", nik_text=f"'{NIKS['a']}")
    reason = filled("reason_log", row_id="r", code="LEFT_PROGRAMME", severity="reject", original="pindah")
    waits = filled("waiting_list", month=date(2023, 9, 1), worker_id=worker_id("b"), why="over_quota")
    snapshot(
        tmp_path, "r2", {SEPTEMBER: {"d": {"segment": "bpd"}}},
        received_files=[sent], rows=[row], reason_log=[reason], waiting_list=[waits],
    )  # fmt: skip
    assert told(tmp_path, "r1", "r2") == [
        ("a", "left", "moved"),
        ("b", "left", "over_quota"),
        ("c", "left", "no_longer_sent"),
        ("d", "moved_segment", None),
    ]


def test_niks_corrected_one_after_another_are_one_change(tmp_path: Path) -> None:
    snapshot(tmp_path, "r1", {AUGUST: {"a": {}, "e": {"name": "KARTO"}}})
    recorded = [
        change(month, after, "corrected_nik", before=worker_id(before), after=worker_id(after))
        for month, before, after in ((SEPTEMBER, "a", "b"), (OCTOBER, "b", "c"))
    ]
    snapshot(tmp_path, "r2", {OCTOBER: {"c": {}, "f": {"name": "KARTO"}}}, changes=recorded)
    found = compare(side(tmp_path, "r1", None), side(tmp_path, "r2", None))
    assert found.select("kind", "before", "after").rows() == [
        ("corrected_nik", worker_id("a"), worker_id("c")),
        ("corrected_nik", worker_id("e"), worker_id("f")),  # told by no night: seen by name, birth date and desa
    ]


def test_a_month_of_both_may_be_chosen(tmp_path: Path) -> None:
    snapshot(tmp_path, "r1", {AUGUST: {"a": {}}, SEPTEMBER: {"a": {}}})
    snapshot(tmp_path, "r2", {AUGUST: {"a": {}, "b": {}}, SEPTEMBER: {"a": {}}})
    assert told(tmp_path, "r1", "r2") == []
    assert told(tmp_path, "r1", "r2", AUGUST) == [("b", "joined", None)]


def test_a_snapshot_is_called_by_the_beginning_of_its_name_and_a_held_night_too(tmp_path: Path) -> None:
    snapshot(tmp_path, "20230901T1-aa", {SEPTEMBER: {"a": {}}})
    snapshot(tmp_path, "20230902T1-bb", {SEPTEMBER: {"a": {}}})
    (tmp_path / "held").mkdir()
    (tmp_path / "snapshots" / "20230902T1-bb").rename(tmp_path / "held" / "20230902T1-bb")
    (tmp_path / "latest").symlink_to(Path("snapshots") / "20230901T1-aa")
    names = {asked: side(tmp_path, asked, None).folder.name for asked in ("20230902", "20230901T1-aa", "latest")}
    assert names == {"20230902": "20230902T1-bb", "20230901T1-aa": "20230901T1-aa", "latest": "20230901T1-aa"}


@pytest.mark.parametrize(
    ("name", "month", "said"),
    [("2023", None, "2 snapshots"), ("2024", None, "no snapshots"), ("", None, "no snapshots"),
     ("20230901", "2023-07", "has no covered workers of 2023-07"), ("latest", None, "nothing is published")],
)  # fmt: skip
def test_what_cannot_be_compared(tmp_path: Path, name: str, month: str | None, said: str) -> None:
    for run_id in ("20230901T1-aa", "20230902T1-bb"):
        snapshot(tmp_path, run_id, {SEPTEMBER: {"a": {}}})
    with pytest.raises(Incomparable, match=said):
        side(tmp_path, name, month)


def test_counts_by_kind_segment_and_why() -> None:
    rows = [("left", "bpd", "age"), ("joined", "bpd", None), ("left", "bpd", "age"), ("left", "rt_rw", "moved")]
    changes = pl.DataFrame(rows, schema=["kind", "segment", "why"], orient="row")
    assert counted(changes).rows() == [
        ("joined", "bpd", None, 1),
        ("left", "bpd", "age", 2),
        ("left", "rt_rw", "moved", 1),
    ]


# --- payung diff ---------------------------------------------------------------------------------------------------


@pytest.fixture
def curated(tmp_path: Path) -> Path:
    snapshot(tmp_path, "r1", {AUGUST: {"a": {}, "b": {}}})
    snapshot(tmp_path, "r2", {SEPTEMBER: {"b": {}, "c": {}}}, changes=[change(SEPTEMBER, "a", "left", why="age")])
    return tmp_path


def diff(curated: Path, *said: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["diff", "--curated", str(curated), *map(str, said)])
    return done.exit_code, done.output


def test_diff_tells_counts_and_nobody(curated: Path) -> None:
    code, said = diff(curated, "r1", "r2")
    assert code == 0, said
    assert "Changes from r1 (2023-08) to r2 (2023-09)" in said
    assert all(word in said for word in ("left", "age", "joined", "pekerja_rentan"))
    assert [secret for secret in (*NIKS.values(), "ORANG", "w1_") if secret in said] == []


def test_diff_of_a_snapshot_and_itself(curated: Path) -> None:
    assert "Nobody joined" in diff(curated, "r2", "r2")[1]


@pytest.mark.parametrize("name", ["changes.parquet", "changes.csv"])
def test_diff_writes_every_change(curated: Path, name: str) -> None:
    code, said = diff(curated, "r1", "r2", "--out", curated / name)
    assert code == 0, said
    read = pl.read_csv if name.endswith(".csv") else pl.read_parquet
    written = read(curated / name)
    assert written.columns == [*TABLES["changes"].columns, "segment"]
    assert written.select("worker_id", "kind", "segment", "why").rows() == [
        (worker_id("c"), "joined", "pekerja_rentan", None),
        (worker_id("a"), "left", "pekerja_rentan", "age"),
    ]


def test_diff_refuses_what_it_cannot_do(curated: Path) -> None:
    (curated / "there.csv").touch()
    asked = (("r1", "r9"), ("r1", "r2", "--month", "Sept"), ("r1", "r2", "--out", curated / "x.pdf"),
             ("r1", "r2", "--out", curated / "there.csv"), ("r1", "r2", "--out", curated / "no" / "x.csv"))  # fmt: skip
    for one in asked:
        code, said = diff(curated, *one)
        assert (code, "payung: " in said, "Traceback" in said) == (1, True, False), said
