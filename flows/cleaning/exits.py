"""Exit notices: a cell in which an office says that somebody has left."""

import polars as pl

from schemas.reference import reference
from schemas.text import words, words_of

_CELLS = ("note", "status")


def read_exits(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with `left_in`: the cell, note or status, that says the person has left; null for everybody else.

    The whole cell must be such words (schemas/reference/exit_words.csv), for a longer one may speak of something else:
    "pindahan dari Blitar" has come, "anak pindah sekolah" is about a child.
    """
    known = [words(said) for said in reference("exit_words")["words"]]
    notices = (_among(frame[f"{cell}_text"], known).alias(cell) for cell in _CELLS)
    said = pl.coalesce(pl.when(found).then(pl.lit(found.name)) for found in notices)
    return frame.with_columns(said.alias("left_in"))


def _among(texts: pl.Series, known: list[str]) -> pl.Series:
    """True where the words of a text are known ones; each distinct text is looked at once."""
    distinct = texts.drop_nulls().unique()
    return texts.is_in(
        distinct.filter(distinct.to_frame().select(words_of(pl.first()).is_in(known)).to_series()).implode()
    )
