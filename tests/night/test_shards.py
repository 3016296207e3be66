"""However a night's rows are shared out, its tables are the same."""

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import polars as pl
import pytest

from flows.demo import write_history
from flows.intake.pages.grid import PageSize
from flows.intake.roster import read_roster
from flows.publishing.pseudonyms import new_key
from flows.tasks import kept, sharing
from schemas.tables import TABLES
from tests.night.plain import night


def tables(home: Path) -> dict[str, pl.DataFrame]:
    """Every table that is published, row for row in its order: parts of a province are sorted each by itself."""
    latest = home / "curated" / "latest"
    found = {}
    for name, table in TABLES.items():
        where = latest / table.zone / (f"{name}/**/*.parquet" if table.partitioned else f"{name}.parquet")
        read = pl.read_parquet(where, hive_partitioning=False)
        found[name] = read.sort(table.order, descending=[column in table.descending for column in table.order])
    return found


@pytest.fixture(scope="module")
def patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two months of a small regency with every mess, answers from outside."""
    home = tmp_path_factory.mktemp("sent")
    write_history(home / "raw", months=2, workers=1_000)
    new_key(home / "secrets" / "payung.key")
    return home


@pytest.fixture(scope="module")
def whole(sent: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    """What is published where all rows are one batch and one shard."""
    return nights(sent, tmp_path_factory.mktemp("whole"))


def nights(sent: Path, home: Path) -> dict[str, pl.DataFrame]:
    shutil.copytree(sent, home, dirs_exist_ok=True)
    for month in ("2023-09", "2023-10"):
        assert night(home, month).verdict == "published"
    return tables(home)


@pytest.mark.parametrize(("batch", "shards"), [(400, 3), (10_000, 8)])
def test_batches_and_shards_give_the_same_tables(
    sent: Path, whole: dict[str, pl.DataFrame], tmp_path: Path, patch: pytest.MonkeyPatch, batch: int, shards: int
) -> None:
    patch.setattr(sharing, "BATCH_ROWS", batch)
    patch.setenv("PAYUNG_SHARDS", str(shards))
    found = nights(sent, tmp_path)
    assert [name for name, table in whole.items() if not table.equals(found[name])] == []
    parts = tmp_path / "curated" / "latest" / "steward" / "workers" / "month=2023-10"
    assert len(list(parts.glob("part-*.parquet"))) == 1  # small parts are put together


def test_lists_read_page_by_page_give_the_same_tables(
    sent: Path, whole: dict[str, pl.DataFrame], tmp_path: Path, patch: pytest.MonkeyPatch
) -> None:
    patch.setattr(kept, "read_roster", partial(read_roster, page=PageSize(text=2_000, rows=40)))
    patch.setattr(sharing, "BATCH_ROWS", 100)
    found = nights(sent, tmp_path)
    assert [name for name, table in whole.items() if not table.equals(found[name])] == []
