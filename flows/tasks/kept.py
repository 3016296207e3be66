"""Lists read and typed, each once: what an earlier night made of the same bytes is taken from the cache.

An entry is found by all that its content was made from. When a file was first seen is no matter of its bytes, and is
joined anew each night.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext

import polars as pl

from flows.cache import as_bytes, as_frame, key_of
from flows.cleaning.column_orders import ORDERS
from flows.cleaning.roster import clean
from flows.code import made_by
from flows.files import file_sha256
from flows.intake.data_rows import people_and_ignored
from flows.intake.kept_readings import is_worth_keeping, kept_parts, kept_reading
from flows.intake.pages.files import Leave
from flows.intake.pages.grid import PAGE
from flows.intake.reading import Reading
from flows.intake.received import ReceivedFile
from flows.intake.roster import read_roster
from flows.night import CellPage, Night
from flows.review.eligibility import with_eligibility
from flows.review.rules import broken_rules
from flows.tasks.steps import room
from schemas.tables.cells import file_key_of
from schemas.tables.roster import ELIGIBILITY, ROSTER

TypedRows = tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]
"""The roster in the columns of `ROSTER` and `ELIGIBILITY`; by `source_file` the `ignored_rows`; and the row rules that
are broken (`row_id`, `code`)."""


def read_once(night: Night, file: ReceivedFile, leave: Leave) -> Reading:
    """How the file is read, its cells left page by page where it is large.

    Kept only if it is not large, still is the file that was surveyed, and was no failure of the disk.
    """
    sender = night.senders[file.sender]
    key = key_of(made_by(), sender.model_dump_json(), file.source_file, file.file_sha256)
    if kept := night.cache.get("readings", key):
        return kept_reading(*kept)
    path = night.raw / file.source_file
    # A large file fills the memory of one page, and the cores, by itself.
    with room() if file.size > PAGE.text else nullcontext():
        reading = read_roster(path, file.source_file, sender, leave=leave)
    if night.cache.is_on and not reading.pages and is_worth_keeping(reading) and file_sha256(path) == file.file_sha256:
        night.cache.put("readings", key, *kept_parts(reading))
    return reading


def typed_once(night: Night, batch: int, files: pl.DataFrame) -> TypedRows:
    """The rows of a batch of pages typed; those that are not kept are typed in one go.

    What is kept is the rows of a sender, where they are one page. `files` has a row a file of the night
    (`flows.intake.received.files_frame`).
    """
    batches = night.plan().batches
    pages, pages_of = batches[batch], Counter(page.sender for shared in batches for page in shared)
    alone = {page.sender: page for page in pages if page.page == 0 and pages_of[page.sender] == 1}
    if not (night.cache.is_on and alone):
        return _type_rows(night, pages, files)
    kept = _typed_once(night, alone, files)
    others = [page for page in pages if page.sender not in alone]
    if not others:
        return kept
    roster, ignored, broken = (pl.concat(both) for both in zip(kept, _type_rows(night, others, files), strict=True))
    return roster, ignored, broken


def _typed_once(night: Night, pages: Mapping[str, CellPage], files: pl.DataFrame) -> TypedRows:
    senders, accepted = list(pages), night.load("accepted_values")
    keys = {sender: _rows_key(night, sender, accepted) for sender in senders}
    found = {sender: night.cache.get("rows", key) for sender, key in keys.items()}
    known = {sender: tuple(map(as_frame, parts)) for sender, parts in found.items() if parts}
    missing = [sender for sender in senders if sender not in known]
    if missing:
        made = _by_sender(_type_rows(night, [pages[sender] for sender in missing], files), missing, files)
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
    theirs = file_key_of("row_id").is_in([file.file_key for file in received])
    ruled = accepted.filter(theirs).rows() if accepted.height else []
    return key_of(made_by(), night.senders[sender].model_dump_json(), night.month, lists, ruled)


def _type_rows(night: Night, pages: Sequence[CellPage], files: pl.DataFrame) -> TypedRows:
    people, ignored = people_and_ignored(night.load_pages(pages))
    orders = _orders(night, dict.fromkeys(page.sender for page in pages))
    roster = with_eligibility(clean(people, files, night.senders, night.first_day, orders), night.first_day)
    return roster, ignored, broken_rules(roster)


def _orders(night: Night, senders: Iterable[str]) -> pl.DataFrame:
    """What was decided of the columns of the senders' lists that came in pages (`ORDERS`)."""
    names = [f"column_orders/{sender}" for sender in senders]
    return pl.concat([pl.DataFrame(schema=ORDERS), *(night.load(name) for name in names if night.parts(name))])


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
