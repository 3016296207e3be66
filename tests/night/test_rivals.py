"""The same work written with other tools over the benchmark's rosters: it must say what a real night publishes."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import polars as pl
import pytest

from tests.benchmarks.dirt import balance
from tests.benchmarks.night import NightRun
from tests.benchmarks.rivals import RIVALS, installed
from tests.benchmarks.rivals.declared import OUTPUTS
from tests.benchmarks.rivals.equal import differences
from tests.benchmarks.rosters import FORMATS, MONTH, roster_files, write_rosters
from tests.night.plain import night

ROWS = 2_000


@dataclass(frozen=True)
class Ended:
    """A night over the rosters of one format."""

    home: Path
    run: NightRun

    def worked(self, rival: str, out: Path) -> Path:
        """The rival's files, below `out`."""
        out.mkdir()
        import_module(f"tests.benchmarks.rivals.{RIVALS[rival][0]}").work(
            self.home / "raw", roster_files(self.home / "raw"), out
        )
        return out


@pytest.fixture(scope="module", params=FORMATS)
def ended(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ended:
    home = tmp_path_factory.mktemp(request.param)
    write_rosters(home / "raw", ROWS, request.param)
    return Ended(home, night(home, MONTH))


def test_the_night_comes_to_the_balance_that_the_dirt_foretells(ended: Ended) -> None:
    assert ended.run.balance == balance(ROWS)


@pytest.mark.parametrize("rival", RIVALS)
def test_a_rival_says_row_for_row_what_the_night_published(ended: Ended, rival: str, tmp_path: Path) -> None:
    if rival not in installed():
        pytest.skip(f"{RIVALS[rival][1]} is not installed (the optional dependencies `bench`)")
    out = ended.worked(rival, tmp_path / "out")
    assert differences(rival, ended.run.folder, out) == []


@pytest.mark.parametrize("file", OUTPUTS)
def test_a_row_that_a_rival_leaves_out_is_a_difference(ended: Ended, file: str, tmp_path: Path) -> None:
    out = ended.worked("duckdb", tmp_path / "out")
    path = out / f"{file}.parquet"
    pl.read_parquet(path).slice(1).write_parquet(path)
    [said] = differences("duckdb", ended.run.folder, out)
    assert said.startswith(f"duckdb, {file}: 1 rows of the night alone")


def test_a_contribution_that_a_rival_reckons_otherwise_is_a_difference(ended: Ended, tmp_path: Path) -> None:
    out = ended.worked("duckdb", tmp_path / "out")
    path = out / "covered.parquet"
    covered = pl.read_parquet(path)
    first = pl.int_range(pl.len()) == 0
    covered.with_columns(pl.when(first).then(1).otherwise("contribution_rp").alias("contribution_rp")).write_parquet(
        path
    )
    [said] = differences("duckdb", ended.run.folder, out)
    assert said.startswith("duckdb, covered: 1 rows of the night alone")
