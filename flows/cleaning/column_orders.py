"""What is decided of a column as a whole, for lists of which only a part is cleaned at once."""

import polars as pl

LIST = ("source_file", "sheet_number", "list_number")
ORDERS = pl.Schema(
    {
        "source_file": pl.String(),
        "sheet_number": pl.UInt16(),
        "list_number": pl.UInt16(),
        "month_first": pl.Boolean(),  # the dates of its sheet are written month first
        "exchanged": pl.Boolean(),  # NIK and family card stand in each other's columns throughout
        "cut": pl.Boolean(),  # its family cards have lost their last digit
    }
)
"""One list a row: what was decided of all its pages together."""


def decided(frame: pl.DataFrame, orders: pl.DataFrame | None, order: str, own: pl.Series) -> pl.Series:
    """Row by row what was decided of its list: as the orders have it, else as the list itself says (`own`)."""
    if orders is None or orders.is_empty():
        return own
    known = frame.select(LIST).join(orders.select(*LIST, order), on=LIST, how="left", maintain_order="left")
    return known[order].zip_with(known[order].is_not_null(), own)
