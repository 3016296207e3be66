"""The night report of a staged snapshot, written: the first page, the programme's, one for each sender, the dictionary.

Every page stands alone: style and script are in it, and its content policy forbids the browser to fetch anything. Each
is there twice, in Indonesian (index.html) and in English (index.en.html): so it is read aloud, printed and saved in one
language, and the switch is a link that works without scripts.
"""

import threading
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from flows.reporting.exports.people import regency_name
from flows.reporting.report import facts, offices
from flows.reporting.report.charts import SEGMENT_COLOURS, place_charts
from flows.reporting.report.observed import observed
from flows.reporting.report.places import places
from flows.reporting.report.programme import programme
from flows.reporting.report.templates import template
from flows.reporting.report.words import LANGUAGES, Language
from schemas.reference import HOME_REGENCY
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
    totals = facts.read(folder, "budget_totals")
    log, rows = (facts.scan(folder, name) for name in ("reason_log", "rows"))
    heard, received = (
        facts.scan(folder, name).filter(pl.col("month") == month).collect() for name in ("senders", "received_files")
    )
    by_sender = facts.reasons(log, rows)
    scores = offices.past_scores(trail, manifest["run_id"])
    findings = manifest["gates"]
    regencies = heard["regency_code"].drop_nulls().unique().sort().to_list() or [HOME_REGENCY]
    return {
        "night": manifest,
        "month": month,
        "started": datetime.fromisoformat(manifest["started"]),
        "released": datetime.fromisoformat(manifest["released"]["at"]) if manifest["verdict"] == "released" else None,
        "broken": [one for severity in ("hold", "warn") for one in findings if _broke(one, severity)],
        "segments": facts.segments(totals, facts.read(folder, "budget_position"), month),
        "regencies": [regency_name(code) for code in regencies],
        "places": places(totals, month, regencies),
        "since_snapshot": facts.since_snapshot(totals, facts.read(previous, "budget_totals"), month),
        "since_month": facts.since_month(facts.scan(folder, "changes"), month),
        "months": facts.months_published(totals, facts.read(folder, "closed_months")),
        "offices": offices.offices(folder, heard, received, by_sender, scores),
        "coverage": [
            *offices.past_coverage(trail, manifest["run_id"], month), int(manifest["balance"]["covered"])
        ],
        "reasons": facts.reasons_of_the_night(by_sender),
        "rulings": facts.rulings(folder, log, rows),
        "programme": programme(folder, month),
        "to_take_up": manifest.get("to_take_up", {}),  # a snapshot of an earlier version has none
    }  # fmt: skip


def preload() -> None:
    """What draws and writes the pages on its way into memory while other work waits on something else."""
    threading.Thread(target=_load, daemon=True).start()


def _load() -> None:
    for name in ("index", "sender", "programme", "dictionary"):
        template(name)
    sample = pl.DataFrame({"place": ["-"], "segment": ["-"], "workers": [1]})
    place_charts(sample, ["-"], LANGUAGES[:1])


def _broke(finding: Mapping[str, Any], severity: str) -> bool:
    return not finding["held"] and finding["severity"] == severity


def pages(told: Mapping[str, Any]) -> Iterator[Page]:
    """Every page of the report in every language."""
    paged = [office for office in told["offices"] if office.page]
    where = told["places"]
    charts = place_charts(where.people, where.labels, LANGUAGES)
    keys = list(zip(where.labels, SEGMENT_COLOURS, strict=False))
    for language in LANGUAGES:
        said = {**told, "L": language, "t": language.say, "observed": partial(observed, language)}
        chart = charts.get(language.code, "")
        first = template("index").render(said, chart=chart, keys=keys, up="", here="index")
        yield _place("index", language), first
        for office in paged:
            page = template("sender").render(said, office=office, up="../", here=office.page)
            yield _place(f"senders/{office.page}", language), page
        accounts = template("programme").render(said, up="", here="programme")
        yield _place("programme", language), accounts
        words = template("dictionary").render(said, tables=TABLES.values(), up="", here="dictionary")
        yield _place("dictionary", language), words


def _place(name: str, language: Language) -> str:
    return f"{name}{language.suffix}.html"
