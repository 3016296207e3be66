"""Deaths of covered workers that nobody has claimed."""

from datetime import date

import polars as pl

from flows.programme.money.benefits import lapse_day, with_benefits
from schemas.tables.claims import OF_DEATH, STANDING
from schemas.tables.unclaimed_deaths import UNCLAIMED_DEATHS


def unclaimed_deaths(deaths: pl.DataFrame, claims: pl.DataFrame, ledger: pl.DataFrame, month: date) -> pl.DataFrame:
    """The `unclaimed_deaths` table: workers who died covered, without a claim of death that stands, until it lapses.

    A death counts when its month was covered; one without a day, when any month before it closed cover was, the last of
    which it is taken for. The benefit is that of the terms in force in that month and of the months in a row then, as
    for a death that was no accident at work: who died at work is owed more. A refused claim leaves the death unclaimed.
    `claims` is the table of claims, `ledger` the covered months of at least the dead.
    """
    claimed = claims.filter(OF_DEATH, STANDING)["worker_id"]
    candidates = deaths.filter(~pl.col("worker_id").is_in(claimed.drop_nulls().implode()))
    of_death = (pl.col("month") == pl.col("died_on").dt.month_start()) | pl.col("died_on").is_null()
    covered = (
        candidates.drop("name", "nik")
        .join(ledger, on="worker_id")
        .filter(of_death, pl.col("month") < pl.col("closed_from"))
        .sort("worker_id", "month")
        .unique("worker_id", keep="last", maintain_order=True)
    )
    return UNCLAIMED_DEATHS.arrange(
        with_benefits(covered)
        .with_columns(
            pl.col("month").alias("covered_in"),
            pl.col("death_rp").alias("owed_rp"),
            lapse_day(pl.coalesce("died_on", "month")).alias("lapses_on"),
        )
        .filter(pl.col("lapses_on") >= month)
    )
