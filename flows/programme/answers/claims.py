"""Claims on BPJS Ketenagakerjaan beside the ledger: was the worker covered then, is the amount right, paid once."""

import polars as pl

from flows.programme.money.benefits import lapse_day, with_benefits
from schemas.tables.claims import CLAIMS, OF_DEATH

LEDGER = (
    "month", "worker_id", "nik", "name", "segment", "kecamatan_name", "desa_name", "sender", "wage_base_rp",
    "months_in_a_row",
)  # fmt: skip
"""What following claims and deaths needs to know of a covered month of a worker."""

_PAID = (pl.col("claim_status") == "paid").fill_null(value=False)


def with_niks(claims: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """The claims, with the NIK of the member number where a claim gives that alone; a number of two NIKs tells none."""
    numbers = members.group_by("kpj").agg(pl.col("nik").unique().alias("niks"))
    known = numbers.filter(pl.col("niks").list.len() == 1).select(
        "kpj", pl.col("niks").list.first().alias("member_nik")
    )
    named = claims.join(known, on="kpj", how="left", maintain_order="left")
    return named.with_columns(pl.coalesce("nik", "member_nik").alias("nik")).drop("member_nik")


def follow(claims: pl.DataFrame, ledger: pl.DataFrame, months: pl.Series) -> pl.DataFrame:
    """The `claims` table: each claim beside the month of its event.

    `claims` has `worker_id` beside the columns of `CLAIMS_READ`; `ledger` the covered months (`LEDGER`) of at least
    these workers; `months` are those that the ledger keeps. `expected_rp` is the death benefit in force in that month,
    by the months in a row; of a death by accident the multiple of the wage base; of a scholarship the most that all
    children together can get; nothing where the worker was not covered; null where it depends on treatment or where
    the ledger cannot tell. The finding is the first of those in the order of `_findings`.
    """
    then = ledger.select("worker_id", "month", "months_in_a_row", "wage_base_rp", pl.lit(value=True).alias("found"))
    known = ledger.select("worker_id", pl.lit(value=True).alias("known")).unique()
    beside = (
        claims.with_columns(pl.col("event_on").dt.month_start().alias("month"))
        .join(then, on=["worker_id", "month"], how="left", maintain_order="left")
        .join(known, on="worker_id", how="left", maintain_order="left")
        .with_columns(
            pl.col("known").fill_null(value=False),
            pl.col("month").is_in(months.implode()).fill_null(value=False).alias("kept"),
            lapse_day(pl.col("event_on")).alias("lapses_on"),
        )
    )
    told = pl.col("kept") & pl.col("worker_id").is_not_null()
    judged = (
        with_benefits(beside)
        .with_columns(pl.when(told).then(pl.col("found").fill_null(value=False)).alias("covered_then"))
        .with_columns(_expected().alias("expected_rp"))
        .with_columns(_paid_twice().alias("twice"), _scholarships_paid().alias("scholarships_rp"))
        .with_columns(
            pl.coalesce(pl.when(holds).then(pl.lit(finding)) for finding, holds in _findings()).alias("finding")
        )
    )
    return CLAIMS.arrange(judged)


def _expected() -> pl.Expr:
    """What the terms give; a worker who was not covered is owed nothing."""
    return (
        pl.when(~pl.col("covered_then"))
        .then(pl.lit(0, pl.Int64))
        .when(pl.col("covered_then") & (pl.col("programme") == "jkm"))
        .then("death_rp")
        .when(pl.col("covered_then") & OF_DEATH)
        .then("accident_death_rp")
        .when(pl.col("covered_then") & (pl.col("programme") == "scholarship"))
        .then("scholarship_rp")
    )


def _findings() -> list[tuple[str, pl.Expr]]:
    """The findings in order: what bars a judgement first, then cover, then time, then money."""
    amount, expected = pl.col("claimed_rp"), pl.col("expected_rp")
    paid_of_death = _PAID & OF_DEATH
    too_many_scholarships = (pl.col("programme") == "scholarship") & (pl.col("scholarships_rp") > expected)
    return [
        ("unknown_person", ~pl.col("known") & (pl.col("kept") | pl.col("event_on").is_null())),
        ("event_undated", pl.col("event_on").is_null()),
        ("month_not_kept", ~pl.col("kept")),
        ("not_covered", ~pl.col("covered_then")),
        ("lapsed", pl.col("reported_on") > pl.col("lapses_on")),
        ("paid_twice", pl.col("twice")),
        ("paid_too_much", (paid_of_death & (amount > expected)) | too_many_scholarships),
        ("paid_too_little", paid_of_death & (amount < expected)),
        ("in_order", pl.lit(value=True)),
    ]


def _paid_twice() -> pl.Expr:
    """True of a paid claim beside another paid one for the same event.

    A worker dies once: any two claims of death on one worker are for one event, JKM and JKK alike. Treatment is paid in
    many parts: of two JKK claims only those of one day and one amount are. A scholarship is paid every year. One claim
    told twice, by its number or word for word, is one.
    """
    number = pl.coalesce("claim_id", _said())
    death = pl.when(OF_DEATH).then(pl.lit("death"))
    event = pl.coalesce(death, pl.format("{} {}", "event_on", "claimed_rp"))
    distinct = number.filter(_PAID).n_unique().over("worker_id", event)
    person = pl.col("worker_id").is_not_null()
    return person & _PAID & (pl.col("programme") != "scholarship") & event.is_not_null() & (distinct > 1)


def _scholarships_paid() -> pl.Expr:
    """What the worker's children were paid in all, each payment once however often it is told."""
    first = pl.struct("worker_id", "claim_id", _said().alias("said")).is_first_distinct()
    paid = _PAID & (pl.col("programme") == "scholarship") & first
    return pl.when(paid).then("claimed_rp").sum().over("worker_id")


def _said() -> pl.Expr:
    """A claim in its own words, to know it again where it has no number."""
    words = ("programme", "event_on", "reported_on", "paid_on", "claimed_rp", "heir")
    return pl.concat_str((pl.col(word).cast(pl.String).fill_null("-") for word in words), separator=" ")
