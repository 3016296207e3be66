"""The laws of the ledger, over random histories of who was covered when: streaks, and what is booked for a closed
month."""

from collections.abc import Sequence
from datetime import date

import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows.programme.cover.adjustments import (
    COMPARED,
    booked_corrections,
    late_corrections,
    to_book,
    with_deaths,
)
from flows.programme.cover.coverage import with_streaks
from flows.programme.cover.follow_on import changes_anew, streaks_anew
from schemas.tables.adjustments import ADJUSTMENTS
from schemas.tables.changes import CHANGES

WORKERS = [f"w1_{letter * 26}" for letter in "abcdef"]
MONTHS = [date(2024, 10, 1), date(2024, 11, 1), date(2024, 12, 1), date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1)]
SEGMENTS = ["bpd", "pekerja_rentan", "rt_rw"]
FROM_2025 = 3
"""Months in a row from which the whole death benefit is paid; before 2025 it was from the first on."""

Presence = dict[str, str]
"""Who is covered in a month, and in which segment."""
presences = st.dictionaries(st.sampled_from(WORKERS), st.sampled_from(SEGMENTS))
histories = st.lists(presences, min_size=len(MONTHS), max_size=len(MONTHS))


def covered(presence: Presence, month: date) -> pl.DataFrame:
    rows = [
        {"worker_id": worker, "regency_code": "35.04", "segment": segment, "month": month, "kecamatan_code": None,
         "desa_code": None, "contribution_rp": 10_800}
        for worker, segment in sorted(presence.items())
    ]  # fmt: skip
    texts = dict.fromkeys(("worker_id", "regency_code", "segment", "kecamatan_code", "desa_code"), pl.String)
    return pl.DataFrame(rows, schema={**texts, "month": pl.Date, "contribution_rp": pl.Int64})


def ledger(history: Sequence[Presence]) -> list[pl.DataFrame]:
    """The months, each with the streaks that follow from the one before, as night after night covers them."""
    before, months = with_streaks(covered({}, MONTHS[0]), nobody(), MONTHS[0]), []
    for presence, month in zip(history, MONTHS, strict=True):
        before = with_streaks(covered(presence, month), before, month)
        months.append(before)
    return months


def nobody() -> pl.DataFrame:
    return pl.DataFrame(schema={"worker_id": pl.String, "months_in_a_row": pl.Int32})


def by_hand(history: Sequence[Presence], month: int, worker: str) -> int:
    """Counted back from the month until one without the worker."""
    back = 0
    while back <= month and worker in history[month - back]:
        back += 1
    return back


@settings(deadline=None, max_examples=60)
@given(histories)
def test_months_in_a_row_are_those_counted_by_hand(history: list[Presence]) -> None:
    for number, month in enumerate(ledger(history)):
        told = dict(month.select("worker_id", "months_in_a_row").iter_rows())
        assert told == {worker: by_hand(history, number, worker) for worker in history[number]}


@settings(deadline=None, max_examples=60)
@given(histories)
def test_the_whole_death_benefit_follows_the_terms_of_the_month(history: list[Presence]) -> None:
    for first_day, month in zip(MONTHS, ledger(history), strict=True):
        least = FROM_2025 if first_day.year >= 2025 else 1
        assert month["full_death_benefit"].to_list() == [many >= least for many in month["months_in_a_row"]]


@settings(deadline=None, max_examples=60)
@given(histories, st.integers(0, len(MONTHS) - 1), presences)
def test_a_month_run_again_leaves_the_later_ones_as_if_it_had_always_been_so(
    history: list[Presence], number: int, anew: Presence
) -> None:
    months = ledger(history)
    expected = ledger([*history[:number], anew, *history[number + 1 :]])
    before = expected[number]
    for later in range(number + 1, len(MONTHS)):
        follows = streaks_anew(months[later], before, CHANGES.empty(), MONTHS[later])
        before = months[later] if follows is None else follows
        assert before.equals(expected[later]), MONTHS[later]


@settings(deadline=None, max_examples=60)
@given(presences, presences, presences)
@example({WORKERS[0]: "bpd"}, {WORKERS[0]: "pekerja_rentan"}, {})  # whose term was over is no longer sent
@example({WORKERS[0]: "bpd", WORKERS[1]: "bpd"}, {WORKERS[1]: "bpd"}, {WORKERS[2]: "bpd"})  # b's post is c's after all
def test_the_changes_of_the_next_month_are_as_if_it_had_always_been_so(
    then: Presence, anew: Presence, now: Presence
) -> None:
    after = covered(now, MONTHS[1])
    told = changes_anew(after, covered(then, MONTHS[0]), CHANGES.empty(), MONTHS[1])
    expected = changes_anew(after, covered(anew, MONTHS[0]), CHANGES.empty(), MONTHS[1])
    assert changes_anew(after, covered(anew, MONTHS[0]), told, MONTHS[1]).equals(expected)


# --- what is booked for a closed month ------------------------------------------------------------------------------

CLOSED = MONTHS[0]
terms = st.fixed_dictionaries({}, optional={
    worker: st.tuples(st.sampled_from([("bpd", "ADD"), ("pekerja_rentan", "DBHCHT")]), st.sampled_from([4_800, 10_000]))
    for worker in WORKERS
})  # fmt: skip
Terms = dict[str, tuple[tuple[str, str], int]]


def priced(who: Terms) -> pl.DataFrame:
    rows = [
        (worker, "35.04", segment, source, "35.04.11", jkk, 6_000, jkk + 6_000)
        for worker, ((segment, source), jkk) in who.items()
    ]
    types = {name: ADJUSTMENTS.dtypes[name] for name in COMPARED}
    return pl.DataFrame(rows, schema=types, orient="row")


def died(*workers: str) -> pl.DataFrame:
    day = date(2024, 9, 30)
    return pl.DataFrame(
        {"worker_id": list(workers), "died_on": [day] * len(workers)},
        schema={"worker_id": pl.String, "died_on": pl.Date},
    )


Purse = tuple[str, str]


def sums(frame: pl.DataFrame) -> dict[Purse, int]:
    by_purse = frame.group_by("segment", "funding_source").agg(pl.col("contribution_rp").sum())
    return {(segment, source): rupiah for segment, source, rupiah in by_purse.iter_rows() if rupiah}


def with_night(table: pl.DataFrame, month: date, corrections: pl.DataFrame, closed: pl.DataFrame, dead: pl.DataFrame
) -> pl.DataFrame:  # fmt: skip
    """The adjustments after a night of the month, which books its own anew."""
    others = table.filter(pl.col("month") != month)
    return pl.concat([others, to_book(with_deaths(corrections, closed, dead, CLOSED), others, month, CLOSED)])


@settings(deadline=None, max_examples=80)
@given(
    terms,
    st.lists(st.tuples(st.sampled_from(MONTHS[1:4]), terms, st.sets(st.sampled_from(WORKERS))), min_size=1, max_size=5),
)
def test_a_closed_month_and_all_its_adjustments_are_what_it_should_have_been(
    frozen: Terms, nights: list[tuple[date, Terms, set[str]]]
) -> None:
    """Whatever nights there are, of whichever months: the last says what should have been, and the rupiah add up to
    that, purse by purse. The night after it, over the same lists, books nothing else."""
    closed, table = priced(frozen), ADJUSTMENTS.empty()
    for month, lists, dead in nights:
        corrections = late_corrections(closed, priced(lists))
        table = with_night(table, month, corrections, closed, died(*dead))
        assert not table.select(ADJUSTMENTS.grain).is_duplicated().any()
        right = {worker: lists[worker] for worker in frozen if worker in lists and worker not in dead}
        assert sums(pl.concat([closed.select(*COMPARED), table.select(*COMPARED)])) == sums(priced(right))
        again = with_night(table, month, booked_corrections(table), closed, died(*dead))
        assert sums(again) == sums(table)
    later = with_night(table, MONTHS[5], booked_corrections(table), closed, died(*dead))
    assert later.filter(pl.col("month") == MONTHS[5]).is_empty()


@settings(deadline=None, max_examples=60)
@given(terms, terms)
def test_who_was_left_out_is_told_once_and_costs_nothing(frozen: Terms, lists: Terms) -> None:
    closed = priced(frozen)
    corrections = late_corrections(closed, priced(lists))
    first = with_night(ADJUSTMENTS.empty(), MONTHS[1], corrections, closed, died())
    left_out = first.filter(pl.col("kind") == "left_out")
    assert set(left_out["worker_id"]) == set(lists) - set(frozen)
    assert left_out["contribution_rp"].sum() == 0
    second = with_night(first, MONTHS[2], corrections, closed, died())
    assert second.filter(pl.col("month") == MONTHS[2]).is_empty()
