"""One row per worker, within the quota, at what contribution: shard by shard, and between the shards."""

import polars as pl

from flows.cleaning.names import with_name_form
from flows.cleaning.nik import propose_niks
from flows.night import Night
from flows.programme.cover.changes import unlike
from flows.programme.cover.corrected import corrected_niks, under_new_niks
from flows.programme.cover.coverage import cover
from flows.programme.cover.quotas import GROUP, waiting_workers, who_waits
from flows.programme.money.budget import budget_totals
from flows.programme.money.contributions import with_contributions
from flows.publishing.closed import closed_months
from flows.publishing.parquet import scan_table
from flows.publishing.pseudonyms import shard_of
from flows.review.duplicates import Ruled, one_row_per_nik, with_precedence
from flows.review.lookalikes.pairs import find_lookalikes, lookalike_reasons
from flows.review.rules import LOGGED, reason_log
from flows.review.rulings.questions import WHO, open_questions
from flows.review.rulings.ruled import rule_on_pairs
from flows.tasks.reviewing import BEFORE, keep_rows
from flows.tasks.steps import step
from schemas.tables import TABLES

_PERSON = ("worker_id", "nik", "name_form", "birth_date", "desa_code")
"""What tells that a worker is one who was covered under another NIK."""
_NAMED = tuple(dict.fromkeys((*WHO, *LOGGED, "nik_text")))
_PROPOSALS = {"cell": pl.String, "nik": pl.String}


@step("keep one row per worker", counts="workers", wide=True)
def resolve_shard(night: Night, shard: int) -> int:
    """One row per NIK of a shard, with its contribution. Returns workers."""
    accepted = night.load(f"accepted/{shard:05d}")
    ruled = Ruled(night.load("kept_rows")["row_id"], night.load("persons"))
    resolved = one_row_per_nik(with_precedence(accepted, night.first_day), ruled)
    winners = with_contributions(resolved.winners, night.first_day)
    conflicts = pl.col("row_id").is_in(resolved.conflicts["row_id"].implode())
    lost = pl.col("row_id").is_in(resolved.duplicates["row_id"].implode())
    part = f"shard-{shard:05d}"
    night.save("winners", winners, shard)
    night.keep("duplicates", resolved.duplicates, part)
    night.keep("reason_log", reason_log(accepted, resolved.conflicts), part)
    night.save("set_aside", accepted.filter(conflicts).select(WHO), part)
    keep_rows(night, accepted.filter(lost).drop("worker_id"), "duplicate", f"lost-{shard:05d}")
    keep_rows(night, accepted.filter(conflicts).drop("worker_id"), "rejected", f"conflict-{shard:05d}")
    before = night.load(f"before/{shard:05d}")
    night.save("missing", with_name_form(before.join(winners, on="worker_id", how="anti")).select(_PERSON), shard)
    return winners.height


@step("compare workers of all shards", counts="waiting")
def compare_workers(night: Night) -> int:
    """What only shows between the shards: lookalikes, corrected NIKs, who waits. Returns who waits."""
    pairs = find_lookalikes(night.scan_parts("winners"), night.room("lookalikes"))
    pairs, decisions = rule_on_pairs(pairs, night.load("decisions"))
    alike = lookalike_reasons(pairs)
    named = night.scan("winners").filter(pl.col("row_id").is_in(_rows_of(pairs).implode()))
    of_pairs = named.select(_NAMED).collect()
    night.keep("reason_log", reason_log(of_pairs, alike), "lookalikes")
    night.save("alike", alike.select("row_id"))
    _leave_corrected(night, decisions)
    _leave_rulings(night, of_pairs, decisions, pairs)
    waits = who_waits(night.scan("winners"), night.first_day, _places_held(night))
    night.save("waits", waits)
    return waits.height


@step("cover the workers", counts="workers", wide=True)
def cover_shard(night: Night, shard: int) -> int:
    """Who of a shard is covered, and what changed about them since the month before. Returns workers covered."""
    winners, before = night.load("winners", part=shard), _before(night, shard)
    waiting = waiting_workers(winners, night.load("waits"), night.first_day)
    inside = winners.join(waiting, on="row_id", how="anti")
    workers = cover(inside.drop("advice"), night.first_day, before, _advice(night, inside))
    status = pl.when(pl.col("row_id").is_in(waiting["row_id"].implode())).then(pl.lit("waiting"))
    keep_rows(night, winners, status.otherwise(pl.lit("covered")), f"winners-{shard:05d}")
    night.keep("workers", workers, shard)
    night.keep("waiting_list", waiting, shard)
    night.save("totals", budget_totals(workers), shard)
    night.save("places_before", before.group_by(GROUP).len("filled"), shard)
    then, now = unlike(before, workers)
    night.save("changed_before", then, shard)
    night.save("changed", now, shard)
    return workers.height


def _before(night: Night, shard: int) -> pl.DataFrame:
    """The workers covered the month before who belong to a shard, under the ids that they have now."""
    corrected = night.load("corrected")
    before = night.load(f"before/{shard:05d}")
    stayed = before.join(corrected, left_on="worker_id", right_on="former_worker_id", how="anti")
    moved = night.load("moved")
    here = shard_of(pl.col("worker_id"), night.plan().shards) == shard
    return pl.concat([stayed, moved.filter(here)])


def _advice(night: Night, workers: pl.DataFrame) -> pl.DataFrame:
    """`row_id` and `advice` of workers: what their rows were advised of, and whether they look like somebody."""
    alike = pl.col("row_id").is_in(night.load("alike")["row_id"].implode())
    advice = pl.coalesce("advice", pl.lit([], pl.List(pl.String)))
    with_it = pl.concat_list(advice, pl.lit("LOOKALIKE")).list.sort()
    return workers.select("row_id", pl.when(alike).then(with_it).otherwise(advice).alias("advice"))


def _leave_corrected(night: Night, decisions: pl.DataFrame) -> None:
    """The workers whose NIK was corrected, and their rows of the month before under the ids that they have now."""
    missing = night.load("missing")
    corrected = corrected_niks(missing, _newcomers_like(night, missing, decisions), decisions)
    of_former = pl.col("worker_id").is_in(corrected["former_worker_id"].implode())
    night.save("corrected", corrected)
    night.save("moved", under_new_niks(night.scan("before").filter(of_former).select(BEFORE).collect(), corrected))


def _newcomers_like(night: Night, missing: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """Workers not covered the month before who may be one of the `missing`: by name and birth date, or by a ruling."""
    same = decisions.filter(pl.col("ruling") == "same_person")
    ruled = pl.col("nik").is_in(pl.concat([same["nik"], same["other_nik"]]).implode())
    born = pl.col("birth_date").is_in(missing["birth_date"].unique().implode())
    named = pl.col("name_form").is_in(missing["name_form"].unique().implode())
    near = night.scan("winners").filter((born & named) | ruled).select(_PERSON).collect()
    there = pl.col("worker_id").is_in(near["worker_id"].implode())
    return near.join(night.scan("before").filter(there).select("worker_id").collect(), on="worker_id", how="anti")


def _places_held(night: Night) -> pl.LazyFrame:
    """Who holds a place: the workers covered the month before. Of a closed month looked at again also those it was
    closed with: a list that comes too late takes the place of nobody."""
    wanted = ("worker_id", *GROUP)
    before = under_new_niks(night.scan("before").select(wanted), night.load("corrected"))
    if night.first_day not in closed_months(night.previous)["month"]:
        return before
    held = scan_table(night.previous, TABLES["workers"], night.month).select(wanted)
    return pl.concat([held, before.join(held, on="worker_id", how="anti")])


def _leave_rulings(night: Night, of_pairs: pl.DataFrame, decisions: pl.DataFrame, pairs: pl.DataFrame) -> None:
    """The pairs that look alike with their rulings, every ruling with what became of it, and what is still open."""
    log = night.scan("tables/reason_log").filter(pl.col("severity") == "reject").collect()
    proposals = propose_niks(log.filter(pl.col("code") == "NIK_FORMAT")["original"], night.first_day)
    frames = (night.load("set_aside"), night.load("spoken_of", WHO), of_pairs.select(WHO))
    night.keep("lookalikes", pairs)
    night.keep("decisions", decisions)
    people = pl.concat(frames).unique("row_id", maintain_order=True)
    night.keep("open_questions", open_questions(people, log, decisions, pairs, proposals))
    night.save("nik_proposals", pl.DataFrame({"cell": [*proposals], "nik": [*proposals.values()]}, schema=_PROPOSALS))


def _rows_of(pairs: pl.DataFrame) -> pl.Series:
    return pl.concat([pairs["row_id_a"], pairs["row_id_b"].alias("row_id_a")]).unique()
