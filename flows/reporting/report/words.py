"""What the pages say in each of their languages, and how each writes numbers and dates."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from flows.settings import LOCAL_TIME

NOTHING = "–"
_NAMED = 2
"""Regencies that are told by name: more do not fit into the head of a page."""


@dataclass(frozen=True)
class Language:
    """One language of the report: Indonesian, whose pages are called index.html, or English, index.en.html."""

    code: Literal["id", "en"]

    @property
    def suffix(self) -> str:
        """What stands between a page's name and .html."""
        return "" if self.code == "id" else f".{self.code}"

    def say(self, key: str, **values: Any) -> str:
        """The words of `key` with the values filled in.

        Raises:
            KeyError: words.csv has no such key.
        """
        words = _words()[key][self.code]
        return words.format(**values) if values else words

    def said(self, key: str, otherwise: str) -> tuple[str, str]:
        """The words of `key` and the language they are in; `otherwise`, in Indonesian, where nobody translated it."""
        words = _words().get(key, {}).get(self.code)
        return (words, self.code) if words else (otherwise, "id")

    def number(self, value: float | None, decimals: int = 0) -> str:
        """1.234,5 in Indonesian, 1,234.5 in English; a dash for nothing."""
        if value is None:
            return NOTHING
        english = f"{value:,.{decimals}f}".replace("-", "−")
        return english if self.code == "en" else english.translate(_POINTS)

    def change(self, value: int | None) -> str:
        """A number with its sign; a dash for nothing, ±0 for no change."""
        if value is None:
            return NOTHING
        return "±0" if value == 0 else ("+" if value > 0 else "") + self.number(value)

    def share(self, value: float | None, decimals: int = 1) -> str:
        """A share of 0 to 1 in percent."""
        return NOTHING if value is None else f"{self.number(100 * value, decimals)}%"

    def day(self, value: date) -> str:
        """12 September 2023."""
        return f"{value.day} {self.month(value)}"

    def short_day(self, moment: datetime | None) -> str:
        """12 Sep 2023, as the day was in Tulungagung; a dash for none."""
        if moment is None:
            return NOTHING
        local = moment.astimezone(LOCAL_TIME)
        return f"{local.day} {self.say(f'month.{local.month}')[:3]} {local.year}"

    def regencies(self, names: Sequence[str]) -> str:
        """The regencies of a night: by name, of many how many."""
        return ", ".join(names) if len(names) <= _NAMED else self.say("regencies.many", count=str(len(names)))

    def month(self, value: date) -> str:
        """September 2023."""
        return f"{self.say(f'month.{value.month}')} {value.year}"

    def moment(self, value: datetime) -> str:
        """A moment as the clock in Tulungagung shows it: 13 September 2023 01.00 WIB."""
        local = value.astimezone(LOCAL_TIME)
        clock = f"{local:%H.%M}" if self.code == "id" else f"{local:%H:%M}"
        return f"{self.day(local.date())} {clock} WIB"


LANGUAGES = (Language("id"), Language("en"))

_POINTS = str.maketrans(",.", ".,")


@cache
def _words() -> dict[str, dict[str, str]]:
    text = files("flows.reporting.report").joinpath("words.csv").read_text(encoding="utf-8")
    return {row["key"]: row for row in csv.DictReader(text.splitlines())}
