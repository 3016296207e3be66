"""What the offices sent: surveyed, then read sender by sender."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache, partial
from itertools import count, groupby
from operator import attrgetter

import polars as pl

from flows.cleaning.page_orders import column_orders
from flows.intake.amendments import amend, has_amendments
from flows.intake.corrections import corrected
from flows.intake.landing import older_lists, survey
from flows.intake.pages.files import PageOfCells
from flows.intake.pages.titles import settle_titles
from flows.intake.reading import Reading
from flows.intake.received import ReceivedFile
from flows.night import Night
from flows.publishing.parquet import read_table
from flows.review.rulings.heard import excluded_files
from flows.tasks.kept import read_once
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
    night.bring_rosters(sender)
    night.forget_cells(sender)
    surveyed, accepted = _known(night)
    newest = [file for file in surveyed.get(sender, ()) if file.status in {"read", "carried_forward"}]
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
    ruled = [amend(frame, file.file_key, accepted) for file, frame in zip(rosters, cells, strict=True)]
    night.save_files(f"files/{sender}", [*files, *passed])
    in_pages = [(file, reading) for file, reading in read if reading.pages]
    for file, reading in in_pages:
        if has_amendments(file.file_key, accepted):
            reading.mended(partial(amend, file_key=file.file_key, amendments=accepted))
        settle_titles(reading.pages)
    if in_pages:
        pages = [PageOfCells(page) for _, reading in in_pages for page in reading.pages]
        night.save(f"column_orders/{sender}", column_orders(pages, night.first_day))
    if not in_pages or any(frame.height for frame in ruled):
        night.save_cells(sender, pl.concat(ruled) if ruled else pl.DataFrame(schema=CELLS))
    rows: int = sum(reading.scan().select(pl.len()).collect().item() for _, reading in in_pages)
    return rows + sum(frame.height for frame in ruled)


@lru_cache(maxsize=1)
def _known(night: Night) -> tuple[Mapping[str, Sequence[ReceivedFile]], pl.DataFrame]:
    """What every sender's reading asks for, once a process: the files surveyed, by sender, and the accepted values."""
    surveyed = sorted(night.load_files("survey"), key=attrgetter("sender"))
    by_sender = {sender: tuple(files) for sender, files in groupby(surveyed, attrgetter("sender"))}
    return by_sender, night.load("accepted_values")


def _readings(night: Night, files: Iterable[ReceivedFile]) -> list[tuple[ReceivedFile, Reading]]:
    return [(file, _reading(night, file)) for file in files]


def _reading(night: Night, file: ReceivedFile) -> Reading:
    """A file's reading; the pages of a large one are left behind those that its sender has."""
    numbers = count(1 + len(night.cell_pages([file.sender])))
    return read_once(night, file, leave=lambda cells: night.save_cells(file.sender, cells, next(numbers)))


def _older(night: Night, sender: str, before: str) -> list[ReceivedFile]:
    excluded = excluded_files(night.load("rulings"))
    return older_lists(night.raw, night.month, night.senders[sender], _seen(night), excluded, before)
