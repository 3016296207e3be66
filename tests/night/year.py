"""A demo history and its nights, in the order of the months, each as `flows/nightly.py` has it but without Prefect."""

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

import flows.demo.history.quotas
import schemas.reference
from flows.demo import DemoHistory, write_history
from flows.demo.offices import population
from flows.demo.places import reference as words_of
from tests.benchmarks.night import NightRun, run_night
from tests.night.place import SMALL
from tests.night.plain import night

FIRST, MONTHS = "2023-01", 6
"""Months of one budget year: none of them is without money, which would hold a night, and rightly."""


@contextmanager
def quotas_in_proportion(folder: Path) -> Iterator[None]:
    """Reference data whose quotas of 2023 are those of a thousand workers: the declared ones would never bind."""
    shutil.copytree(schemas.reference.__path__[0], folder, dirs_exist_ok=True)
    scaled = pl.DataFrame(list(population(SMALL).items()), schema=["segment", "scaled"], orient="row")
    quotas = schemas.reference.reference("quotas").join(scaled, on="segment", maintain_order="left")
    quotas = quotas.with_columns(
        pl.when(pl.col("year") == 2023).then("scaled").otherwise("quota_workers").alias("quota_workers")
    )
    quotas.drop("scaled").write_csv(folder / "quotas.csv")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schemas.reference, "_FOLDER", folder)
        rows = quotas.select(pl.all().cast(pl.String)).rows(named=True)
        patch.setattr(
            flows.demo.history.quotas, "reference", lambda table: rows if table == "quotas" else words_of(table)
        )
        schemas.reference.reference.cache_clear()
        yield
    schemas.reference.reference.cache_clear()


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
        with quotas_in_proportion(self.home / "reference"):
            for number, month in enumerate(self.history.months[:nights], 1):
                run_night(self.home / "raw", folder, month)
                after(number, folder)


def run_year(home: Path) -> Year:
    """The year written below `home` and its nights run, one after the other."""
    with quotas_in_proportion(home / "reference"):
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
