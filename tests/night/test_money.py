"""Two months of nights: their money by somebody else's arithmetic, and the dictionary's queries as printed."""

import math
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pytest

import schemas
from flows.night import Night
from flows.programme.money.budget import budget_totals
from schemas.reference import reference
from schemas.snippets import SNIPPETS
from schemas.tables import TABLES
from tests.night.plain import NAMES, night, receive

ROOT = Path(schemas.__file__).parents[1]
SEPTEMBER, OCTOBER = date(2023, 9, 1), date(2023, 10, 1)
BPD_QUOTA = 1_776
HEADING = "No,NIK,Nama,Tgl Lahir,JK,Desa,Kecamatan,Jabatan\n"
PLACES = {"Mulyosari,Pagerwojo": 3, "Ketanon,Kedungwaru": 30}
"""Where council members live: these first, all others in Ngunut."""


def council(home: Path, month: str, people: Iterable[int]) -> None:
    """A list of these members of village councils, each born on a day of his own."""
    folder = home / "raw" / "rosters" / month / "dpmd"
    folder.mkdir(parents=True)
    places = [place for place, members in PLACES.items() for _ in range(members)]
    rows = []
    for n in people:
        day, month_, year = 1 + n % 28, 1 + n // 28 % 12, 60 + n // 336
        place = places[n] if n < len(places) else "Pulosari,Ngunut"
        nik, name = f"350411{day:02d}{month_:02d}{year}{9001 + n % 900}", f"{NAMES[n % 10]} {NAMES[n // 10 % 10]}"
        rows.append(f"{n},{nik},{name},{day:02d}-{month_:02d}-19{year},L,{place},anggota BPD\n")
    (folder / "daftar BPD.csv").write_text(HEADING + "".join(rows))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """September: ten council members more than the quota has room for, and farm hands. October: of the members thirty
    have left and 25 have come, five more than there is room for."""
    home = tmp_path_factory.mktemp("money")
    receive(home, 40)
    council(home, "2023-09", range(BPD_QUOTA + 10))
    assert night(home, "2023-09").verdict == "published"
    council(home, "2023-10", [*range(BPD_QUOTA - 20), *range(BPD_QUOTA + 10, BPD_QUOTA + 35)])
    assert night(home, "2023-10").verdict == "published"
    return home


@pytest.fixture
def here(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which curated/ lies, as the place to run a query."""
    monkeypatch.chdir(home)
    return home


def table(home: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(home / "curated" / "latest" / TABLES[name].zone / f"{name}.parquet")


# --- the money -----------------------------------------------------------------------------------------------------

HEADS_TIMES_RATE = """
with heads as (
    select month, segment, count(*) as heads
    from read_parquet('curated/latest/analyst/covered_workers/**/*.parquet', hive_partitioning = false) group by all
), rate as (
    select h.month, h.segment, h.heads, f.funding_source, r.programme,
           coalesce(r.amount_rp, floor(b.wage_base_rp * r.rate_percent / 100 + 0.5))::bigint as rp
    from heads h
    join read_csv('{reference}/segments.csv') s on s.segment = h.segment
    join read_csv('{reference}/wage_bases.csv') b on b.segment = h.segment
    join read_csv('{reference}/funding_sources.csv') f on f.segment = h.segment
    join read_csv('{reference}/contribution_rates.csv', types = {{'rate_percent': 'decimal(9, 4)'}}) r
        on r.membership = s.membership
    where h.month between r.valid_from and coalesce(r.valid_to::date, h.month)
)
select month, segment, funding_source, any_value(heads)::bigint as workers,
       sum(heads * rp) filter (programme = 'jkk') as jkk_rp, sum(heads * rp) filter (programme = 'jkm') as jkm_rp,
       sum(heads * rp) as contribution_rp
from rate group by month, segment, funding_source order by month, segment
"""


def heads_times_rate() -> list[tuple[Any, ...]]:
    folder = Path(schemas.__file__).parent / "reference"
    return duckdb.connect().execute(HEADS_TIMES_RATE.format(reference=folder)).fetchall()


def test_every_months_total_is_heads_times_rate_in_sql(here: Path) -> None:
    totals = table(here, "budget_totals").group_by("month", "segment", "funding_source").agg(
        pl.col("workers", "jkk_rp", "jkm_rp", "contribution_rp").sum()
    )  # fmt: skip
    found = heads_times_rate()
    assert totals.sort("month", "segment").rows() == found
    assert [(row[0], row[1], row[3], row[6]) for row in found] == [
        (SEPTEMBER, "bpd", BPD_QUOTA, BPD_QUOTA * 10_800),
        (SEPTEMBER, "pekerja_rentan", 40, 40 * 16_800),
        (OCTOBER, "bpd", BPD_QUOTA, BPD_QUOTA * 10_800),
        (OCTOBER, "pekerja_rentan", 40, 40 * 16_800),
    ]


def test_the_facts_and_the_year_add_up_to_the_same(here: Path) -> None:
    by_source = {(row[0], row[2]): row[6] for row in heads_times_rate()}
    facts = table(here, "contributions")
    assert {
        (month, source): rp for month, source, rp in facts.select("month", "funding_source", "computed_rp").rows()
    } == by_source
    bpd = table(here, "budget_position").filter(pl.col("segment") == "bpd").row(0, named=True)
    assert bpd["committed_rp"] == sum(rp for (_, source), rp in by_source.items() if source == "ADD")
    assert bpd["projected_rp"] == bpd["committed_rp"] + 2 * BPD_QUOTA * 10_800


def test_three_people_of_a_kecamatan_are_not_told_nor_to_be_reckoned(here: Path) -> None:
    coverage = table(here, "coverage").filter(pl.col("month") == OCTOBER)
    told = dict(coverage.select("kecamatan_name", "workers").iter_rows())
    part = here / "curated" / "latest" / "analyst" / "covered_workers" / "month=2023-10" / "part-0.parquet"
    counted = dict(pl.read_parquet(part).group_by("kecamatan_name").len().iter_rows())
    assert 0 < counted["Pagerwojo"] < 5
    assert (told["Pagerwojo"], told["Kedungwaru"], told["Kauman"]) == (None, None, 0)
    assert told["Ngunut"] == counted["Ngunut"]
    assert told["Kabupaten Tulungagung"] == sum(counted.values()) == BPD_QUOTA + 40


def test_bills_of_a_month_long_published_find_their_workers(home: Path, tmp_path: Path) -> None:
    """Bills and payments that other steps keep, of September, in a night of October."""
    from flows.tasks import keep_accounts  # noqa: PLC0415 - after the night has quieted the libraries

    latest = (home / "curated" / "latest").resolve()
    covered = pl.read_parquet(latest / "steward" / "workers" / "month=2023-09" / "part-0.parquet")
    member, farmer = (covered.filter(pl.col("segment") == one)["worker_id"][0] for one in ("bpd", "pekerja_rentan"))
    lines = [(SEPTEMBER, member, 10_800), (SEPTEMBER, farmer, 8_400), (OCTOBER, farmer, 16_800), (SEPTEMBER, None, 7)]
    bills = pl.DataFrame(lines, schema=["month", "worker_id", "billed_rp"], orient="row")
    paid = pl.DataFrame({"month": [SEPTEMBER], "funding_source": ["ADD"], "paid_rp": [10_800]})
    after = Night(
        run_id="r3",
        month="2023-10",
        sender=None,
        raw=home / "raw",
        curated=home / "curated",
        key_file=home / "secrets" / "payung.key",
        staging=tmp_path,
        previous=latest,
        keep_snapshots=30,
        shards=1,
        started=datetime.now(UTC),
    )
    workers = pl.read_parquet(latest / "steward" / "workers" / "month=2023-10" / "part-0.parquet")
    after.keep("workers", workers)
    after.save("totals", budget_totals(workers))
    for name, frame in (("bills", bills), ("payments", paid)):
        after.keep(name, pl.concat([TABLES[name].empty(), frame], how="diagonal"))
    after.keep("adjustments", TABLES["adjustments"].empty())
    keep_accounts.fn(after)
    facts = after.load("tables/contributions").sort("month", "funding_source", nulls_last=True)
    assert facts.select("month", "funding_source", "billed_workers", "billed_rp", "paid_rp").rows() == [
        (SEPTEMBER, "ADD", 1, 10_800, 10_800),
        (SEPTEMBER, "DBHCHT", 1, 8_400, None),
        (SEPTEMBER, None, 1, 7, None),
        (OCTOBER, "ADD", None, None, None),
        (OCTOBER, "DBHCHT", 1, 16_800, None),
    ]


# --- the queries ---------------------------------------------------------------------------------------------------


def printed(language: str) -> dict[str, str]:
    """The queries of a language, by question, as they stand in curated/README.md."""
    text = (ROOT / "curated" / "README.md").read_text(encoding="utf-8")
    asked = re.split(r"^### ", text, flags=re.MULTILINE)[1:]
    found = {
        part.splitlines()[0]: re.search(rf"^{language}\n\n```\w+\n(.*?)```", part, re.DOTALL | re.MULTILINE)
        for part in asked
    }
    return {question: match[1] for question, match in found.items() if match}


def plain(value: Any) -> Any:
    """A value as any of the three libraries would have it."""
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) and value.tzinfo else value


def rows(answer: pl.DataFrame) -> list[tuple[Any, ...]]:
    return [tuple(plain(value) for value in row) for row in answer.rows()]


def asked_of_duckdb(query: str) -> pl.DataFrame:
    relation = duckdb.sql(query)
    assert relation is not None
    answer: pl.DataFrame = relation.pl()
    return answer


def left_in_answer(query: str) -> Any:
    names: dict[str, Any] = {}
    exec(query, names)  # as an analyst would
    return names["answer"]


QUESTIONS = {one.question: key for key, one in SNIPPETS.items()}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_query_gives_one_answer_in_all_three(here: Path, question: str) -> None:  # noqa: ARG001 - where it is run
    by_duckdb = asked_of_duckdb(printed("DuckDB")[question])
    by_polars = left_in_answer(printed("polars")[question])
    by_pandas = pl.from_pandas(left_in_answer(printed("pandas")[question]))
    assert by_duckdb.columns == by_polars.columns == by_pandas.columns
    assert rows(by_duckdb) == rows(by_polars) == rows(by_pandas)
    assert by_polars.height > 0


def test_the_answers_are_those_that_were_asked_for(here: Path) -> None:  # noqa: ARG001
    found = {QUESTIONS[question]: rows(left_in_answer(query)) for question, query in printed("polars").items()}
    assert found["launch"][0] == ("bpd", BPD_QUOTA, BPD_QUOTA * 4_800, BPD_QUOTA * 6_000, BPD_QUOTA * 10_800)
    months = [row[1] for row in found["ledger"]]
    assert (sum(months), max(months)) == (2 * BPD_QUOTA + 80, 2)
    assert found["four_facts"][0] == (
        SEPTEMBER, "ADD", sum(reference("ceilings").filter(year=2023, funding_source="ADD")["ceiling_rp"]),
        BPD_QUOTA * 10_800, 0, None, None,
    )  # fmt: skip
    assert found["coverage"][-1][:3] == ("Kabupaten Tulungagung", BPD_QUOTA + 40, 563_849)
    assert [row[:4] for row in found["waiting"]] == [("bpd", "ADD", "over_quota", 5)]


def test_an_answer_goes_into_a_workbook_as_the_dictionary_says(here: Path, tmp_path: Path) -> None:  # noqa: ARG001
    left_in_answer(printed("polars")[SNIPPETS["launch"].question]).write_excel(tmp_path / "jawaban.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "jawaban.xlsx").active
    assert sheet is not None
    assert [cell.value for cell in next(sheet.iter_rows(max_row=1))][:2] == ["segment", "workers"]
    assert sheet.cell(2, 2).value == BPD_QUOTA
