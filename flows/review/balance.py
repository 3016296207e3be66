"""Nothing is ever dropped: every received row's status, and the counts by file and by sender that prove it."""

from collections.abc import Mapping

import polars as pl

from schemas.senders.sender import Sender
from schemas.tables.received_files import RECEIVED_FILES
from schemas.tables.rows import ROWS

RECEIVED = ("row_id", "sender", "source_file", "file_sha256", "sheet", "source_row", "nik_text")
"""What the balance needs to know of a received row."""
STATUSES = ("covered", "waiting", "duplicate", "rejected")


class RowsUnaccounted(Exception):  # noqa: N818 - names what happened to the data
    """Rows were lost or counted twice on the way; the message gives numbers only."""


def row_statuses(
    received: pl.DataFrame, rejected: pl.Series, duplicate: pl.Series, waiting: pl.Series, workers: pl.DataFrame
) -> pl.DataFrame:
    """The `rows` table: one row a data row received, with what became of it.

    `workers` gives `row_id` and `worker_id` of the winners. A row in none of the lists must be one of them.

    Raises:
        RowsUnaccounted: a row belongs to no status, or to two.
    """
    sets = {"rejected": rejected, "duplicate": duplicate, "waiting": waiting}
    row = pl.col("row_id")
    status = pl.coalesce(
        *(pl.when(row.is_in(ids.implode())).then(pl.lit(name)) for name, ids in sets.items()),
        pl.when(pl.col("worker_id").is_not_null()).then(pl.lit("covered")),
    )
    placed = received.join(workers, on="row_id", how="left").with_columns(status.alias("status"))
    lost = placed["status"].null_count()
    counted = sum(ids.len() for ids in sets.values()) + placed.filter(pl.col("status") == "covered").height
    if lost or counted != received.height or placed.height != received.height:
        raise RowsUnaccounted(f"{received.height} rows received, {counted} accounted for, {lost} without a status")
    return ROWS.arrange(placed)


def files_received(files: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """The `received_files` table: `files` (one a file, with how it was read) and what became of its rows."""
    counts = _counts(rows, "source_file")
    return RECEIVED_FILES.arrange(
        files.join(counts, on="source_file", how="left").with_columns(
            pl.col("rows_read", *STATUSES).fill_null(0), pl.col("ignored_rows").fill_null([])
        )
    )


def senders_heard(received: pl.DataFrame, rows: pl.DataFrame, advised: pl.Series, expected: list[str]) -> pl.DataFrame:
    """Every sender of the month that sent, or should have, with what became of its files and rows.

    `advised`: ids of rows that carry advice; those not rejected count. `missing`: expected, and no list counts.
    """
    files = received.filter(pl.col("status") != "set_aside").group_by("sender").agg(
        pl.len().cast(pl.Int64).alias("files"),
        pl.col("first_seen").max().alias("last_received"),
        (pl.col("status") == "carried_forward").all().alias("carried_forward"),
    )  # fmt: skip
    noted = rows.filter(pl.col("row_id").is_in(advised.implode()), pl.col("status") != "rejected")
    known = pl.concat([received["sender"], pl.Series("sender", expected, dtype=pl.String)]).unique().sort()
    counted = (
        known.to_frame()
        .join(files, on="sender", how="left")
        .join(_counts(rows, "sender"), on="sender", how="left")
        .join(noted.group_by("sender").agg(pl.len().alias("with_advice")), on="sender", how="left")
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


def _counts(rows: pl.DataFrame, by: str) -> pl.DataFrame:
    return rows.group_by(by).agg(
        pl.len().cast(pl.Int64).alias("rows_read"),
        *((pl.col("status") == status).sum().cast(pl.Int64).alias(status) for status in STATUSES),
    )
