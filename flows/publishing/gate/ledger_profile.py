"""What the gate looks at in the programme's ledger: closed months as they were, nobody covered after death, no place
left free while somebody waits."""

from datetime import date
from pathlib import Path

import polars as pl

from flows.publishing.closed import changed_parts, closed_months
from flows.publishing.covered_dead import covered_dead
from flows.publishing.parquet import scan_table
from schemas.reference import reference
from schemas.tables import TABLES


def ledger_profile(staging: Path, month: date) -> dict[str, int]:
    """The ledger of the staged night in numbers, all of them 0 unless the program is wrong.

    `closed_changed`: parts of closed months that are not as they were closed. `covered_dead`: workers covered in the
    month though a death on record closed their cover before it. `waiting_with_room`: workers who wait
    for the quota while it has room for them.
    """
    return {
        "closed_changed": len(list(changed_parts(staging, closed_months(staging)))),
        "covered_dead": covered_dead(staging, month),
        "waiting_with_room": _waiting_with_room(staging, month),
    }


def _waiting_with_room(staging: Path, month: date) -> int:
    keys = ["regency_code", "segment", "funding_source"]
    over_quota = scan_table(staging, TABLES["waiting_list"]).filter(month=month, why="over_quota")
    waits = over_quota.group_by(keys).len("waiting").collect(engine="streaming")
    workers = scan_table(staging, TABLES["workers"], f"{month:%Y-%m}")
    covered = workers.group_by(keys).len("covered").collect(engine="streaming")
    quotas = reference("quotas").filter(pl.col("year") == month.year).select(*keys, "quota_workers")
    room = (pl.col("quota_workers") - pl.col("covered").fill_null(0).cast(pl.Int64)).clip(lower_bound=0)
    beside = waits.join(quotas, on=keys).join(covered, on=keys, how="left")
    return int(beside.select(pl.min_horizontal(pl.col("waiting").cast(pl.Int64), room).sum()).item())
