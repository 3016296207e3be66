"""One row per worker, within the quota, at what contribution."""

import polars as pl

from flows.cleaning.names import with_name_form
from flows.cleaning.nik import propose_niks
from flows.night import Night
from flows.programme.cover.corrected import corrected_niks, under_new_niks
from flows.programme.cover.coverage import cover
from flows.programme.cover.quotas import within_quota
from flows.programme.money.contributions import with_contributions
from flows.publishing.closed import closed_months
from flows.publishing.parquet import read_table
from flows.publishing.pseudonyms import read_key, with_worker_ids
from flows.review.duplicates import one_row_per_nik, with_precedence
from flows.review.lookalikes.pairs import find_lookalikes, lookalike_reasons
from flows.review.rules import advice_by_row, reason_log
from flows.review.rulings.questions import WHO, open_questions
from flows.review.rulings.ruled import rule_on_pairs, settle_persons
from flows.tasks.steps import step
from schemas.tables import TABLES

_BEFORE = (
    "worker_id", "months_in_a_row", "regency_code", "segment", "funding_source", "nik", "name", "birth_date",
    "desa_code",
)  # fmt: skip
"""What is looked at in the workers covered the month before."""
_PROPOSALS = {"cell": pl.String, "nik": pl.String}


@step("cover one row per worker")
def cover_workers(night: Night) -> int:
    """Who is covered at what contribution: one row per NIK, within the quota. Returns workers covered."""
    accepted, log = night.load("accepted"), night.load("reason_log")
    before = read_table(night.previous, TABLES["workers"], night.month_before, _BEFORE)
    decisions, ruled = settle_persons(night.load("decisions"), accepted)
    resolved = one_row_per_nik(with_precedence(accepted, night.first_day), ruled)
    pairs, decisions = rule_on_pairs(find_lookalikes(resolved.winners), decisions)
    log = pl.concat([log, reason_log(accepted, pl.concat([resolved.conflicts, lookalike_reasons(pairs)]))])
    winners = with_worker_ids(resolved.winners, read_key(night.key_file))
    priced = with_contributions(winners, night.first_day)
    corrected = corrected_niks(_with_forms_of_missing(before, winners), winners, decisions)
    before = under_new_niks(before, corrected)
    inside, waiting = within_quota(priced, night.first_day, _places_held(night, before))
    night.keep("duplicates", pl.concat([resolved.duplicates, night.load("resent")]))
    night.keep("reason_log", log)
    _leave_rulings(night, accepted, log, decisions, pairs)
    night.save("winners", winners.select("row_id", "worker_id"))
    night.save("corrected", corrected)
    night.keep("workers", cover(inside, night.first_day, before, advice_by_row(log)))
    night.keep("waiting_list", waiting)
    return inside.height


def _with_forms_of_missing(before: pl.DataFrame, winners: pl.DataFrame) -> pl.DataFrame:
    """Who was covered the month before; `name_form` only of those not there tonight, for reading names is dear."""
    missing = with_name_form(before.join(winners, on="worker_id", how="anti")).select("worker_id", "name_form")
    return before.join(missing, on="worker_id", how="left")


def _places_held(night: Night, before: pl.DataFrame) -> pl.DataFrame:
    """Who holds a place: the workers covered the month `before`. Of a closed month looked at again also those it was
    closed with: a list that comes too late takes the place of nobody."""
    if night.first_day not in closed_months(night.previous)["month"]:
        return before
    held = read_table(night.previous, TABLES["workers"], night.month, before.columns)
    return pl.concat([held, before.join(held, on="worker_id", how="anti")])


def _leave_rulings(
    night: Night, accepted: pl.DataFrame, log: pl.DataFrame, decisions: pl.DataFrame, pairs: pl.DataFrame
) -> None:
    """The pairs that look alike with their rulings, every ruling with what became of it, and what is still open."""
    proposals = propose_niks(log.filter(pl.col("code") == "NIK_FORMAT")["original"], night.first_day)
    people = pl.concat([night.load("set_aside"), accepted.select(WHO)])
    night.keep("lookalikes", pairs)
    night.keep("decisions", decisions)
    night.keep("open_questions", open_questions(people, log, decisions, pairs, proposals))
    night.save("nik_proposals", pl.DataFrame({"cell": [*proposals], "nik": [*proposals.values()]}, schema=_PROPOSALS))
