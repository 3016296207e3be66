"""Pictures for the pages, as SVG that stands in the page itself; what they show is also there in words."""

import re
import threading
from collections.abc import Sequence

import polars as pl

from flows.reporting.report.words import Language

SEGMENT_COLOURS = ("#1f4e79", "#5b9bd5", "#2a9d8f", "#e0a030", "#b5523b")
"""In the order of the segments; neighbours differ in lightness too, for printers and for eyes that see no red."""

_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"
_INK = "#17212b"


def kecamatan_chart(people: pl.DataFrame, labels: Sequence[str], language: Language) -> str:
    """A bar a kecamatan, most workers on top, divided by segment (`labels`, in order), with its total at the end.

    `people`: kecamatan, segment (its label), workers. Without people there is no chart.
    """
    if people.is_empty():
        return ""
    # Imported late: the two take a quarter of a second, and commands that draw nothing load this module too.
    import altair as alt  # noqa: PLC0415
    import vl_convert  # noqa: PLC0415

    totals = people.group_by("kecamatan").agg(pl.col("workers").sum()).sort("workers", "kecamatan", descending=True)
    order = totals["kecamatan"].to_list()
    said = [{**row, "said": language.number(row["workers"])} for row in totals.to_dicts()]
    y = alt.Y("kecamatan:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False, labelPadding=8))
    ranked = people.with_columns(
        pl.col("segment").replace_strict(labels, range(len(labels)), return_dtype=pl.Int64).alias("rank")
    )
    bars = alt.Chart(alt.Data(values=ranked.to_dicts())).mark_bar(height=15).encode(
        x=alt.X("workers:Q", axis=None, scale=alt.Scale(nice=False)), y=y, order="rank:O",
        color=alt.Color(
            "segment:N", sort=list(labels), title=None,
            scale=alt.Scale(domain=list(labels), range=list(SEGMENT_COLOURS[: len(labels)])),
            legend=alt.Legend(orient="top", columns=3, symbolType="square", labelLimit=200),
        ),
    )  # fmt: skip
    ends = alt.Chart(alt.Data(values=said)).mark_text(align="left", dx=5).encode(x="workers:Q", y=y, text="said:N")
    chart = (bars + ends).properties(width=300, height=alt.Step(21), padding=4).configure(
        font=_FONT, aria=False, background="transparent"
    ).configure_axis(labelFontSize=12, labelColor=_INK).configure_legend(labelFontSize=12, labelColor=_INK)  # fmt: skip
    drawn = chart.configure_text(fontSize=12, color=_INK).configure_view(stroke=None)
    return _inline(vl_convert.vegalite_to_svg(drawn.to_json(validate=False)))


def _inline(svg: str) -> str:
    """The drawing to stand in a page: of the page's own namespace, as wide as its frame."""
    head, rest = svg.split(">", 1)
    head = re.sub(r' (xmlns(:\w+)?|version|width|height|class)="[^"]*"', "", head)
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


def preload() -> None:
    """The drawing libraries on their way into memory while other work waits on something else."""
    sample = pl.DataFrame({"kecamatan": ["-"], "segment": ["-"], "workers": [1]})
    threading.Thread(target=kecamatan_chart, args=(sample, ["-"], Language("id")), daemon=True).start()
