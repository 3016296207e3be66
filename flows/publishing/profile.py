"""The night in numbers: the two small tables the gate looks at. No value of a person is in them."""

from datetime import date

import polars as pl

from schemas.reference import in_force, reference


def night_profile(
    rows: pl.DataFrame,
    workers: pl.DataFrame,
    covered_before: pl.DataFrame,
    position: pl.DataFrame,
    ceiling_rp: int | None,
) -> pl.DataFrame:
    """One row: the night's balance, uniqueness, volume beside the last snapshot of the month, and money.

    `rows` is the rows table, `workers` the covered workers with their NIKs, `covered_before` the same month's covered
    workers in the last snapshot (no rows when there is none: then shares are 1). Units: rows, people, rupiah a year.
    """
    statuses = rows["status"].is_in(["covered", "waiting", "duplicate", "rejected"])
    before = covered_before.height
    projected = position["projected_rp"].sum()
    return pl.DataFrame(
        {
            "rows_read": [rows.height],
            "rows_accounted": [int(statuses.sum())],
            "covered": [workers.height],
            "niks_distinct": [workers["nik"].n_unique()],
            "covered_before": [before],
            "covered_share_of_before": [workers.height / before if before else 1.0],
            "rejected_share": [float((rows["status"] == "rejected").mean() or 0.0)],  # type: ignore[arg-type]
            "above_ceiling_rp": [projected - ceiling_rp if ceiling_rp is not None else 0],
        }
    )


def segment_profile(workers: pl.DataFrame, covered_before: pl.DataFrame, month: date) -> pl.DataFrame:
    """One row a segment in force: people now, people in the last snapshot of the month, and how far above its quota."""
    quotas = (
        reference("quotas").filter(pl.col("year") == month.year).group_by("segment").agg(pl.col("quota_workers").sum())
    )
    now = workers.group_by("segment").agg(pl.len().cast(pl.Int64).alias("covered"))
    before = covered_before.group_by("segment").agg(pl.len().cast(pl.Int64).alias("covered_before"))
    return (
        in_force("segments", month)
        .select("segment")
        .join(now, on="segment", how="left")
        .join(before, on="segment", how="left")
        .join(quotas, on="segment", how="left")
        .with_columns(pl.col("covered", "covered_before").fill_null(0))
        .with_columns(
            ((pl.col("covered") == 0) & (pl.col("covered_before") > 0)).alias("emptied"),
            (pl.col("covered") - pl.col("quota_workers")).clip(lower_bound=0).fill_null(0).alias("above_quota"),
        )
        .sort("segment")
    )
