"""Further regencies of a month: who lives where, whose offices send, and that Tulungagung's lists stay as they are."""

from pathlib import Path

import polars as pl
import pytest

from flows.demo import neighbours, write_month
from schemas.reference import reference
from schemas.senders.sender import senders
from tests.unit.demo.fingerprints import fingerprint


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A month of 1,000 workers in each of three regencies."""
    raw = tmp_path_factory.mktemp("province")
    write_month(raw, workers=1000, regencies=3)
    return raw


def of_neighbours(raw: Path, name: str) -> pl.DataFrame:
    """The rows of a table of the truth that are of further regencies."""
    table = pl.read_parquet(raw / "demo" / "2023-09" / f"{name}.parquet")
    return table.filter(pl.col("source_file").str.contains("/(blitar|kediri)-"))


def test_the_lists_of_tulungagung_are_those_of_a_month_by_itself(raw: Path, month: object, province: Path) -> None:
    alone = fingerprint(raw / "rosters")
    assert month
    assert alone.items() <= fingerprint(province / "rosters").items()


def test_the_next_of_the_official_list_come_first() -> None:
    assert [one.name for one in neighbours(2)] == ["Kabupaten Blitar", "Kabupaten Kediri"]
    assert len({one.slug for one in neighbours(37)}) == 37


def test_there_are_no_more_than_east_java_has() -> None:
    with pytest.raises(ValueError, match="at most 38"):
        neighbours(38)


def test_every_office_is_declared_in_its_regency(province: Path) -> None:
    declared = senders(province / "demo" / "senders")
    sent = {path.name for path in (province / "rosters" / "2023-09").iterdir()} - senders().keys()
    assert {name for name in sent if name.startswith(("blitar-", "kediri-"))} == declared.keys()
    assert {sender.regency_code for sender in declared.values()} == {"35.05", "35.06"}
    codes = {sender.kecamatan_code for sender in declared.values() if sender.kecamatan_code}
    assert codes == set(reference("regions").filter(pl.col("parent").is_in(["35.05", "35.06"]))["code"])


def test_each_has_workers_of_its_own_with_niks_of_there(province: Path) -> None:
    people = of_neighbours(province, "truth_people").filter(pl.col("regency") != "Tulungagung")
    told = people.group_by("regency").agg(pl.col("nik").str.head(4).unique(), pl.col("nik").n_unique().alias("people"))
    assert sorted(told.select("regency", pl.col("nik").list.first(), "people").rows()) == [
        ("Blitar", "3505", 1000),
        ("Kediri", "3506", 1000),
    ]
    assert told["nik"].list.len().to_list() == [1, 1]


def test_whom_two_regencies_list_is_covered_where_the_person_lives(province: Path) -> None:
    rows = of_neighbours(province, "truth_rows")
    twice = rows.filter(pl.col("kind") == "across_regencies")
    assert twice.height > 10
    assert twice["decided_by"].unique().to_list() == ["residence"]
    assert set(twice["segment"]) == {"non_asn", "pekerja_rentan"}
    assert rows.filter(pl.col("kind").is_null())["status"].unique().to_list() == ["covered"]
