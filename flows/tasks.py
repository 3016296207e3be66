"""Every step of a night as a Prefect task: a name, a retry policy, paths in and paths out.

Prefect stores parameters, results and exception text, so none of them ever holds a row: frames pass through the night's
closed work folder, and `sealed` puts what a library says in an exception into a closed file.
"""

import functools
import shutil
import traceback
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, ParamSpec, TypeVar

import polars as pl
from prefect import task
from prefect.cache_policies import NO_CACHE

from flows.cleaning.nik import propose_niks
from flows.cleaning.roster import clean
from flows.intake.amendments import amend
from flows.intake.corrections import corrected
from flows.intake.data_rows import people_and_ignored
from flows.intake.landing import NoRosters, months_received, newest_month, older_lists, survey
from flows.intake.received import FILE_KEY_LENGTH, ReceivedFile, correction_rows, files_frame, settle
from flows.intake.roster import Reading, read_roster
from flows.intake.rulings import read_rulings
from flows.night import Night, Outcome
from flows.programme.budget import budget_position, budget_totals, programme_ceiling
from flows.programme.changes import month_changes
from flows.programme.contributions import with_contributions
from flows.programme.coverage import cover
from flows.programme.quotas import within_quota
from flows.publishing import snapshot
from flows.publishing.gate.gates import audit
from flows.publishing.gate.profiles import night_profiles
from flows.publishing.manifest import night_manifest, run_facts, verdict
from flows.publishing.parquet import carry_parts, read_table, with_other_months, write_tables
from flows.publishing.pseudonyms import KeyUnusable, check_key, key_fingerprint, read_key, with_worker_ids
from flows.publishing.trail import trailing_nights
from flows.reporting.report.page import write_report
from flows.reporting.returns import AsSent, for_senders, write_returns
from flows.review.balance import RECEIVED, RowsUnaccounted, files_received, row_statuses, senders_heard
from flows.review.duplicates import one_row_per_nik, resent_rows, with_precedence
from flows.review.eligibility import with_eligibility
from flows.review.lookalikes.pairs import find_lookalikes, lookalike_reasons
from flows.review.rules import (
    ContractBroken,
    advice_by_row,
    judge,
    reason_log,
    rejected,
)
from flows.review.rulings.heard import accepted_values, excluded_files, heard
from flows.review.rulings.questions import WHO, open_questions
from flows.review.rulings.ruled import excluded_rows, rule_on_pairs, settle_persons, settle_rows, without_waived
from flows.review.scores import JUDGED_BY, faulty_rows, sender_sums, with_scores
from flows.settings import Settings, new_run_id, now
from schemas.expectations import expectations
from schemas.reference import ReferenceDataError
from schemas.senders.sender import DeclarationError
from schemas.tables import TABLES
from schemas.tables.cells import CELLS, row_id
from schemas.tables.roster import ACCEPTED

P = ParamSpec("P")
R = TypeVar("R")


_PROPOSALS = {"cell": pl.String, "nik": pl.String}


class StepFailed(Exception):  # noqa: N818 - what the operator sees
    """A step failed for a reason nobody foresaw; the message says where the particulars are."""


SAID_PLAINLY = (
    ContractBroken,
    DeclarationError,
    KeyUnusable,
    NoRosters,
    ReferenceDataError,
    RowsUnaccounted,
    StepFailed,
    snapshot.CuratedUnusable,
    snapshot.NightRunning,
)
"""Exceptions whose text is ours: a sentence for the operator, without a value of a person."""


def sealed(step: Callable[P, R]) -> Callable[P, R]:
    """The step with unforeseen exceptions sealed: their text may quote a NIK, so it goes to a closed file instead."""

    @functools.wraps(step)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return step(*args, **kwargs)
        except SAID_PLAINLY:
            raise
        except Exception as error:
            night = next(value for value in (*args, *kwargs.values()) if isinstance(value, Night | Settings))
            where = snapshot.keep_failure(night.curated, f"{step.__name__}\n{traceback.format_exc()}\n")
            raise StepFailed(f"{step.__name__} failed ({type(error).__name__}); particulars in {where}") from None

    return run


def step(name: str, **options: Any) -> Callable[[Callable[P, R]], Any]:
    """A sealed Prefect task that caches nothing and keeps no result."""
    return lambda function: task(name=name, cache_policy=NO_CACHE, persist_result=False, **options)(sealed(function))


@step("open the night")
def open_night(settings: Settings, month: str | None, sender: str | None) -> Night:
    """The night's inputs and places: the month asked for, else the newest received; the key checked, or made."""
    months = months_received(settings.raw)
    if not months:
        raise NoRosters(f"no rosters under {settings.raw / 'rosters'}")
    previous = snapshot.latest_snapshot(settings.curated)
    check_key(settings.key_file, snapshot.read_manifest(previous).get("key_fingerprint"))
    run_id = new_run_id()
    return Night(
        run_id=run_id,
        month=month or newest_month(months, now()),
        sender=sender,
        raw=settings.raw,
        curated=settings.curated,
        key_file=settings.key_file,
        keep_snapshots=settings.keep_snapshots,
        staging=snapshot.stage(settings.curated, run_id),
        previous=previous,
        started=now(),
    )


@step("hear the stewards' rulings")
def hear_rulings(night: Night) -> int:
    """The rulings in `raw/decisions`, those refused at once marked as such. Returns rulings heard."""
    rulings = heard(read_rulings(night.raw), night.first_day)
    night.save("rulings", rulings)
    night.save("accepted_values", accepted_values(rulings))
    return rulings.height


@step("survey what was received")
def survey_rosters(night: Night) -> list[str]:
    """The senders to read. Reprocessing one sender takes of the others only the files that are already published."""
    excluded = excluded_files(night.load("rulings"))
    files = survey(night.raw, night.month, night.senders, _seen(night), excluded)
    if night.sender:
        published = read_table(night.previous, TABLES["received_files"])["source_file"].to_list()
        files = [file for file in files if file.sender == night.sender or file.source_file in published]
    night.save_files("survey", files)
    return sorted({file.sender for file in files if file.status in {"read", "carried_forward"}})


def _seen(night: Night) -> dict[str, dict[str, datetime]]:
    known = read_table(night.previous, TABLES["received_files"]).drop_nulls("file_sha256")
    files = known.group_by("file_sha256", "source_file").agg(pl.col("first_seen").min())
    seen: dict[str, dict[str, datetime]] = {}
    for digest, name, moment in files.iter_rows():
        seen.setdefault(digest, {})[name] = moment
    return seen


@step("read a sender's rosters", retries=2, retry_delay_seconds=5)
def read_sender(night: Night, sender: str) -> int:
    """The cells of the sender's files; when none can be used, of its older lists. Returns rows below headings."""
    surveyed = [file for file in night.load_files("survey") if file.sender == sender]
    newest = [file for file in surveyed if file.status in {"read", "carried_forward"}]
    read = _readings(night, newest)
    files, cells = corrected(read)
    passed: list[ReceivedFile] = []
    while not any(file.is_usable_roster for file in files):
        older = _older(night, sender, before=min(file.source_file for file in files).split("/")[1])
        passed += [file for file in older if file.status == "set_aside"]
        carried = [file for file in older if file.status == "carried_forward"]
        if not carried:
            break
        read += _readings(night, carried)
        files, cells = corrected(read)
    rosters = [file for file in files if file.correction_rows is None]
    accepted = night.load("accepted_values")
    ruled = [amend(frame, file.file_key, accepted) for file, frame in zip(rosters, cells, strict=True)]
    night.save_files(f"files/{sender}", [*files, *passed])
    night.save_cells(sender, pl.concat([pl.DataFrame(schema=CELLS), *ruled]))
    return sum(frame.height for frame in cells)


def _readings(night: Night, files: Iterable[ReceivedFile]) -> list[tuple[ReceivedFile, Reading]]:
    return [
        (file, read_roster(night.raw / file.source_file, file.source_file, night.senders[file.sender]))
        for file in files
    ]


def _older(night: Night, sender: str, before: str) -> list[ReceivedFile]:
    excluded = excluded_files(night.load("rulings"))
    return older_lists(night.raw, night.month, night.senders[sender], _seen(night), excluded, before)


@step("clean and judge the rows")
def review_rows(night: Night, senders: list[str]) -> int:
    """Every row typed and judged by the row rules; every file with how it was read. Returns rows received."""
    read = [file for sender in senders for file in night.load_files(f"files/{sender}")]
    files = files_frame(settle(night.load_files("survey"), read), night.first_day)
    people, ignored = people_and_ignored(night.load_cells(senders))
    ignored = pl.concat([ignored, correction_rows(read)])
    roster = with_eligibility(clean(people, files, night.senders, night.first_day), night.first_day)
    found = judge(roster, files)
    decisions = settle_rows(night.load("rulings"), roster, found, files)
    log = pl.concat([without_waived(found, decisions), reason_log(roster, excluded_rows(decisions))])
    resent = resent_rows(roster, files.filter(pl.col("status") == "resent"))
    night.save("files", files.join(ignored, on="source_file", how="left"))
    night.save("received", pl.concat([frame.select(RECEIVED) for frame in (roster, resent)]))
    night.save("resent", resent.select(TABLES["duplicates"].columns))
    night.save("sender_sums", sender_sums(pl.concat([frame.select(JUDGED_BY) for frame in (roster, resent)])))
    night.save("reason_log", log)
    night.save("decisions", decisions)
    night.save("set_aside", roster.filter(pl.col("row_id").is_in(rejected(log).implode())).select(WHO))
    night.save("accepted", roster.filter(~pl.col("row_id").is_in(rejected(log).implode())).select(ACCEPTED))
    return roster.height


@step("cover one row per worker")
def cover_workers(night: Night) -> int:
    """Who is covered at what contribution: one row per NIK, within the quota. Returns workers covered."""
    accepted, log = night.load("accepted"), night.load("reason_log")
    before = read_table(night.previous, TABLES["covered_workers"], night.month_before, ("worker_id", "months_in_a_row"))
    decisions, ruled = settle_persons(night.load("decisions"), accepted)
    resolved = one_row_per_nik(with_precedence(accepted, night.first_day), ruled)
    pairs, decisions = rule_on_pairs(find_lookalikes(resolved.winners), decisions)
    log = pl.concat([log, reason_log(accepted, pl.concat([resolved.conflicts, lookalike_reasons(pairs)]))])
    winners = with_worker_ids(resolved.winners, read_key(night.key_file))
    priced = with_contributions(winners, night.first_day)
    inside, waiting = within_quota(priced, night.first_day, before["worker_id"])
    night.save("duplicates", pl.concat([resolved.duplicates, night.load("resent")]))
    night.save("reason_log", log)
    _leave_rulings(night, accepted, log, decisions, pairs)
    night.save("winners", winners.select("row_id", "worker_id"))
    night.save("covered", cover(inside, night.first_day, before, advice_by_row(log)))
    night.save("waiting", waiting)
    return inside.height


def _leave_rulings(
    night: Night, accepted: pl.DataFrame, log: pl.DataFrame, decisions: pl.DataFrame, pairs: pl.DataFrame
) -> None:
    """The pairs that look alike with their rulings, every ruling with what became of it, and what is still open."""
    proposals = propose_niks(log.filter(pl.col("code") == "NIK_FORMAT")["original"], night.first_day)
    people = pl.concat([night.load("set_aside"), accepted.select(WHO)])
    night.save("lookalikes", pairs)
    night.save("decisions", decisions)
    night.save("open_questions", open_questions(people, log, decisions, pairs, proposals))
    night.save("nik_proposals", pl.DataFrame({"cell": [*proposals], "nik": [*proposals.values()]}, schema=_PROPOSALS))


@step("stage the tables")
def stage_tables(night: Night) -> int:
    """Every table of the snapshot, written and checked against its contract. Returns tables staged."""
    covered, log = night.load("covered"), TABLES["reason_log"].arrange(night.load("reason_log"))
    duplicates, waiting = night.load("duplicates"), night.load("waiting")
    rows = row_statuses(
        night.load("received"), rejected(log), duplicates["row_id"], waiting["row_id"], night.load("winners")
    )
    files = files_received(night.load("files"), rows)
    expected = [name for name, sender in night.senders.items() if sender.expected]
    totals = _whole(night, "budget_totals", budget_totals(covered))
    advised = log.filter(pl.col("severity") == "advise")["row_id"]
    heard = senders_heard(files, rows, advised, expected)
    scored = with_scores(heard, files, rows, faulty_rows(log, duplicates), night.load("sender_sums"))
    before = read_table(night.previous, TABLES["covered_workers"], night.month_before)
    workers = TABLES["workers"].arrange(covered)
    tables = {
        "budget_totals": totals,
        "budget_position": budget_position(totals),
        "senders": _whole(night, "senders", scored),
        "changes": _whole(night, "changes", month_changes(before, covered, night.first_day)),
        "rows": rows,
        "reason_log": log,
        "duplicates": duplicates,
        "waiting_list": waiting,
        "lookalikes": night.load("lookalikes"),
        "decisions": night.load("decisions"),
        "open_questions": night.load("open_questions"),
        "received_files": _whole(night, "received_files", files),
    }
    arranged = {name: TABLES[name].arrange(frame) for name, frame in tables.items()}
    # Both tables of workers stand in one order: sorting a million of them once is enough.
    arranged |= {"workers": workers, "covered_workers": workers.select(TABLES["covered_workers"].columns)}
    write_tables(night.staging, night.month, arranged)
    carry_parts(night.previous, night.staging, night.month)
    return len(arranged)


def _whole(night: Night, name: str, frame: pl.DataFrame) -> pl.DataFrame:
    return with_other_months(night.previous, TABLES[name], night.first_day, frame)


@step("pass the gate")
def pass_gate(night: Night) -> str:
    """The night's manifest with what Great Expectations found. Returns the verdict: published or held."""
    trail = trailing_nights(night.curated, night.previous)
    ceiling_rp = programme_ceiling(night.first_day)
    night.save("trail", trail)
    profiles = night_profiles(night.staging, night.previous, night.first_day, ceiling_rp, trail)
    findings = audit(profiles, expectations(), night.staging / "report" / "data_docs")
    facts = run_facts(night.run_id, night.month, night.started, key_fingerprint(read_key(night.key_file)))
    snapshot.write_manifest(night.staging, night_manifest(facts, findings, night.staging, night.previous))
    return verdict(findings)


@step("write the returns and the report")
def write_papers(night: Night) -> int:
    """A return workbook for each sender with something to mend, and the night report. Returns workbooks written."""
    log = read_table(night.staging, TABLES["reason_log"])
    proposals = dict(night.load("nik_proposals").iter_rows())
    written = write_returns(night.staging, night.first_day, _as_sent(night, for_senders(log)["row_id"]), proposals)
    # After the returns, for it links those that are there.
    write_report(night.staging, snapshot.read_manifest(night.staging), night.load("trail"), night.previous)
    return written


def _as_sent(night: Night, rows: pl.Series) -> AsSent:
    """The rows of these ids as they were sent, mended as they came back since."""
    keys = rows.str.head(FILE_KEY_LENGTH).unique().implode()
    files = night.load("files").filter(pl.col("file_key").is_in(keys)).select("source_file", "file_key", "sender")
    senders = files["sender"].unique().sort()
    cells = night.scan_cells(senders).join(files.lazy(), on="source_file")
    named = cells.with_columns(row_id(pl.col("file_key")).alias("row_id"))
    columns = {file.source_file: file.columns for sender in senders for file in night.load_files(f"files/{sender}")}
    return AsSent(named.filter(pl.col("row_id").is_in(rows.implode())).collect(engine="streaming"), columns)


@step("publish or hold")
def publish_or_hold(night: Night, found: str) -> Outcome:
    """The snapshot in its place: `latest` swapped, or the night held and `latest` left as it was."""
    shutil.rmtree(night.work)
    if found == "held":
        return Outcome(verdict="held", folder=snapshot.hold(night.curated, night.staging, night.run_id))
    folder = snapshot.publish(night.curated, night.staging, night.run_id)
    snapshot.prune(night.curated, night.keep_snapshots)
    return Outcome(verdict="published", folder=folder)
