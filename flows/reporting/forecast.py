"""A forecast as the operator reads it: a column a segment, what it costs beside what is allowed."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl
from rich.console import Group, RenderableType
from rich.table import Table

from flows.reporting.terminal import console

_LINES = {
    "funding_source": "funding source",
    "quota_workers": "quota, workers",
    "workers": "workers",
    "months": "months",
    "a_head_rp": "a head a month, Rp",
    "jkk_rp": "JKK, Rp",
    "jkm_rp": "JKM, Rp",
    "contribution_rp": "contribution, Rp",
    "ceiling_rp": "ceiling of the year, Rp",
    "committed_rp": "committed before, Rp",
    "remaining_rp": "remains, Rp",
}
_ADDED_UP = ("quota_workers", "workers", "jkk_rp", "jkm_rp", "contribution_rp", "ceiling_rp", "committed_rp")


def print_forecast(lines: pl.DataFrame, programme_ceiling_rp: int | None) -> None:
    """Prints the forecast; wide enough to keep numbers whole when the output is a file."""
    console(140).print(forecast_told(lines, programme_ceiling_rp))


def forecast_told(lines: pl.DataFrame, programme_ceiling_rp: int | None) -> RenderableType:
    """The forecast (`flows/programme/money/forecast.py`), a column a segment, and a sentence for each limit it passes.

    Several segments have a total, beside the programme's own ceiling where one is given and else the sum of theirs.
    """
    columns = lines.to_dicts()
    if len(columns) > 1:
        columns.append(_total(columns, programme_ceiling_rp))
    first, last = lines.select(pl.min("first_month"), pl.max("last_month")).row(0)
    table = Table("", title=f"Forecast, {first:%Y-%m} to {last:%Y-%m}", title_justify="left")
    for column in columns:
        table.add_column(column["segment"], justify="right")
    for name, said in _LINES.items():
        table.add_row(said, *(_cell(column.get(name)) for column in columns))
    return Group(table, *(line for column in columns for line in _passed(column)))


def _total(columns: list[dict[str, Any]], programme_ceiling_rp: int | None) -> dict[str, Any]:
    """The segments added up; what one of them does not have, the total has not."""
    total: dict[str, Any] = {"segment": "total"}
    for name in _ADDED_UP:
        values = [column[name] for column in columns]
        total[name] = None if None in values else sum(values)
    total["ceiling_rp"] = programme_ceiling_rp or total["ceiling_rp"]
    if total["ceiling_rp"] is not None:
        total["remaining_rp"] = total["ceiling_rp"] - total["committed_rp"] - total["contribution_rp"]
    return total


def _cell(value: int | str | None) -> str:
    return "-" if value is None else f"{value:,}" if isinstance(value, int) else value


def _passed(column: Mapping[str, Any]) -> Iterator[str]:
    quota, remaining = column.get("quota_workers"), column.get("remaining_rp")
    if quota is not None and column["workers"] > quota:
        yield f"{column['segment']}: {column['workers'] - quota:,} workers above the quota of {quota:,}."
    if remaining is not None and remaining < 0:
        yield f"{column['segment']}: Rp {-remaining:,} above the ceiling of Rp {column['ceiling_rp']:,}."
