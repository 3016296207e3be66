"""NIKs that stand in another person's row: a column that was pasted a row too low, or sorted without the others."""

import polars as pl

from flows.cleaning.column_orders import LIST

_TOGETHER = 3
"""Rows that may lie between two of one displaced block: in a sorted column some numbers stand right by chance."""
_MOST = 0.8
"""Share of a block whose NIKs must say birth dates of its rows. By chance a NIK says one of n dates once in 15,000 / n;
a number pushed out at the end of the block, or a slip within it, says none."""


def with_displaced(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with `displaced`: true where NIK and birth date are those of two people of the list.

    A NIK survives a corrected birth date, so one that differs tells little (DOMAIN 3). But where several rows near one
    another differ, and their NIKs say the birth dates of each other's rows, one of the two columns has moved: nobody's
    NIK is certain there. Of a list that is cleaned in parts, the rows of a part are held against one another. Needs
    `birth_date`, `birth_date_from` and `nik_birth_date`.
    """
    stated = pl.when(pl.col("birth_date_from") == "cell").then("birth_date").alias("stated")
    dates = frame.select(pl.int_range(pl.len(), dtype=pl.Int64).alias("place"), *LIST, stated, "nik_birth_date")
    differing = dates.filter(pl.col("stated") != pl.col("nik_birth_date"))
    blocks = differing.with_columns(_block()).filter(pl.len().over("block") > 1)
    if blocks.is_empty():
        return frame.with_columns(pl.lit(False).alias("displaced"))
    moved = blocks.join(_blocks_that_moved(blocks, dates), on="block", how="semi")["place"]
    return frame.with_columns(dates["place"].is_in(moved.implode()).alias("displaced"))


def _block() -> pl.Expr:
    """A number for each run of differing rows near one another in a list."""
    apart = pl.col("place").diff() > _TOGETHER + 1
    another = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift()) for name in LIST)
    return (apart | another).fill_null(False).cum_sum().alias("block")


def _blocks_that_moved(blocks: pl.DataFrame, dates: pl.DataFrame) -> pl.DataFrame:
    """The blocks most of whose NIKs say a birth date that stands in their rows, or in the one before or behind."""
    around = pl.int_ranges(pl.col("place").min() - 1, pl.col("place").max() + 2)
    of_list = [pl.col(name).first() for name in LIST]
    rows = blocks.group_by("block").agg(around.first().alias("place"), *of_list).explode("place")
    stated = rows.join(dates, on=["place", *LIST], nulls_equal=True).select("block", nik_birth_date="stated").unique()
    told = blocks.join(stated.with_columns(told=True), on=["block", "nik_birth_date"], how="left")
    share = pl.col("told").is_not_null().mean()
    return (
        told.group_by("block")
        .agg(pl.col("told").count(), share.alias("share"))
        .filter(pl.col("told") > 1, pl.col("share") >= _MOST)
    )
