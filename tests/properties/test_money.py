"""Laws of the money: no rupiah is lost between the tables, and a ceiling is reached just when it is passed."""

from datetime import date

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.programme.money.budget import budget_position
from flows.programme.money.forecast import Trial, forecast, plan
from flows.programme.money.four_facts import four_facts
from flows.programme.money.small_groups import kept_back
from schemas.tables.adjustments import ADJUSTMENTS
from schemas.tables.bills import BILLS
from schemas.tables.budget_totals import BUDGET_TOTALS
from schemas.tables.contributions import CONTRIBUTIONS
from schemas.tables.payments import PAYMENTS

SEGMENTS = {"bpd": "ADD", "rt_rw": "ADD", "non_asn": "APBD", "pekerja_rentan": "DBHCHT"}
few = settings(max_examples=60, deadline=None)
months = st.builds(date, st.sampled_from([2023, 2024, 2025]), st.integers(1, 12), st.just(1))
sources = st.sampled_from(["ADD", "APBD", "DBHCHT", None])


@st.composite
def ledgers(draw: st.DrawFn) -> pl.DataFrame:
    """`budget_totals` of some months, each segment at most once a month, at what may pass any ceiling."""
    keys = draw(st.lists(st.tuples(months, st.sampled_from([*SEGMENTS])), unique=True, min_size=1, max_size=20))
    rows = [
        {"month": month, "regency_code": "35.04", "segment": segment, "funding_source": SEGMENTS[segment],
         "workers": heads,
         "contribution_rp": heads * draw(st.sampled_from([10_800, 16_800]))}
        for month, segment in keys
        for heads in [draw(st.integers(1, 200_000))]
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=BUDGET_TOTALS.dtypes)


@st.composite
def bookings(draw: st.DrawFn) -> pl.DataFrame:
    rows = [
        {
            "month": month,
            "regency_code": "35.04",
            "segment": segment,
            "funding_source": SEGMENTS[segment],
            "contribution_rp": rupiah,
        }
        for month, segment, rupiah in draw(
            st.lists(st.tuples(months, st.sampled_from([*SEGMENTS]), st.integers(-50_000, 50_000)), max_size=6)
        )
    ]
    return pl.DataFrame(rows, schema=ADJUSTMENTS.dtypes)


@few
@given(ledgers(), bookings())
def test_a_ceiling_is_reached_just_when_projected_is_above_it(totals: pl.DataFrame, booked: pl.DataFrame) -> None:
    position = budget_position(totals, booked)
    passed = (pl.col("projected_rp") > pl.col("ceiling_rp")).fill_null(value=False)
    wrong = position.filter(passed != pl.col("ceiling_reached").is_not_null())
    assert wrong.is_empty(), wrong
    assert position.filter(pl.col("ceiling_reached").dt.year() != pl.col("year")).is_empty()


@few
@given(ledgers(), bookings())
def test_the_year_adds_up(totals: pl.DataFrame, booked: pl.DataFrame) -> None:
    position = budget_position(totals, booked)
    assert position["committed_rp"].sum() == totals["contribution_rp"].sum()
    assert position["adjusted_rp"].sum() == booked["contribution_rp"].sum()
    rest = position["projected_rp"] - position["committed_rp"] - position["adjusted_rp"]
    assert (rest >= 0).all()
    assert position.filter(pl.col("remaining_rp") != pl.col("ceiling_rp") - pl.col("projected_rp")).is_empty()


@few
@given(
    ledgers(),
    bookings(),
    st.lists(st.tuples(months, st.sampled_from(["w1", "w2", "w3", None]), st.integers(1, 20_000)), max_size=12),
    st.lists(st.tuples(months, sources, st.integers(1, 20_000)), max_size=6),
    st.dictionaries(st.tuples(months, st.sampled_from(["w1", "w2", "w3"])), sources.filter(bool), max_size=12),
)
def test_the_four_facts_lose_no_rupiah(
    totals: pl.DataFrame,
    booked: pl.DataFrame,
    billed: list[tuple[date, str | None, int]],
    paid: list[tuple[date, str | None, int]],
    covered: dict[tuple[date, str], str],
) -> None:
    bills = pl.DataFrame(
        [dict(zip(("month", "worker_id", "billed_rp"), line, strict=True)) for line in billed], schema=BILLS.dtypes
    )
    payments = pl.DataFrame(
        [dict(zip(("month", "funding_source", "paid_rp"), one, strict=True)) for one in paid], schema=PAYMENTS.dtypes
    )
    who = {"month": pl.Date, "worker_id": pl.String, "funding_source": pl.String}
    workers = pl.DataFrame([(*key, source) for key, source in covered.items()], schema=who, orient="row")
    workers = workers.with_columns(pl.lit("35.04").alias("regency_code"))
    facts = four_facts(totals, booked, bills, payments, workers)
    CONTRIBUTIONS.model.validate(facts)
    assert facts.select("month", "regency_code", "funding_source").is_unique().all()
    for name, rupiah in (
        ("computed_rp", totals["contribution_rp"]), ("adjusted_rp", booked["contribution_rp"]),
        ("billed_rp", bills["billed_rp"]), ("paid_rp", payments["paid_rp"]), ("workers", totals["workers"]),
    ):  # fmt: skip
        assert facts[name].sum() == rupiah.sum(), name
    assert facts["billed_workers"].sum() == bills.height
    assert (facts["billed_rp"].is_null() == facts["billed_workers"].is_null()).all()


@few
@given(st.lists(st.integers(0, 40), min_size=1, max_size=19), st.integers(0, 12))
def test_what_is_told_of_small_groups_leaves_two_unknown(people: list[int], nowhere: int) -> None:
    groups = {f"{place:02d}": number for place, number in enumerate(people)}
    missing = kept_back(groups, nowhere)
    assert not [name for name, number in groups.items() if 0 < number < 5 and name not in missing.groups]
    unknown = [groups[name] for name in missing.groups] + ([nowhere] if 0 < nowhere < 5 else [])
    if unknown and not missing.total:
        assert len(unknown) > 1
        assert sum(unknown) >= 10
        assert max(unknown) >= 5


@few
@given(st.integers(1, 60_000), st.integers(1, 60_000), st.integers(1, 12), st.sampled_from([*SEGMENTS]))
def test_heads_add_up_in_a_forecast(some: int, others: int, count: int, segment: str) -> None:
    def cost(heads: int) -> int:
        planned = plan(pl.DataFrame({"segment": [segment], "workers": [heads]}), 2023, months=count)
        return int(forecast(planned, Trial(), BUDGET_TOTALS.empty(), ADJUSTMENTS.empty())["contribution_rp"][0])

    assert cost(some) + cost(others) == cost(some + others)
