"""All the gate's profiles of a staged night."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl

from flows.publishing.gate.counts import by_segment, heads, prices, statuses
from flows.publishing.gate.ledger_profile import ledger_profile
from flows.publishing.gate.profile import Turnover, funding_profile, night_profile, segment_profile
from flows.publishing.gate.sender_profile import file_profile, sender_profile
from flows.publishing.parquet import read_table, scan_table
from flows.settings import declared_senders
from schemas.reference import reference
from schemas.tables import TABLES
from schemas.tables.table import Table


def night_profiles(
    staging: Path, previous: Path | None, month: date, programme_ceiling_rp: int | None, trail: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """The profiles by the names that `schemas/expectations` knows, from the staged tables and the previous snapshot.

    Of the trail, the nights of the same month count. Within a month the same lists come again night after night, and a
    small margin means something; from one month to the next quotas and campaigns change lawfully (17,900 people after
    35,750), and turnover watches that.
    """
    part = f"{month:%Y-%m}"
    workers = scan_table(staging, TABLES["workers"], part)
    before = by_segment(scan_table(previous, TABLES["covered_workers"], part), "covered_before")
    files, senders = _of_month(staging, "received_files", month), _of_month(staging, "senders", month)
    totals = _of_month(staging, "budget_totals", month)
    position = read_table(staging, TABLES["budget_position"]).filter(pl.col("year") == month.year)
    nights = trail.filter(pl.col("month") == month)
    return {
        "night": night_profile(
            statuses(scan_table(staging, TABLES["rows"])),
            files,
            senders,
            heads(workers),
            int(before["covered_before"].sum()),
            _turnover(staging, previous, month),
            ledger_profile(staging, month),
        ),
        "segments": segment_profile(prices(workers), totals, before, nights, month),
        "funding_sources": funding_profile(position, programme_ceiling_rp),
        "senders": sender_profile(senders, files, nights, declared_senders(), month),
        "files": file_profile(files),
    }


def _of_month(folder: Path | None, table: str, month: date) -> pl.DataFrame:
    return read_table(folder, TABLES[table], where=pl.col("month") == month)


def _turnover(staging: Path, previous: Path | None, month: date) -> Turnover:
    covered: Table = TABLES["covered_workers"]
    month_before = f"{month - timedelta(days=1):%Y-%m}"
    before = scan_table(previous, covered, month_before).select(pl.len()).collect(engine="streaming").item()
    moves, told = (_unforeseen(folder, month) for folder in (staging, previous))
    return Turnover(
        month_before=int(before),
        joined=moves.get("joined", 0),
        left=moves.get("left", 0),
        joined_told=told.get("joined", 0),
        left_told=told.get("left", 0),
    )


def _unforeseen(folder: Path | None, month: date) -> dict[str, int]:
    """The month's changes by kind, without those that quotas declare: a segment's funded months begin, or are over."""
    this_year = reference("quotas").filter(pl.col("year") == month.year, pl.col("first_month") == month.month)
    begins = (pl.col("kind") == "joined") & pl.col("after").is_in(this_year["segment"].implode())
    ends = (pl.col("kind") == "left") & (pl.col("why") == "not_funded").fill_null(False)
    changes = scan_table(folder, TABLES["changes"]).filter(pl.col("month") == month, ~(begins | ends))
    return dict(changes.group_by("kind").len().collect(engine="streaming").iter_rows())
