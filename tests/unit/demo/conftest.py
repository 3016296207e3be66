"""One small month for all tests of this folder."""

from pathlib import Path

import polars as pl
import pytest

from flows.demo import DemoMonth, write_month


@pytest.fixture(scope="session")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder a small month is written to."""
    return tmp_path_factory.mktemp("raw")


@pytest.fixture(scope="session")
def month(raw: Path) -> DemoMonth:
    """A month of 1,000 workers."""
    return write_month(raw, workers=1000)


@pytest.fixture(scope="session")
def truth_rows(month: DemoMonth) -> pl.DataFrame:
    """What must become of each row."""
    return pl.read_parquet(month.truth / "truth_rows.parquet")


@pytest.fixture(scope="session")
def truth_files(month: DemoMonth) -> pl.DataFrame:
    """What must become of each file."""
    return pl.read_parquet(month.truth / "truth_files.parquet")
