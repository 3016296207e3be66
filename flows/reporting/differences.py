"""What changed between two snapshots, counted for the terminal: no worker is named."""

import polars as pl
from rich.table import Table

from flows.reporting.terminal import console

_COUNTED = ("kind", "segment", "why")


def counted(changes: pl.DataFrame) -> pl.DataFrame:
    """How many `workers` changed in each kind, segment and why, the most first within a kind."""
    return (
        changes.group_by(_COUNTED)
        .agg(pl.len().cast(pl.Int64).alias("workers"))
        .sort("kind", "workers", "segment", "why", descending=[False, True, False, False])
    )


def print_differences(changes: pl.DataFrame, title: str) -> None:
    """Prints the counts below `title`; a worker who changed in two ways counts in both."""
    out = console()
    out.print(title)
    if changes.is_empty():
        out.print("Nobody joined, left, moved or changed.")
        return
    table = Table(*_COUNTED, show_footer=True)
    table.columns[0].footer = "all changes"
    table.add_column("workers", justify="right", footer=f"{changes.height:,}")
    for *words, workers in counted(changes).iter_rows():
        table.add_row(*(word or "" for word in words), f"{workers:,}")
    out.print(table)
