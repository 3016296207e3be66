"""Whether the places that titles give hold for a list that comes in pages."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from flows.intake.data_rows import filled_kinds
from flows.intake.groups import TITLED, titles_beside, titles_hold
from flows.intake.pages.files import rewrite_pages, scan_pages

_LIST = ("sheet_number", "list_number")


def settle_titles(pages: Sequence[Path]) -> None:
    """Takes the place that a title gives off the pages of a list for which, all of them together, it does not hold.

    What `flows.intake.groups.fill_from_titles` asks of a list would be asked too little of one page. Where it holds for
    all, it does for each.
    """
    if not _is_titled(pages):
        return
    told = (filled_kinds(pl.read_ipc(page)).filter(pl.col("context").is_null()) for page in pages)
    holds = titles_hold(pl.concat(titles_beside(kinds, _LIST) for kinds in told), _LIST)
    if not holds.select(pl.all_horizontal(pl.col("kecamatan", "desa").all())).item():
        rewrite_pages(pages, lambda cells: _with_titles_of(cells, holds))


def _is_titled(pages: Sequence[Path]) -> bool:
    said = scan_pages(pages).select(pl.col(TITLED).is_not_null().any()) if pages else pl.LazyFrame({"no": [False]})
    return any(said.collect().row(0))


def _with_titles_of(cells: pl.DataFrame, holds: pl.DataFrame) -> pl.DataFrame:
    known = cells.join(holds, on=_LIST, how="left", maintain_order="left")
    return cells.with_columns(
        known.select(pl.when(field).then(f"title_{field}").alias(f"title_{field}") for field in ("kecamatan", "desa"))
    )
