"""Workers whose NIK was corrected: not one who left and one who joined, but one person under another number."""

from typing import TypeVar

import polars as pl

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)

_RULED = ("applied", "dangling")
"""A ruling that two NIKs are one person holds for a correction also where only one of them is still sent."""
_ALIKE = ("name_form", "birth_date", "place")
_NIK_DIGITS = 16
_DIGITS_APART = 2
"""A slip of the hand is one wrong digit, or two exchanged."""

CORRECTED = pl.Schema({"worker_id": pl.String(), "former_worker_id": pl.String()})


def corrected_niks(before: pl.DataFrame, covered: pl.DataFrame, rulings: pl.DataFrame) -> pl.DataFrame:
    """`worker_id` and `former_worker_id` of each worker who was covered before under another NIK, by `worker_id`.

    The one left and the other joined, and either a ruling (`same_person`, in either direction) says that they are one,
    or their normalised names, birth dates and desa are the same (a desa that neither list names is the same) and their
    NIKs at most two digits apart. A ruling goes first. One to one: where one could be two others, nobody is paired.

    `before` and `covered` need `worker_id`, `nik`, `name_form`, `birth_date` and `desa_code`, a row a worker; `rulings`
    is the table of decisions.
    """
    left = _comparable(before.join(covered, on="worker_id", how="anti"))
    joined = _comparable(covered.join(before, on="worker_id", how="anti"))
    ruled = _one_to_one(_ruled(left, joined, rulings))
    others = (
        left.join(ruled, left_on="worker_id", right_on="former_worker_id", how="anti"),
        joined.join(ruled, on="worker_id", how="anti"),
    )
    return pl.concat([ruled, _one_to_one(_alike(*others))]).sort("worker_id")


def under_new_niks(before: Frame, corrected: pl.DataFrame) -> Frame:
    """The workers covered before under the `worker_id` that they have now."""
    now = pl.col("worker_id").replace(corrected["former_worker_id"], corrected["worker_id"])
    return before.with_columns(now)


def under_either_nik(rows: pl.DataFrame, corrected: pl.DataFrame) -> pl.DataFrame:
    """`rows`, and those of each worker whose NIK was corrected once more under the other `worker_id`, of then or now.

    For papers of BPJS name a person by the one or the other, whenever they were written. Where the rows are of months a
    worker has one for each: that of the id itself goes first.
    """
    to_new = corrected.select("former_worker_id", other_id="worker_id")
    to_former = corrected.select(former_worker_id="worker_id", other_id="former_worker_id")
    both = pl.concat([to_new, to_former]).unique(maintain_order=True)
    others = rows.join(both, left_on="worker_id", right_on="former_worker_id", maintain_order="left")
    all_rows = pl.concat([rows, others.with_columns(worker_id="other_id").select(rows.columns)])
    return all_rows.unique(["worker_id", "month"], maintain_order=True) if "month" in rows.columns else all_rows


def _comparable(workers: pl.DataFrame) -> pl.DataFrame:
    place = pl.col("desa_code").fill_null("").alias("place")
    return workers.select("worker_id", "nik", "name_form", "birth_date", place)


def _ruled(left: pl.DataFrame, joined: pl.DataFrame, rulings: pl.DataFrame) -> pl.DataFrame:
    same = rulings.filter(pl.col("ruling") == "same_person", pl.col("status").is_in(_RULED))
    pairs = pl.concat([
        same.select(pl.col("other_nik").alias("former_nik"), "nik"),
        same.select(pl.col("nik").alias("former_nik"), pl.col("other_nik").alias("nik")),
    ]).unique()  # fmt: skip
    former = left.select(pl.col("nik").alias("former_nik"), pl.col("worker_id").alias("former_worker_id"))
    return pairs.join(former, on="former_nik").join(joined, on="nik").select(list(CORRECTED))


def _alike(left: pl.DataFrame, joined: pl.DataFrame) -> pl.DataFrame:
    both = joined.join(left, on=_ALIKE, suffix="_before")
    digits = (
        pl.col("nik").str.slice(place, 1) != pl.col("nik_before").str.slice(place, 1) for place in range(_NIK_DIGITS)
    )
    near = both.filter(pl.sum_horizontal(digits) <= _DIGITS_APART)
    return near.select("worker_id", pl.col("worker_id_before").alias("former_worker_id"))


def _one_to_one(pairs: pl.DataFrame) -> pl.DataFrame:
    return pairs.filter(~pl.any_horizontal(pl.col(name).is_duplicated() for name in CORRECTED))
