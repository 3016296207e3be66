"""One file judged alone, as the night would judge it; who else sent the same people is not known here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import polars as pl

from flows.checking.columns import addresses
from flows.cleaning.roster import clean
from flows.intake.data_rows import people_and_ignored
from flows.intake.reading import Reading
from flows.intake.received import ReceivedFile, files_frame
from flows.intake.roster import read_roster
from flows.review.eligibility import with_eligibility
from flows.review.rules import judge, rejected
from schemas.reasons import REASONS
from schemas.returned import UNKEYED
from schemas.senders.sender import Sender

CLEAN, REFUSED, UNUSABLE = 0, 1, 2
"""How a check ends."""


@dataclass(frozen=True)
class Checked:
    """How a file was read and what is wrong with it.

    `people` are the data rows of each list, by its sheet and list number; `ignored` the rows that are no people, by
    why. `problems` has a row for each reason of a data row, what is refused first: file_name, sheet, source_row,
    `cell` (its address; null where the list has no such column), column, original, status, code, severity, row_id.
    `file_key` begins the row ids.
    """

    path: Path
    sender: Sender
    month: date
    reading: Reading
    people: Mapping[tuple[int, int], int]
    ignored: Mapping[str, int]
    refused: int
    advised: int
    problems: pl.DataFrame
    file_key: str
    declared: bool = True

    @property
    def rows(self) -> int:
        """Data rows of the file."""
        return sum(self.people.values())

    @property
    def code(self) -> str | None:
        """The file-level code that the night would give it."""
        return self.reading.code if self.declared else "SENDER_UNKNOWN"

    @property
    def outcome(self) -> int:
        """UNUSABLE as a whole; REFUSED where a row, or a list of several, would be set aside; else CLEAN.

        A return workbook that a night wrote is fit to be sent back; one that a check wrote is not.
        """
        returned = self.reading.returned
        if returned is not None:
            return UNUSABLE if any(sheet.file_key == UNKEYED for sheet in returned.sheets) else CLEAN
        if self.reading.set_aside or not self.declared:
            return UNUSABLE
        part_lost = self.code is not None and REASONS[self.code].severity == "reject"
        return REFUSED if self.refused or part_lost else CLEAN


def check_file(path: Path, sender: Sender, month: date, received: datetime, *, declared: bool = True) -> Checked:
    """The file as the night would read and judge it by itself, were it the only one."""
    reading = read_roster(path, path.name, sender, month.year)
    people, others = people_and_ignored(reading.cells)
    file = ReceivedFile(sender.sender, path.name, None, received, path.stat().st_size, "read", reading.code)
    files = files_frame([file], month)
    roster = with_eligibility(clean(people, files, {sender.sender: sender}, month), month)
    log = judge(roster, files)
    refused = rejected(log)
    counted = people.group_by("sheet_number", "list_number", maintain_order=True).len()
    return Checked(
        path=path,
        sender=sender,
        month=month,
        reading=reading,
        people={(sheet, place): rows for sheet, place, rows in counted.iter_rows()},
        ignored={each["why"]: each["rows"] for rows in others["ignored_rows"].to_list() for each in rows},
        refused=refused.len(),
        advised=log.filter(~pl.col("row_id").is_in(refused.implode()))["row_id"].n_unique(),
        problems=_problems(log, roster.with_columns(people["list_number"]), reading),
        file_key=file.file_key,
        declared=declared,
    )


def _problems(log: pl.DataFrame, roster: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    """The reason log with where each reason stands. `roster` has the rows in their order, with their `list_number`."""
    placed = log.join(roster.select("row_id", "source_file", "sheet", *_PLACE, "source_row"), on="row_id")
    found = placed.join(addresses(reading.lists), on=[*_PLACE, "column"], how="left")
    refused = (pl.col("severity") == "reject").any().over("row_id")
    return (
        found.sort(pl.col("severity") == "advise", *_PLACE, "source_row", "code")
        .with_columns(
            pl.format("{}{}", "letters", pl.col("source_row") + pl.col("below")).alias("cell"),
            pl.when(refused).then(pl.lit("rejected")).otherwise(pl.lit("accepted")).alias("status"),
        )
        .select(
            pl.col("source_file").alias("file_name"),
            *("sheet", "source_row", "cell", "column", "original", "status", "code", "severity", "row_id"),
        )
    )


_PLACE = ("sheet_number", "list_number")
