"""A demo year, night by night: what must be true of the ledger whatever happened to anybody."""

from itertools import pairwise
from pathlib import Path

import duckdb
import polars as pl
from polars.testing import assert_frame_equal

from flows.demo.offices import population
from schemas.tables import TABLES
from tests.night.place import SMALL
from tests.night.year import Year, months_in_a_row

_REFERENCE = Path(__file__).parents[2] / "schemas" / "reference"
_HEADS_TIMES_RATE = f"""
WITH rates AS (
    SELECT segment, membership, wage_base_rp,
        coalesce(amount_rp, CAST(round(wage_base_rp * rate_percent / 100) AS BIGINT)) AS head_rp
    FROM '{_REFERENCE}/segments.csv' JOIN '{_REFERENCE}/wage_bases.csv' USING (segment)
        JOIN '{_REFERENCE}/contribution_rates.csv' USING (membership)
)
SELECT month, segment, workers, CAST(sum(head_rp) * workers AS BIGINT) AS contribution_rp
FROM (SELECT month, segment, count(*) AS workers
    FROM read_parquet('{{latest}}/analyst/covered_workers/*/*.parquet', hive_partitioning = false)
    GROUP BY month, segment)
    JOIN rates USING (segment)
GROUP BY month, segment, workers ORDER BY month, segment
"""


def test_every_night_is_published(year: Year) -> None:
    assert [run.verdict for run in year.nights] == ["published"] * len(year.history.months)


def test_each_months_total_is_heads_times_rate(year: Year) -> None:
    by_hand = duckdb.connect().execute(_HEADS_TIMES_RATE.format(latest=year.latest)).fetchall()
    totals = year.table("budget_totals").group_by("month", "segment").agg(pl.col("workers", "contribution_rp").sum())
    assert len(by_hand) == 5 * len(year.history.months)
    assert by_hand == totals.sort("month", "segment").rows()


def test_months_in_a_row_are_those_counted_one_by_one(year: Year) -> None:
    covered = year.table("covered_workers").with_columns(pl.col("month").cast(pl.String))
    mended = year.table("changes").filter(pl.col("kind") == "corrected_nik")
    same_person = dict(mended.select("after", "before").iter_rows())
    assert sorted(covered.select("month", "worker_id", "months_in_a_row").rows()) == months_in_a_row(
        covered, same_person
    )
    streaks = covered.filter(pl.col("month") == covered["month"].max())["months_in_a_row"]
    assert streaks.max() == len(year.history.months)
    assert streaks.value_counts().height == len(year.history.months), "streaks of every length"


def test_nobody_is_covered_twice_in_a_month(year: Year) -> None:
    workers = year.table("workers", "steward")
    assert workers.select("month", "nik").is_unique().all()
    assert workers.select("month", "worker_id").is_unique().all()


def test_nobody_is_covered_after_the_month_of_death(year: Year) -> None:
    known_from = pl.coalesce(pl.col("died_on").dt.month_start(), "told_in")
    dead = year.table("deaths", "steward").select("nik", last=known_from)
    after = year.table("workers", "steward").join(dead, on="nik").filter(pl.col("month") > pl.col("last"))
    assert after.is_empty(), after.select("month", "last", "sender", "source_file", "source_row")


def test_nobody_is_covered_over_quota(year: Year) -> None:
    """The quotas are those of a thousand workers (`quotas_in_proportion`), and every one of them is used up."""
    heads = year.table("covered_workers").group_by("month", "segment").len()
    most = dict(heads.group_by("segment").agg(pl.col("len").max()).iter_rows())
    assert most == population(SMALL)


def test_the_ledger_agrees_with_itself(year: Year) -> None:
    """What changed leads from each month to the next: those of the month before, less who left, and who joined."""
    covered, changes = year.table("covered_workers"), year.table("changes")
    months = sorted(covered["month"].unique())
    people = {month: set(covered.filter(pl.col("month") == month)["worker_id"]) for month in months}
    for before, month in pairwise(months):
        of_month = changes.filter(pl.col("month") == month)
        told = {kind: of_month.filter(pl.col("kind") == kind) for kind in ("joined", "left", "corrected_nik")}
        mended = told["corrected_nik"]
        gone = {*told["left"]["worker_id"], *mended["before"]}
        come = {*told["joined"]["worker_id"], *mended["after"]}
        assert people[month] == (people[before] - gone) | come
        assert gone <= people[before]
        assert not come & people[before]


def test_a_silent_office_is_carried_until_its_list_runs_out(year: Year) -> None:
    senders = year.table("senders").filter(pl.col("sender") == "dinas-perkim").sort("month")
    assert senders["carried_forward"].to_list() == [False, True, True, True, False, False]
    assert senders["missing"].to_list() == [False, False, False, False, True, False]
    assert senders["covered"].to_list()[:5] == [3, 3, 3, 3, 0]


def test_replaying_all_nights_gives_the_same_ledger(year: Year) -> None:
    year.replay("again")
    for name in ("covered_workers", "budget_totals", "budget_position", "changes", "senders", "substitutions"):
        assert_frame_equal(year.table(name), year.table(name, curated="again"))
    for name in ("workers", "rows", "reason_log", "duplicates", "waiting_list", "deaths"):
        order = TABLES[name].order
        one, two = (year.table(name, "steward", curated).sort(order) for curated in ("curated", "again"))
        assert_frame_equal(one, two)
