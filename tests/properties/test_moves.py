"""Laws of the months of a small programme: who is within the quota, who waits, who left, who took whose place."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.programme.cover import quotas
from flows.programme.cover.changes import month_changes
from flows.programme.cover.corrected import corrected_niks
from flows.programme.cover.substitutions import substitutions
from schemas.reference import reference
from schemas.tables.changes import CHANGES, LEAVING
from schemas.tables.decisions import DECISIONS
from schemas.tables.substitutions import SUBSTITUTIONS
from tests.properties.waiting import within_quota

NOVEMBER, DECEMBER, JANUARY = date(2023, 11, 1), date(2023, 12, 1), date(2024, 1, 1)
SOURCES = {"pekerja_rentan": "DBHCHT", "rt_rw": "ADD"}
PEOPLE = [f"w{number}" for number in range(12)]
SENT = {
    "worker_id": pl.String, "segment": pl.String, "occupation": pl.String, "desa_code": pl.String, "received": pl.Int64,
}  # fmt: skip
laws = settings(max_examples=40, deadline=None)

occupations = st.sampled_from(["petani-tembakau", "buruh-tani", "ketua-rt-rw", None])
desa = st.sampled_from(["35.04.11.2012", "35.04.11.2011", "35.04.12.2001", None])
rows = st.tuples(st.sampled_from(list(SOURCES)), occupations, desa, st.integers(1, 3))
lists = st.tuples(*(st.one_of(st.none(), rows) for _ in PEOPLE)).map(
    lambda said: {name: row for name, row in zip(PEOPLE, said, strict=True) if row}
)
"""A list of about half of the people."""
OTHER = {"pekerja_rentan": "rt_rw", "rt_rw": "pekerja_rentan"}


@st.composite
def two_lists(draw: st.DrawFn) -> "tuple[Sent, Sent]":
    """A month's list and the next: most stay as they are, some move to the other segment, some leave, some come."""
    first, newcomers = draw(lists), draw(lists)
    fates = draw(st.tuples(*(st.sampled_from(["stays", "stays", "moves", "leaves"]) for _ in PEOPLE)))
    kept = {
        name: row if fate == "stays" else (OTHER[row[0]], *row[1:])
        for name, fate in zip(PEOPLE, fates, strict=True)
        if (row := first.get(name)) and fate != "leaves"
    }
    return first, {name: row for name, row in newcomers.items() if name not in first} | kept


@dataclass(frozen=True)
class Quota:
    """So many places in each of the two segments, in the funded months of the year; the same in every year."""

    places: int
    months: int
    first_month: int

    def open_in(self, month: date) -> int:
        """The places of a segment in a month."""
        return self.places if self.first_month <= month.month < self.first_month + self.months else 0

    @contextmanager
    def declared(self) -> Iterator[None]:
        said = {"months": self.months, "first_month": self.first_month}
        of_2023 = reference("quotas").filter(pl.col("year") == 2023)
        small = of_2023.with_columns(
            pl.lit(self.places, pl.Int64).alias("quota_workers"),
            *(pl.lit(value, pl.Int32).alias(name) for name, value in said.items()),
        )
        years = pl.concat([small, small.with_columns(pl.lit(2024, pl.Int32).alias("year"))])
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(quotas, "reference", lambda name: years if name == "quotas" else reference(name))
            yield


quota_of_the_year = st.one_of(
    st.builds(Quota, st.integers(1, 4), st.just(12), st.just(1)),
    st.builds(Quota, st.integers(0, 6), st.integers(1, 12), st.integers(1, 12)),
)
"""Half of the years pay for every month and are short of places."""
Sent = dict[str, tuple[str, str | None, str | None, int]]


def sent(people: Sent) -> pl.DataFrame:
    """The workers of a month's lists, one row each."""
    frame = pl.DataFrame([(name, *row) for name, row in people.items()], schema=SENT, orient="row")
    return frame.with_columns(
        pl.col("worker_id").alias("row_id"),
        pl.lit("35.04").alias("regency_code"),
        pl.col("segment").replace_strict(SOURCES, return_dtype=pl.String).alias("funding_source"),
        pl.col("desa_code").str.head(8).alias("kecamatan_code"),
        pl.lit(16_800, pl.Int64).alias("contribution_rp"),
        pl.lit(1, pl.Int32).alias("months_in_a_row"),
        (pl.lit(datetime(2023, 9, 1, tzinfo=UTC)) + pl.duration(days="received")).alias("received"),
    )


def ids(workers: pl.DataFrame, segment: str | None = None) -> set[str]:
    chosen = workers if segment is None else workers.filter(pl.col("segment") == segment)
    return set(chosen["worker_id"])


@dataclass(frozen=True)
class Programme:
    """Two months of lists, as a quota lets them in: covered in November, covered and waiting in December."""

    before: pl.DataFrame
    sent: pl.DataFrame
    covered: pl.DataFrame
    waiting: pl.DataFrame

    def newcomers(self, segment: str) -> set[str]:
        return ids(self.covered, segment) - ids(self.before, segment)

    def leavers(self, segment: str) -> set[str]:
        return ids(self.before, segment) - ids(self.covered, segment)


def two_months(first: Sent, second: Sent) -> Programme:
    before, _ = within_quota(sent(first), NOVEMBER, sent({}))
    covered, waiting = within_quota(sent(second), DECEMBER, before)
    return Programme(before, sent(second), covered, waiting)


@laws
@given(quota_of_the_year, two_lists())
def test_everybody_sent_is_covered_or_waits_once(quota: Quota, sent_lists: tuple[Sent, Sent]) -> None:
    with quota.declared():
        months = two_months(*sent_lists)
    assert sorted([*months.covered["worker_id"], *months.waiting["worker_id"]]) == sorted(sent_lists[1])


@laws
@given(quota_of_the_year, two_lists())
def test_nobody_is_covered_over_quota_and_no_place_stays_empty(quota: Quota, sent_lists: tuple[Sent, Sent]) -> None:
    with quota.declared():
        months = two_months(*sent_lists)
    for segment in SOURCES:
        wanted = len(ids(months.sent, segment))
        assert len(ids(months.covered, segment)) == min(quota.open_in(DECEMBER), wanted)


@laws
@given(quota_of_the_year, two_lists())
def test_who_was_covered_there_waits_only_behind_others_who_were(quota: Quota, sent_lists: tuple[Sent, Sent]) -> None:
    with quota.declared():
        months = two_months(*sent_lists)
    for segment in SOURCES:
        lost = ids(months.before, segment) & ids(months.waiting, segment)
        assert not (lost and months.newcomers(segment)), (lost, months.newcomers(segment))


@laws
@given(quota_of_the_year, two_lists())
def test_the_waiting_list_is_numbered_and_says_why(quota: Quota, sent_lists: tuple[Sent, Sent]) -> None:
    with quota.declared():
        months = two_months(*sent_lists)
    for segment in SOURCES:
        queue = months.waiting.filter(pl.col("segment") == segment)
        assert sorted(queue["position"]) == list(range(1, queue.height + 1))
        funded = quota.first_month <= DECEMBER.month < quota.first_month + quota.months
        assert set(queue["why"]) <= {"over_quota" if funded else "not_funded"}


@laws
@given(quota_of_the_year, two_lists(), st.randoms(use_true_random=False))
def test_the_order_in_which_rows_come_decides_nothing(
    quota: Quota, sent_lists: tuple[Sent, Sent], chance: object
) -> None:
    shuffled = dict(sorted(sent_lists[1].items(), key=lambda _: chance.random()))  # type: ignore[attr-defined]
    with quota.declared():
        one, other = two_months(*sent_lists), two_months(sent_lists[0], shuffled)
    assert ids(one.covered) == ids(other.covered)
    assert set(one.waiting.select("worker_id", "position").rows()) == set(
        other.waiting.select("worker_id", "position").rows()
    )


@laws
@given(quota_of_the_year, two_lists())
def test_a_substitution_conserves_the_heads(quota: Quota, sent_lists: tuple[Sent, Sent]) -> None:
    """Covered now are those before without the leavers and with the newcomers: so many places change hands, no more."""
    with quota.declared():
        months = two_months(*sent_lists)
        left = month_changes(months.before, months.covered, DECEMBER).filter(pl.col("kind") == "left")
        found = substitutions(months.before, months.covered, left, months.waiting, DECEMBER)
    SUBSTITUTIONS.model.validate(found)
    for segment in SOURCES:
        pairs = found.filter(pl.col("segment") == segment)
        newcomers, leavers = months.newcomers(segment), months.leavers(segment)
        free = max(0, quota.open_in(DECEMBER) - len(ids(months.before, segment)))
        begun = not months.before.is_empty()
        assert pairs.height == (max(0, len(newcomers) - free) if begun else 0)
        assert pairs["worker_id"].n_unique() == pairs["replaced_worker_id"].n_unique() == pairs.height
        assert set(pairs["worker_id"]) <= newcomers
        assert set(pairs["replaced_worker_id"]) <= leavers


@laws
@given(quota_of_the_year, two_lists())
def test_no_nearer_place_is_left_to_somebody_farther(quota: Quota, sent_lists: tuple[Sent, Sent]) -> None:
    """Of two substitutions, not both newcomers could have stayed in their desa by exchanging whom they replaced."""
    with quota.declared():
        months = two_months(*sent_lists)
        found = substitutions(months.before, months.covered, months.before.head(0).with_columns(why=pl.lit("age")),
                              months.waiting, DECEMBER)  # fmt: skip
    now, then = (dict(frame.select("worker_id", "desa_code").iter_rows()) for frame in (months.covered, months.before))
    for segment in SOURCES:
        pairs = found.filter(pl.col("segment") == segment).select("worker_id", "replaced_worker_id").rows()
        at_home = {new for new, old in pairs if now[new] and now[new] == then[old]}
        strangers = {old for new, old in pairs if new not in at_home}
        missed = [
            new for new, _ in pairs if new not in at_home and now[new] in {then[old] for old in strangers} - {None}
        ]
        assert missed == []


@laws
@given(quota_of_the_year, two_lists())
def test_changes_are_the_difference_of_the_two_months(quota: Quota, sent_lists: tuple[Sent, Sent]) -> None:
    with quota.declared():
        months = two_months(*sent_lists)
    told = months.waiting.select("worker_id", "why")
    changes = month_changes(months.before, months.covered, DECEMBER, told)
    CHANGES.model.validate(changes)
    then, now = ids(months.before), ids(months.covered)
    kinds = {kind: set(workers) for kind, workers in changes.group_by("kind").agg("worker_id").iter_rows()}
    assert kinds.get("left", set()) == (then - now)
    assert kinds.get("joined", set()) == (now - then if then else set())
    whys = changes.filter(pl.col("kind") == "left")
    assert whys["why"].null_count() == 0
    assert set(whys["why"]) <= set(LEAVING)
    assert changes.filter(pl.col("kind") != "left")["why"].null_count() == changes.height - whys.height
    waits = set(whys.filter(pl.col("why").is_in(["over_quota", "not_funded"]))["worker_id"])
    assert waits == (then - now) & ids(months.waiting)


@laws
@given(quota_of_the_year, st.lists(lists, min_size=3, max_size=3))
def test_a_year_that_pays_for_no_month_covers_nobody_in_it(quota: Quota, months: list[Sent]) -> None:
    """Month after month: who is covered is within the funded window, whoever was covered the month before."""
    before = sent({})
    with quota.declared():
        for month, people in zip((NOVEMBER, DECEMBER, JANUARY), months, strict=True):
            before, _ = within_quota(sent(people), month, before)
            assert before.height <= len(SOURCES) * quota.open_in(month)


# --- corrected NIKs ------------------------------------------------------------------------------------------------

digits = st.text("0123456789", min_size=2, max_size=2)
names = st.sampled_from(["ORANG CONTOH", "WARGA MISALNYA"])
citizens = st.lists(st.tuples(digits, names), unique_by=lambda one: one[0], max_size=8)


def citizens_of(people: list[tuple[str, str]]) -> pl.DataFrame:
    rows = [(f"350411010190{tail}01", name) for tail, name in people]
    return pl.DataFrame(rows, schema={"nik": pl.String, "name_form": pl.String}, orient="row").with_columns(
        pl.format("w{}", "nik").alias("worker_id"),
        pl.lit(date(1990, 1, 1)).alias("birth_date"),
        pl.lit("35.04.11.2012").alias("desa_code"),
    )


@laws
@given(citizens, citizens)
def test_a_correction_pairs_one_who_left_with_one_who_joined(
    first: list[tuple[str, str]], second: list[tuple[str, str]]
) -> None:
    before, covered = citizens_of(first), citizens_of(second)
    pairs = corrected_niks(before, covered, DECISIONS.empty())
    assert set(pairs["former_worker_id"]) <= ids(before) - ids(covered)
    assert set(pairs["worker_id"]) <= ids(covered) - ids(before)
    assert pairs["worker_id"].n_unique() == pairs["former_worker_id"].n_unique() == pairs.height
