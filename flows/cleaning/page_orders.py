"""The orders of lists that come in pages: counted page by page, decided of the sums."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

import polars as pl

from flows.cleaning.birth_dates import is_month_first, order_votes
from flows.cleaning.column_orders import LIST, ORDERS
from flows.cleaning.dates import read_dates
from flows.cleaning.family_cards import card_bounds, card_counts, is_cut, is_exchanged, with_right_niks
from flows.cleaning.nik import read_nik

_SHEET = LIST[:2]
_COUNTED = ("nik_text", "nik_is_number", "nkk_text", "nkk_is_number", "birth_date_text")


class Page(Protocol):
    """A page of cells on disk: some of its columns are cheap to have, its people are not."""

    def rows(self, columns: Sequence[str]) -> pl.DataFrame:
        """These columns of the page's own rows."""
        ...

    def people(self) -> pl.DataFrame:
        """Its rows that are people."""
        ...


def column_orders(pages: Sequence[Page], month: date) -> pl.DataFrame:
    """`ORDERS` of the lists on these pages: what cleaning all of their people at once would decide.

    Once a list has a date that is day-first for certain, and states birth dates at all, only its family cards may still
    be cut; where even the most on all pages that may end in 0 are too few for that, its other pages are not counted.
    """
    counts = [pl.DataFrame(schema={**{name: ORDERS[name] for name in LIST}})]
    left: list[Page] = []
    bounds: list[pl.DataFrame] = []
    settled: set[tuple[object, ...]] = set()
    for page in pages:
        cells = page.rows((*LIST, "nik_text", "nkk_text", "heading_again", "of_next", "withdrawn"))
        bounds.append(card_bounds(cells))
        if settled.issuperset(cells.select(LIST).unique().iter_rows()):
            left.append(page)
            continue
        counts.append(list_counts(page.people(), month))
        done = counts[-1].filter(pl.col("day_votes") > 0, pl.col("stated") > 0)
        settled.update(done.select(LIST).iter_rows())
    if left and _may_be_cut(pl.concat(bounds)):
        counts += [list_counts(page.people(), month) for page in left]
    return _decided(pl.concat(counts, how="diagonal"))


def list_counts(people: pl.DataFrame, month: date) -> pl.DataFrame:
    """By list, what the people of a page add to what is decided of their columns."""
    dated = read_dates(people.select(*LIST, *_COUNTED), month)
    # Which list is exchanged as a whole matters for none of the votes: such a list states no birth dates.
    said = read_nik(with_right_niks(dated), month)
    return said.group_by(LIST).agg(**order_votes()).join(card_counts(dated), on=LIST)


def _may_be_cut(bounds: pl.DataFrame) -> bool:
    sums = bounds.group_by(LIST).agg(pl.col("whole", "zero").sum())
    return bool((2 * sums["zero"] > sums["whole"]).any())


def _decided(counts: pl.DataFrame) -> pl.DataFrame:
    if counts.is_empty():
        return pl.DataFrame(schema=ORDERS)
    sums = counts.group_by(LIST).agg(pl.all().sum())
    votes = {name: pl.col(name).sum().over(_SHEET) for name in order_votes()}
    exchanged = is_exchanged({name: pl.col(name) for name in sums.columns})
    cut = {
        answer: is_cut({name: pl.col(f"{name}_{answer}") for name in ("whole", "zero")})
        for answer in ("apart", "exchanged")
    }
    decided = sums.select(
        *LIST,
        is_month_first(votes).alias("month_first"),
        exchanged.alias("exchanged"),
        pl.when(exchanged).then(cut["exchanged"]).otherwise(cut["apart"]).alias("cut"),
    )
    return decided.cast(ORDERS).sort(LIST)
