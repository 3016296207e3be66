"""What a month of cover costs: JKK and JKM in whole rupiah, by the rates and wage bases in force."""

from datetime import date
from decimal import Decimal

import polars as pl

from schemas.reference import ReferenceDataError, in_force

_MILLION = 1_000_000


def with_contributions(workers: pl.DataFrame, month: date) -> pl.DataFrame:
    """`workers` with `membership`, `funding_source`, `wage_base_rp`, `jkk_rp`, `jkm_rp` and `contribution_rp`.

    A flat rate (BPU) is its amount. A percentage (PU) is taken of the segment's wage base, or of the roster's own wage
    where the reference says so and the row has one; JKK and JKM are each rounded half up to whole rupiah, a person a
    month. Sources: schemas/reference/contribution_rates.csv, wage_bases.csv, funding_sources.csv.

    Raises:
        ReferenceDataError: a segment has no rate, wage base or funding source in force.
    """
    return priced(workers, terms_for(workers["segment"], month))


def priced(workers: pl.DataFrame, terms: pl.DataFrame) -> pl.DataFrame:
    """`workers` with what a month of cover costs for each at these terms (as `contribution_terms` gives them)."""
    base = pl.when(pl.col("use_roster_wage")).then(pl.coalesce("wage_rp", "base_rp")).otherwise("base_rp")
    return (
        workers.join(terms, on="segment", how="left", maintain_order="left")
        .with_columns(base.alias("wage_base_rp"))
        .with_columns(
            pl.coalesce(f"{part}_flat_rp", share_of("wage_base_rp", f"{part}_ppm")).alias(f"{part}_rp")
            for part in ("jkk", "jkm")
        )
        .with_columns((pl.col("jkk_rp") + pl.col("jkm_rp")).alias("contribution_rp"))
        .drop("base_rp", "use_roster_wage", "jkk_flat_rp", "jkm_flat_rp", "jkk_ppm", "jkm_ppm")
    )


def share_of(base: str, parts_per_million: str) -> pl.Expr:
    """A share of whole rupiah, rounded half up, in whole numbers throughout."""
    return (pl.col(base) * pl.col(parts_per_million) + _MILLION // 2) // _MILLION


def terms_for(segments: pl.Series, month: date) -> pl.DataFrame:
    """The contribution terms of a month for these segments.

    Raises:
        ReferenceDataError: a segment has no rate, wage base or funding source in force.
    """
    terms = contribution_terms(month)
    unknown = sorted(set(segments.unique()) - set(terms["segment"]))
    if unknown:
        raise ReferenceDataError(
            f"schemas/reference: no contribution terms in force on {month} for: {', '.join(unknown)}"
        )
    return terms.filter(pl.col("segment").is_in(segments.implode()))


def contribution_terms(month: date) -> pl.DataFrame:
    """One row a segment: membership, funding source, wage base, both rates (rupiah, or parts per million)."""
    segments = in_force("segments", month).select("segment", "membership")
    terms = (
        segments.join(in_force("wage_bases", month).select(
            "segment", pl.col("wage_base_rp").alias("base_rp"), "use_roster_wage"), on="segment", how="left")
        .join(in_force("funding_sources", month).select("segment", "funding_source"), on="segment", how="left")
    )  # fmt: skip
    for programme in ("jkk", "jkm"):
        terms = terms.join(_rates(programme, month), on="membership", how="left")
    unpriced = terms.filter(
        pl.col("base_rp").is_null()
        | pl.col("funding_source").is_null()
        | pl.any_horizontal(
            pl.col(f"{part}_flat_rp").is_null() & pl.col(f"{part}_ppm").is_null() for part in ("jkk", "jkm")
        )
    )
    if unpriced.height or terms.height != segments.height:
        names = ", ".join(unpriced["segment"]) or "a segment has two"
        raise ReferenceDataError(
            f"schemas/reference: no single rate, wage base and funding source on {month} for: {names}"
        )
    return terms


def _rates(programme: str, month: date) -> pl.DataFrame:
    rates = in_force("contribution_rates", month).filter(pl.col("programme") == programme)
    percents = [
        None if percent is None else int(Decimal(percent) * (_MILLION // 100)) for percent in rates["rate_percent"]
    ]
    return rates.select(
        "membership",
        pl.col("amount_rp").alias(f"{programme}_flat_rp"),
        pl.Series(f"{programme}_ppm", percents, dtype=pl.Int64),
    )
