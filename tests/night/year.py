"""A demo history and its nights, in the order of the months, each as `flows/nightly.py` has it but without Prefect."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.demo import DemoHistory, write_history
from tests.benchmarks.night import NightRun, run_night
from tests.night.place import SMALL
from tests.night.plain import night

FIRST, MONTHS = "2023-01", 6
"""Months of one budget year: none of them is without money, which would hold a night, and rightly."""


def _nothing(_: int, __: Path) -> None:
    """After most nights nothing is done."""


@dataclass(frozen=True)
class Year:
    """The folders, what was written into raw/, and how each night ended."""

    home: Path
    history: DemoHistory
    nights: list[NightRun]

    @property
    def latest(self) -> Path:
        return self.home / "curated" / "latest"

    def table(self, name: str, zone: str = "analyst", curated: str = "curated") -> pl.DataFrame:
        """A published table, all months of it."""
        folder = self.home / curated / "latest" / zone
        if (folder / name).is_dir():
            return pl.read_parquet(folder / name / "**" / "*.parquet", hive_partitioning=False)
        return pl.read_parquet(folder / f"{name}.parquet")

    def truth(self, name: str) -> pl.DataFrame:
        return pl.read_parquet(self.history.truth / f"{name}.parquet")

    def replay(self, curated: str, nights: int = MONTHS, after: Callable[[int, Path], None] = _nothing) -> None:
        """The first nights once more, into a folder beside `curated/` and so with the same key.

        `after` each night it is told how many there have been, and the folder.
        """
        folder = self.home / curated
        for number, month in enumerate(self.history.months[:nights], 1):
            run_night(self.home / "raw", folder, month)
            after(number, folder)


def run_year(home: Path) -> Year:
    """The year written below `home` and its nights run, one after the other."""
    history = write_history(home / "raw", MONTHS, FIRST, workers=SMALL)
    return Year(home, history, [night(home, month) for month in history.months])


def months_in_a_row(covered: pl.DataFrame, same_person: dict[str, str]) -> list[tuple[str, str, int]]:
    """Month, worker and consecutive months, counted one by one; `same_person`: former ids of corrected NIKs."""
    by_month: dict[str, set[str]] = defaultdict(set)
    for month, worker in covered.select(pl.col("month").cast(pl.String), "worker_id").iter_rows():
        by_month[month].add(worker)
    counted, before = [], dict[str, int]()
    for month in sorted(by_month):
        before = {
            worker: 1 + before.get(worker, before.get(same_person.get(worker, ""), 0)) for worker in by_month[month]
        }
        counted += [(month, worker, count) for worker, count in before.items()]
    return sorted(counted)
