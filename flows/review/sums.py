"""What the rows of each sender add up to, for its score: however the rows are split, the same sums.

Counts add up by themselves. A NIK named again, and a value that too many rows share, may have their rows in different
batches: batches leave narrow facts of them, which are counted over all.
"""

from collections.abc import Mapping, Sequence

import polars as pl

from schemas.reference import reference

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
    "birth_date": pl.when(_UNCONFIRMED).then("birth_date"),
    "new_year": pl.when(_UNCONFIRMED & _NEW_YEAR).then(True),
    "phone": pl.col("phone"),
    "address": pl.col("address"),
}
"""The values of `filler_repeats`. A birth date that the NIK bears out is what the identity card says, 1 January too."""

JUDGED_BY = (
    "sender", "segment", "nik_key", "nik_form", "nik_birth_date", "name", "name_form", "birth_date", "birth_date_from",
    "birth_date_text", "sex_text", "desa_text", "desa_code", "kecamatan_text", "kecamatan_code", "occupation",
    "occupation_text", "position_text", "phone", "address", "residence_required", "occupation_required",
)  # fmt: skip
"""What is looked at of a row."""

FACTS = ("sender_cells", "sender_niks", "sender_values")
"""The facts of a batch, by the names under which they are left."""
Facts = Mapping[str, Sequence[pl.LazyFrame]]

_NIKS_AT_ONCE = 4_000_000
_ROUNDING = 1 - 1e-9
"""A share of a batch is asked a hair less: the share of all, in floats, may come out as much higher."""


def sender_facts(received: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """What a batch of rows leaves for `sender_sums`, by the names of `FACTS`.

    `received` are the rows, re-sent ones too, with the columns of `JUDGED_BY`.
    `sender_cells` has a row a sender with counts; `sender_niks` each NIK that a sender names, once a segment;
    `sender_values` the rows with a value that might be a filler if many share it. The last two hold personal data.
    """
    typed = pl.any_horizontal(
        pl.col(column).str.contains(pattern) for column, pattern, *_ in reference("fillers").iter_rows()
    )
    digits = received.with_columns(pl.col("phone").str.replace_all(r"\D", "").replace("", None))
    rows = digits.with_columns(typed.fill_null(False).alias("typed"))
    values = rows.select("sender", pl.len().over("sender").alias("of_sender"), "typed", **_REPEATABLE)
    named = rows.select("sender", "segment", "nik_key").drop_nulls("nik_key")
    cells = rows.group_by("sender").agg(
        pl.len().cast(pl.Int64).alias("rows"),
        pl.sum_horizontal(asked.sum() for asked, _ in _cells()).cast(pl.Int64).alias("wanted"),
        pl.sum_horizontal((asked & filled).sum() for asked, filled in _cells()).cast(pl.Int64).alias("filled"),
        pl.col("nik_key").count().cast(pl.Int64).alias("named"),
        pl.col("typed").sum().cast(pl.Int64),
    )
    told = values.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in _REPEATABLE))
    return dict(zip(FACTS, (cells, named.unique(), told), strict=True))


def sender_sums(facts: Facts) -> pl.DataFrame:
    """One row a sender: what its rows add up to, for `with_scores`, from what their batches left.

    Counts alone; nothing in it is about a person. Of the `wanted` cells, `filled` are. `repeated` rows name a NIK that
    the sender has named before in the same segment: holding two posts is no fault of the list. `fillers` are rows with
    a cell that looks made up.

    No more than one batch's values, and some millions of NIKs, are in memory at once; of senders that may have any
    number of rows.
    """
    counts = pl.concat(facts["sender_cells"]).group_by("sender").agg(pl.all().sum()).collect()
    for found in (_different_niks(facts["sender_niks"]), _sharing_rows(facts["sender_values"], counts)):
        counts = counts.join(found, on="sender", how="left")
    return counts.select(
        "sender",
        "wanted",
        "filled",
        (pl.col("named") - pl.col("niks").fill_null(0)).alias("repeated"),
        (pl.col("typed") + pl.col("sharing").fill_null(0)).alias("fillers"),
    ).sort("sender")


def _cells() -> list[tuple[pl.Expr, pl.Expr]]:
    """Of each field that counts: whether the row should have it, and whether it has."""
    asked_of = reference("score_fields").select("field", "required_by").rows()
    everybody = pl.col("sender").is_not_null()
    return [(pl.col(flag).fill_null(False) if flag else everybody, _FILLED[field]) for field, flag in asked_of]


def _different_niks(parts: Sequence[pl.LazyFrame]) -> pl.DataFrame:
    """`sender` and the `niks` it names, each once a segment.

    Most senders are in one batch, where they were counted. Of those in several the NIKs are brought together, by their
    remainders where there are too many for one time.
    """
    by_part = pl.concat([part.group_by("sender").len("niks") for part in parts]).collect()
    split = by_part.filter(pl.col("sender").is_duplicated())
    shares = int(split["niks"].sum()) // _NIKS_AT_ONCE + 1
    shared = pl.concat(parts).filter(pl.col("sender").is_in(split["sender"].unique().implode()))
    short = shared.with_columns(pl.col("sender", "segment").cast(pl.Categorical))  # half the room of texts
    counted = [by_part.filter(pl.col("sender").is_unique())]
    for share in range(shares if split.height else 0):
        niks = short.filter(pl.col("nik_key") % shares == share).unique()
        counted.append(niks.group_by(pl.col("sender").cast(pl.String)).len("niks").collect())
    return pl.concat(counted).group_by("sender").agg(pl.col("niks").sum().cast(pl.Int64))


def _sharing_rows(parts: Sequence[pl.LazyFrame], counts: pl.DataFrame) -> pl.DataFrame:
    """`sender` and its rows, not counted as `typed`, that are `sharing` a value with too many of the sender's rows."""
    often = {value: _often(parts, value, rows_from, share) for value, rows_from, share in _repeats()}
    held = pl.concat([_with_often(part, often) for part in parts]).collect()
    of_all = held.join(counts.select("sender", of_sender="rows"), on="sender")
    same = {value: pl.col("rows").sum().over("sender", value) for value in often}
    too_many = pl.any_horizontal(
        pl.col(value).is_not_null() & (same[value] >= rows_from) & (same[value] >= share * pl.col("of_sender"))
        for value, rows_from, share in _repeats()
    )
    untyped = of_all.filter(too_many).filter(~pl.col("typed"))
    return untyped.group_by("sender").agg(pl.col("rows").sum().alias("sharing"))


def _repeats() -> list[tuple[str, int, float]]:
    return reference("filler_repeats").select("value", "rows_from", "share_from").rows()


def _often(parts: Sequence[pl.LazyFrame], value: str, rows_from: int, share: float) -> pl.DataFrame:
    """`sender` and each `value` that may be shared by so many of its rows: all that are, and a few more.

    What has a share of all a sender's rows has that share of them in one batch at least. Of a value for which the
    number alone counts the batches tell nothing: numbers made of the values are sorted, and those kept that come so
    often. Two values may make one number, which adds a value that is then counted for itself.
    """
    told = [part.select("sender", "of_sender", value).drop_nulls(value) for part in parts]
    if share:
        asked = pl.col("len") >= share * _ROUNDING * pl.col("of_sender")
        same = [part.group_by("sender", value).agg(pl.len(), pl.col("of_sender").first()) for part in told]
        return pl.concat([each.filter(asked).select("sender", value) for each in same]).unique().collect()
    number = pl.struct("sender", value).hash()
    numbers = pl.concat([part.select(number.alias("number")) for part in told]).collect()["number"].sort()
    often = numbers.filter(numbers == numbers.shift(rows_from - 1)).unique()
    return pl.concat(told).filter(number.is_in(often.implode())).select("sender", value).unique().collect()


def _with_often(part: pl.LazyFrame, often: Mapping[str, pl.DataFrame]) -> pl.LazyFrame:
    """How many `rows` of a part, by sender, have the same of the values that come `often`, all others being blank."""
    rows = part.drop("of_sender")
    for value, known in often.items():
        rows = rows.join(known.lazy().with_columns(often=True), on=["sender", value], how="left").with_columns(
            pl.when("often").then(value)
        ).drop("often")  # fmt: skip
    told = rows.filter(pl.any_horizontal(pl.col(*often).is_not_null()))
    return told.group_by("sender", "typed", *often).agg(pl.len().cast(pl.Int64).alias("rows"))
