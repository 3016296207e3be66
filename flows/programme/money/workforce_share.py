"""The share of the workforce that the programme covers, fit to leave the office."""

from datetime import date

import polars as pl

from flows.programme.money.small_groups import kept_back
from schemas.reference import in_force, reference
from schemas.tables.coverage import COVERAGE


def workforce_share(totals: pl.DataFrame) -> pl.DataFrame:
    """The `coverage` table: each month with every kecamatan, and each regency, beside its workforce and target.

    The regency's number is everybody covered, those too who live elsewhere and work here, as in `budget_totals`. The
    workforce is what a source gives for the month (schemas/reference/workforce.csv), and absent where none does: the
    labour force survey stops at the regency. Only the programme's own workers are counted, not those whom employers
    insure, so the share is the least that the coverage can be. The target is that of the nation (coverage_targets.csv).
    """
    apart = totals.partition_by("month", "regency_code", as_dict=True)
    return COVERAGE.arrange(pl.concat([COVERAGE.empty(), *(_share_of(rows, *key) for key, rows in apart.items())]))


def _share_of(totals: pl.DataFrame, month: date, regency: str) -> pl.DataFrame:
    told = _told(totals, regency)
    names = reference("regions").select(area_code="code", kecamatan_name="name")
    workforce = in_force("workforce", month).select("area_code", "workforce", workforce_source="source")
    target = in_force("coverage_targets", month)["target_share"]
    return (
        told.join(names, on="area_code", how="left")
        .join(workforce, on="area_code", how="left")
        .select(
            pl.lit(month).alias("month"),
            pl.col("area_code").replace(regency, None).alias("kecamatan_code"),
            "kecamatan_name",
            "workers",
            "workforce",
            "workforce_source",
            (pl.col("workers") / pl.col("workforce")).alias("share"),
            pl.lit(target[0] if target.len() else None, pl.Float64).alias("target_share"),
            pl.lit(regency).alias("regency_code"),
        )
    )


def _told(totals: pl.DataFrame, regency: str) -> pl.DataFrame:
    """`workers` by `area_code`, every kecamatan and the regency, blank where the number must be kept back."""
    by_kecamatan = dict(totals.group_by("kecamatan_code").agg(pl.col("workers").sum()).iter_rows())
    nowhere = by_kecamatan.pop(None, 0)
    kecamatan = reference("regions").filter(pl.col("parent") == regency)["code"]
    groups = {code: by_kecamatan.get(code, 0) for code in kecamatan}
    missing = kept_back(groups, nowhere)
    areas = {code: None if code in missing.groups else workers for code, workers in groups.items()}
    areas[regency] = None if missing.total else sum(groups.values()) + nowhere
    return pl.DataFrame({"area_code": [*areas], "workers": [*areas.values()]}, schema_overrides={"workers": pl.Int64})
