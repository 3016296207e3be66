"""What the offices sent: surveyed, then read sender by sender."""

from collections.abc import Iterable
from datetime import datetime

import polars as pl

from flows.intake.amendments import amend
from flows.intake.corrections import corrected
from flows.intake.landing import older_lists, survey
from flows.intake.received import ReceivedFile
from flows.intake.roster import Reading, read_roster
from flows.night import Night
from flows.publishing.parquet import read_table
from flows.review.rulings.heard import excluded_files
from flows.tasks.steps import step
from schemas.tables import TABLES
from schemas.tables.cells import CELLS


@step("survey what was received", counts="senders")
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


@step("read the rosters", counts="rows", retries=2, retry_delay_seconds=5)
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
