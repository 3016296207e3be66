"""How the birth dates and the NIKs of a pair agree."""

import polars as pl

_NEIGHBOUR_SERIALS = 3
"""Twins, and brothers and sisters registered in one visit, have serials so near each other."""
_INNER_PLACES = (7, 15)
"""The date, and the digits of the serial that seldom differ between two people."""


def birth_finding() -> pl.Expr:
    """`same`, `same_in_nik`, `swapped`, `slip` (of one part a digit, or the order of digits), or null: another day.

    A date that the cell of one row contradicts may still be that of its NIK.
    """
    cell, other = pl.col("birth_date"), pl.col("birth_date_b")
    in_nik, other_in_nik = pl.col("nik_birth_date"), pl.col("nik_birth_date_b")
    swapped = (
        (cell.dt.year() == other.dt.year()) & (cell.dt.month() == other.dt.day()) & (cell.dt.day() == other.dt.month())
    )
    parts = [
        (first.cast(pl.Int32), second.cast(pl.Int32))
        for first, second in (
            (cell.dt.year() % 100, other.dt.year() % 100),
            (cell.dt.month(), other.dt.month()),
            (cell.dt.day(), other.dt.day()),
        )
    ]
    differing = pl.sum_horizontal((first != second).cast(pl.Int32) for first, second in parts)
    slips = pl.all_horizontal((first == second) | _slip(first, second) for first, second in parts)
    return (
        pl.when(cell == other)
        .then(pl.lit("same"))
        .when((cell == other_in_nik) | (in_nik == other) | (in_nik == other_in_nik))
        .then(pl.lit("same_in_nik"))
        .when(swapped)
        .then(pl.lit("swapped"))
        .when((differing == 1) & slips)
        .then(pl.lit("slip"))
    )


def _slip(first: pl.Expr, second: pl.Expr) -> pl.Expr:
    """Two numbers of two digits of which one digit differs, or that are each other backwards."""
    tens, units = first // 10 == second // 10, first % 10 == second % 10
    backwards = (first // 10 == second % 10) & (first % 10 == second // 10)
    return tens | units | backwards


def with_nik_finding(pairs: pl.DataFrame) -> pl.DataFrame:
    """`pairs` with `nik_finding` and `nik_place`, the first digit that differs, counted from 1.

    Neighbours are NIKs of one region and date with serials up to three apart, whichever digits that changes.
    """
    digits = [
        (pl.col("nik_key") // 10**place % 10, pl.col("nik_key_b") // 10**place % 10) for place in range(15, -1, -1)
    ]
    differs = [first != second for first, second in digits]
    exchanged = pl.any_horizontal(
        differs[place] & (digits[place][0] == digits[place + 1][1]) & (digits[place][1] == digits[place + 1][0])
        for place in range(15)
    )
    serials = pl.max_horizontal("nik_key", "nik_key_b") - pl.min_horizontal("nik_key", "nik_key_b")
    same_head = pl.col("nik_key") // 10**4 == pl.col("nik_key_b") // 10**4
    return pairs.with_columns(
        pl.sum_horizontal(each.cast(pl.Int32) for each in differs).alias("digits_off"),
        pl.coalesce(pl.when(each).then(place) for place, each in enumerate(differs, 1)).alias("nik_place"),
    ).with_columns(
        pl.when(same_head & (serials <= _NEIGHBOUR_SERIALS))
        .then(pl.lit("neighbours"))
        .when((pl.col("digits_off") == 1) & ~pl.col("nik_place").is_between(*_INNER_PLACES))
        .then(pl.lit("outer_digit"))
        .when(pl.col("digits_off") == 1)
        .then(pl.lit("one_digit"))
        .when((pl.col("digits_off") == 2) & exchanged)
        .then(pl.lit("exchanged"))
        .otherwise(pl.lit("unrelated"))
        .alias("nik_finding")
    )
