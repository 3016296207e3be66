"""Columns of places that are filled, or merged, at the first person of each place only, and blank below."""

import polars as pl

from flows.intake.repeats import REACHED_OVER
from schemas.text import letters_of

_SPARSE = ("desa", "kecamatan")
_PLACES_FROM = 3
"""Places that such a column names at least: two may as well be all that somebody knew."""
_BLOCKS_FROM = 2
"""Blocks that a column with merged cells has at least: what is blank below a single one may be another place's."""
_SHARE = 2
"""People to a place at least, on average: where fewer cells are blank, they are just blank."""
_EVEN = 3
"""Times the average that a place may have people: below a longer blank the column was not filled in any more."""


def with_sparse_places(kinds: pl.DataFrame) -> pl.DataFrame:
    """`kinds` with a blank desa or kecamatan as in the filled cell above it, where the whole list is filled in so.

    So it is where the first person has one, most have none, and no place is written twice; and where some cells of the
    column are merged, so that all are written once: a page's heading, or a clerk, has cut the others.
    `place_from_above` is true where it was filled, for it is a guess. A list with group rows has its places from those;
    of one that comes in pages no page knows the whole, and nothing is filled.
    """
    for field in _SPARSE:
        text = pl.col(f"{field}_text")
        person = (pl.col("row_kind") == "person") & pl.col("page").is_null()
        if kinds.select((person & text.is_null()).any() & (person & text.is_not_null()).any()).item():
            kinds = _filled(kinds, f"{field}_text")
    return kinds


def _filled(kinds: pl.DataFrame, text: str) -> pl.DataFrame:
    person = pl.col("row_kind") == "person"
    lists = kinds.group_by("list").agg(
        (pl.col("row_kind") == "group").any().alias("grouped"),
        pl.col("page").is_null().all().alias("whole"),
        pl.col(text).filter(person).first().is_not_null().alias("begins"),
        pl.col("place_from_above").is_not_null().any().alias("merged"),
        letters_of(pl.col(text)).filter(person).alias("said"),
        (pl.col(text).filter(person).is_not_null().cast(pl.Int8).diff() > 0).sum().alias("begun_again"),
    )
    filled = pl.col("said").list.drop_nulls()
    places, people = filled.list.len(), pl.col("said").list.len()
    once = (places >= _PLACES_FROM) & (people >= _SHARE * places) & (filled.list.n_unique() == places)
    blocks = pl.col("merged") & (pl.max_horizontal(filled.list.n_unique(), 1 + pl.col("begun_again")) >= _BLOCKS_FROM)
    sparse = lists.filter(pl.col("whole") & ~pl.col("grouped") & pl.col("begins"), blocks | once)
    if sparse.is_empty():
        return kinds
    merged = sparse.filter("merged")["list"].implode()
    said = pl.when(person).then(text)
    read = kinds.with_columns(said.is_not_null().cum_sum().over("list").alias("run"))
    runs = read.filter(person).group_by("list", "run").len().group_by("list")
    longest = runs.agg(pl.col("len").max() / pl.col("len").mean())
    listed = pl.col("list").is_in(sparse["list"].implode())
    even = longest.filter((pl.col("len") <= _EVEN) | pl.col("list").is_in(merged), listed)["list"]
    # A list goes on behind a page's heading, not below a total.
    part = (~pl.col("row_kind").is_in(REACHED_OVER)).cum_sum().over("list")
    above = said.forward_fill().over("list", pl.when(pl.col("list").is_in(merged)).then(part))
    # Where cells are merged, what is blank is cut; a dash says that there is none.
    cut = ~pl.col("list").is_in(merged) | pl.col("place_from_above").is_not_null()
    fill = person & pl.col(text).is_null() & pl.col("list").is_in(even.implode()) & above.is_not_null() & cut
    return read.with_columns(
        pl.when(fill).then(above).otherwise(text).alias(text),
        (fill | pl.col("place_from_above").fill_null(False)).alias("place_from_above"),
    ).drop("run")
