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
        return [TextGrid("", [frame.columns], frame.cast(pl.String), first_row=2)]
    except (pl.exceptions.PolarsError, OSError):
        raise FileSetAside("FILE_UNREADABLE") from None
