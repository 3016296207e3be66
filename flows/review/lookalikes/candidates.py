"""Pairs of people worth comparing, by exact joins: what two rows of one person would nearly always share."""

from collections.abc import Iterator
from typing import NamedTuple

import polars as pl

from flows.review.lookalikes.crowd import Crowd

CROWDED = 24
"""More rows than these with one thing in common are strangers: in a regency of 50,000 workers the most were 11. So each
row is compared with no more than so many others for one reason, however large the province."""


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
_ROWS_AT_ONCE, _WIDE_AT_ONCE = 8_000_000, 500_000


def groups(crowd: Crowd) -> Iterator[pl.DataFrame]:
    """Rows of the crowd worth comparing with each other: those of one `key`, which stand together in the order of their
    places `a`, each with how many `others` have it. Two rows may meet in several frames.

    Nobody is compared with all: rows are sorted by what they may share, as one number. Of very many rows those are
    sorted at one time whose numbers have one remainder.
    """
    times = crowd.people // _ROWS_AT_ONCE + 1
    for block in _BLOCKS:
        rows = _keyed(crowd, block)
        for remainder in range(times):
            some = rows.filter(pl.col("key") % times == remainder) if times > 1 else rows
            yield from _small(some.collect(), block.narrower)


def _keyed(crowd: Crowd, block: Block) -> pl.LazyFrame:
    """`a`, the `key` of the block and what is narrower, of the rows that have all of it."""
    numbers = pl.concat(crowd.numbers).with_row_index("a")
    parts = [_MADE.get(name, pl.col(name)).alias(f"_{name}") for name in block.shared]
    rows = numbers.select("a", *block.narrower, *parts)
    if "leads" in block.shared:
        rows = rows.explode("_leads")
    keys = [f"_{name}" for name in block.shared]
    return rows.drop_nulls(keys).select("a", _one_number(keys).alias("key"), *block.narrower)


def _one_number(names: list[str]) -> pl.Expr:
    """One number for the same of all: what is there is stirred before the next is added, which keeps their order."""
    first, *others = (pl.col(name) for name in names)
    for other in others:
        first = first.hash() + other.hash()
    return first


def _small(rows: pl.DataFrame, narrower: tuple[str, ...]) -> Iterator[pl.DataFrame]:
    """The groups of a block that are not crowded; of those that are, those who share something narrower."""
    shared = _with_others(rows)
    crowded = pl.col("others") >= CROWDED
    yield from _some_at_once(shared.filter(~crowded).drop(narrower))
    crowds = shared.filter(crowded)
    for name in narrower if crowds.height else ():
        closer = crowds.drop_nulls(name).select("a", _one_number(["key", name]).alias("key"))
        yield from _some_at_once(_with_others(closer).filter(~crowded))


def _some_at_once(rows: pl.DataFrame) -> list[pl.DataFrame]:
    """The rows in frames of no more than may be widened in memory; no group is divided."""
    if rows.height <= _WIDE_AT_ONCE:
        return [rows]
    lot = (pl.int_range(pl.len()) // _WIDE_AT_ONCE).first().over("key")
    return rows.with_columns(lot.alias("lot")).partition_by("lot", maintain_order=True, include_key=False)


def _with_others(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows whose key another has too, by key and place, with how many `others` have it."""
    ordered = rows.sort("key", maintain_order=True)  # rows come by place
    same = pl.col("key") == pl.col("key").shift()
    shared = ordered.filter(same.fill_null(False) | same.shift(-1).fill_null(False))
    return shared.with_columns((pl.len().over("key") - 1).alias("others"))
