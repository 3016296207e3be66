"""A demo year beside its truth: the ledger is the true one, and what was planted in the answers is found, no more."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polars as pl
from typer.testing import CliRunner

from flows.cli import app
from tests.night.year import MONTHS, Year

Facts = set[tuple[object, ...]]


def _of_workers(year: Year, frame: pl.DataFrame, *columns: str) -> Facts:
    """Those columns of an analyst table, with the NIK in the place of the worker id."""
    niks = year.table("workers", "steward").select("worker_id", "nik").unique()
    return set(frame.join(niks, on="worker_id").select(*columns).rows())


def _planted(year: Year, about: str, *columns: str) -> Counter[tuple[object, ...]]:
    return Counter(year.truth("truth_answers").filter(pl.col("about") == about).select(*columns).rows())


def test_who_is_covered_is_who_should_be(year: Year) -> None:
    truth = year.truth("truth_ledger").filter(pl.col("status") == "covered")
    ledger = year.table("workers", "steward")
    assert set(ledger.select("month", "nik", "segment").rows()) == set(truth.select("month", "nik", "segment").rows())


def test_who_waits_is_who_should_wait(year: Year) -> None:
    truth = year.truth("truth_ledger").filter(pl.col("status") == "waiting").select("month", "nik", "why")
    lists = [pl.read_parquet(run.folder / "steward" / "waiting_list.parquet") for run in year.nights]
    told = set(pl.concat(lists).select("month", "nik", "why").rows())
    assert truth.height
    assert told == set(truth.rows())
    assert year.table("substitutions").height > MONTHS


def test_the_people_of_a_list_that_ran_out_begin_anew_when_it_is_sent_again(year: Year) -> None:
    back = year.table("covered_workers").filter(pl.col("sender") == "dinas-perkim").sort("month")
    assert back["months_in_a_row"].to_list() == [1] * 3 + [2] * 3 + [3] * 3 + [4] * 3 + [1] * 3


def test_everyone_who_left_did_so_for_the_true_reason(year: Year) -> None:
    truth = year.truth("truth_ledger").filter(pl.col("status") == "out", pl.col("why").is_not_null())
    left = year.table("changes").filter(pl.col("kind") == "left")
    told = truth.filter(pl.col("why") != "corrected_nik").select("month", "nik", "why")
    assert _of_workers(year, left, "month", "nik", "why") == set(told.rows())
    mended = year.table("changes").filter(pl.col("kind") == "corrected_nik").select("month", worker_id="before")
    corrected = truth.filter(pl.col("why") == "corrected_nik").select("month", "nik")
    assert _of_workers(year, mended, "month", "nik") == set(corrected.rows())


def test_the_bills_disagree_where_it_was_planted_and_nowhere_else(year: Year) -> None:
    found = year.table("reconciliation", "steward")
    facts = ("month", "nik", "finding", "at_stake_rp")
    assert Counter(found.select(facts).rows()) == _planted(year, "bill", *facts)


def test_claims_are_stopped_where_it_was_planted_and_nowhere_else(year: Year) -> None:
    claims = year.table("claims", "steward").filter(pl.col("finding") != "in_order")
    assert Counter(claims.select("nik", "finding").rows()) == _planted(year, "claim", "nik", "finding")


def test_the_covered_dead_whom_nobody_claimed_are_listed(year: Year) -> None:
    unclaimed = year.table("unclaimed_deaths", "steward")
    assert Counter(unclaimed.select("covered_in", "nik").rows()) == _planted(year, "death", "month", "nik")


def test_who_was_given_aid_twice_is_flagged(year: Year) -> None:
    aid = year.table("aid", "steward").filter(pl.col("received_twice"))
    assert Counter(set(aid.select("nik").rows())) == _planted(year, "aid", "nik")


def test_every_answer_is_understood(year: Year) -> None:
    files = year.table("answer_files", "steward")
    assert files.filter(pl.col("rows_used") != pl.col("rows_read")).is_empty()
    assert set(files["kind"]) == {"dukcapil", "members", "bill", "payment", "claims", "aid"}


def test_a_closed_month_keeps_its_files_through_all_later_snapshots(year: Year) -> None:
    seen: dict[str, str] = {}

    def close_the_month_before(number: int, curated: Path) -> None:
        assert seen.items() <= dict(_hashes(curated / "latest", year.history.months)).items(), number
        closed = year.history.months[: number - 1]
        for month in closed[-1:]:
            _close(curated, month)
        seen.update(_hashes(curated / "latest", closed))

    year.replay("closed", 4, close_the_month_before)
    assert len(seen) == 2 * 3


def _close(curated: Path, month: str) -> None:
    decree = ["--by", "Bu Wati", "--decree", "SK 188.45/12/2023", "--curated", str(curated)]
    closed = CliRunner().invoke(app, ["close", month, *decree])
    assert closed.exit_code == 0, closed.output


def _hashes(snapshot: Path, months: list[str]) -> Iterator[tuple[str, str]]:
    for month in months:
        for part in sorted(snapshot.glob(f"*/*/month={month}/*.parquet")):
            yield str(part.relative_to(snapshot)), hashlib.sha256(part.read_bytes()).hexdigest()
