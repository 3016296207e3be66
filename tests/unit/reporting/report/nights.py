"""A small night to report on: its manifest, and its tables in a folder."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from schemas.tables import TABLES

MONTH = date(2023, 9, 1)
RECEIVED = datetime(2023, 9, 5, 1, 0, tzinfo=UTC)

MANIFEST: dict[str, Any] = {
    "run_id": "20230912T180000Z-1a2b3c",
    "month": "2023-09",
    "started": "2023-09-12T18:00:00+00:00",
    "code_version": "0.1.0",
    "contract_version": "1",
    "verdict": "published",
    "unchanged": False,
    "previous": None,
    "gates": [],
    "balance": {"rows_read": 12_345, "covered": 12_333, "waiting": 0, "duplicate": 0, "rejected": 12},
}
BROKEN = {"name": "x", "severity": "hold", "held": False, "sentence": "Jumlah turun.", "observed": ["covered=1000"]}

_NUMBERS = {
    "files": 1, "last_received": RECEIVED, "carried_forward": False, "missing": False, "rows_read": 10, "covered": 8,
    "waiting": 0, "duplicate": 1, "rejected": 1, "with_advice": 0, "score": 90.0,
}  # fmt: skip


def heard(sender: str, **changes: Any) -> dict[str, Any]:
    """A row of `senders`."""
    return {"month": MONTH, "sender": sender, **_NUMBERS, **changes}


def silent(sender: str) -> dict[str, Any]:
    """A sender that was expected and sent nothing."""
    nothing = dict.fromkeys(("files", "rows_read", "covered", "duplicate", "rejected"), 0)
    return heard(sender, **nothing, last_received=None, missing=True, score=None)


def received(sender: str, name: str, **changes: Any) -> dict[str, Any]:
    """A row of `received_files`."""
    counts = dict.fromkeys(("rows_read", "covered", "waiting", "duplicate", "rejected"), 0)
    file = {"sender": sender, "source_file": f"rosters/2023-09/{sender}/{name}", "first_seen": RECEIVED, "size": 1}
    return {
        **file,
        "month": MONTH,
        "status": "read",
        "code": None,
        "sheets": [],
        "ignored_rows": [],
        **counts,
        **changes,
    }


def covered(
    segment: str, workers: int, kecamatan: str | None = "35.04.11", name: str | None = "Ngunut"
) -> dict[str, Any]:
    """A row of `budget_totals`."""
    money = {"jkk_rp": 4_800 * workers, "jkm_rp": 6_000 * workers, "contribution_rp": 10_800 * workers}
    funding = "DBHCHT" if segment == "pekerja_rentan" else "ADD"
    where = {"kecamatan_code": kecamatan, "kecamatan_name": name}
    return {
        "month": MONTH,
        "regency_code": "35.04",
        "segment": segment,
        "funding_source": funding,
        **where,
        "workers": workers,
        **money,
    }


def judged(row_id: str, sender: str, code: str, nik: str = "1") -> tuple[dict[str, Any], dict[str, Any]]:
    """A refused row and why: a row of `rows` and one of `reason_log`."""
    row = {"row_id": row_id, "sender": sender, "status": "rejected", "nik_text": nik}
    return row, {"row_id": row_id, "code": code, "severity": "reject", "column": "nik"}


def snapshot(folder: Path, tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> Path:
    """A snapshot's folder that holds these rows, and every other table empty."""
    for name, table in TABLES.items():
        path = folder / table.zone / f"{name}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = [{column: row.get(column) for column in table.columns} for row in tables.get(name, ())]
        pl.DataFrame(rows, schema=table.dtypes).write_parquet(path)
    return folder
