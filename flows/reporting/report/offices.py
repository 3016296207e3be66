"""What the report tells of each sender: its lists, its score and the trend of it, and what it must mend."""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import polars as pl

from flows.reporting.report.facts import Facts
from flows.reporting.summary import masked
from flows.settings import declared_senders
from schemas.reasons import REASONS
from schemas.senders.sender import Sender

PARTS = ("completeness", "validity", "uniqueness", "timeliness", "default_values")
"""The columns of the `senders` table that a score is made of, where it has them."""

NIGHTS = 14
"""Nights a trend looks back: two weeks show whether a letter to the office helped."""

_PAGE_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Office:
    """One sender in the month. `state` is missing, unusable, carried_forward or sent; `trend` its scores, oldest first.

    `facts` is its row of the `senders` table.
    """

    sender: str
    declared: Sender | None
    facts: Facts
    state: str
    trend: list[float]
    files: list[Facts]
    reasons: list[Facts] = field(default_factory=list)
    has_return: bool = False

    @property
    def name(self) -> str:
        """Its name as declared; of an undeclared folder the folder's, which may hold anything."""
        return self.declared.name if self.declared else masked(self.sender)

    @property
    def page(self) -> str | None:
        """The name of its page, without ending; none where the folder's name is no fit name for a page."""
        fits = _PAGE_NAME.fullmatch(self.sender) and masked(self.sender) == self.sender
        return self.sender if fits else None

    @property
    def parts(self) -> list[tuple[str, float | None]]:
        """The parts of the score, in order."""
        return [(part, self.facts[part]) for part in PARTS if part in self.facts]

    @property
    def to_mend(self) -> int:
        """Rows set aside whose reason the sender itself can mend."""
        mine = (line for line in self.reasons if line["severity"] == "reject" and line["reason"].fixer == "sender")
        return sum(int(line["rows"]) for line in mine)


_STATES = ("missing", "unusable", "carried_forward", "sent")


def offices(
    folder: Path, heard: pl.DataFrame, files: pl.DataFrame, by_reason: pl.DataFrame, trends: dict[str, list[float]]
) -> list[Office]:
    """The senders of a month, those without a list first, then the worst score first.

    `heard` and `files` are the month's rows of `senders` and `received_files`, `by_reason` the rows by sender and code.
    """
    declared = declared_senders()
    files_of = _by_sender(files)
    reasons_of = _by_sender(by_reason)
    found = [
        Office(
            sender=line["sender"],
            declared=declared.get(line["sender"]),
            facts=line,
            state=_state(line, bool(files_of.get(line["sender"]))),
            trend=[*trends.get(line["sender"], []), *([line["score"]] if line["score"] is not None else [])],
            files=[
                {**file, "name": file_name(place, file["source_file"])}
                for place, file in enumerate(files_of.get(line["sender"], []), 1)
            ],
            reasons=[{**reason, "reason": REASONS[reason["code"]]} for reason in reasons_of.get(line["sender"], [])],
            has_return=(folder / "steward" / "returns" / f"{line['sender']}.xlsx").is_file(),
        )
        for line in heard.to_dicts()
    ]
    return sorted(found, key=lambda office: (_STATES.index(office.state), office.facts["score"] or 0.0, office.name))


def _by_sender(frame: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    groups = frame.partition_by("sender", as_dict=True, maintain_order=True)
    return {str(key[0]): group.to_dicts() for key, group in groups.items()}


def _state(line: Facts, sent: bool) -> str:
    if line["carried_forward"]:
        return "carried_forward"
    if line["files"]:
        return "sent"
    return "unusable" if sent else "missing"


def file_name(place: int, source_file: str) -> str:
    """A file by its place among the sender's, in the order of their names: a name itself may be a person's."""
    ending = PurePosixPath(source_file).suffix
    return f"{place}. …{ending if ending[1:].isalpha() else ''}"


def past_scores(trail: pl.DataFrame, run_id: str) -> dict[str, list[float]]:
    """The scores of each sender in the nights before this one, oldest first."""
    before = trail.filter(pl.col("scope") == "sender", pl.col("run_id") != run_id, pl.col("score").is_not_null())
    scores = before.sort("started").group_by("name", maintain_order=True).agg(pl.col("score").tail(NIGHTS - 1))
    return dict(scores.iter_rows())


def past_coverage(trail: pl.DataFrame, run_id: str, month: date) -> list[int]:
    """Workers covered in the nights before this one that were about the same month, oldest first."""
    before = trail.filter(pl.col("scope") == "night", pl.col("run_id") != run_id, pl.col("month") == month)
    return before.sort("started")["covered"].tail(NIGHTS - 1).to_list()
