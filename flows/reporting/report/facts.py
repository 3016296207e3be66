"""What the first page tells of a night: facts counted from the snapshot's tables. No person is among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from flows.reporting.summary import masked
from schemas.reasons import REASONS
from schemas.reference import in_force, reference
from schemas.rulings import KINDS
from schemas.tables import TABLES
from schemas.tables.cells import file_key_of

Facts = dict[str, Any]

_MONEY = ("workers", "jkk_rp", "jkm_rp", "contribution_rp")


def scan(folder: Path | None, name: str) -> pl.LazyFrame:
    """A table of a snapshot, for whoever needs little of it; empty where the snapshot has none."""
    table = TABLES[name]
    path = folder / table.zone / f"{name}.parquet" if folder else None
    return pl.scan_parquet(path) if path and path.is_file() else table.empty().lazy()


def read(folder: Path | None, name: str) -> pl.DataFrame:
    """The same, read."""
    return scan(folder, name).collect()


@dataclass(frozen=True)
class Segments:
    """The segments beside quota and ceiling: a line each, in the order declared, and `total` of them all."""

    lines: list[Facts]
    total: Facts


def segments(totals: pl.DataFrame, position: pl.DataFrame, month: date) -> Segments:
    """Workers and rupiah of the month beside the year's quota and ceiling, by segment and funding source.

    The ceiling of the total is the programme's own where one is declared, and not the sum of the segments'. A limit
    that a segment lacks, the total lacks: the segment's workers would fill the others'.
    """
    keys = ["segment", "funding_source"]
    year = _of_all_regencies(position.filter(pl.col("year") == month.year), keys)
    now = totals.filter(pl.col("month") == month).group_by(keys).agg(pl.col(_MONEY).sum())
    both = year.join(now, on=keys, how="full", coalesce=True).join(labels_of(month), on="segment", how="left")
    lines = [
        {**line, **_shares(line)}
        for line in both.with_columns(pl.col(_MONEY).fill_null(0)).sort("precedence", "funding_source").to_dicts()
    ]
    limits = both.select(whole_sum("quota_workers"), whole_sum("ceiling_rp")).row(0, named=True)
    total = {**limits, **{name: _total(lines, name) for name in (*_MONEY, "committed_rp", "projected_rp")}}
    regencies = position["regency_code"].unique()
    whole = reference("ceilings").filter(pl.col("year") == month.year, pl.col("segment") == "all")
    programme = whole.filter(pl.col("regency_code").is_in(regencies.implode()))["ceiling_rp"]
    told = 0 < programme.len() == len(regencies)
    if told:
        total["ceiling_rp"] = int(programme.sum())
    if total["ceiling_rp"] is not None and total["projected_rp"] is not None:
        total["remaining_rp"] = total["ceiling_rp"] - total["projected_rp"]
    return Segments(lines, {"remaining_rp": None, **total, **_shares(total)})


def _of_all_regencies(position: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """The position of a year, that of several regencies added up; a limit that one of them lacks, none of them has.

    The ceiling is reached where the first of them reaches its own.
    """
    limits = (whole_sum(name) for name in ("quota_workers", "ceiling_rp", "remaining_rp"))
    sums = pl.col("committed_rp", "projected_rp", "adjusted_rp").sum()
    return position.group_by(keys, maintain_order=True).agg(
        *limits, sums, pl.col("months_funded").max(), pl.col("ceiling_reached").min()
    )


def whole_sum(name: str) -> pl.Expr:
    """The sum of a limit; null where one of the rows has none, for then it is none of them all."""
    limit = pl.col(name)
    return pl.when((limit.null_count() == 0) & (pl.len() > 0)).then(limit.sum()).alias(name)


def labels_of(month: date) -> pl.DataFrame:
    """`segment`, its `label` and `precedence`, in the month."""
    return in_force("segments", month).select("segment", "label", "precedence")


def _shares(line: Facts) -> Facts:
    """How much of the quota is filled, and of the ceiling used by the end of the year."""
    return {
        "filled": _share(line["workers"], line["quota_workers"]),
        "used": _share(line["projected_rp"], line["ceiling_rp"]),
    }


def _share(part: int | None, whole: int | None) -> float | None:
    return part / whole if whole and part is not None else None


def _total(lines: Sequence[Facts], name: str) -> int | None:
    """The sum of what is known; none where nothing is."""
    known = [line[name] for line in lines if line[name] is not None]
    return sum(known) if known else None


def since_snapshot(totals: pl.DataFrame, before: pl.DataFrame, month: date) -> list[Facts]:
    """Workers of the month by segment in the last snapshot and now; empty where the last one had none of the month."""
    this_month = pl.col("month") == month
    if before.filter(this_month).is_empty():
        return []
    then, now = (
        frame.filter(this_month).group_by("segment").agg(pl.col("workers", "contribution_rp").sum())
        for frame in (before, totals)
    )
    both = labels_of(month).join(then, on="segment", how="left").join(now, on="segment", how="left", suffix="_now")
    return both.fill_null(0).sort("precedence").to_dicts()


def since_month(changes: pl.LazyFrame, month: date) -> dict[str, int]:
    """Workers by kind of change since the month before."""
    by_kind = changes.filter(pl.col("month") == month).group_by("kind").len()
    return dict(by_kind.collect(engine="streaming").iter_rows())


def months_published(totals: pl.DataFrame, closed: pl.DataFrame) -> list[Facts]:
    """Every month of the snapshot with its workers, contributions and the decree that closed it, newest first."""
    by_month = totals.group_by("month").agg(pl.col("workers", "contribution_rp").sum())
    decrees = closed.select("month", "decree")
    return by_month.join(decrees, on="month", how="left").sort("month", descending=True).to_dicts()


@dataclass(frozen=True)
class Rulings:
    """What waits for a steward: pairs nobody ruled on, NIKs held by two people, and the rulings by how they fared."""

    lookalikes: int
    conflicts: int
    conflict_rows: int
    decisions: list[Facts]

    @property
    def not_applied(self) -> int:
        return sum(int(line["rulings"]) for line in self.decisions if line["status"] != "applied")

    @property
    def open(self) -> int:
        return self.lookalikes + self.conflicts + self.not_applied


def rulings(folder: Path, log: pl.LazyFrame, rows: pl.LazyFrame) -> Rulings:
    """The open questions of a night, counted: who is in them stays in the steward folder."""
    conflicts = log.filter(pl.col("code") == "NIK_CONFLICT").select("row_id")
    disputed = rows.join(conflicts, on="row_id", how="semi").select("nik_text").collect(engine="streaming")
    decisions = read(folder, "decisions")
    # What is no kind of ruling may be anything that somebody typed, a name too.
    kind = pl.when(pl.col("ruling").is_in(list(KINDS))).then("ruling").otherwise(pl.lit("?")).alias("ruling")
    counted = decisions.group_by(kind, "status", "why").agg(pl.len().alias("rulings")).sort("ruling", "status", "why")
    return Rulings(
        lookalikes=int(scan(folder, "lookalikes").select(pl.col("ruling").null_count()).collect().item()),
        conflicts=disputed["nik_text"].str.replace_all(r"\D", "").n_unique(),
        conflict_rows=disputed.height,
        decisions=[{**line, "why": masked(line["why"] or "")} for line in counted.to_dicts()],
    )


def reasons(log: pl.LazyFrame, rows: pl.LazyFrame) -> pl.DataFrame:
    """Rows by sender and reason code: sender, code, severity, rows; what is refused first, then most rows first.

    Whose row it is, the file says that its id begins with: so the two tables meet by file, and not row by row.
    """
    file = file_key_of("row_id").alias("file")
    senders = rows.group_by(file).agg(pl.col("sender").first())
    by_file = log.group_by(file, "code", "severity").agg(pl.len().alias("rows")).join(senders, on="file")
    counted = by_file.group_by("sender", "code", "severity").agg(pl.col("rows").sum())
    return _worst_first(counted.collect(engine="streaming"))


def reasons_of_the_night(by_sender: pl.DataFrame) -> list[Facts]:
    """Rows and senders by reason code, what is refused first, then most rows first."""
    counted = by_sender.group_by("code", "severity").agg(pl.col("rows").sum(), pl.len().alias("senders"))
    return [{**line, "reason": REASONS[line["code"]]} for line in _worst_first(counted).to_dicts()]


def _worst_first(counted: pl.DataFrame) -> pl.DataFrame:
    return counted.sort(pl.col("severity") != "reject", "rows", "code", descending=[False, True, False])
