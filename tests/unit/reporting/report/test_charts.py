"""Pictures that stand in a page."""

import re

import polars as pl
import pytest

from flows.reporting.report.charts import place_charts, sparkline
from flows.reporting.report.words import LANGUAGES

PEOPLE = pl.DataFrame(
    {
        "place": ["Ngunut", "Ngunut", "Besuki"],
        "segment": ["Anggota BPD", "Ketua RT/RW", "Anggota BPD"],
        "workers": [1_000, 500, 70],
    }
)


@pytest.fixture(scope="module")
def charts() -> dict[str, str]:
    return place_charts(PEOPLE, ["Anggota BPD", "Ketua RT/RW"], LANGUAGES)


def test_a_kecamatan_has_its_bars_and_its_total_most_workers_on_top(charts: dict[str, str]) -> None:
    texts = re.findall(r"<text[^>]*>([^<]+)</text>", charts["id"])
    assert texts == ["Ngunut", "Besuki", "1.500", "70"]


def test_totals_are_written_as_the_language_writes_them(charts: dict[str, str]) -> None:
    assert ("1.500" in charts["id"], "1,500" in charts["en"]) == (True, True)


def test_the_drawing_names_no_place_on_the_web_and_takes_the_width_of_its_frame(charts: dict[str, str]) -> None:
    head = charts["id"].split(">", 1)[0]
    assert "http" not in charts["id"]
    assert "viewBox" in head
    assert "width" not in head


def test_nobody_covered_is_no_chart() -> None:
    assert place_charts(PEOPLE.clear(), ["Anggota BPD"], LANGUAGES) == {}


def test_a_trend_needs_two_nights() -> None:
    assert (sparkline([]), sparkline([90.0])) == ("", "")


def test_a_trend_runs_from_left_to_right_and_higher_is_up() -> None:
    points = [tuple(map(float, point.split(","))) for point in sparkline([80.0, 90.0, 85.0]).split()]
    assert [x for x, _ in points] == [4.0, 48.0, 92.0]
    assert points[1][1] < points[2][1] < points[0][1]


def test_a_flat_trend_is_a_line_in_the_middle() -> None:
    assert sparkline([90.0, 90.0]) == "4.0,12.0 92.0,12.0"
