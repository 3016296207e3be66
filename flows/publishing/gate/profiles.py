"""All the gate's profiles of a staged night."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl

from flows.publishing.gate.ledger_profile import ledger_profile
from flows.publishing.gate.profile import Turnover, funding_profile, night_profile, segment_profile
from flows.publishing.gate.sender_profile import file_profile, sender_profile
from flows.publishing.parquet import read_table
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
    workers = read_table(staging, TABLES["workers"], part, ("nik", "worker_id", "regency_code", "segment", *_MONEY))
    before = read_table(previous, TABLES["covered_workers"], part, ("segment",))
    files, senders = _of_month(staging, "received_files", month), _of_month(staging, "senders", month)
    totals = _of_month(staging, "budget_totals", month)
    position = read_table(staging, TABLES["budget_position"]).filter(pl.col("year") == month.year)
    rows = read_table(staging, TABLES["rows"], columns=("status",))
    nights = trail.filter(pl.col("month") == month)
    return {
        "night": night_profile(
            rows,
            files,
            senders,
            workers,
            before.height,
            _turnover(staging, previous, month),
            ledger_profile(staging, month),
        ),
        "segments": segment_profile(workers, totals, before, nights, month),
        "funding_sources": funding_profile(position, programme_ceiling_rp),
        "senders": sender_profile(senders, files, nights, declared_senders(), month),
        "files": file_profile(files),
    }


_MONEY = ("jkk_rp", "jkm_rp", "contribution_rp")


def _of_month(folder: Path | None, table: str, month: date) -> pl.DataFrame:
    return read_table(folder, TABLES[table]).filter(pl.col("month") == month)


def _turnover(staging: Path, previous: Path | None, month: date) -> Turnover:
    covered: Table = TABLES["covered_workers"]
    month_before = f"{month - timedelta(days=1):%Y-%m}"
    moves, told = (_unforeseen(_of_month(folder, "changes", month), month)["kind"] for folder in (staging, previous))
    return Turnover(
        month_before=read_table(previous, covered, month_before, ("segment",)).height,
        joined=int((moves == "joined").sum()),
        left=int((moves == "left").sum()),
        joined_told=int((told == "joined").sum()),
        left_told=int((told == "left").sum()),
    )


def _unforeseen(changes: pl.DataFrame, month: date) -> pl.DataFrame:
    """The changes but for those that the quotas declare: a segment's funded months begin, or are over."""
    this_year = reference("quotas").filter(pl.col("year") == month.year, pl.col("first_month") == month.month)
    begins = (pl.col("kind") == "joined") & pl.col("after").is_in(this_year["segment"].implode())
    ends = (pl.col("kind") == "left") & (pl.col("why") == "not_funded").fill_null(False)
    return changes.filter(~(begins | ends))
