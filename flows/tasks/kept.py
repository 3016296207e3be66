"""Lists read and typed, each once: what an earlier night made of the same bytes is taken from the cache.

An entry is found by all that its content was made from. When a file was first seen is no matter of its bytes, and is
joined anew each night.
"""

from collections.abc import Sequence

import polars as pl

from flows.cache import as_bytes, as_frame, key_of
from flows.cleaning.roster import clean
from flows.code import made_by
from flows.intake.data_rows import people_and_ignored
from flows.intake.landing import file_sha256
from flows.intake.readings import is_worth_keeping, kept_parts, kept_reading
from flows.intake.received import FILE_KEY_LENGTH, ReceivedFile
from flows.intake.roster import Reading, read_roster
from flows.night import Night
from flows.review.eligibility import with_eligibility
from flows.review.rules import broken_rules
from schemas.tables.roster import ELIGIBILITY, ROSTER

TypedRows = tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]
"""The roster in the columns of `ROSTER` and `ELIGIBILITY`; by `source_file` the `ignored_rows`; and the row rules that
are broken (`row_id`, `code`)."""


def read_once(night: Night, file: ReceivedFile) -> Reading:
    """How the file is read. Kept only if it still is the file that was surveyed, and was no failure of the disk."""
    sender = night.senders[file.sender]
    key = key_of(made_by(), sender.model_dump_json(), file.source_file, file.file_sha256)
    if kept := night.cache.get("readings", key):
        return kept_reading(*kept)
    path = night.raw / file.source_file
    reading = read_roster(path, file.source_file, sender)
    if night.cache.is_on and is_worth_keeping(reading) and file_sha256(path) == file.file_sha256:
        night.cache.put("readings", key, *kept_parts(reading))
    return reading


def typed_once(night: Night, senders: Sequence[str], files: pl.DataFrame) -> TypedRows:
    """The rows of the senders typed, in that order; those that are not kept are typed in one go.

    `files` has a row a file of the night (`flows.intake.received.files_frame`).
    """
    if not night.cache.is_on:
        return _type_rows(night, senders, files)
    accepted = night.load("accepted_values")
    keys = {sender: _rows_key(night, sender, accepted) for sender in senders}
    found = {sender: night.cache.get("rows", key) for sender, key in keys.items()}
    known = {sender: tuple(map(as_frame, parts)) for sender, parts in found.items() if parts}
    missing = [sender for sender in senders if sender not in known]
    if missing:
        made = _by_sender(_type_rows(night, missing, files), missing, files)
        for sender, rows in made.items():
            night.cache.put("rows", keys[sender], *map(as_bytes, rows))
        known |= made
    roster, ignored, broken = (pl.concat(frames) for frames in zip(*(known[name] for name in senders), strict=True))
    return _with_received(roster, files), ignored, broken


def _rows_key(night: Night, sender: str, accepted: pl.DataFrame) -> str:
    """What the sender's rows are made from: its lists and the return workbooks that mend them, in their order, the
    cells that stewards accepted otherwise, its declaration, the month."""
    received = night.load_files(f"files/{sender}")
    lists = [(file.source_file, file.file_sha256, file.status, file.code, file.heading) for file in received]
    theirs = pl.col("row_id").str.head(FILE_KEY_LENGTH).is_in([file.file_key for file in received])
    ruled = accepted.filter(theirs).rows() if accepted.height else []
    return key_of(made_by(), night.senders[sender].model_dump_json(), night.month, lists, ruled)


def _type_rows(night: Night, senders: Sequence[str], files: pl.DataFrame) -> TypedRows:
    people, ignored = people_and_ignored(night.load_cells(senders))
    roster = with_eligibility(clean(people, files, night.senders, night.first_day), night.first_day)
    return roster, ignored, broken_rules(roster)


def _by_sender(rows: TypedRows, senders: Sequence[str], files: pl.DataFrame) -> dict[str, TypedRows]:
    """The same sender by sender, without the moments in which files were first seen."""
    roster, ignored, broken = rows
    whole = (
        roster.drop("received"),
        ignored.join(files.select("source_file", "sender"), on="source_file"),
        broken.join(roster.select("row_id", "sender"), on="row_id"),
    )
    parts = [frame.partition_by("sender", as_dict=True) for frame in whole]
    of_sender = {
        sender: [part.get((sender,), frame.clear()) for part, frame in zip(parts, whole, strict=True)]
        for sender in senders
    }
    return {
        sender: (roster, ignored.drop("sender"), broken.drop("sender"))
        for sender, (roster, ignored, broken) in of_sender.items()
    }


def _with_received(roster: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    moments = files.select("source_file", pl.col("first_seen").alias("received"))
    return roster.join(moments, on="source_file", how="left", maintain_order="left").select(*ROSTER, *ELIGIBILITY)
