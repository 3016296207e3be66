"""Nothing is ever dropped: what became of the rows of every file and sender, counted and compared."""

import polars as pl

from schemas.tables.cells import FILE_KEY_LENGTH
from schemas.tables.received_files import RECEIVED_FILES

RECEIVED = ("row_id", "sender", "source_file", "file_sha256", "sheet", "source_row", "nik_text")
"""What the balance needs to know of a received row."""
_SEVERITIES = ("advise", "reject")
STATUSES = ("covered", "waiting", "duplicate", "rejected")


class RowsUnaccounted(Exception):  # noqa: N818 - names what happened to the data
    """Rows were lost or counted twice on the way; the message gives numbers only."""


def check_balance(received: pl.DataFrame, counts: pl.DataFrame) -> None:
    """Nothing, where every received row has become something, and only one thing.

    `received` has the `rows` of each `source_file` as they were read, `counts` those of `status_counts`.

    Raises:
        RowsUnaccounted: rows of a file were lost, or counted twice.
    """
    read = received.group_by("source_file").agg(pl.col("rows").sum())
    told = counts.group_by("source_file").agg(pl.col("len").sum().alias("told"))
    both = read.join(told, on="source_file", how="full", coalesce=True).fill_null(0)
    off = both.filter(pl.col("rows") != pl.col("told"))
    if off.height:
        raise RowsUnaccounted(
            f"{both['rows'].sum()} rows received, {both['told'].sum()} accounted for; {off.height} files do not balance"
        )


def status_counts(rows: pl.LazyFrame) -> pl.DataFrame:
    """How many rows of each sender and file became what: `sender`, `source_file`, `status`, `len`."""
    return rows.group_by("sender", "source_file", "status").agg(pl.len().cast(pl.Int64)).collect(engine="streaming")


def files_received(files: pl.DataFrame, counts: pl.DataFrame) -> pl.DataFrame:
    """The `received_files` table: `files` (one a file, with how it was read) and what became of its rows."""
    of_files = _by(counts, "source_file")
    return RECEIVED_FILES.arrange(
        files.join(of_files, on="source_file", how="left").with_columns(
            pl.col("rows_read", *STATUSES).fill_null(0), pl.col("ignored_rows").fill_null([])
        )
    )


def senders_heard(
    received: pl.DataFrame, counts: pl.DataFrame, advised: pl.DataFrame, expected: list[str]
) -> pl.DataFrame:
    """Every sender of the month that sent, or should have, with what became of its files and rows.

    `advised`: rows `with_advice` by `sender`. `missing`: expected, and no list counts.
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
        .join(_by(counts, "sender"), on="sender", how="left")
        .join(advised, on="sender", how="left")
        .with_columns(
            pl.col("files", "rows_read", *STATUSES, "with_advice").fill_null(0),
            pl.col("carried_forward").fill_null(False),
        )
    )
    return counted.with_columns(
        pl.lit(received["month"].first(), pl.Date).alias("month"),
        ((pl.col("files") == 0) & pl.col("sender").is_in(expected)).alias("missing"),
    )


def rows_with_advice(log: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """By `sender`, the rows `with_advice` that were not set aside; `log` gives `row_id` and `severity`."""
    advised, refused = (log.filter(pl.col("severity") == name).select("row_id").unique() for name in _SEVERITIES)
    return rows_by_sender(advised.join(refused, on="row_id", how="anti"), files, "with_advice")


def rows_by_sender(rows: pl.DataFrame, files: pl.DataFrame, name: str) -> pl.DataFrame:
    """By `sender`, how many of these `row_id` it sent: an id begins with the key of its file."""
    keys = rows.select(pl.col("row_id").str.head(FILE_KEY_LENGTH).alias("file_key"))
    return keys.join(files.select("file_key", "sender"), on="file_key").group_by("sender").len(name)


def _by(counts: pl.DataFrame, place: str) -> pl.DataFrame:
    of_status = ((pl.col("len") * (pl.col("status") == status)).sum().alias(status) for status in STATUSES)
    return counts.group_by(place).agg(pl.col("len").sum().alias("rows_read"), *of_status)
