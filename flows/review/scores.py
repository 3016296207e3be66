"""How good a sender's lists are: five parts from 0 to 100, and their weighted mean.

What counts and what it weighs is declared in `schemas/reference`: `score_parts`, `score_fields`, `fillers`,
`filler_repeats`, `timeliness`. Rows of other senders never count against a sender.
"""

import polars as pl

from flows.settings import LOCAL_TIME
from schemas.reference import reference
from schemas.tables.senders import SCORE_PARTS, SENDERS

_FILLED = {
    "nik": pl.col("nik_form") != "blank",
    "name": pl.col("name").is_not_null(),
    "birth_date": pl.col("birth_date_text").is_not_null(),
    "sex": pl.col("sex_text").is_not_null(),
    "desa": pl.col("desa_text").is_not_null() | pl.col("desa_code").is_not_null(),
    "kecamatan": pl.col("kecamatan_text").is_not_null() | pl.col("kecamatan_code").is_not_null(),
    "occupation": pl.any_horizontal(pl.col("occupation", "occupation_text", "position_text").is_not_null()),
}
"""Whether a field of `score_fields` is filled: its own cell, or what the titles, the address or the post say."""

_UNCONFIRMED = (pl.col("birth_date_from") == "cell") & pl.col("birth_date").ne_missing(pl.col("nik_birth_date"))
_NEW_YEAR = (pl.col("birth_date").dt.month() == 1) & (pl.col("birth_date").dt.day() == 1)
_REPEATABLE = {
    "birth_date": pl.when(_UNCONFIRMED).then("birth_date").cast(pl.String),
    "new_year": pl.when(_UNCONFIRMED & _NEW_YEAR).then(pl.lit("01-01")),
    "phone": pl.col("phone"),
    "address": pl.col("address"),
}
"""The values of `filler_repeats`. A birth date that the NIK bears out is what the identity card says, 1 January too."""


JUDGED_BY = (
    "sender", "segment", "nik_key", "nik_form", "nik_birth_date", "name", "name_form", "birth_date", "birth_date_from",
    "birth_date_text", "sex_text", "desa_text", "desa_code", "kecamatan_text", "kecamatan_code", "occupation",
    "occupation_text", "position_text", "phone", "address", "residence_required", "occupation_required",
)  # fmt: skip
"""What `sender_sums` looks at of a row."""


def sender_sums(received: pl.DataFrame) -> pl.DataFrame:
    """One row a sender: what its rows add up to, for `with_scores`. Counts alone; nothing in it is about a person.

    `received` are its rows, re-sent ones too, with the columns of `JUDGED_BY`. Of the `wanted` cells, `filled` are.
    `repeated` rows name a NIK that the sender has named before in the same segment: holding two posts is no fault of
    the list. `fillers` are rows with a cell that looks made up.
    """
    rows = received.with_columns(
        pl.col("phone").str.replace_all(r"\D", "").replace("", None), pl.len().over("sender").alias("of_sender")
    )
    counts = rows.group_by("sender").agg(
        pl.sum_horizontal(asked.sum() for asked, _ in _cells()).alias("wanted"),
        pl.sum_horizontal((asked & filled).sum() for asked, filled in _cells()).alias("filled"),
    )
    for facts in (_repeated(rows), _fillers(rows)):
        counts = counts.join(facts, on="sender", how="left")
    return counts.fill_null(0)


def _cells() -> list[tuple[pl.Expr, pl.Expr]]:
    """Of each field that counts: whether the row should have it, and whether it has."""
    asked_of = reference("score_fields").select("field", "required_by").rows()
    everybody = pl.col("sender").is_not_null()
    return [(pl.col(flag).fill_null(False) if flag else everybody, _FILLED[field]) for field, flag in asked_of]


def _repeated(rows: pl.DataFrame) -> pl.DataFrame:
    by_segment = rows.drop_nulls("nik_key").group_by("sender", "segment")
    spare = by_segment.agg((pl.len() - pl.col("nik_key").n_unique()).alias("repeated"))
    return spare.group_by("sender").agg(pl.col("repeated").sum())


def _fillers(rows: pl.DataFrame) -> pl.DataFrame:
    """By sender, rows with a cell typed to fill it, or with a value that too many of the sender's rows share."""
    numbered = rows.with_row_index("row")
    typed = (pl.col(column).str.contains(pattern) for column, pattern, *_ in reference("fillers").iter_rows())
    found = [numbered.filter(pl.any_horizontal(typed))["row"]]
    for value, rows_from, share_from, *_ in reference("filler_repeats").iter_rows():
        told = numbered.select("row", "sender", "of_sender", _REPEATABLE[value].alias("value")).drop_nulls("value")
        same = pl.len().over("sender", "value")
        found.append(told.filter((same >= rows_from) & (same >= share_from * pl.col("of_sender")))["row"])
    return rows.select("sender")[pl.concat(found).unique()].group_by("sender").agg(pl.len().alias("fillers"))


def with_scores(heard: pl.DataFrame, files: pl.DataFrame, noted: pl.DataFrame, sums: pl.DataFrame) -> pl.DataFrame:
    """The `senders` table of one month: `heard` with the parts of the score and the score.

    A part that nothing can be said about is null (a sender nobody waits for is not late), and the mean is taken over
    the others; the score is null where no row was read. `files` is the received files, `noted` gives by sender the
    `faulty` rows, `sums` are those of `sender_sums`.
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
