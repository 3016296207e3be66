"""Cells that hold one of a list of words: sex, occupation, segment."""

import polars as pl

from schemas.reference import reference
from schemas.text import words, words_of


def meaning(cell: str, spellings: dict[str, str]) -> pl.Expr:
    """The code that a text column's words stand for; null for other words."""
    return words_of(pl.col(cell)).replace_strict(list(spellings), list(spellings.values()), default=None)


def spellings(name: str, code: str) -> dict[str, str]:
    """Code by normalised spelling, from a reference table with columns (`spelling` or `words`, code)."""
    table = reference(name)
    spelling = next(column for column in table.columns if column in {"spelling", "words"})
    return {words(said): meant for said, meant in table.select(spelling, code).iter_rows()}


def read_sex(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with `stated_sex` (L, P or null) and `sex`: as stated, else what the NIK says."""
    stated = meaning("sex_text", spellings("sex_words", "sex"))
    return frame.with_columns(stated.alias("stated_sex")).with_columns(
        pl.coalesce("stated_sex", "nik_sex").alias("sex")
    )


def read_occupations(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with `occupation` (code or null) and `civil_servant_in`: the cell that says so, null for everybody else.

    The occupation column counts, then the post held. Any of occupation, post and status makes a civil servant, soldier,
    police officer or pensioner (KTP codes 5 to 7: not eligible).
    """
    table = reference("occupations")
    known = {words(label): code for code, label in table.select("occupation", "label").iter_rows()}
    known |= spellings("occupation_synonyms", "occupation")
    servants = table.filter(pl.col("civil_servant"))["occupation"].implode()
    said = {name: meaning(f"{name}_text", known) for name in ("occupation", "position", "status")}
    return frame.with_columns(
        pl.coalesce(said["occupation"], said["position"]).alias("occupation"),
        pl.coalesce(pl.when(code.is_in(servants)).then(pl.lit(name)) for name, code in said.items()).alias(
            "civil_servant_in"
        ),
    )


def read_segments(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with `segment`: from the segment column, else the post held, else the titles, else the sender's default.

    Needs `default_segment` beside the cells. Null where nothing tells.
    """
    known = spellings("segment_words", "segment")
    return frame.with_columns(
        pl.coalesce(
            meaning("segment_text", known),
            meaning("position_text", known),
            "title_segment",
            "default_segment",
        ).alias("segment")
    )
