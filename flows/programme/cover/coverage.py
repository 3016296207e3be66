"""The covered workers of a month, in the words and codes analysts use."""

from datetime import date
from itertools import pairwise

import polars as pl

from flows.programme.money.benefits import death_benefit
from schemas.reference import reference
from schemas.tables.workers import WORKERS

_BANDS = (17, 25, 35, 45, 55, 65)


def cover(workers: pl.DataFrame, month: date, streaks: pl.DataFrame, advice: pl.DataFrame) -> pl.DataFrame:
    """The `workers` table of a month: `workers` with age bands, the names of places, `months_in_a_row`,
    `full_death_benefit` and `advice`.

    `streaks` gives `worker_id` and `months_in_a_row` of the month before.
    """
    regions = reference("regions").select("code", "name")
    kecamatan = regions.rename({"code": "kecamatan_code", "name": "kecamatan_name"})
    desa = regions.rename({"code": "desa_code", "name": "desa_name"})
    return (
        with_streaks(workers, streaks, month)
        .join(kecamatan, on="kecamatan_code", how="left")
        .join(desa, on="desa_code", how="left")
        .join(advice.select("row_id", "advice"), on="row_id", how="left")
        .with_columns(
            pl.lit(month).alias("month"),
            age_band(pl.col("age")).alias("age_band"),
            pl.col("advice").fill_null([]),
        )
        .select(*WORKERS.columns)
    )


def with_streaks(workers: pl.DataFrame, streaks: pl.DataFrame, month: date) -> pl.DataFrame:
    """The workers covered in a month with `months_in_a_row` and `full_death_benefit`.

    One month more than in `streaks` (`worker_id` and `months_in_a_row` of the month before), whichever office sent the
    worker and in whichever segment; who was not covered then begins at 1. The whole death benefit is paid from so many
    months in a row on as the terms of the month say (`flows.programme.money.benefits`).
    """
    before = streaks.select("worker_id", pl.col("months_in_a_row").alias("months_before"))
    return (
        workers.join(before, on="worker_id", how="left", maintain_order="left")
        .with_columns((pl.col("months_before").fill_null(0) + 1).cast(pl.Int32).alias("months_in_a_row"))
        .with_columns((pl.col("months_in_a_row") >= death_benefit(month).full_from_months).alias("full_death_benefit"))
        .drop("months_before")
    )


def age_band(age: pl.Expr) -> pl.Expr:
    """Ages as 17-24, 25-34, …, 65+; whoever is younger is there by a ruling alone."""
    below = (pl.when(age < high).then(pl.lit(f"{low}-{high - 1}")) for low, high in pairwise(_BANDS))
    return pl.coalesce(
        pl.when(age < _BANDS[0]).then(pl.lit(f"<{_BANDS[0]}")),
        *below,
        pl.when(age >= _BANDS[-1]).then(pl.lit(f"{_BANDS[-1]}+")),
    )
