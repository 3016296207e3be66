"""Closed months looked at again: what late lists and deaths correct in them is booked in the month of the night."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from flows.intake.landing import NoRosters
from flows.intake.late_lists import ListsNow, lists_now
from flows.intake.rulings import read_rulings
from flows.night import Night
from flows.programme.cover.adjustments import (
    COMPARED,
    booked_corrections,
    dead_before,
    late_corrections,
    to_book,
    with_deaths,
)
from flows.publishing.closed import lists_sha256
from flows.publishing.parquet import read_table
from flows.publishing.snapshot import read_manifest
from flows.review.rulings.ruled import with_closed_months
from flows.tasks.covering import compare_workers, cover_shard, resolve_shard
from flows.tasks.hearing import leave_rulings
from flows.tasks.reading import read_sender, survey_rosters
from flows.tasks.reviewing import review_batch, settle_rows
from flows.tasks.sharing import share_out
from flows.tasks.steps import step
from schemas.tables import TABLES

_ADJUSTMENTS = TABLES["adjustments"]
_LATE = pl.Struct({"sender": pl.String, "file_sha256": pl.String})
_LOOKED_AGAIN = pl.Schema({"month": pl.String(), "made_from": pl.String(), "late_lists": pl.List(_LATE)})
"""Closed months with other lists now: what their corrections were made from, and the lists that came too late."""


@step("look again at closed months", counts="adjustments")
def look_again(night: Night) -> int:
    """The adjustments of all months, those that tonight books made anew. Returns adjustments booked tonight.

    Where one sender is taken in alone, the closed months stay as they were last looked at.
    """
    booked = read_table(night.previous, _ADJUSTMENTS)
    before = read_manifest(night.previous).get("looked_again", [])
    tonight, looked = booked.filter(pl.col("month") == night.first_day), before
    if not night.sender:
        tonight, looked = _look_at_all(night, booked, {entry["month"]: entry for entry in before})
    others = booked.filter(pl.col("month") != night.first_day)
    night.keep("adjustments", _ADJUSTMENTS.arrange(pl.concat([others, tonight])))
    night.keep("decisions", with_closed_months(night.load("tables/decisions"), _lists_of_closed_months(night)))
    night.save("looked_again", pl.DataFrame(looked, schema=_LOOKED_AGAIN))
    return tonight.height


def _lists_of_closed_months(night: Night) -> pl.DataFrame:
    """The files received for closed months, as last published."""
    received = read_table(night.previous, TABLES["received_files"])
    return received.join(night.load("tables/closed_months").select("month"), on="month", how="semi")


@dataclass(frozen=True)
class _Look:
    """A closed month as the night finds it: a night of its own below the night's work folder, and its lists, surveyed.

    `entry`: what its corrections are made from; None where its lists are those it was closed with. `as_booked`: the
    corrections have been made from this already.
    """

    month: date
    again: Night
    lists: ListsNow
    senders: list[str]
    entry: Mapping[str, Any] | None
    as_booked: bool


def _look_at_all(
    night: Night, booked: pl.DataFrame, before: Mapping[str, Mapping[str, Any]]
) -> tuple[pl.DataFrame, list[Mapping[str, Any]]]:
    """What tonight books for all closed months, and what it was made from."""
    rulings, deaths, received = read_rulings(night.raw), night.load("tables/deaths"), _lists_of_closed_months(night)
    made, entries = [_ADJUSTMENTS.empty()], []
    for month, closed_with in night.load("tables/closed_months").select("month", "received_sha256").iter_rows():
        dead = dead_before(deaths, month)
        known = received.filter(pl.col("month") == month)
        look = _look(night, month, closed_with, (rulings, dead, known), before.get(f"{month:%Y-%m}"))
        made.append(_adjustments(night, look, booked.filter(pl.col("adjusted_month") == month), deaths))
        entries += [look.entry] if look.entry else []
    return pl.concat(made), entries


def _look(
    night: Night,
    month: date,
    closed_with: str,
    told: tuple[pl.DataFrame, pl.Series, pl.DataFrame],
    before: Mapping[str, Any] | None,
) -> _Look:
    """What lies in `raw/` for the month now, surveyed and not yet read.

    `told` are the rulings, the dead and the lists it was last published with, `before` is the entry of the last night.
    """
    name = f"{month:%Y-%m}"
    again = night.model_copy(update={"month": name, "staging": night.work / "again" / name})
    rulings, dead, received = told
    heard = leave_rulings(again, rulings)
    try:
        senders, surveyed = survey_rosters.fn(again), again.load_files("survey")
    except NoRosters:
        senders, surveyed = [], []
    lists = lists_now(night.raw, surveyed, received)
    known = [(one["sender"], one["file_sha256"]) for one in before["late_lists"]] if before else []
    if lists.put_away(known):
        return _Look(month, again, lists, senders, before, as_booked=True)
    digest = lists_sha256(lists.hashes)
    late = [{"sender": sender, "file_sha256": sha256} for sender, sha256 in sorted(lists.late)]
    made_from = lists_sha256([digest, heard.write_json(), *dead])
    entry = {"month": name, "made_from": made_from, "late_lists": late}
    return _Look(month, again, lists, senders, entry if digest != closed_with else None, as_booked=entry == before)


def _adjustments(night: Night, look: _Look, booked: pl.DataFrame, deaths: pl.DataFrame) -> pl.DataFrame:
    """What tonight books for the month, of which `booked` is all that the previous snapshot holds."""
    closed = read_table(night.previous, TABLES["workers"], look.again.month, (*COMPARED, "sender"))
    corrections = booked_corrections(booked) if look.as_booked else _corrections(night, look, closed)
    others = booked.filter(pl.col("month") != night.first_day)
    corrections = with_deaths(corrections, closed, deaths, look.month)
    return to_book(corrections, others, night.first_day, look.month)


def _corrections(night: Night, look: _Look, closed: pl.DataFrame) -> pl.DataFrame:
    """What its lists correct in the closed month, read and judged as in a night of its own."""
    if look.entry is None:
        return late_corrections(closed.clear(), closed.clear())
    _leave_answers(night, look)
    for sender in look.senders:
        read_sender.fn(look.again, sender)
    for batch in share_out.fn(look.again, look.senders):
        review_batch.fn(look.again, batch)
    shards = settle_rows.fn(look.again)
    for shard in shards:
        resolve_shard.fn(look.again, shard)
    compare_workers.fn(look.again)
    for shard in shards:
        cover_shard.fn(look.again, shard)
    anew = look.again.load("tables/workers", COMPARED)
    fixed = closed.filter(pl.col("sender").is_in(look.lists.out_of_reach))
    return late_corrections(*(frame.join(fixed, on="worker_id", how="anti") for frame in (closed, anew)))


def _leave_answers(night: Night, look: _Look) -> None:
    """What tonight knows of people from outside, left for the closed month's own steps.

    What Dukcapil answered after the closing does not count: it says nothing of the lists. Deaths are booked apart.
    """
    closed = night.load("tables/closed_months").filter(pl.col("month") == look.month)
    results = night.load("tables/dukcapil_results")
    known = pl.col("answered_on").is_null() | (pl.col("answered_on") <= closed["closed_at"].dt.date().item())
    look.again.save("tables/dukcapil_results", results.filter(known))
    for name in ("claims_read", "tables/members"):
        look.again.save(name, night.load(name))
