"""Pictures for the pages, as SVG that stands in the page itself; what they show is also there in words."""

import re
from collections.abc import Sequence

import polars as pl

from flows.reporting.report.words import Language

SEGMENT_COLOURS = ("#d9962b", "#2a8f83", "#7d5a9b", "#8fbce6", "#1f4e79")
"""In the order of the segments; neighbours differ in lightness too, for printers and for eyes that see no red."""

_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"
_INK = "#17212b"
_FORMATS = {
    "id": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["Rp ", ""]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["Rp ", ""]},
}


def place_charts(people: pl.DataFrame, labels: Sequence[str], languages: Sequence[Language]) -> dict[str, str]:
    """A bar a place, most workers on top, divided by segment (`labels`, in order), with its total at the end.

    `people`: place, segment (its label), workers. The drawings by the code of the language that their numbers are
    written in; without people there are none.
    """
    if people.is_empty():
        return {}
    # Imported late: the two take a third of a second, and commands that draw nothing load this module too.
    import altair as alt  # noqa: PLC0415
    import vl_convert  # noqa: PLC0415

    totals = people.group_by("place").agg(pl.col("workers").sum()).sort("workers", "place", descending=True)
    ranks = pl.col("segment").replace_strict(labels, range(len(labels)), return_dtype=pl.Int64).alias("rank")
    # The labels' room is given, not measured: the browser's letters are not those the drawing was measured with.
    axis = alt.Axis(ticks=False, domain=False, labelPadding=8, minExtent=118)
    y = alt.Y("place:N", sort=totals["place"].to_list(), title=None, axis=axis)
    colours = alt.Scale(domain=list(labels), range=list(SEGMENT_COLOURS[: len(labels)]))
    bars = alt.Chart(alt.InlineData(values=people.with_columns(ranks).to_dicts())).mark_bar(height=15).encode(
        x=alt.X("workers:Q", axis=None, scale=alt.Scale(nice=False)), y=y, order="rank:O",
        color=alt.Color("segment:N", legend=None, scale=colours),
    )  # fmt: skip
    numbers = alt.Chart(alt.InlineData(values=totals.to_dicts())).mark_text(align="left", dx=5, fontSize=12, color=_INK)
    ends = numbers.encode(x="workers:Q", y=y, text=alt.Text("workers:Q", format=","))
    chart = (bars + ends).properties(
        width=320, height=alt.Step(21), padding={"left": 2, "right": 12, "top": 2, "bottom": 2}
    )
    style = chart.configure(font=_FONT, aria=False, background="transparent").configure_view(stroke=None)
    drawing = style.configure_axis(labelFontSize=12, labelColor=_INK).to_json(validate=False)
    return {
        language.code: _inline(vl_convert.vegalite_to_svg(drawing, format_locale=_FORMATS[language.code]))
        for language in languages
    }


def _inline(svg: str) -> str:
    """The drawing to stand in a page: of the page's own namespace, as wide as its frame, to two decimals of a point.

    It is one picture to a screen reader, which reads what the page says of it: the parts say nothing of themselves.
    """
    head, rest = svg.split(">", 1)
    head = re.sub(r' (xmlns(:\w+)?|version|width|height|class)="[^"]*"', "", head)
    rest = re.sub(r' (role|aria-\w+)="[^"]*"', "", rest)
    # Inside tags only: in the text 1.500 is a number of people.
    rest = re.sub(r"(\d\.\d\d)\d+(?=[^<>]*>)", r"\1", rest)
    return f'{head} focusable="false">{rest}'


def sparkline(values: Sequence[float]) -> str:
    """The points of a small line from the first value to the last, in a box of 96 by 24; empty for fewer than two."""
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    # A flat trend is a line in the middle, and a change of less than a point stays small.
    span = max(high - low, 1.0)
    middle = (low + high) / 2
    step = 88 / (len(values) - 1)
    return " ".join(f"{4 + n * step:.1f},{12 - 16 * (value - middle) / span:.1f}" for n, value in enumerate(values))
