"""The senders and their files in numbers, for the gate."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from flows.publishing.gate.usual import unusual
from schemas.senders.sender import Sender

_FEWEST_ROWS = 20
"""Of fewer rows a share says nothing: one bad row of five is a fifth. The return workbook tells of it anyway."""
_LIST_MONTH = r"^rosters/(\d{4}-\d{2})/"


def sender_profile(
    senders: pl.DataFrame, files: pl.DataFrame, trail: pl.DataFrame, declared: Mapping[str, Sender], month: date
) -> pl.DataFrame:
    """One row a sender of the month: its balance, shares, people now and usually, and how long its list still counts.

    `senders` and `files` are those tables of the month, `trail` the nights of the same month. Shares are null below
    twenty rows. `months_left` is how many months more a list carried forward counts; null for a list of this month.
    """
    share = pl.when(pl.col("rows_read") >= _FEWEST_ROWS)
    profile = senders.join(_months_left(files, declared, month), on="sender", how="left").select(
        pl.col("sender").alias("name"),
        "rows_read",
        pl.sum_horizontal("covered", "waiting", "duplicate", "rejected").alias("rows_accounted"),
        "covered",
        "rejected",
        "duplicate",
        "missing",
        "months_left",
        share.then(pl.col("rejected") / pl.col("rows_read")).alias("rejected_share"),
        share.then(pl.col("duplicate") / pl.col("rows_read")).alias("duplicate_share"),
    )
    return unusual(profile, trail.filter(pl.col("scope") == "sender")).rename({"name": "sender"}).sort("sender")


def file_profile(files: pl.DataFrame) -> pl.DataFrame:
    """One row a file: its balance. `file` is the first eight digits of its hash, for a file's name may hold a NIK."""
    return files.select(
        "sender",
        pl.col("file_sha256").str.slice(0, 8).fill_null("-").alias("file"),
        "rows_read",
        pl.sum_horizontal("covered", "waiting", "duplicate", "rejected").alias("rows_accounted"),
    )


def _months_left(files: pl.DataFrame, declared: Mapping[str, Sender], month: date) -> pl.DataFrame:
    """By sender whose list is carried forward: the months its declaration still lets it count."""
    listed = pl.col("source_file").str.extract(_LIST_MONTH).str.to_date("%Y-%m")
    limits = pl.DataFrame(
        {"sender": list(declared), "valid_for": [sender.valid_for_months for sender in declared.values()]},
        schema={"sender": pl.String, "valid_for": pl.Int64},
    )
    month_number = month.year * 12 + month.month
    age = month_number - (pl.col("listed").dt.year().cast(pl.Int64) * 12 + pl.col("listed").dt.month())
    return (
        files.filter(pl.col("status") == "carried_forward")
        .group_by("sender")
        .agg(listed.max().alias("listed"))
        .join(limits, on="sender")
        .select("sender", (pl.col("valid_for") - age).alias("months_left"))
    )
