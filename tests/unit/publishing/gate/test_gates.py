"""The gate: each expectation is broken by a night that breaks it, and held by one at its very margin."""

import re
import warnings
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest

from flows.publishing.gate.gates import Finding, audit, broken, load_great_expectations
from schemas.expectations import PROFILES, Expectation, expectations

MARGIN: dict[str, dict[str, Any]] = {
    "night": {
        "rows_read": 100, "rows_accounted": 100, "rows_of_files": 100, "covered": 90, "niks_distinct": 90,
        "worker_ids_distinct": 90, "covered_before": 100, "covered_share_of_before": 0.9, "rejected_share": 0.05,
        "duplicate_share": 0.2, "senders_heard": 1, "joined_share": 0.1, "left_share": 0.05,
        "joined_newly_share": 0.5, "left_newly_share": 0.25,
        "closed_changed": 0, "covered_dead": 0, "waiting_with_room": 0,
    },
    "segments": {
        "segment": "bpd", "covered": 90, "covered_before": 100, "quota_workers": 90, "emptied": False,
        "above_quota": 0, "totals_differ": 0, "heads_outside_rates": 0, "contribution_lowest_rp": 10_800,
        "contribution_highest_rp": 10_800, "usual": 95.0, "spreads": 5.0,
    },
    "funding_sources": {"funding_source": "ADD", "projected_rp": 5, "ceiling_rp": 5, "above_ceiling_rp": 0},
    "senders": {
        "sender": "dpmd", "rows_read": 100, "rows_accounted": 100, "covered": 30, "rejected": 20, "duplicate": 50,
        "missing": False, "months_left": 1, "rejected_share": 0.2, "duplicate_share": 0.5, "usual": 40.0,
        "spreads": 5.0,
    },
    "files": {"sender": "dpmd", "file": "0a1b2c3d", "rows_read": 100, "rows_accounted": 100},
}  # fmt: skip
"""A night that every expectation just about holds of."""

BREAKS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "rows_balanced": ({"rows_accounted": 99}, set()),
    "rows_of_files_balanced": ({"rows_of_files": 101}, set()),
    "file_balanced": ({"rows_accounted": 99}, set()),
    "sender_balanced": ({"rows_accounted": 101}, set()),
    "niks_unique": ({"niks_distinct": 89, "worker_ids_distinct": 89}, set()),
    "worker_ids_unique": ({"worker_ids_distinct": 89}, set()),
    "totals_agree": ({"totals_differ": 1}, set()),
    "somebody_covered": ({"covered": 0, "niks_distinct": 0, "worker_ids_distinct": 0}, set()),
    "covered_not_down": ({"covered_share_of_before": 0.899}, set()),
    "no_segment_emptied": ({"emptied": True}, set()),
    "segment_volume_usual": ({"spreads": 5.01}, set()),
    "sender_volume_usual": ({"spreads": 5.01}, set()),
    "rejected_bounded": ({"rejected_share": 0.501}, {"rejected_few"}),
    "rejected_few": ({"rejected_share": 0.051}, set()),
    "sender_rejected_few": ({"rejected_share": 0.201}, set()),
    "duplicates_bounded": ({"duplicate_share": 0.601}, {"duplicates_few"}),
    "duplicates_few": ({"duplicate_share": 0.201}, set()),
    "sender_duplicates_few": ({"duplicate_share": 0.501}, set()),
    "somebody_heard": ({"senders_heard": 0}, set()),
    "senders_not_missing": ({"missing": True}, set()),
    "lists_not_expiring": ({"months_left": 0}, set()),
    "quota_held": ({"above_quota": 1}, set()),
    "contribution_within_rates": ({"heads_outside_rates": 1}, set()),
    "ceiling_held": ({"above_ceiling_rp": 1}, set()),
    "closed_months_stand": ({"closed_changed": 1}, set()),
    "nobody_covered_after_death": ({"covered_dead": 1}, set()),
    "no_place_left_free": ({"waiting_with_room": 1}, set()),
    "left_bounded": ({"left_newly_share": 0.251}, set()),
    "left_few": ({"left_share": 0.051}, set()),
    "joined_few": ({"joined_share": 0.101}, set()),
    "joined_bounded": ({"joined_newly_share": 0.501}, set()),
}
"""What breaks each expectation in its profile, and which milder ones it cannot help breaking."""

DECLARED = {one.name: one for one in expectations()}


@pytest.fixture(scope="module", autouse=True)
def _great_expectations() -> None:
    """Loaded once, and its own libraries' warnings are its own affair; what the gate does afterwards is ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        load_great_expectations()


def found(
    rows: dict[str, list[dict[str, Any]]], expected: tuple[Expectation, ...] = expectations()
) -> dict[str, Finding]:
    """The findings of profiles with these rows; a profile that is not given stands at its margin."""
    profiles = {name: pl.DataFrame(rows.get(name, [margin])) for name, margin in MARGIN.items()}
    with TemporaryDirectory() as docs:
        return {finding.name: finding for finding in audit(profiles, expected, Path(docs))}


def names(findings: dict[str, Finding]) -> set[str]:
    return {finding.name for finding in findings.values() if not finding.held}


def broken_row(name: str) -> dict[str, Any]:
    """A row that breaks the expectation, called by its name where rows of its profile have one."""
    profile, (changes, _) = DECLARED[name].profile, BREAKS[name]
    return {**MARGIN[profile], **dict.fromkeys(PROFILES[profile][:1], name), **changes}


@pytest.fixture(scope="module")
def all_broken() -> dict[str, Finding]:
    """Every way to break an expectation at once, each a row of its profile beside one row that breaks nothing."""
    rows = {name: [margin] for name, margin in MARGIN.items()}
    for name in BREAKS:
        rows[DECLARED[name].profile].append(broken_row(name))
    return found(rows)


def test_every_expectation_has_a_night_that_breaks_it() -> None:
    assert set(BREAKS) == set(DECLARED)


def test_a_night_holds_every_expectation_at_its_very_margin() -> None:
    assert names(found({})) == set()


@pytest.mark.parametrize("name", BREAKS)
def test_an_expectation_is_broken_by_its_own_rows_and_no_other(name: str, all_broken: dict[str, Finding]) -> None:
    finding = all_broken[name]
    mine = [other for other, (_, also) in BREAKS.items() if name in {other, *also}]
    key = PROFILES[DECLARED[name].profile][:1]
    assert not finding.held
    assert len(finding.observed) == len(mine), finding.observed
    assert [line.split()[0] for line in finding.observed if key] == [f"{key[0]}={other}" for other in mine if key]


def test_a_night_of_one_row_tells_its_numbers_whether_they_break_or_not() -> None:
    seen = found({"night": [{**MARGIN["night"], "covered_share_of_before": 0.12345678}]})
    assert seen["covered_not_down"].observed == ["covered_share_of_before=0.1235 covered=90 covered_before=100"]
    assert seen["rows_balanced"].observed == ["rows_read=100 rows_accounted=100"]


def test_of_many_rows_only_those_that_break_are_told_with_what_stands_beside() -> None:
    steady, shrunk = {**MARGIN["segments"], "spreads": None}, {**MARGIN["segments"], "segment": "rt_rw", "spreads": 7.5}
    seen = found({"segments": [steady, shrunk]})
    assert seen["segment_volume_usual"].observed == ["segment=rt_rw spreads=7.5 covered=90 usual=95"]
    assert seen["quota_held"].observed == []


@pytest.mark.parametrize("column", ["spreads", "rejected_share", "months_left"])
def test_where_nothing_is_known_nothing_is_broken(column: str) -> None:
    unknown = pl.DataFrame([MARGIN["senders"]] * 2).with_columns(pl.lit(None, pl.Float64).alias(column))
    assert names(found({"senders": unknown.to_dicts()})) == set()


def expecting(name: str, **changes: Any) -> tuple[Expectation, ...]:
    return (DECLARED[name].model_copy(update=changes),)


@pytest.mark.parametrize(
    "arguments",
    [
        {"column": "nowhere", "min_value": 1},
        {"column": "covered", "min_value": "many"},
        {"column": "covered", "minimum": 1},
    ],
    ids=["no such column", "wrong type", "no such argument"],
)
@pytest.mark.parametrize("name", ["somebody_covered", "quota_held"])
def test_an_expectation_that_cannot_be_evaluated_counts_as_broken(name: str, arguments: dict[str, Any]) -> None:
    many = {"segments": [MARGIN["segments"]] * 2}
    assert names(found(many, expecting(name, arguments=arguments))) == {name}


def test_findings_come_in_the_declared_order() -> None:
    assert list(found({})) == list(DECLARED)


@pytest.mark.parametrize(("severity", "expected"), [("hold", ["a"]), ("warn", ["b"])])
def test_broken_findings_of_one_severity(severity: str, expected: list[str]) -> None:
    findings = [
        Finding("a", "hold", False, "", []),
        Finding("b", "warn", False, "", []),
        Finding("c", "hold", True, "", []),
    ]
    assert [finding.name for finding in broken(findings, severity)] == expected


# --- Data Docs -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def data_docs() -> Iterator[Path]:
    """The Data Docs of a night that breaks something in every profile."""
    with TemporaryDirectory() as folder:
        profiles = {name: pl.DataFrame([margin, margin]) for name, margin in MARGIN.items()}
        profiles["files"] = pl.DataFrame([MARGIN["files"], broken_row("file_balanced")])
        profiles["senders"] = pl.DataFrame([MARGIN["senders"], broken_row("senders_not_missing")])
        audit(profiles, expectations(), Path(folder))
        yield Path(folder)


class Fetched(HTMLParser):
    """What a browser would fetch or run for a page: every address outside the site, every script, every style sheet."""

    def __init__(self) -> None:
        super().__init__()
        self.outside: list[str] = []
        self.inside: list[str] = []
        self.policies: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"script", "link", "img", "iframe", "form", "object", "embed", "base", "video", "audio", "source"}:
            self.outside.append(f"<{tag}>")
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policies.append(str(given.get("content")))
        self.outside += [name for name in given if name.startswith("on")]
        for name in ("src", "href", "action", "data", "background", "poster", "srcset", "style"):
            value = str(given.get(name) or "")
            if re.search(r"^\s*(?:[a-z]+:)?//|url\(|@import", value, re.IGNORECASE):
                self.outside.append(f"{tag} {name}={value}")
            elif name == "href" and value and not value.startswith("#"):
                self.inside.append(re.split("[#?]", value, maxsplit=1)[0])


def fetched(page: Path) -> Fetched:
    parser = Fetched()
    parser.feed(page.read_text(encoding="utf-8"))
    return parser


def test_data_docs_fetch_nothing_from_outside(data_docs: Path) -> None:
    pages = list(data_docs.rglob("*.html"))
    assert len(pages) == 1 + 2 * len(PROFILES)
    assert {str(page.name): fetched(page).outside for page in pages if fetched(page).outside} == {}


def test_data_docs_forbid_the_browser_to_fetch_or_run_anything(data_docs: Path) -> None:
    policies = [fetched(page).policies for page in data_docs.rglob("*.html")]
    assert policies == [["default-src 'none'; style-src 'unsafe-inline'"]] * len(policies)


def test_every_link_in_data_docs_leads_to_a_page(data_docs: Path) -> None:
    links = [(page, link) for page in data_docs.rglob("*.html") for link in fetched(page).inside]
    assert links
    report = data_docs / "../index.html"  # written after the gate
    assert [link for page, link in links if page.parent / link != report and not (page.parent / link).exists()] == []


def test_the_first_page_says_every_expectation_in_its_sentence(data_docs: Path) -> None:
    text = (data_docs / "index.html").read_text(encoding="utf-8")
    assert [one.name for one in expectations() if one.sentence not in text] == []


def test_the_first_page_tells_what_broke_with_its_numbers(data_docs: Path) -> None:
    rows = re.findall(r'<tr class="broken">.*?</tr>', (data_docs / "index.html").read_text(encoding="utf-8"))
    assert [re.findall(r"<code>(\w+)", row) for row in rows] == [["senders_not_missing"], ["file_balanced"]]
    assert "sender=senders_not_missing missing=True" in rows[0]


def test_from_the_first_page_every_page_can_be_reached(data_docs: Path) -> None:
    pages = {page.relative_to(data_docs).as_posix() for page in data_docs.rglob("*.html")} - {"index.html"}
    assert set(fetched(data_docs / "index.html").inside) - {"../index.html"} == pages


def test_great_expectations_own_pages_hold_no_value_of_a_profile(data_docs: Path) -> None:
    """Not even a sender's name or a file's key: Great Expectations is shown only the columns that it looks at."""
    pages = [page for page in data_docs.rglob("*.html") if page != data_docs / "index.html"]
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    assert [word for word in ("0a1b2c3d", "file_balanced", "senders_not_missing") if word in text] == []
