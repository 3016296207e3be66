"""What changed from one month to the next."""

from datetime import date

import polars as pl

from flows.programme.cover.corrected import CORRECTED, under_new_niks
from flows.programme.cover.leaving import NOTHING_TOLD, PLACE, why_left
from schemas.tables.changes import CHANGES

_FACTS = {
    "moved_segment": pl.col("segment"),
    "moved_place": PLACE,
    "changed_rate": pl.col("contribution_rp").cast(pl.String),
}
_CHANGING = (
    "worker_id", "regency_code", "segment", "funding_source", "kecamatan_code", "desa_code", "contribution_rp",
    "occupation", "source_file", "months_in_a_row",
)  # fmt: skip
_PURSE = ("worker_id", "regency_code", "funding_source")
_NONE_CORRECTED = pl.DataFrame(schema=CORRECTED)


def month_changes(
    before: pl.DataFrame,
    covered: pl.DataFrame,
    month: date,
    told: pl.DataFrame = NOTHING_TOLD,
    corrected: pl.DataFrame = _NONE_CORRECTED,
) -> pl.DataFrame:
    """The `changes` of a month's covered workers beside those of the month before; none where there is no month before.

    joined and left give the segment, left with why (`flows.programme.cover.leaving.why_left`, of what is `told`);
    moved_segment, moved_place and changed_rate give both values. A worker whose NIK was `corrected` has neither joined
    nor left: corrected_nik gives both ids, and what else changed stands under the new one.
    """
    if before.is_empty():
        return CHANGES.empty()
    return changes_between(under_new_niks(before, corrected), covered, month, told, corrected)


def changes_between(
    renamed: pl.DataFrame, covered: pl.DataFrame, month: date, told: pl.DataFrame, corrected: pl.DataFrame
) -> pl.DataFrame:
    """The same of workers before under the ids that they have now; those who stayed as they were (`unlike`) may be
    left out on both sides."""
    kinds = (_joined(renamed, covered), _left(renamed, covered, told), *_moved(renamed, covered), _corrected(corrected))
    changes = pl.concat([CHANGES.empty().drop("month"), *kinds], how="diagonal")
    return CHANGES.arrange(changes.with_columns(pl.lit(month).alias("month")))


def unlike(before: pl.DataFrame, covered: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Of both months, the workers about whom there is a change to tell: without those covered in both in the same way.

    None at all where there is no month before. Both in the columns that the changes and the substitutions look at.
    """
    now = covered.select(_CHANGING) if before.height else covered.select(_CHANGING).clear()
    facts = [*_PURSE, *_FACTS]
    then_facts, now_facts = (
        frame.select(*_PURSE, *(fact.alias(kind) for kind, fact in _FACTS.items())) for frame in (before, now)
    )
    same = then_facts.join(now_facts, on=facts, how="semi", nulls_equal=True).select("worker_id")
    return before.join(same, on="worker_id", how="anti"), now.join(same, on="worker_id", how="anti")


def _joined(before: pl.DataFrame, covered: pl.DataFrame) -> pl.DataFrame:
    joined = covered.join(before, on="worker_id", how="anti")
    return joined.select("worker_id", pl.lit("joined").alias("kind"), pl.col("segment").alias("after"))


def _left(before: pl.DataFrame, covered: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    left = before.join(why_left(before, covered, told), on="worker_id")
    return left.select("worker_id", pl.lit("left").alias("kind"), pl.col("segment").alias("before"), "why")


def _moved(before: pl.DataFrame, covered: pl.DataFrame) -> list[pl.DataFrame]:
    facts = [fact.alias(kind) for kind, fact in _FACTS.items()]
    then, now = (frame.select("worker_id", *facts) for frame in (before, covered))
    both = then.join(now, on="worker_id", suffix="_now")
    return [
        both.filter(pl.col(kind) != pl.col(f"{kind}_now")).select(
            "worker_id", pl.lit(kind).alias("kind"), pl.col(kind).alias("before"), pl.col(f"{kind}_now").alias("after")
        )
        for kind in _FACTS
    ]


def _corrected(corrected: pl.DataFrame) -> pl.DataFrame:
    return corrected.select(
        "worker_id",
        pl.lit("corrected_nik").alias("kind"),
        pl.col("former_worker_id").alias("before"),
        pl.col("worker_id").alias("after"),
    )
