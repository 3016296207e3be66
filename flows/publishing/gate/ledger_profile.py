"""What the gate looks at in the programme's ledger: closed months as they were, nobody covered after death, no place
left free while somebody waits."""

import hashlib
from datetime import date
from pathlib import Path

import polars as pl

from flows.publishing.covered_dead import covered_dead
from flows.publishing.parquet import read_table, table_path
from schemas.reference import reference
from schemas.tables import TABLES


def ledger_profile(staging: Path, month: date) -> dict[str, int]:
    """The ledger of the staged night in numbers, all of them 0 unless the program is wrong.

    `closed_changed`: parts of closed months that are not as they were closed. `covered_dead`: workers covered in the
    month though a death on record closed their cover before it. `waiting_with_room`: workers who
    wait for the quota while it has room for them.
    """
    return {
        "closed_changed": sum(_changed(staging, row) for row in _closed(staging)),
        "covered_dead": covered_dead(staging, month),
        "waiting_with_room": _waiting_with_room(staging, month),
    }


def _closed(staging: Path) -> list[dict[str, object]]:
    return read_table(staging, TABLES["closed_months"]).to_dicts()


def _changed(staging: Path, closed: dict[str, object]) -> int:
    """How many of the closed month's two parts are not those that were closed."""
    month = f"{closed['month']:%Y-%m}"
    told = {name: closed[f"{name}_sha256"] for name in ("covered_workers", "workers")}
    return sum(_sha256(table_path(staging, TABLES[name], month)) != digest for name, digest in told.items())


def _sha256(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def _waiting_with_room(staging: Path, month: date) -> int:
    keys = ["segment", "funding_source"]
    waiting = read_table(staging, TABLES["waiting_list"], columns=("month", *keys, "why"))
    waits = waiting.filter(pl.col("month") == month, pl.col("why") == "over_quota").group_by(keys).len("waiting")
    covered = read_table(staging, TABLES["workers"], f"{month:%Y-%m}", keys).group_by(keys).len("covered")
    quotas = reference("quotas").filter(pl.col("year") == month.year).select(*keys, "quota_workers")
    room = (pl.col("quota_workers") - pl.col("covered").fill_null(0).cast(pl.Int64)).clip(lower_bound=0)
    beside = waits.join(quotas, on=keys).join(covered, on=keys, how="left")
    return int(beside.select(pl.min_horizontal(pl.col("waiting").cast(pl.Int64), room).sum()).item())
