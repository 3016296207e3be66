"""Cells that say "the same as above": ditto marks."""

from collections.abc import Iterator

import polars as pl

from schemas.reference import reference

REPEATING = (
    "nkk",
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
"""Fields people write once for several rows, a family card for a household. A NIK, a name or a date is never the one
above."""

REACHED_OVER = ("person", "blank", "heading", "numbering")
"""Rows that a mark reaches over: the list goes on behind a page's heading."""

_LONGEST_MARK = 20
"""Bytes that a mark has at most, spaced out as it may be: most addresses are longer, and need no look."""


def repeat_above(kinds: pl.DataFrame) -> pl.DataFrame:
    """`kinds` with each ditto mark of a repeating field replaced by the cell above it.

    The cell above is that of the person above, over blank rows and a page's heading between them; a mark below a blank
    cell, a group row or a total is left blank: what it repeats is not certain.
    """
    marked = {name: marks for field in REPEATING if (marks := ditto_marks(kinds[name := f"{field}_text"]))}
    if not marked:
        return kinds
    breaks = (~pl.col("row_kind").is_in(REACHED_OVER)).cum_sum().over("list")
    runs = kinds.with_columns(breaks.alias("run"))
    repeated = [cell for name, marks in marked.items() for cell in _repeated(name, marks)]
    return runs.with_columns(repeated).drop("run")


def _repeated(name: str, marks: list[str]) -> Iterator[pl.Expr]:
    """A blank cell counts as said, or a mark below it would reach over it."""
    mark = pl.col(name).is_in(marks).fill_null(False)
    person = pl.col("row_kind") == "person"
    said = pl.when(~pl.col("row_kind").is_in(REACHED_OVER)).then(pl.lit("")).when(person & ~mark).then(
        pl.col(name).fill_null("")
    )  # fmt: skip
    above = said.forward_fill().over("list", "run")
    yield pl.when(mark & person).then(pl.when(above != "").then(above)).otherwise(pl.col(name)).alias(name)
    if name == "nkk_text":
        number = pl.when(said.is_not_null()).then("nkk_is_number").forward_fill().over("list", "run")
        yield pl.when(mark & person).then(number).otherwise("nkk_is_number").alias("nkk_is_number")


def ditto_marks(cells: pl.Series) -> list[str]:
    """The spellings of ditto marks among the cells; looked for among the distinct ones, which are few."""
    said = cells.filter(cells.str.len_bytes() <= _LONGEST_MARK).unique()
    bare = said.str.to_lowercase().str.replace_all(r"[\s.]", "")
    return said.filter(bare.is_in(reference("ditto_marks")["spelling"].to_list())).to_list()
