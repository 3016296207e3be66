"""How good a sender's lists are: five parts from 0 to 100, and their weighted mean.

What counts and what it weighs is declared in `schemas/reference`: `score_parts`, `score_fields`, `fillers`,
`filler_repeats`, `timeliness`. Rows of other senders never count against a sender.
"""

import polars as pl

from flows.settings import LOCAL_TIME
from schemas.reference import reference
from schemas.tables.senders import SCORE_PARTS, SENDERS


def with_scores(heard: pl.DataFrame, files: pl.DataFrame, noted: pl.DataFrame, sums: pl.DataFrame) -> pl.DataFrame:
    """The `senders` table of one month: `heard` with the parts of the score and the score.

    A part that nothing can be said about is null (a sender nobody waits for is not late), and the mean is taken over
    the others; the score is null where no row was read. `files` is the received files, `noted` gives by sender the
    `faulty` rows, `sums` are those of `flows.review.sums`.
    """
    came = files.filter(pl.col("status").is_in(["read", "resent"])).group_by("sender").agg(pl.col("first_seen").min())
    known = heard
    for facts in (noted.select("sender", "faulty"), came, sums):
        known = known.join(facts, on="sender", how="left")
    read = pl.col("rows_read")
    parts = known.with_columns(
        _percent(pl.col("filled"), pl.col("wanted")).alias("completeness"),
        _percent(read - pl.col("faulty").fill_null(0), read).alias("validity"),
        _percent(read - pl.col("repeated"), read).alias("uniqueness"),
        _timeliness().alias("timeliness"),
        _percent(read - pl.col("fillers"), read).alias("default_values"),
    )
    return SENDERS.arrange(parts.with_columns(pl.when(read > 0).then(_weighted_mean()).alias("score")))


def _percent(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    return pl.when(whole > 0).then((100 * part / whole).round(1))


def _timeliness() -> pl.Expr:
    """Points for the day the first usable list came, by the regency's clock: mending a list later costs nothing."""
    standing = (
        pl.when("missing")
        .then(pl.lit("missing"))
        .when("carried_forward")
        .then(pl.lit("carried_forward"))
        .when(pl.col("first_seen").is_not_null())
        .then(pl.lit("received"))
    )
    came = pl.col("first_seen").dt.convert_time_zone(str(LOCAL_TIME)).dt.date()
    days = (came - pl.col("month")).dt.total_days()
    steps = reference("timeliness").sort("within_days", nulls_last=True)
    return pl.coalesce(
        pl.when((standing == name) & (days <= within if within is not None else pl.lit(True))).then(pl.lit(points))
        for name, within, points in steps.select("standing", "within_days", "points").iter_rows()
    )


def _weighted_mean() -> pl.Expr:
    weights = dict(reference("score_parts").select("part", "weight").iter_rows())
    points = pl.sum_horizontal(pl.col(part) * weights[part] for part in SCORE_PARTS)
    told = pl.sum_horizontal(pl.when(pl.col(part).is_not_null()).then(weights[part]) for part in SCORE_PARTS)
    return (points / told).round(1)
