"""Wages as offices write them."""

import polars as pl

_SHORT = r"(?i)^\s*(\d{1,3}(?:[.,]\d{1,2})?)\s*(jt|juta|rb|ribu)\b"
_UNITS = {"jt": 1_000_000, "juta": 1_000_000, "rb": 1_000, "ribu": 1_000}


def read_wages(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with `wage_rp`: whole rupiah a month, null where blank or unreadable.

    `Rp 2.000.000,00`, `2.000.000,-`, `2,000,000`, `2000000` and `2 jt` are one wage; a decimal part of one or two
    digits is dropped.
    """
    said = pl.col("wage_text").str.replace(r"(?i)^\s*(rp|idr)\.?\s*", "")
    short = said.str.extract_groups(_SHORT)
    unit = short.struct.field("2").str.to_lowercase().replace_strict(_UNITS, default=None, return_dtype=pl.Int64)
    number = short.struct.field("1").str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    plain = (
        said.str.replace(r"(?i)\s*(/|per)\s*(bulan|bln)$", "")
        .str.replace(r"[.,](\d{1,2}|-)$", "")
        .str.replace_all(r"[\s.,]", "")
    )
    wage = pl.coalesce((number * unit).round().cast(pl.Int64), plain.cast(pl.Int64, strict=False))
    return frame.with_columns(wage.alias("wage_rp"))
