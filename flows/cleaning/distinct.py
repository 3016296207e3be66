"""Reading each distinct cell once: offices repeat themselves, and parsing is dear."""

from collections.abc import Callable

import polars as pl


def by_distinct(frame: pl.DataFrame, column: str, read: Callable[[pl.DataFrame], pl.DataFrame]) -> pl.DataFrame:
    """`frame` with the columns that `read` adds, read from the distinct values of one column and joined back.

    `read` is given a frame of that column alone and must keep its rows; null reads as `read` says.
    """
    distinct = frame.select(column).unique()
    return frame.join(read(distinct), on=column, how="left", nulls_equal=True, maintain_order="left")
