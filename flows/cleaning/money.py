"""Wages as offices write them."""

import polars as pl

_SHORT = r"(?i)^\s*(\d{1,3}(?:[.,]\d{1,2})?)\s*(jt|juta|rb|ribu)\b(?:\s*(\d{1,3})\s*(?:rb|ribu)\b)?([^\d]*)$"
_UNITS = {"jt": 1_000_000, "juta": 1_000_000, "rb": 1_000, "ribu": 1_000}
_OTHER_TIME = (
    r"(?i)(?:/|\bper\b|\btiap\b)\s*(?:hr|h|mgg|mg|thn|th)\b"
    r"|(?:\b|se)(?:hari|minggu|pekan|tahun|jam|musim|panen)(?:an)?\b"
)
"""What is earned in another time than a month is no wage a month."""
_FRACTION = r"^(\d{6,})[.,]\d{3}$|^(\d{4,})[.,]\d{4,}$"
"""A fraction as formulas give it: behind so many digits in a row, or before so many, no point stands for thousands."""


def read_wages(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with `wage_rp`: whole rupiah a month, null where blank or unreadable.

    `Rp 2.000.000,00`, `2.000.000,-`, `2,000,000`, `2000000` and `2 jt` are one wage; a decimal part is dropped. A range
    or a sum for a day, a week or a year is unreadable.
    """
    said = pl.col("wage_text").str.replace(r"(?i)^\s*(rp|idr)\.?\s*", "")
    short = said.str.extract_groups(_SHORT)
    unit = short.struct.field("2").str.to_lowercase().replace_strict(_UNITS, default=None, return_dtype=pl.Int64)
    number = short.struct.field("1").str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    beside = short.struct.field("3").cast(pl.Int64, strict=False).fill_null(0) * _UNITS["ribu"]
    monthly = ~short.struct.field("4").str.contains(_OTHER_TIME) & ((beside == 0) | (unit > _UNITS["ribu"]))
    plain = (
        said.str.replace(r"(?i)\s*(/|per)\s*(bulan|bln)$", "")
        .str.replace(_FRACTION, "$1$2")
        .str.replace(r"[.,](\d{1,2}|-)$", "")
        .str.replace_all(r"[\s.,]", "")
    )
    wage = pl.coalesce(
        pl.when(monthly).then((number * unit).round().cast(pl.Int64) + beside), plain.cast(pl.Int64, strict=False)
    )
    return frame.with_columns(wage.alias("wage_rp"))
