"""Parquet rosters to a grid of text: the column names are the heading."""

from pathlib import Path

import polars as pl

from flows.intake.failures import FileSetAside
from flows.intake.grid import TextGrid


def read_columnar(path: Path) -> list[TextGrid]:
    """The file as one unnamed sheet whose heading is row 1.

    Raises:
        FileSetAside: FILE_UNREADABLE.
    """
    try:
        frame = pl.read_parquet(path)
        return [TextGrid("", [frame.columns], _as_text(frame), first_row=2, numbers=_numbers(frame))]
    except (pl.exceptions.PolarsError, OSError):
        raise FileSetAside("FILE_UNREADABLE") from None


def _as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """Every column as text; whole numbers kept as floats are written out, without a point or an exponent."""
    floats = [pl.col(name) for name, dtype in frame.schema.items() if dtype.is_float()]
    whole = [pl.when(column == column.floor()).then(column.cast(pl.Int64, strict=False)) for column in floats]
    return frame.with_columns(
        pl.coalesce(number.cast(pl.String), column.cast(pl.String))
        for number, column in zip(whole, floats, strict=True)
    ).cast(pl.String)


def _numbers(frame: pl.DataFrame) -> frozenset[int]:
    return frozenset(place for place, dtype in enumerate(frame.dtypes) if dtype.is_float())
