"""Pairs of people worth comparing, by exact joins: what two rows of one person would nearly always share."""

from collections.abc import Iterator
from typing import NamedTuple

import polars as pl

from flows.review.lookalikes.crowd import Crowd

CROWDED = 24
"""So many rows with one thing in common are strangers: in a regency of 50,000 workers there were 11 at most. They are
compared within one place or under one name only, and not at all where that is as crowded: so nobody is compared with
more than so many others for one reason, however large the province. Little is lost: the more people there are, the less
a common name and a birth date say of two who live in different kecamatan."""


class Block(NamedTuple):
    """What makes a candidate: both rows have all of `shared`, and the same; where that is crowded, also one of
    `narrower`."""

    shared: tuple[str, ...]
    narrower: tuple[str, ...]


_BLOCKS = (
    Block(("birth_date", "leads"), ("name", "kecamatan_code")),
    Block(("birth_date", "sound"), ("kecamatan_code", "desa_code")),  # words written as one
    Block(("birth_date", "desa_code"), ("initials", "name")),  # both words mistyped, a name left short
    Block(("nik_head",), ("initials", "name")),  # region and date: the serial differs
    Block(("nik_tail", "initials"), ("name", "kecamatan_code")),  # date and serial: the region differs
    Block(("nik_region", "nik_serial", "name"), ("kecamatan_code", "desa_code")),  # the date differs
    # One part of the birth date mistyped, or day and month exchanged.
    Block(("name", "year", "month"), ("kecamatan_code", "desa_code")),
    Block(("name", "month", "day"), ("kecamatan_code", "desa_code")),
    Block(("name", "year", "day"), ("kecamatan_code", "desa_code")),
    Block(("name", "year", "lower", "higher"), ("kecamatan_code", "desa_code")),
)

_BORN, _NIK = pl.col("birth_date").dt, pl.col("nik_key")
_MADE = {
    "nik_head": _NIK // 10**4,
    "nik_tail": _NIK % 10**10,
    "nik_region": _NIK // 10**10,
    "nik_serial": _NIK % 10**4,
    "year": _BORN.year(),
    "month": _BORN.month(),
    "day": _BORN.day(),
    "lower": pl.min_horizontal(_BORN.month(), _BORN.day()),
    "higher": pl.max_horizontal(_BORN.month(), _BORN.day()),
}
"""What of a block is made of a number of the crowd."""
_ROWS_AT_ONCE, _WIDE_AT_ONCE = 4_000_000, 250_000
NARROWER = tuple(sorted({name for block in _BLOCKS for name in block.narrower}))


def groups(crowd: Crowd, people: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Rows of the crowd worth comparing with each other: those of one `key`, which stand together in the order of their
    places `a`, each with how many `others` have it. Two rows may meet in several frames.

    Nobody is compared with all: rows are sorted by what they may share, as one number. Of very many rows those are
    sorted at one time whose numbers have one remainder. `people` are the numbers of all, with those of `NARROWER`.
    """
    times = crowd.people // _ROWS_AT_ONCE + 1
    for block in _BLOCKS:
        rows = _keyed(crowd, block.shared)
        for remainder in range(times):
            some = rows.filter(pl.col("key") % times == remainder) if times > 1 else rows
            for small in _small(some.collect(), people.select(block.narrower)):
                yield from _some_at_once(small)


def _keyed(crowd: Crowd, shared: tuple[str, ...]) -> pl.LazyFrame:
    """`a` and the `key` of a block, of the rows that have all of it."""
    keys = [f"_{name}" for name in shared]
    parts = (_MADE.get(name, pl.col(name)).alias(key) for name, key in zip(shared, keys, strict=True))
    rows = pl.concat(crowd.numbers).with_row_index("a").select("a", *parts)
    worded = rows.explode("_leads") if "leads" in shared else rows
    return worded.drop_nulls(keys).select("a", _one_number(keys).alias("key"))


def _one_number(names: list[str]) -> pl.Expr:
    """One number for the same of all: what is there is stirred before the next is added, which keeps their order."""
    first, *others = (pl.col(name) for name in names)
    for other in others:
        first = first.hash() + other.hash()
    return first


def _small(rows: pl.DataFrame, people: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The groups of a block that are not crowded; of those that are, those who share something narrower."""
    shared = _with_others(rows)
    crowded = pl.col("others") >= CROWDED
    yield shared.filter(~crowded)
    crowds = shared.filter(crowded).select("a", "key")
    for name in people.columns if crowds.height else ():
        near = crowds.with_columns(people[name].gather(crowds["a"])).drop_nulls(name)
        yield _with_others(near.select("a", _one_number(["key", name]).alias("key"))).filter(~crowded)


def _some_at_once(rows: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The rows in frames of about as many as may be widened in memory; no group is divided."""
    start = 0
    while start < rows.height:
        end = start + _WIDE_AT_ONCE
        border = rows["key"].slice(end - 1, CROWDED + 1)  # no group is longer
        end += int((border == border.first()).sum()) - 1 if len(border) else 0
        yield rows.slice(start, end - start)
        start = end


def _with_others(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows whose key another has too, by key and place, with how many `others` have it."""
    ordered = rows.sort("key", maintain_order=True)  # rows come by place
    same = pl.col("key") == pl.col("key").shift()
    shared = ordered.filter(same.fill_null(False) | same.shift(-1).fill_null(False))
    return shared.with_columns((pl.len().over("key") - 1).alias("others"))
