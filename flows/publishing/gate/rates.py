"""What a month of cover may cost a head: the lowest and the highest that the dated rates allow."""

from datetime import date

import polars as pl

from schemas.reference import in_force

_MILLION = 1_000_000
_PROGRAMMES = ("jkk", "jkm")


def outside_rates(prices: pl.DataFrame, month: date) -> pl.DataFrame:
    """By segment: `heads_outside_rates`, the workers whose JKK, JKM or sum is not what the rates allow.

    And `contribution_lowest_rp` and `contribution_highest_rp`, what was found. A sum that is not JKK and JKM together
    is outside too. `prices` has the `heads` of each `segment`, `jkk_rp`, `jkm_rp` and `contribution_rp`.
    """
    outside = [
        ~pl.col(f"{name}_rp").is_between(pl.col(f"{name}_lowest"), pl.col(f"{name}_highest")) for name in _PROGRAMMES
    ]
    not_the_sum = pl.col("contribution_rp") != pl.col("jkk_rp") + pl.col("jkm_rp")
    wrong = pl.any_horizontal(*outside, not_the_sum).fill_null(True)
    return (
        prices.join(rate_bounds(month), on="segment", how="left")
        .group_by("segment")
        .agg(
            (pl.col("heads") * wrong).sum().cast(pl.Int64).alias("heads_outside_rates"),
            pl.col("contribution_rp").min().alias("contribution_lowest_rp"),
            pl.col("contribution_rp").max().alias("contribution_highest_rp"),
        )
    )


def rate_bounds(month: date) -> pl.DataFrame:
    """By segment: `jkk_lowest`, `jkk_highest`, `jkm_lowest`, `jkm_highest`, in whole rupiah a month.

    An amount is itself. A percentage is taken of the segment's wage base, or, where the roster's own wage counts, of
    the least and the greatest wage believed; down to the rupiah below and up to the one above, for the law does not say
    how to round. Where several rates are in force for a membership, any of them will do.
    """
    wages = (
        in_force("segments", month).select("segment", "membership")
        .join(in_force("wage_bases", month).select("segment", "wage_base_rp", "use_roster_wage"), on="segment")
        .join(in_force("wage_bounds", month).drop("valid_from", "valid_to"), on="membership")
        .select(
            "segment",
            "membership",
            lowest=pl.when("use_roster_wage").then(pl.min_horizontal("wage_minimum_rp", "wage_base_rp"))
            .otherwise("wage_base_rp"),
            highest=pl.when("use_roster_wage").then(pl.max_horizontal("wage_maximum_rp", "wage_base_rp"))
            .otherwise("wage_base_rp"),
        )
    )  # fmt: skip
    parts = (pl.col("rate_percent").cast(pl.Decimal(9, 4)) * 10_000).cast(pl.Int64)
    rates = in_force("contribution_rates", month).select("membership", "programme", "amount_rp", parts.alias("parts"))
    priced = wages.join(rates, on="membership").with_columns(
        pl.coalesce("amount_rp", pl.col("lowest") * pl.col("parts") // _MILLION).alias("lowest"),
        pl.coalesce("amount_rp", (pl.col("highest") * pl.col("parts") + _MILLION - 1) // _MILLION).alias("highest"),
    )
    found = wages.select("segment")
    for programme in _PROGRAMMES:
        ends = priced.filter(pl.col("programme") == programme).group_by("segment").agg(
            pl.col("lowest").min().alias(f"{programme}_lowest"), pl.col("highest").max().alias(f"{programme}_highest")
        )  # fmt: skip
        found = found.join(ends, on="segment", how="left")
    return found
