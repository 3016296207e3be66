"""Exit notices: a cell in which an office says that somebody has left."""

import polars as pl

from schemas.exit_notices import exit_kind

_CELLS = ("note", "status")


def read_exits(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with `left_in`: the cell, note or status, that says the person has left; null for everybody else.

    The whole cell must be such words (`schemas/exit_notices.py`), for a longer one may speak of something else.
    """
    notices = (_among(frame[f"{cell}_text"]).alias(cell) for cell in _CELLS)
    said = pl.coalesce(pl.when(found).then(pl.lit(found.name)) for found in notices)
    return frame.with_columns(said.alias("left_in"))


def _among(texts: pl.Series) -> pl.Series:
    """True of exit notices; each distinct text is looked at once."""
    distinct = texts.drop_nulls().unique()
    return texts.is_in(
        distinct.filter(distinct.to_frame().select(exit_kind(pl.first())).to_series().is_not_null()).implode()
    )
