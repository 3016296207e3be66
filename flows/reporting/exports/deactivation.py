"""Who is to be made inactive at BPJS Ketenagakerjaan: members covered the month before and not any more."""

from datetime import date, timedelta

import polars as pl

from flows.reporting.exports.forms import INACTIVE, Export, by_segment
from flows.reporting.exports.numbers import member_numbers
from flows.reporting.exports.people import DAY, as_written
from schemas.reference import in_force

_UNSAID = "no_longer_sent"
"""Why somebody left of whom nobody has told it."""


def deactivation(
    before: pl.DataFrame, members: pl.DataFrame, changes: pl.DataFrame, deaths: pl.DataFrame, month: date
) -> Export:
    """The workers of the month before (`before`) who left in the month. Others among them have another regency that
    covers them now, and are counted.

    The day of the event is the last one on which they were covered. SEBAB_NA holds the code where it is known, else
    its words. The dead are counted and not written: they go by a claim for the death benefit; a death after the cover
    ended changes nothing, one without a day counts. Who has no member number was never registered, and is counted too.
    """
    left = changes.filter(pl.col("month") == month, pl.col("kind") == "left").select("worker_id", "why")
    leavers = before.join(left, on="worker_id").with_columns(pl.col("why").fill_null(_UNSAID))
    dead = deaths.filter(pl.col("died_on").is_null() | (pl.col("died_on") < month))["worker_id"]
    died = (pl.col("why") == "deceased") | pl.col("worker_id").is_in(dead)
    living = leavers.filter(~died).join(member_numbers(members, changes), on="worker_id", how="left")
    people = _with_cause(as_written(living.filter(pl.col("kpj").is_not_null()), month), month)
    counted = (
        (leavers.height - living.height, "dead: they go by a claim for the death benefit (JKM), not by this form"),
        (living.height - people.height, "without a KPJ in what BPJS has answered: there is nothing to make inactive"),
        (before.height - leavers.height, "covered by another regency now: agree with the branch who pays from when"),
        (people["code"].null_count(), "with SEBAB_NA in words: the code is not known to us, look it up in SIPP"),
    )
    notes = [f"{workers:,} {what}" for workers, what in counted if workers]
    return Export(by_segment(INACTIVE, people), notes)


def _with_cause(people: pl.DataFrame, month: date) -> pl.DataFrame:
    causes = in_force("deactivation_reasons", month).select("why", "code", "words")
    return people.join(causes, on="why", how="left", maintain_order="left").with_columns(
        pl.coalesce("code", "words").alias("cause"),
        pl.lit((month - timedelta(days=1)).strftime(DAY)).alias("left_on"),
        pl.col("words").alias("note"),
    )
