"""Rows typed, judged, and accepted or set aside: batch by batch, but for the few of which others say something."""

from collections.abc import Iterable

import polars as pl

from flows.night import Night
from flows.programme.answers.claims import with_niks
from flows.publishing.parquet import read_table, scan_files, table_files
from flows.publishing.pseudonyms import read_key, shard_of, with_worker_ids
from flows.review.balance import RECEIVED, rows_received
from flows.review.deaths import standing_deaths
from flows.review.duplicates import resent_rows
from flows.review.judgement import Told, judge_by_themselves, judge_rows, spoken_of
from flows.review.rules import advice_by_row, rejected
from flows.review.rulings.questions import WHO
from flows.review.rulings.ruled import settle_persons
from flows.review.sums import FACTS, JUDGED_BY, sender_facts, sender_sums
from flows.tasks.kept import typed_once
from flows.tasks.steps import step
from schemas.tables import TABLES
from schemas.tables.roster import ACCEPTED

BEFORE = (
    "worker_id", "months_in_a_row", "regency_code", "segment", "funding_source", "nik", "name", "birth_date",
    "kecamatan_code", "desa_code", "contribution_rp", "sender",
)  # fmt: skip
"""What is looked at in the workers covered the month before."""
_COUNTED = tuple(dict.fromkeys((*RECEIVED, *JUDGED_BY)))
SETTLED = "settled"
"""The part of a frame that is about rows of which others say something."""


@step("clean and judge the rows", counts="rows", wide=True)
def review_batch(night: Night, batch: int) -> int:
    """A batch's rows typed, and judged where nobody else says anything of them. Returns rows received."""
    files = night.load("files")
    roster, ignored, broken = typed_once(night, batch, files)
    told, resent = _told(night), resent_rows(roster, files.filter(pl.col("status") == "resent"))
    received = pl.concat([frame.select(_COUNTED) for frame in (roster, resent)])
    spoken = spoken_of(roster, night.load("rulings"), told)
    if spoken.any():
        plain = roster.filter(~spoken)
        broken = broken.join(plain, on="row_id", how="semi")
    else:
        plain = roster
    night.save("ignored", ignored, batch)
    night.save("rows_received", rows_received(received), batch)
    for name, facts in sender_facts(received.select(JUDGED_BY)).items():
        night.save(name, facts, batch)
    night.save("spoken_of", roster.filter(spoken), batch)
    night.keep("duplicates", resent.select(TABLES["duplicates"].columns), f"batch-{batch:05d}")
    keep_rows(night, resent, "duplicate", f"resent-{batch:05d}")
    accepted = _leave_refused(
        night, plain, judge_by_themselves(plain, files, told.results, broken), f"batch-{batch:05d}"
    )
    _leave_accepted(night, accepted, accepted["worker_id"], f"batch-{batch:05d}")
    return received.height


@step("settle what others say of rows")
def settle_rows(night: Night) -> list[int]:
    """Rulings, deaths and claims settled, and the rows judged that they speak of. Returns the shards, by number."""
    key, told, rulings = read_key(night.key_file), _told(night), night.load("rulings")
    roster = night.load("spoken_of")
    judged = judge_rows(roster, night.load("files"), rulings, told, night.first_day)
    accepted = _leave_refused(night, roster, judged.log, SETTLED)
    decisions, ruled = settle_persons(judged.decisions, _who_stands(night, judged.decisions, accepted))
    right = accepted.select(pl.col("nik").replace(ruled.persons["nik"], ruled.persons["right_nik"]))
    _leave_accepted(night, accepted, with_worker_ids(right, key)["worker_id"], SETTLED)
    night.save("decisions", decisions)
    night.save("kept_rows", ruled.kept.to_frame("row_id"))
    night.save("persons", ruled.persons)
    night.keep("death_notices", judged.notices)
    night.keep("deaths", with_worker_ids(standing_deaths(judged.notices), key))
    facts = {name: night.scan_parts(name) for name in FACTS}
    night.save("sender_sums", sender_sums(facts))
    _leave_workers_before(night)
    return list(range(night.plan().shards))


def keep_rows(night: Night, rows: pl.DataFrame, status: str | pl.Expr, part: str) -> None:
    """Leaves what became of rows, for the `rows` table; only who stands for a NIK has a `worker_id`."""
    table = TABLES["rows"]
    worker = pl.col("worker_id") if "worker_id" in rows.columns else pl.lit(None, pl.String).alias("worker_id")
    said = (pl.lit(status) if isinstance(status, str) else status).alias("status")
    night.keep("rows", rows.select(*RECEIVED, worker, said).select(table.columns), part)


def _told(night: Night) -> Told:
    return Told(
        claims=with_niks(night.load("claims_read"), night.load("tables/members")),
        results=night.load("tables/dukcapil_results"),
        before=read_table(night.previous, TABLES["death_notices"]),
    )


def _leave_refused(night: Night, roster: pl.DataFrame, log: pl.DataFrame, part: str) -> pl.DataFrame:
    """Leaves the reasons and the rows that they set aside; the other rows, with worker id and advice, are accepted."""
    out = pl.col("row_id").is_in(rejected(log).implode())
    refused, accepted = roster.filter(out), roster.filter(~out).select(ACCEPTED)
    night.keep("reason_log", log, part)
    night.save("set_aside", refused.select(WHO), part)
    keep_rows(night, refused, "rejected", part)
    advised = accepted.join(advice_by_row(log), on="row_id", how="left", maintain_order="left")
    return with_worker_ids(advised, read_key(night.key_file))


def _leave_accepted(night: Night, accepted: pl.DataFrame, person: pl.Series, part: str) -> None:
    """Leaves accepted rows in the shards of the persons they are about, given as worker ids."""
    for shard, rows in _by_shard(night, accepted, person):
        night.save(f"accepted/{shard:05d}", rows, part)


def _by_shard(night: Night, frame: pl.DataFrame, person: pl.Series) -> Iterable[tuple[int, pl.DataFrame]]:
    shards = night.plan().shards
    if shards == 1:
        return [(0, frame)]
    of = person.to_frame("person").select(shard_of(pl.col("person"), shards)).to_series()
    return [(shard, frame.filter(of == shard)) for shard in range(shards)]


def _who_stands(night: Night, decisions: pl.DataFrame, accepted: pl.DataFrame) -> pl.DataFrame:
    """`row_id` and `nik` of accepted rows that rulings name, and of all others of a NIK whose row is to be kept."""
    named = accepted.select("row_id", "nik")
    kept = decisions.filter(pl.col("ruling") == "keep_row")["row_id"]
    niks = named.filter(pl.col("row_id").is_in(kept.implode()))["nik"].unique()
    if niks.is_empty():
        return named
    others = night.scan("accepted").filter(pl.col("nik").is_in(niks.implode())).select("row_id", "nik").collect()
    return pl.concat([named, others]).unique(maintain_order=True)


def _leave_workers_before(night: Night) -> None:
    """The workers covered the month before, by shard, out of one published file after another."""
    table = TABLES["workers"]
    nobody = table.empty().select(BEFORE)
    files = table_files(night.previous, table, night.month_before)
    published = (scan_files(table, [file]).select(BEFORE).collect() for file in files)
    for number, before in enumerate(published if files else [nobody]):
        for shard, workers in _by_shard(night, before, before["worker_id"]):
            night.save(f"before/{shard:05d}", workers, number)
