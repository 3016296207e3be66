"""The night report of a staged snapshot, written: the first page, one for each sender, the dictionary.

Every page stands alone: style and script are in it, and its content policy forbids the browser to fetch anything. Each
is there twice, in Indonesian (index.html) and in English (index.en.html): so it is read aloud, printed and saved in one
language, and the switch is a link that works without scripts.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import polars as pl
from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from flows.reporting.report import facts, offices
from flows.reporting.report.charts import kecamatan_chart, sparkline
from flows.reporting.report.words import LANGUAGES, Language
from schemas.reasons import REASONS
from schemas.tables import TABLES

Page = tuple[str, str]
"""Where a page stands below report/, and its text."""


def write_report(folder: Path, manifest: Mapping[str, Any], trail: pl.DataFrame, previous: Path | None) -> None:
    """The pages of a snapshot under `report/`, from its tables and its manifest.

    `trail` holds earlier nights (schemas/tables/trail.py), `previous` is the snapshot published before this one. Return
    workbooks that are already there are linked.
    """
    report = folder / "report"
    (report / "senders").mkdir(parents=True, exist_ok=True)
    for name, text in pages(night_facts(folder, manifest, trail, previous)):
        (report / name).write_text(text, encoding="utf-8")


def night_facts(
    folder: Path, manifest: Mapping[str, Any], trail: pl.DataFrame, previous: Path | None
) -> dict[str, Any]:
    """All that the pages tell, as numbers and codes: words come with the language."""
    month = date.fromisoformat(f"{manifest['month']}-01")
    totals, log, rows = (facts.read(folder, name) for name in ("budget_totals", "reason_log", "rows"))
    heard, received = (
        facts.read(folder, name).filter(pl.col("month") == month) for name in ("senders", "received_files")
    )
    by_sender = facts.reasons(log, rows)
    scores = offices.past_scores(trail, manifest["run_id"])
    findings = manifest["gates"]
    return {
        "night": {"released": None, **manifest},
        "month": month,
        "started": datetime.fromisoformat(manifest["started"]),
        "broken": [one for severity in ("hold", "warn") for one in findings if _broke(one, severity)],
        "segments": facts.segments(totals, facts.read(folder, "budget_position"), month),
        "places": facts.places(totals, month),
        "since_snapshot": facts.since_snapshot(totals, facts.read(previous, "budget_totals"), month),
        "since_month": facts.since_month(facts.read(folder, "changes"), month),
        "months": facts.months_published(totals),
        "offices": offices.offices(folder, heard, received, by_sender, scores),
        "coverage": [
            *offices.past_coverage(trail, manifest["run_id"], month), int(manifest["balance"]["covered"])
        ],
        "reasons": facts.reasons_of_the_night(by_sender),
        "rulings": facts.rulings(folder, log, rows),
    }  # fmt: skip


def _broke(finding: Mapping[str, Any], severity: str) -> bool:
    return not finding["held"] and finding["severity"] == severity


def pages(told: Mapping[str, Any]) -> Iterator[Page]:
    """Every page of the report in every language."""
    paged = [office for office in told["offices"] if office.page]
    for language in LANGUAGES:
        template = _environment().get_template
        said = {**told, "L": language, "t": language.say, "observed": _observed(language)}
        chart = kecamatan_chart(told["places"].people, told["places"].labels, language)
        yield _place("index", language), template("index.html").render(said, chart=Markup(chart), up="", here="index")
        for office in paged:
            page = template("sender.html").render(said, office=office, up="../", here=office.page)
            yield _place(f"senders/{office.page}", language), page
        words = template("dictionary.html").render(said, tables=TABLES.values(), up="", here="dictionary")
        yield _place("dictionary", language), words


def _place(name: str, language: Language) -> str:
    return f"{name}{language.suffix}.html"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_text), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    script = _text("script.js").strip()
    digest = b64encode(hashlib.sha256(script.encode()).digest()).decode()
    environment.globals |= {
        "style": Markup(_text("style.css").strip()),
        "script": Markup(script),
        "policy": f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; base-uri 'none'",
        "catalogue": REASONS,
        "languages": LANGUAGES,
        "sparkline": sparkline,
    }
    return environment


def _text(name: str) -> str:
    return files("flows.reporting.report").joinpath(name).read_text(encoding="utf-8")


def _observed(language: Language) -> Any:
    """What the gate saw, written for people: `covered_share_of_before=0.85` becomes a name and 85,0%."""

    def line(told: str) -> str:
        return ", ".join(_named(language, *pair) for pair in re.findall(r"(\w+)=(\S+)", told)) or told

    def lines(observed: Iterable[str]) -> list[str]:
        return [line(told) for told in observed]

    return lines


def _named(language: Language, name: str, value: str) -> str:
    words, _ = language.said(f"profile.{name}", name.replace("_", " "))
    try:
        number = float(value)
    except ValueError:
        return f"{words} {value}"
    if "_share" in name:
        return f"{words} {language.share(number)}"
    return f"{words} {language.number(number, 0 if number.is_integer() else 1)}"
