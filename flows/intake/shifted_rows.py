"""Rows whose cells stand one column beside their own: a cell too many was put in, or one deleted."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

import polars as pl

from flows.intake.grid import Grid, Span
from schemas.reference import reference
from schemas.text import words_of

Cells = dict[str, pl.Series]
_NO_DATE = re.compile(r"^\D*(\d\D*){0,2}$|\d{9}")
"""What a birth date never is: words, or a long number."""
_DATES = (
    (r"^\D*(\d{1,2})\D(\d{1,2})\D(?:19|20)?(\d\d)$", (1, 2, 3)),
    (r"^(?:19|20)(\d\d)-(\d{1,2})-(\d{1,2})", (3, 2, 1)),
)
"""Forms of a date, and where day, month and year stand in them."""
_A_DATE = re.compile(r"^\D*\d{1,4}\D\d{1,2}\D\d{2,4}\b")
_HAS_DATE = re.compile(r"\d\D\d")
_OF_A_WOMAN = 40
"""What a woman's NIK adds to her day of birth."""
_MANY = 50
"""Rows, more than half of a list, in whose cells for birth dates none stands: that is no column of birth dates."""
_NUMBER = r"^\D?(\d[\s.'-]?){15}\d\D?$"


def put_back(grid: Grid, span: Span, told: Cells) -> Cells:
    """`told`, the cells of a list, with those of shifted rows in their own columns, where that is proven.

    It is where, with all cells from one column on put back by one, the NIK says the birth date and sex, family card and
    name are what they are called, and no two ways of it differ. Other rows stay, to be refused for what stands in them.
    """
    if not {"nik", "name", "birth_date"} <= set(span.fields):
        return told
    suspects = _out_of_place(told)
    if len(suspects) > max(_MANY, len(told["source_row"]) // 2):
        return told
    if not suspects or not (suspects := _with_date_beside(grid, span, suspects)):
        return told
    rows = _every_column(grid, span, suspects)
    found = [_proven(way) for way in _ways(rows, span.fields)]
    mended = pl.concat(found).unique(subset=["place", *span.fields]) if found else pl.DataFrame()
    sure = mended.filter(pl.len().over("place") == 1) if mended.height else mended
    return told | _written(told, sure, span.fields) if sure.height else told


def _out_of_place(told: Cells) -> list[int]:
    """The rows in which something else than a birth date stands in its cell, or it in that of the sex."""
    # Cell by cell: most lists are small, and a query takes longer than all their cells.
    sexes = told["sex_text"].to_list() if "sex_text" in told else []
    dated = {sex for sex in set(sexes) if sex and _HAS_DATE.search(sex)}
    return [
        place
        for place, (date, sex) in enumerate(zip_longest(told["birth_date_text"].to_list(), sexes))
        if (date and _NO_DATE.search(date) and not date.isspace()) or (dated and sex in dated)
    ]


def _with_date_beside(grid: Grid, span: Span, suspects: list[int]) -> list[int]:
    """Those in which a date stands in a column next to that of the birth dates, as it does in a row shifted by one."""
    place = span.fields["birth_date"]
    right = span.right if span.right is not None else _width(grid, span)
    beside = [column for column in (place - 1, place + 1) if span.left <= column < right]
    rows = {suspect: grid.rows_as_text(span.first + suspect, span.first + suspect + 1)[0] for suspect in suspects}
    return [suspect for suspect, row in rows.items() if any(_A_DATE.match(_cell(row, column)) for column in beside)]


def _cell(row: Sequence[str], column: int) -> str:
    return row[column] if column < len(row) else ""


def _width(grid: Grid, span: Span) -> int:
    return len(next(iter(grid.rows_as_text(span.first, span.first + 1)), ()))


def _every_column(grid: Grid, span: Span, shifted: list[int]) -> pl.DataFrame:
    """The cells of the shifted rows under their 0-based columns, null where blank, and their `place` in the list."""
    width = _width(grid, span)
    right = width if span.right is None else min(span.right, width)
    names = {str(column): column for column in range(span.left, right)}
    cells = pl.DataFrame(grid.body(replace(span, fields=names)))
    bare = cells.select(pl.col(f"{name}_text").str.strip_chars().replace("", None).alias(name) for name in names)
    return bare.with_row_index("place")[shifted]


def _ways(rows: pl.DataFrame, fields: Mapping[str, int]) -> Iterator[pl.DataFrame]:
    """The rows by field, as they would be had one cell been put in, or one been deleted, at each of the columns."""
    columns = [int(name) for name in rows.columns[1:]]
    for at in range(min(columns), max(fields.values()) + 1):
        put_in = {field: place + (place >= at) for field, place in fields.items()}
        yield _placed(rows.filter(_blank(at, columns)), put_in, columns)
        deleted = {field: place - (place > at) if place != at else -1 for field, place in fields.items()}
        yield _placed(rows.filter(_blank(columns[-1], columns)), deleted, columns)


def _blank(column: int, columns: list[int]) -> pl.Expr:
    return pl.col(str(column)).is_null() if column in columns else pl.lit(True)


def _placed(rows: pl.DataFrame, places: Mapping[str, int], columns: list[int]) -> pl.DataFrame:
    none = pl.lit(None, pl.String)
    cells = {field: pl.col(str(place)) if place in columns else none for field, place in places.items()}
    return rows.select("place", **cells)


def _proven(way: pl.DataFrame) -> pl.DataFrame:
    """The rows in which everything is what its column is called."""
    nik = pl.col("nik").str.replace_all(r"\D", "")
    day, month, year = (nik.str.slice(at, 2).cast(pl.Int32, strict=False) for at in (6, 8, 10))
    woman = day > _OF_A_WOMAN
    says = day - _OF_A_WOMAN * woman.cast(pl.Int32) + 100 * month + 10_000 * year
    sure = [
        pl.col("nik").str.contains(_NUMBER),
        ~nik.str.ends_with("0"),  # that it was a number, and has lost its last digit, is not known here
        pl.col("name").str.contains(r"[A-Za-z]{2}") & ~pl.col("name").str.contains(r"\d{3}"),
        says == pl.coalesce(_born(*form) for form in _DATES),
    ]
    if "sex" in way.columns:
        known = dict(reference("sex_words").iter_rows())
        told = words_of(pl.col("sex")).replace_strict(known, default="?", return_dtype=pl.String)
        sure.append(pl.col("sex").is_null() | ((told == "P") == woman) & (told != "?"))
    if "nkk" in way.columns:
        sure.append(pl.col("nkk").str.contains(_NUMBER).fill_null(True))
    return way.filter(pl.all_horizontal(sure))


def _born(pattern: str, groups: tuple[int, int, int]) -> pl.Expr:
    day, month, year = (pl.col("birth_date").str.extract(pattern, group).cast(pl.Int32) for group in groups)
    return day + 100 * month + 10_000 * year


def _written(told: Cells, mended: pl.DataFrame, fields: Mapping[str, int]) -> Cells:
    places = mended["place"]
    now = {f"{field}_text": told[f"{field}_text"].scatter(places, mended[field]) for field in fields}
    numbers = [name for name in told if name.endswith("_is_number")]
    return now | {name: told[name].scatter(places, False) for name in numbers}
