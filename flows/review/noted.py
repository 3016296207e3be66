"""Rows of which something is said: how many of each sender carry advice, and how many have a fault."""

import polars as pl

from schemas.reasons import REASONS
from schemas.tables.cells import file_key_of

_MENDABLE = [one.code for one in REASONS.values() if one.severity == "advise" and one.fixer == "sender"]


def noted_rows(log: pl.LazyFrame, duplicates: pl.LazyFrame, files: pl.DataFrame) -> pl.DataFrame:
    """By `sender`: the rows `with_advice` that are not set aside, and the `faulty` rows.

    Faulty is a row with a reason that sets it aside, or with one that the sender can mend. A re-sent row is as faulty
    as its twin, which alone was judged. `files` gives `file_key` and `sender`: rows are told by a 64-bit hash of their
    id beside the key of their file, for the log of a province has no room as text.
    """
    rows = _marked(log)
    faulty = rows.filter(pl.col("rejected") | pl.col("mendable"))
    twins = (
        duplicates.filter(pl.col("kind") == "resent")
        .select(file_key_of("row_id").alias("file_key"), pl.col("winner_row_id").hash().alias("row"))
        .join(faulty.lazy().select("row"), on="row", how="semi")
        .collect(engine="streaming")
    )
    advised = rows.filter(pl.col("advised") & ~pl.col("rejected"))
    faults = pl.concat([faulty.select("file_key"), twins.select("file_key")])
    counts = files.select("file_key", "sender")
    for name, keys in (("with_advice", advised), ("faulty", faults)):
        counts = counts.join(keys.group_by("file_key").len(name), on="file_key", how="left")
    return counts.group_by("sender").agg(pl.col("with_advice", "faulty").sum())


def _marked(log: pl.LazyFrame) -> pl.DataFrame:
    """One line a row of the log: its `file_key`, its hash (`row`), and whether it is rejected, advised, mendable."""
    marks = log.select(
        file_key_of("row_id").alias("file_key"),
        pl.col("row_id").hash().alias("row"),
        rejected=pl.col("severity") == "reject",
        advised=pl.col("severity") == "advise",
        mendable=pl.col("code").is_in(_MENDABLE),
    )
    by_row = marks.group_by("file_key", "row").agg(pl.col("rejected", "advised", "mendable").any())
    return by_row.collect(engine="streaming")
