"""Aid given to people, and who received it twice."""

import polars as pl

from schemas.tables.aid import AID
from schemas.text import words_of

_YEAR_DAYS = 365
_RECEIPT = ("nik", "said", "received_on", "amount_rp", "item_said")


def aid_received(aid: pl.DataFrame) -> pl.DataFrame:
    """The `aid` table: every line of the lists, how often its person received any aid, and whether twice in a year.

    A line that stands in two lists in the same words is one receipt; one that stands twice in one list is two. A
    receipt is one of two in a year when another of the same person, of whatever programme, is less than 365 days away:
    the same day a year later is the next year's aid. One without a day may be of the same year as any other, and counts
    as such: a steward looks, the machine accuses nobody.

    `aid` has `worker_id` beside the columns of `AID_READ`.
    """
    lines = aid.with_columns(
        words_of(pl.col("programme")).alias("said"), words_of(pl.col("item")).alias("item_said")
    ).sort("source_file", "sheet", "source_row")
    again = pl.int_range(pl.len()).over(*_RECEIPT, "source_file", "sheet")
    numbered = lines.with_columns(again.alias("again"))
    receipts = numbered.unique([*_RECEIPT, "again"], keep="first", maintain_order=True).sort("nik", "received_on")
    away = pl.col("received_on").diff().over("nik").dt.total_days()
    near = (away < _YEAR_DAYS).fill_null(value=False)
    several = pl.len().over("nik") > 1
    undated = pl.col("received_on").is_null().any().over("nik")
    judged = receipts.with_columns(
        pl.len().over("nik").cast(pl.Int64).alias("times"),
        (near | near.shift(-1, fill_value=False).over("nik") | (several & undated)).alias("received_twice"),
    )
    found = numbered.join(
        judged.select(*_RECEIPT, "again", "times", "received_twice"), on=[*_RECEIPT, "again"], nulls_equal=True
    )
    return AID.arrange(found)
