"""A night over several regencies: each by its own places and senders, and nobody covered by two."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from random import Random

import polars as pl
import pytest

from flows.demo import write_month
from flows.demo.desk import Desk
from flows.demo.month import send
from flows.demo.neighbours import declare, files_of, neighbours
from flows.demo.people import Register
from flows.publishing.parquet import read_table
from schemas.tables import TABLES
from tests.night import plain
from tests.night.place import SMALL

START = date(2023, 9, 1)
TULUNGAGUNG, BLITAR, KEDIRI = "35.04", "35.05", "35.06"
NOT_ROWS = ("lookalikes",)
"""Of pairs, some may be of people of both."""


@pytest.fixture(scope="module")
def patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


def tables_of(home: Path, patch: pytest.MonkeyPatch, *regencies: str) -> Mapping[str, pl.DataFrame]:
    """The snapshot of a night for these regencies over the lists in `home`."""
    patch.setenv("PAYUNG_REGENCIES", ",".join(regencies))
    patch.setenv("PAYUNG_SENDERS", str(home / "raw" / "demo" / "senders"))
    run = plain.night(home)
    return {name: read_table(run.folder, table) for name, table in TABLES.items()}


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory, patch: pytest.MonkeyPatch) -> Mapping[str, pl.DataFrame]:
    """A month of Tulungagung with all its mess, and of Blitar, with people on lists of both; and its truth."""
    home = tmp_path_factory.mktemp("province")
    month = write_month(home / "raw", workers=SMALL, regencies=2)
    tables = tables_of(home, patch, TULUNGAGUNG, BLITAR)
    return {**tables, "truth": pl.read_parquet(month.truth / "truth_rows.parquet")}


def test_every_row_of_both_became_what_it_should(province: Mapping[str, pl.DataFrame]) -> None:
    place = ["source_file", "sheet", "source_row"]
    rows = province["rows"].select(*place, "status")
    truth = province["truth"].with_columns(pl.col("source_row").cast(pl.UInt32))
    beside = truth.join(rows, on=place, how="full", suffix="_found")
    wrong = beside.filter(pl.col("status").ne_missing(pl.col("status_found")))
    assert wrong.is_empty(), wrong.select(*place, "status", "status_found", "kind", "codes")


def test_who_is_on_lists_of_two_regencies_is_covered_by_that_of_residence(
    province: Mapping[str, pl.DataFrame],
) -> None:
    """RT/RW heads who work for an office of Blitar, and farmers whom its kecamatan claim: Tulungagung's all."""
    truth = province["truth"].filter(pl.col("kind") == "across_regencies")
    lost = province["duplicates"].filter(pl.col("kind") == "across_regencies")
    assert truth.height == lost.height > 0
    assert lost["decided_by"].unique().to_list() == truth["decided_by"].unique().to_list() == ["residence"]
    senders = lost.join(province["rows"], on="row_id")["sender"]
    assert senders.str.starts_with("blitar-").all(), senders.unique()


def test_each_regency_covers_its_own(province: Mapping[str, pl.DataFrame]) -> None:
    covered = province["covered_workers"]
    assert dict(covered.group_by("regency_code").len().iter_rows()) == {TULUNGAGUNG: SMALL, BLITAR: SMALL}
    strangers = covered.filter(pl.col("kecamatan_code").str.head(5) != pl.col("regency_code"))
    assert strangers.is_empty(), strangers.select("sender", "kecamatan_code", "regency_code")
    assert covered["worker_id"].is_unique().all()
    senders = province["senders"].drop_nulls("regency_code")
    assert (senders["sender"].str.starts_with("blitar-") == (senders["regency_code"] == BLITAR)).all()


def test_each_regency_has_its_own_accounts(province: Mapping[str, pl.DataFrame]) -> None:
    """Blitar declares no quota and no ceiling, and has none of Tulungagung's."""
    position = (
        province["budget_position"]
        .group_by("regency_code")
        .agg(pl.col("covered_workers", "committed_rp").sum(), pl.col("ceiling_rp").count())
    )
    totals = province["budget_totals"].group_by("regency_code").agg(pl.col("contribution_rp").sum())
    assert dict(position.select("regency_code", "ceiling_rp").iter_rows()) == {TULUNGAGUNG: 5, BLITAR: 0}
    assert dict(position.select("regency_code", "committed_rp").iter_rows()) == dict(totals.iter_rows())
    whole = province["coverage"].filter(pl.col("kecamatan_code").is_null())
    assert whole["kecamatan_name"].to_list() == ["Kabupaten Tulungagung", "Kabupaten Blitar"]


def test_a_night_over_two_regencies_is_the_nights_of_each_together(tmp_path: Path, patch: pytest.MonkeyPatch) -> None:
    """Where nobody is on lists of both, row for row."""
    register = Register(Random(1), START)
    both = [
        (neighbour, files_of(neighbour, Desk(register.rng, START.year), register, 200)) for neighbour in neighbours(2)
    ]
    for home, chosen in (("both", both), (BLITAR, both[:1]), (KEDIRI, both[1:])):
        for neighbour, files in chosen:
            send(files, tmp_path / home / "raw", START, Random(neighbour.code))
            declare(neighbour, files, tmp_path / home / "raw" / "demo" / "senders")
    together = tables_of(share_key(tmp_path, "both"), patch, BLITAR, KEDIRI)
    apart = [tables_of(share_key(tmp_path, code), patch, code) for code in (BLITAR, KEDIRI)]
    assert together["covered_workers"].height == 400
    for name in TABLES.keys() - set(NOT_ROWS):
        expected = TABLES[name].arrange(pl.concat(tables[name] for tables in apart))
        assert together[name].equals(expected), name


def share_key(folder: Path, home: str) -> Path:
    """The home of a night, once it has the key of the others."""
    key = folder / home / "secrets" / "payung.key"
    key.parent.mkdir(mode=0o700)
    key.write_text("ab" * 32, encoding="ascii")
    key.chmod(0o600)
    return folder / home
