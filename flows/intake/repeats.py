"""Cells that say "the same as above": ditto marks."""

import polars as pl

from schemas.reference import reference

REPEATING = (
    "desa",
    "kecamatan",
    "regency",
    "birth_place",
    "occupation",
    "position",
    "segment",
    "address",
    "note",
    "status",
)
"""Fields people write once for several rows. A NIK, a name or a date is never the one above."""

_LONGEST_MARK = 20
"""Bytes that a mark has at most, spaced out as it may be: most addresses are longer, and need no look."""


def repeat_above(kinds: pl.DataFrame) -> pl.DataFrame:
    """`kinds` with each ditto mark of a repeating field replaced by the cell above it.

    The cell above is that of the person above, over blank rows between them; a mark below a blank cell, a group row, a
    page's heading or a total is left blank: what it repeats is not certain.
    """
    marked = {name: marks for field in REPEATING if (marks := ditto_marks(kinds[name := f"{field}_text"]))}
    if not marked:
        return kinds
    breaks = (~pl.col("row_kind").is_in(["person", "blank"])).cum_sum().over("list")
    runs = kinds.with_columns(breaks.alias("run"))
    return runs.with_columns(_repeated(name, marks) for name, marks in marked.items()).drop("run")


def _repeated(name: str, marks: list[str]) -> pl.Expr:
    """A blank cell counts as said, or a mark below it would reach over it."""
    mark = pl.col(name).is_in(marks).fill_null(False)
    person, blank = pl.col("row_kind") == "person", pl.col("row_kind") == "blank"
    said = pl.when(~person & ~blank).then(pl.lit("")).when(~mark & ~blank).then(pl.col(name).fill_null(""))
    above = said.forward_fill().over("list", "run")
    return pl.when(mark & person).then(pl.when(above != "").then(above)).otherwise(pl.col(name)).alias(name)


def ditto_marks(cells: pl.Series) -> list[str]:
    """The spellings of ditto marks among the cells; looked for among the distinct ones, which are few."""
    said = cells.filter(cells.str.len_bytes() <= _LONGEST_MARK).unique()
    bare = said.str.to_lowercase().str.replace_all(r"[\s.]", "")
    return said.filter(bare.is_in(reference("ditto_marks")["spelling"].to_list())).to_list()
