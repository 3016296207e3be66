"""Nothing is ever dropped: every received row's status, and the counts by file and by sender that prove it."""

from collections.abc import Mapping

import polars as pl

from schemas.senders.sender import Sender
from schemas.tables.received_files import RECEIVED_FILES

RECEIVED = ("row_id", "sender", "source_file", "file_sha256", "sheet", "source_row", "nik_text")
"""What the balance needs to know of a received row."""
STATUSES = ("covered", "waiting", "duplicate", "rejected")


class RowsUnaccounted(Exception):  # noqa: N818 - names what happened to the data
    """Rows were lost or counted twice on the way; the message gives numbers only."""


def rows_received(rows: pl.DataFrame) -> pl.DataFrame:
    """By `source_file` and `sender`, the `rows` that cleaning was given of them: counted before anything is decided."""
    return rows.group_by("source_file", "sender").agg(pl.len().cast(pl.Int64).alias("rows"))


def row_counts(rows: pl.LazyFrame) -> pl.DataFrame:
    """What became of the rows by `source_file` and `sender`: `rows_read`, and how many are of each status."""
    counts = rows.group_by("source_file", "sender").agg(
        pl.len().cast(pl.Int64).alias("rows_read"),
        *((pl.col("status") == status).sum().cast(pl.Int64).alias(status) for status in STATUSES),
    )
    return counts.collect(engine="streaming")


def check_balance(counts: pl.DataFrame, received: pl.DataFrame) -> None:
    """Nothing, where of each file of each sender as many rows have a status as were received, in one part or several.

    `counts` are those of `row_counts`, `received` the parts of `rows_received`. That no row stands in two parts of
    `rows`, the contract of the table says.

    Raises:
        RowsUnaccounted: rows were lost, were counted twice, or have no status.
    """
    of_files = received.group_by("source_file", "sender").agg(pl.col("rows").sum())
    beside = of_files.join(counts, on=["source_file", "sender"], how="full", coalesce=True).fill_null(0)
    placed = pl.sum_horizontal(STATUSES)
    wrong = beside.filter((pl.col("rows") != placed) | (pl.col("rows_read") != placed))
    if wrong.height:
        rows, read, accounted = wrong.select(pl.col("rows").sum(), pl.col("rows_read").sum(), placed.sum()).row(0)
        raise RowsUnaccounted(
            f"{rows} rows received in {wrong.height} files, {accounted} accounted for, {read - accounted} without a"
            " status"
        )


def files_received(files: pl.DataFrame, counts: pl.DataFrame) -> pl.DataFrame:
    """The `received_files` table: `files` (one a file, with how it was read) and what became of its rows."""
    return RECEIVED_FILES.arrange(
        files.join(counts.drop("sender"), on="source_file", how="left").with_columns(
            pl.col("rows_read", *STATUSES).fill_null(0), pl.col("ignored_rows").fill_null([])
        )
    )


def senders_heard(
    received: pl.DataFrame, counts: pl.DataFrame, noted: pl.DataFrame, expected: list[str]
) -> pl.DataFrame:
    """Every sender of the month that sent, or should have, with what became of its files and rows.

    `noted` gives by sender the rows `with_advice`. `missing`: expected, and no list counts.
    """
    files = received.filter(pl.col("status") != "set_aside").group_by("sender").agg(
        pl.len().cast(pl.Int64).alias("files"),
        pl.col("first_seen").max().alias("last_received"),
        (pl.col("status") == "carried_forward").all().alias("carried_forward"),
    )  # fmt: skip
    known = pl.concat([received["sender"], pl.Series("sender", expected, dtype=pl.String)]).unique().sort()
    counted = (
        known.to_frame()
        .join(files, on="sender", how="left")
        .join(counts.group_by("sender").agg(pl.col("rows_read", *STATUSES).sum()), on="sender", how="left")
        .join(noted.select("sender", "with_advice"), on="sender", how="left")
        .with_columns(
            pl.col("files", "rows_read", *STATUSES, "with_advice").fill_null(0),
            pl.col("carried_forward").fill_null(False),
        )
    )
    return counted.with_columns(
        pl.lit(received["month"].first(), pl.Date).alias("month"),
        ((pl.col("files") == 0) & pl.col("sender").is_in(expected)).alias("missing"),
    )


def with_regencies(heard: pl.DataFrame, declared: Mapping[str, Sender]) -> pl.DataFrame:
    """The senders of a month with the `regency_code` of each; null for a folder that is no declared office."""
    regencies = {name: sender.regency_code for name, sender in declared.items()}
    regency = pl.col("sender").replace_strict(regencies, default=None, return_dtype=pl.String)
    return heard.with_columns(regency.alias("regency_code"))
