"""The programme's page: months, money, places and answers, counted from the snapshot's tables. No person is among them.

Each part is a `Listing`: its words are in words.csv under its name (`programme.<name>`, `.note`, `.none`), its columns
say how a value is written.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from flows.reporting.report.facts import read, scan, whole_sum
from schemas.reference import in_force, reference

Form = str
"""How a value is written: `number`, `share`, `month`, `day`, `text`, or the prefix of its words in words.csv."""


@dataclass(frozen=True)
class Listing:
    """One table of the page: `columns` are fields with their forms, the first of them heading the line."""

    name: str
    columns: Sequence[tuple[str, Form]]
    lines: list[dict[str, Any]]


@dataclass(frozen=True)
class Part:
    """How a listing is made: `counted` from its table, for the month of the night.

    One of `several` is there only where the night covers more than one regency.
    """

    name: str
    table: str
    columns: tuple[tuple[str, Form], ...]
    counted: Callable[[pl.LazyFrame, date], pl.LazyFrame]
    several: bool = False


def programme(folder: Path, month: date) -> list[Listing]:
    """The listings of the page, in its order: counted as the tables are read, for those of persons may be long.

    Of several regencies with the regency of each line that is of one.
    """
    several = read(folder, "budget_position")["regency_code"].n_unique() > 1
    parts = [part for part in PARTS if several or not part.several]
    counted = pl.collect_all([part.counted(scan(folder, part.table), month) for part in parts], engine="streaming")
    told = _told_apart if several else _told
    return [told(part, lines) for part, lines in zip(parts, counted, strict=True)]


def _told(part: Part, lines: pl.DataFrame) -> Listing:
    return Listing(part.name, part.columns, lines.to_dicts())


def _told_apart(part: Part, lines: pl.DataFrame) -> Listing:
    """The listing with the names of regencies, and those of one together."""
    if "regency_code" not in lines.columns:
        return _told(part, lines)
    names = reference("regions").select(regency_code="code", regency_name="name")
    named = lines.sort("regency_code", nulls_last=True, maintain_order=True).join(
        names, on="regency_code", how="left", maintain_order="left"
    )
    return Listing(part.name, tuple(dict.fromkeys([_REGENCY, *part.columns])), named.to_dicts())


def _regencies(position: pl.LazyFrame, month: date) -> pl.LazyFrame:
    """The year of each regency beside the others'; a limit that one of its segments lacks is not told."""
    sums = ("quota_workers", "covered_workers", "ceiling_rp", "committed_rp", "projected_rp", "remaining_rp")
    return position.filter(pl.col("year") == month.year).group_by("regency_code").agg(map(whole_sum, sums))


def _labelled(frame: pl.LazyFrame, month: date) -> pl.LazyFrame:
    """Segments in the order declared, with their labels; one that is declared no more goes last, by its code."""
    labels = in_force("segments", month).select("segment", "precedence", segment_label="label")
    joined = frame.join(labels.lazy(), on="segment", how="left", maintain_order="left")
    joined = joined.sort("precedence", "segment", nulls_last=True, maintain_order=True)
    return joined.with_columns(pl.coalesce("segment_label", "segment").alias("segment_label"))


def _position(position: pl.LazyFrame, month: date) -> pl.LazyFrame:
    return _labelled(position, month).sort("year", descending=True, maintain_order=True)


def _contributions(contributions: pl.LazyFrame, _: date) -> pl.LazyFrame:
    told = contributions.with_columns((pl.col("billed_rp") - pl.col("computed_rp")).alias("billed_less_computed_rp"))
    return told.sort(["month", "funding_source"], descending=[True, False], nulls_last=True)


def _newest_first(frame: pl.LazyFrame, _: date) -> pl.LazyFrame:
    return frame.sort("month", descending=True)


def _adjustments(adjustments: pl.LazyFrame, _: date) -> pl.LazyFrame:
    keys = ["month", "adjusted_month", "kind", "why"]
    counted = adjustments.group_by(keys).agg(pl.len().alias("people"), pl.col("contribution_rp").sum())
    return counted.sort(keys, descending=[True, True, False, False])


def _waiting(waiting: pl.LazyFrame, month: date) -> pl.LazyFrame:
    counted = waiting.filter(pl.col("month") == month).group_by("regency_code", "segment", "funding_source", "why")
    return _labelled(counted.agg(pl.len().alias("people")), month)


def _substitutions(substitutions: pl.LazyFrame, month: date) -> pl.LazyFrame:
    short = pl.col("full_death_benefit_rp") - pl.col("death_benefit_rp")
    counted = substitutions.filter(pl.col("month") == month).group_by("segment", "funding_source", "why")
    counts = (pl.len().alias("people"), (short > 0).sum().alias("short_people"), short.sum().alias("short_rp"))
    return _labelled(counted.agg(counts).sort("why"), month)


def _left(changes: pl.LazyFrame, month: date) -> pl.LazyFrame:
    left = changes.filter(pl.col("month") == month, pl.col("kind") == "left").drop_nulls("why")
    return left.group_by("why").agg(pl.len().alias("people")).sort("people", "why", descending=[True, False])


def _reconciliation(found: pl.LazyFrame, _: date) -> pl.LazyFrame:
    counted = found.group_by("month", "finding").agg(pl.len().alias("bill_lines"), pl.col("at_stake_rp").sum())
    return counted.sort(["month", "finding"], descending=[True, False])


def _claims(claims: pl.LazyFrame, _: date) -> pl.LazyFrame:
    counted = claims.group_by("programme", "finding")
    return counted.agg(pl.len().alias("claims"), pl.col("claimed_rp").sum()).sort("programme", "finding")


def _unclaimed(deaths: pl.LazyFrame, _: date) -> pl.LazyFrame:
    counted = deaths.group_by("told_by")
    return counted.agg(pl.len().alias("people"), pl.col("owed_rp").sum(), pl.col("lapses_on").min()).sort("told_by")


_TOLD_FROM = 5
"""People from whom on the name of an aid is told: lists of fewer may be named after somebody."""


def _aid(aid: pl.LazyFrame, _: date) -> pl.LazyFrame:
    twice = pl.col("nik").filter("received_twice").n_unique().alias("twice_people")
    shared = pl.col("nik").n_unique().over("programme") >= _TOLD_FROM
    counted = aid.group_by(pl.when(shared).then("programme").alias("aid_programme"))
    return counted.agg(pl.len().alias("receipts"), pl.col("nik").n_unique().alias("people"), twice).sort(
        "aid_programme"
    )


def _answers(files: pl.LazyFrame, _: date) -> pl.LazyFrame:
    counted = files.group_by(pl.col("kind").fill_null("unknown").alias("answer_kind")).agg(
        pl.len().alias("files"),
        pl.col("rows_read", "rows_used").sum(),
        (pl.col("rows_read").sum() - pl.col("rows_used").sum()).alias("rows_unused"),
        pl.col("trouble").count().alias("files_in_trouble"),
    )
    return counted.sort("answer_kind")


def _coverage(coverage: pl.LazyFrame, month: date) -> pl.LazyFrame:
    return coverage.filter(pl.col("month") == month).sort("kecamatan_code", nulls_last=True)


_SEGMENT = (("segment_label", "text"), ("funding_source", "text"))
_REGENCY = ("regency_name", "text")

PARTS = (
    Part(
        "regencies",
        "budget_position",
        (
            _REGENCY, ("quota_workers", "number"), ("covered_workers", "number"), ("ceiling_rp", "number"),
            ("committed_rp", "number"), ("projected_rp", "number"), ("remaining_rp", "number"),
        ),
        _regencies,
        several=True,
    ),
    Part(
        "position",
        "budget_position",
        (
            ("segment_label", "text"), ("funding_source", "text"), ("year", "text"), ("quota_workers", "number"),
            ("months_funded", "number"), ("covered_workers", "number"), ("ceiling_rp", "number"),
            ("committed_rp", "number"), ("adjusted_rp", "number"), ("projected_rp", "number"),
            ("remaining_rp", "number"), ("ceiling_reached", "month"),
        ),
        _position,
    ),
    Part(
        "contributions",
        "contributions",
        (
            ("month", "month"), ("funding_source", "text"), ("workers", "number"), ("computed_rp", "number"),
            ("adjusted_rp", "number"), ("billed_workers", "number"), ("billed_rp", "number"), ("paid_rp", "number"),
            ("billed_less_computed_rp", "number"),
        ),
        _contributions,
    ),
    Part(
        "closed",
        "closed_months",
        (("month", "month"), ("decree", "text"), ("closed_by", "text"), ("workers", "number"),
         ("contribution_rp", "number")),
        _newest_first,
    ),
    Part(
        "adjustments",
        "adjustments",
        (("month", "month"), ("adjusted_month", "month"), ("kind", "adjustment"), ("why", "adjusted"),
         ("people", "number"), ("contribution_rp", "number")),
        _adjustments,
    ),
    Part("waiting", "waiting_list", (*_SEGMENT, ("why", "waits"), ("people", "number")), _waiting),
    Part(
        "substitutions",
        "substitutions",
        (*_SEGMENT, ("why", "left"), ("people", "number"), ("short_people", "number"), ("short_rp", "number")),
        _substitutions,
    ),
    Part("left", "changes", (("why", "left"), ("people", "number")), _left),
    Part(
        "reconciliation",
        "reconciliation",
        (("month", "month"), ("finding", "finding"), ("bill_lines", "number"), ("at_stake_rp", "number")),
        _reconciliation,
    ),
    Part(
        "claims",
        "claims",
        (("programme", "claim"), ("finding", "claim"), ("claims", "number"), ("claimed_rp", "number")),
        _claims,
    ),
    Part(
        "unclaimed",
        "unclaimed_deaths",
        (("told_by", "told_by"), ("people", "number"), ("owed_rp", "number"), ("lapses_on", "day")),
        _unclaimed,
    ),
    Part(
        "aid",
        "aid",
        (("aid_programme", "text"), ("receipts", "number"), ("people", "number"), ("twice_people", "number")),
        _aid,
    ),
    Part(
        "answers",
        "answer_files",
        (("answer_kind", "answer"), ("files", "number"), ("rows_read", "number"), ("rows_used", "number"),
         ("rows_unused", "number"), ("files_in_trouble", "number")),
        _answers,
    ),
    Part(
        "coverage",
        "coverage",
        (("kecamatan_name", "text"), ("workers", "number"), ("workforce", "number"), ("share", "share"),
         ("target_share", "share")),
        _coverage,
    ),
)  # fmt: skip
