"""The night report: one static page, readable without scripts, that fetches nothing from elsewhere."""

from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import polars as pl
from jinja2 import Environment, StrictUndefined

from flows.settings import LOCAL_TIME
from schemas.reasons import REASONS
from schemas.senders.sender import senders

_TOP_REASONS = 15


def write_report(folder: Path, manifest: Mapping[str, Any]) -> None:
    """`report/index.html` of a staged snapshot, from its manifest and analyst tables alone: no person can be on it."""
    report = folder / "report"
    report.mkdir(parents=True, exist_ok=True)
    (report / "index.html").write_text(night_page(folder, manifest), encoding="utf-8")


def night_page(folder: Path, manifest: Mapping[str, Any]) -> str:
    """The page of a snapshot as HTML, in Indonesian: verdict, money, what failed, who has not sent."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"number": indonesian_number, "local_time": local_time}
    template = environment.from_string(files("flows.reporting").joinpath("page.html").read_text(encoding="utf-8"))
    names = {name: sender.name for name, sender in senders().items()}
    position = pl.read_parquet(folder / "analyst" / "budget_position.parquet")
    return template.render(
        night=manifest,
        position=position.filter(pl.col("year") == int(manifest["month"][:4])).to_dicts(),
        labels={segment["segment"]: segment["label"] for segment in manifest["segments"]},
        reasons=manifest["reasons"][:_TOP_REASONS],
        catalogue=REASONS,
        names=names,
        refused=[entry for entry in manifest["inputs"] if entry["code"]],
        broken=[finding for finding in manifest["gates"] if not finding["held"]],
    )


def local_time(moment: str) -> str:
    """An ISO moment as the clock in Tulungagung shows it: 12-09-2023 01.00 WIB."""
    return f"{datetime.fromisoformat(moment).astimezone(LOCAL_TIME):%d-%m-%Y %H.%M} WIB"


def indonesian_number(value: int | None) -> str:
    """A whole number with points between thousands; a dash for nothing."""
    return "–" if value is None else f"{value:,}".replace(",", ".")
