"""Wages as offices write them."""

import polars as pl


def read_wages(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with `wage_rp`: whole rupiah a month, null where blank or unreadable.

    `Rp 2.000.000,00`, `2.000.000,-`, `2,000,000` and `2000000` are one wage; a decimal part of one or two digits is
    dropped.
    """
    plain = (
        pl.col("wage_text")
        .str.replace(r"(?i)^\s*rp\.?\s*", "")
        .str.replace(r"[.,](\d{1,2}|-)$", "")
        .str.replace_all(r"[\s.,]", "")
    )
    return frame.with_columns(plain.cast(pl.Int64, strict=False).alias("wage_rp"))
