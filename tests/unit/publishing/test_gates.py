"""The gate: each expectation is broken by a night that breaks it, and held by one that does not."""

import re
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest

from flows.publishing.gates import Finding, audit, broken, load_great_expectations
from schemas.expectations import Expectation, expectations

NIGHT: dict[str, Any] = {
    "rows_read": 100, "rows_accounted": 100, "covered": 90, "niks_distinct": 90, "covered_before": 100,
    "covered_share_of_before": 0.9, "rejected_share": 0.05, "above_ceiling_rp": 0,
}  # fmt: skip
SEGMENT: dict[str, Any] = {
    "segment": "bpd", "covered": 90, "covered_before": 100, "quota_workers": 90, "emptied": False, "above_quota": 0,
}  # fmt: skip

BREAKS: dict[str, tuple[dict[str, Any], dict[str, Any], set[str]]] = {
    "rows_balanced": ({"rows_accounted": 99}, {}, set()),
    "niks_unique": ({"niks_distinct": 89}, {}, set()),
    "somebody_covered": ({"covered": 0, "niks_distinct": 0}, {}, set()),
    "covered_not_down": ({"covered_share_of_before": 0.899}, {}, set()),
    "no_segment_emptied": ({}, {"emptied": True}, set()),
    "rejected_bounded": ({"rejected_share": 0.501}, {}, {"rejected_few"}),
    "rejected_few": ({"rejected_share": 0.051}, {}, set()),
    "quota_held": ({}, {"above_quota": 1}, set()),
    "ceiling_held": ({"above_ceiling_rp": 1}, {}, set()),
}
"""What breaks each expectation, in which profile, and which milder ones it cannot help breaking."""


@pytest.fixture(scope="session", autouse=True)
def _great_expectations() -> None:
    """Loaded once, and its own libraries' warnings are its own affair; what the gate does afterwards is ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        load_great_expectations()


def found(
    night: dict[str, Any], segment: dict[str, Any], expected: tuple[Expectation, ...] | None = None
) -> list[Finding]:
    profiles = {
        "night": pl.DataFrame([{**NIGHT, **night}]),
        "segments": pl.DataFrame([SEGMENT, {**SEGMENT, **segment, "segment": "rt_rw"}]),
    }
    with TemporaryDirectory() as docs:
        return audit(profiles, expected or expectations(), Path(docs))


def names(findings: list[Finding]) -> set[str]:
    return {finding.name for finding in findings if not finding.held}


def test_every_expectation_has_a_night_that_breaks_it() -> None:
    assert set(BREAKS) == {one.name for one in expectations()}


def test_a_good_night_holds_every_expectation_at_its_very_margin() -> None:
    assert names(found({}, {})) == set()


@pytest.mark.parametrize("name", BREAKS)
def test_a_night_that_breaks_one_expectation(name: str) -> None:
    night, segment, also = BREAKS[name]
    assert names(found(night, segment)) == {name, *also}


def expecting(**changes: Any) -> tuple[Expectation, ...]:
    one = expectations()[2]
    return (one.model_copy(update=changes),)


@pytest.mark.parametrize(
    "arguments",
    [
        {"column": "nowhere", "min_value": 1},
        {"column": "covered", "min_value": "many"},
        {"column": "covered", "minimum": 1},
    ],
    ids=["no such column", "wrong type", "no such argument"],
)
def test_an_expectation_that_cannot_be_evaluated_counts_as_broken(arguments: dict[str, Any]) -> None:
    assert names(found({}, {}, expecting(arguments=arguments))) == {"somebody_covered"}


def test_findings_come_in_the_declared_order() -> None:
    assert [finding.name for finding in found({}, {})] == [one.name for one in expectations()]


def test_a_finding_repeats_the_numbers_it_saw() -> None:
    (finding,) = (one for one in found({}, {"above_quota": 3}) if one.name == "quota_held")
    assert finding.observed == ["segment=bpd above_quota=0", "segment=rt_rw above_quota=3"]


@pytest.mark.parametrize(("severity", "expected"), [("hold", ["a"]), ("warn", ["b"])])
def test_broken_findings_of_one_severity(severity: str, expected: list[str]) -> None:
    findings = [
        Finding("a", "hold", False, "", []),
        Finding("b", "warn", False, "", []),
        Finding("c", "hold", True, "", []),
    ]
    assert [finding.name for finding in broken(findings, severity)] == expected


def test_data_docs_are_built_and_fetch_nothing(tmp_path: Path) -> None:
    audit({"night": pl.DataFrame([NIGHT]), "segments": pl.DataFrame([SEGMENT])}, expectations(), tmp_path)
    pages = [page.read_text(encoding="utf-8") for page in tmp_path.rglob("*.html")]
    assert pages
    outside = r"<script|<link|<img|<iframe|<form|@import|url\(|(?:src|href)\s*=\s*[\"']?(?:https?:)?//"
    assert [found for page in pages for found in re.findall(outside, page, re.IGNORECASE)] == []
