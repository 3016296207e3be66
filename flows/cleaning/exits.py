"""Cells in which an office says that somebody has left."""

import polars as pl

from schemas.exit_notices import exit_kind

_CELLS = ("note", "status")


def read_exits(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with `left_in`: the cell, note or status, that says the person has left; null for everybody else.

    The whole cell must be such words (`schemas/exit_notices.py`), for a longer one may speak of something else. Needs
    `regency_code`, the sender's: who moves within it has not left.
    """
    regencies = frame["regency_code"].unique(maintain_order=True)
    told = {
        cell: pl.any_horizontal(pl.lit(False), *(_among(frame[f"{cell}_text"], regency) for regency in regencies))
        for cell in _CELLS
    }
    said = pl.coalesce(pl.when(so).then(pl.lit(cell)) for cell, so in told.items())
    return frame.with_columns(said.alias("left_in"))


def _among(texts: pl.Series, regency: str) -> pl.Expr:
    """True of exit notices in lists of the regency; each distinct text is looked at once."""
    distinct = texts.drop_nulls().unique()
    known = distinct.filter(distinct.to_frame().select(exit_kind(pl.first(), regency)).to_series().is_not_null())
    return pl.col(texts.name).is_in(known.implode()) & (pl.col("regency_code") == regency)
