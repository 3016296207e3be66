"""Wages as offices write them."""

import polars as pl

from schemas.tables.cells import IN_THOUSANDS

_SHORT = r"(?i)^\s*(\d{1,3}(?:[.,]\d{1,3})?)\s*(jt|juta|rb|ribu)\b(?:\s*(\d{1,3})\s*(?:rb|ribu)\b)?([^\d]*)$"
_UNITS = {"jt": 1_000_000, "juta": 1_000_000, "rb": 1_000, "ribu": 1_000}
_OTHER_TIME = (
    r"(?i)(?:/|\bper\b|\btiap\b)\s*(?:hr|h|mgg|mg|thn|th)\b"
    r"|(?:\b|se)(?:hari|minggu|pekan|tahun|jam|musim|panen)(?:an)?\b"
)
"""What is earned in another time than a month is no wage a month."""
_FRACTION = r"^(\d{6,})[.,]\d{3}$|^(\d{4,})[.,]\d{4,}$"
"""A fraction as formulas give it: behind so many digits in a row, or before so many, no point stands for thousands."""


_WHOLE_FROM = 100_000
"""Rupiah from which a cell under a heading of thousands was typed in whole: no month earns a hundred million."""
_IN_THOUSANDS = (100, 20_200)
"""Thousands a month: the bounds of a wage (`wage_bounds.csv`). What lies between them and whole rupiah is unlikely."""


def read_wages(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with `wage_rp`: whole rupiah a month, null where blank or unreadable.

    `Rp 2.000.000,00`, `2.000.000,-`, `2,000,000`, `2000000` and `2 jt` are one wage; a decimal part is dropped. A range
    or a sum for a day, a week or a year is unreadable. Of `2,229 juta` and `2.229 ribu` the comma or point is what the
    unit makes of it. A cell marked as thousands by its heading (`2426.64 (ribuan)`) is read as such, unless it is too
    large for that and plainly whole rupiah.
    """
    marked = pl.col("wage_text").str.ends_with(IN_THOUSANDS)
    if frame.select(marked.any()).item():
        bare = frame.with_columns(pl.col("wage_text").str.strip_suffix(IN_THOUSANDS).str.strip_chars())
        wage = pl.when(marked).then(pl.lit(_wages(bare, thousands=True))).otherwise(pl.lit(_wages(frame)))
        return frame.with_columns(wage.alias("wage_rp"))
    return frame.with_columns(_wages(frame).alias("wage_rp"))


def _wages(frame: pl.DataFrame, *, thousands: bool = False) -> pl.Series:
    said = pl.col("wage_text").str.replace(r"(?i)^\s*(rp|idr)\.?\s*", "")
    short = said.str.extract_groups(_SHORT)
    unit = short.struct.field("2").str.to_lowercase().replace_strict(_UNITS, default=None, return_dtype=pl.Int64)
    grouped = short.struct.field("1").str.contains(r"[.,]\d{3}$") & (unit == _UNITS["ribu"])
    digits = pl.when(grouped).then(short.struct.field("1").str.replace(r"[.,]", "")).otherwise(short.struct.field("1"))
    number = digits.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
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
    return frame.select(_of_thousands(said, wage) if thousands else wage).to_series()


def _of_thousands(said: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """A number of thousands: 2426.64, 2.022,2 and 2.022; `whole` where it is one in rupiah."""
    number = (
        said.str.replace(r"^(\d{1,3})[.,](\d{3})(?:[.,](\d{1,2}|-))?$", "${1}${2}.${3}")
        .str.replace(r"\.-?$", "")
        .str.replace(",", ".", literal=True)
        .cast(pl.Float64, strict=False)
    )
    likely = pl.when(number.is_between(*_IN_THOUSANDS)).then((number * _UNITS["ribu"]).round().cast(pl.Int64))
    return pl.when(whole >= _WHOLE_FROM).then(whole).otherwise(likely)
