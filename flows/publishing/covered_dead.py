"""Covered months of people whose death is on record: none tonight, and none that a decree may make final."""

from datetime import date
from pathlib import Path

import polars as pl

from flows.publishing.closed import closed_months
from flows.publishing.parquet import months_kept, read_table, scan_table
from schemas.tables.deaths import DEATHS
from schemas.tables.workers import WORKERS


def covered_dead(folder: Path, month: date) -> int:
    """How many workers of a snapshot's month are covered though a death on record had closed their cover by then."""
    dead = read_table(folder, DEATHS, columns=("worker_id", "closed_from")).filter(pl.col("closed_from") <= month)
    if dead.is_empty():
        return 0
    workers = scan_table(folder, WORKERS, f"{month:%Y-%m}").join(dead.lazy(), on="worker_id", how="semi")
    return int(workers.select(pl.len()).collect(engine="streaming").item())


def months_to_run_again(folder: Path) -> dict[str, int]:
    """The open months of a snapshot (YYYY-MM) that cover such people, with how many: a death became known later.

    Of a closed month it is an adjustment, which the night books by itself.
    """
    final = set(closed_months(folder)["month"])
    counts = {month: covered_dead(folder, month) for month in sorted(set(months_kept(folder, WORKERS)) - final)}
    return {f"{month:%Y-%m}": count for month, count in counts.items() if count}
