"""Cells that somebody mended after they were received: a clerk in a return workbook, a steward in a ruling."""

import polars as pl

from schemas.tables.cells import row_id

AMENDMENTS = pl.Schema({"row_id": pl.String(), "field": pl.String(), "value": pl.String()})
"""One mended cell a row: the row's id, the field (`schemas.tables.cells.FIELDS`) and what the cell says now."""


def amend(cells: pl.DataFrame, file_key: str, amendments: pl.DataFrame) -> pl.DataFrame:
    """The `cells` of the file `file_key` (12 hex digits) with the mended ones in place; rows and order stay.

    A mended cell is text, whatever the sender's was: a NIK that a person typed again is not a damaged number. A blank
    `value` empties the cell. Amendments of rows that the file does not have change nothing.
    """
    ours = amendments.filter(_of(file_key)) if amendments.height else amendments
    if ours.is_empty():
        return cells
    named = cells.with_columns(row_id(pl.lit(file_key)).alias("row_id"))
    for (field,), mended in ours.partition_by("field", as_dict=True).items():
        new = mended.select("row_id", pl.col("value").fill_null("").alias("mended"))
        named = named.join(new, on="row_id", how="left", maintain_order="left")
        hit = pl.col("mended").is_not_null()
        numbers = [name for name in (f"{field}_is_number",) if name in named.columns]
        named = named.with_columns(
            pl.when(hit).then(pl.col("mended").replace("", None)).otherwise(f"{field}_text").alias(f"{field}_text"),
            *(pl.when(hit).then(False).otherwise(name).alias(name) for name in numbers),
        ).drop("mended")
    return named.drop("row_id")


def has_amendments(file_key: str, amendments: pl.DataFrame) -> bool:
    """True where some of them are for the file `file_key`."""
    return not amendments.filter(_of(file_key)).is_empty()


def _of(file_key: str) -> pl.Expr:
    return pl.col("row_id").str.starts_with(f"{file_key}-")
