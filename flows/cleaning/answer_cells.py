"""Cells of answers from outside, read a column at a time: days, months, amounts, member numbers, declared words."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import TypeVar

import polars as pl

from flows.cleaning.dates import read_dates
from flows.cleaning.money import read_wages
from schemas.reference import reference
from schemas.text import words

Found = TypeVar("Found")

_NEWEST = date(2079, 1, 1)
"""Two-digit years of answers are 1979 to 2078: no answer is older than the insurance, and many are of this century."""
_KPJ_NOISE = r"[\s'`’.,_\-\u00a0\u200b]"
_KPJ = r"^[0-9]{8,13}$"
"""Member numbers have 8 to 13 digits, usually 11 (DOMAIN 5)."""
_LONG_DECIMALS = r"^(\d{4,}|0)[.,]\d{3,}$"
"""A fraction of a rupiah as programs print it: after so many digits in a row no point can stand for thousands."""
_OF_SOMETHING_LARGER = r"^\D*\d{1,3}[.,](0[1-9]|[1-9]\d?)$"
"""`16,8`: so few rupiah have no fraction. Thousands or millions may be meant, and nobody says which."""
_NEGATIONS = ("tidak", "tdk", "tak", "belum", "blm", "bukan")
_MONTHS = (
    r"(?<![\d/.-])(?:\d{1,2}[-/. ])?(?P<m#>0?[1-9]|1[0-2])[-/. ](?P<y#>20\d\d)(?!\d)",
    r"(?<![\d/.-])(?P<y#>20\d\d)[-/. ]?(?P<m#>0[1-9]|1[0-2])(?!\d)",
    r"(?<![\d/.-])(?P<m#>0?[1-9]|1[0-2])(?P<y#>20\d\d)(?!\d)",
    r"(?<![a-z])(?P<w#>NAMES)[\s./_-]*(?P<y#>(?:20)?\d\d)(?!\d)",
)
"""How a month is written: 9-2023 with or without a day, 2023-09 or 202309, 092023, Sep 2023 or SEP-23."""
_LABELLED = re.compile(r"(?:blth|bulan iuran|masa iuran|periode(?: iuran)?|bulan tagihan|iuran bulan|bulan)\W{0,6}")
_DAY = re.compile(r"\d{1,4}[-/. ](?:\d{1,2}|[a-z]{3,9})[-/. ]\d{2,4}", re.IGNORECASE)


def days(texts: pl.Series) -> pl.Series:
    """The days that cells state, in every form `flows/cleaning/dates.py` reads; null where blank or unreadable."""
    return read_dates(pl.DataFrame({"birth_date_text": texts}), _NEWEST)["stated_date"]


def amounts(texts: pl.Series) -> pl.Series:
    """Whole rupiah: `16.800`, `Rp16.800,00` and `16800` are one amount; null where blank or unreadable (`16,8`)."""
    text = pl.col("wage_text").str.strip_chars()
    whole = pl.when(~text.str.contains(_OF_SOMETHING_LARGER)).then(text.str.replace(_LONG_DECIMALS, "$1"))
    distinct = texts.unique().alias("cell").to_frame().with_columns(wage_text=pl.col("cell")).with_columns(whole)
    return _read_back(texts, read_wages(distinct).select("cell", pl.col("wage_rp").alias("read")))


def member_numbers(texts: pl.Series) -> pl.Series:
    """KPJ as digits alone; null where the cell does not hold 8 to 13 of them."""
    bare = pl.col("kpj").str.replace_all(_KPJ_NOISE, "")
    return texts.alias("kpj").to_frame().select(pl.when(bare.str.contains(_KPJ)).then(bare))["kpj"]


def months(texts: pl.Series) -> pl.Series:
    """The months that cells state, as their first day; null where a cell states none, or more than one.

    Programs that take a month for a day write the serial of its first.
    """
    written = _by_distinct(texts, lambda text: _one(_months_in(text)), pl.Date()).alias("written")
    serials = texts.to_frame("cell").select(pl.when(pl.col("cell").str.contains(r"^\d{5}$")).then("cell"))["cell"]
    return written.to_frame().select(pl.coalesce("written", days(serials).dt.month_start()).alias("month"))["month"]


def month_of_titles(texts: pl.Series) -> pl.Series:
    """The month that titles give to a list: behind a word for it, else the only one in the first line that has one."""
    return _by_distinct(texts, _titled_month, pl.Date())


def day_of_titles(texts: pl.Series) -> pl.Series:
    """The one day that titles speak of."""
    found = _by_distinct(texts, lambda text: _one(set(_DAY.findall(text))), pl.String())
    return days(found)


def meanings(texts: pl.Series, field: str) -> pl.Series:
    """What cells say in words, by the first of the declared words that is among theirs (`answer_words.csv`).

    A word that is denied (`belum lunas`) says nothing, unless the denial is declared too (`tidak aktif`).
    """
    return _by_distinct(texts, lambda text: _meaning(text, field), pl.String())


def _meaning(text: str, field: str) -> str | None:
    """The meaning of the first phrase in the text that no word before it denies: who `tidak meninggal` is not dead."""
    said = f" {words(text)} "
    return next((meaning for phrase, meaning in _phrases(field) if _says(said, phrase)), None)


def _says(said: str, phrase: str) -> bool:
    return f" {phrase} " in said and not any(f" {negation} {phrase} " in said for negation in _NEGATIONS)


@cache
def _phrases(field: str) -> tuple[tuple[str, str], ...]:
    declared = reference("answer_words").filter(pl.col("field") == field)
    return tuple((words(phrase), meaning) for phrase, meaning in declared.select("words", "meaning").iter_rows())


def _titled_month(text: str) -> date | None:
    lines = text.lower().splitlines()
    labelled = [_months_in(line[label.end() :], at_start=True) for line in lines for label in _LABELLED.finditer(line)]
    named = [found for found in (*labelled, *map(_months_in, lines)) if found]
    return _one(named[0]) if named else None


def _months_in(text: str, *, at_start: bool = False) -> set[date]:
    """The months that a text speaks of; `at_start`: the one that it begins with."""
    said = text.lower()
    first = _written_months().match(said)
    found = _written_months().finditer(said) if not at_start else [first] if first else []
    return {_month(match.groupdict()) for match in found}


def _month(parts: dict[str, str | None]) -> date:
    said = {name[0]: value for name, value in parts.items() if value}
    number = _month_numbers()[said["w"]] if "w" in said else int(said["m"])
    return date(2000 + int(said["y"]) % 100, number, 1)


@cache
def _written_months() -> re.Pattern[str]:
    names = "|".join(sorted(_month_numbers(), key=len, reverse=True))
    forms = (form.replace("#", str(place)).replace("NAMES", names) for place, form in enumerate(_MONTHS))
    return re.compile("|".join(forms))


@cache
def _month_numbers() -> dict[str, int]:
    return dict(reference("month_names").iter_rows())


def _one(found: set[Found]) -> Found | None:
    return next(iter(found)) if len(found) == 1 else None


def _by_distinct(texts: pl.Series, read: Callable[[str], object], dtype: pl.DataType) -> pl.Series:
    cells = texts.drop_nulls().unique()
    found = pl.DataFrame({"cell": cells, "read": pl.Series([read(cell) for cell in cells], dtype=dtype)})
    return _read_back(texts, found)


def _read_back(texts: pl.Series, found: pl.DataFrame) -> pl.Series:
    """The `read` value of each cell, in the order of the cells."""
    cells = texts.alias("cell").to_frame()
    return cells.join(found, on="cell", how="left", maintain_order="left")["read"]
