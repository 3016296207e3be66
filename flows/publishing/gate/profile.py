"""The night in numbers: the small tables the gate looks at. No value of a person and no file's name is in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from flows.publishing.gate.counts import Heads
from flows.publishing.gate.rates import outside_rates
from flows.publishing.gate.usual import unusual
from schemas.reference import in_force, reference

_STATUSES = ("covered", "waiting", "duplicate", "rejected")
_MONEY = ("jkk_rp", "jkm_rp", "contribution_rp")


@dataclass(frozen=True)
class Turnover:
    """Workers covered the `month_before`, how many joined and left since, and how many of them the last snapshot told
    already (`_told`)."""

    month_before: int
    joined: int
    left: int
    joined_told: int
    left_told: int

    def shares(self) -> dict[str, float | None]:
        """Of the month before: `joined_share`, `left_share`, and what is new in them; null where it had nobody."""
        counts = {
            "joined_share": self.joined,
            "left_share": self.left,
            "joined_newly_share": max(0, self.joined - self.joined_told),
            "left_newly_share": max(0, self.left - self.left_told),
        }
        return {name: count / self.month_before if self.month_before else None for name, count in counts.items()}


def night_profile(
    statuses: Mapping[str | None, int],
    files: pl.DataFrame,
    senders: pl.DataFrame,
    heads: Heads,
    covered_before: int,
    turnover: Turnover,
    ledger: Mapping[str, int],
) -> pl.DataFrame:
    """One row: the night's balance, uniqueness, volume beside the last snapshot of the month, who was heard, turnover,
    the ledger.

    `statuses` counts the rows by status, `files` and `senders` are those tables of the month, `covered_before` is the
    same month's covered workers in the last snapshot (none: the share is 1). Shares of turnover are null where the
    month before has nobody; `ledger` is that of `flows/publishing/gate/ledger_profile.py`. Units: rows, people,
    offices.
    """
    rows, shares = sum(statuses.values()), turnover.shares()
    of_all = {name: statuses.get(name, 0) / rows if rows else 0.0 for name in ("rejected", "duplicate")}
    return pl.DataFrame(
        {
            "rows_read": rows,
            "rows_accounted": sum(statuses.get(name, 0) for name in _STATUSES),
            "rows_of_files": int(files["rows_read"].sum()),
            "covered": heads.workers,
            "niks_distinct": heads.niks,
            "worker_ids_distinct": heads.worker_ids,
            "covered_before": covered_before,
            "covered_share_of_before": heads.workers / covered_before if covered_before else 1.0,
            "rejected_share": of_all["rejected"],
            "duplicate_share": of_all["duplicate"],
            "senders_heard": senders.filter((pl.col("files") > 0) & ~pl.col("carried_forward")).height,
            **shares,
            **ledger,
        },
        schema_overrides=dict.fromkeys(shares, pl.Float64),
    )


def segment_profile(
    prices: pl.DataFrame, totals: pl.DataFrame, before: pl.DataFrame, trail: pl.DataFrame, month: date
) -> pl.DataFrame:
    """One row a segment in force: people now, before and usually; how far above its quota; money beside its totals.

    `prices` are the heads at each price, `totals` is the month's budget_totals, `before` gives `covered_before` of each
    segment in the last snapshot, `trail` the nights of the same month. `totals_differ` adds up how far the
    totals' workers, JKK, JKM and contributions are from those of the workers themselves.
    """
    profile = in_force("segments", month).select("segment")
    for part in (_sums(prices, totals), before, _quotas(prices, month), outside_rates(prices, month)):
        profile = profile.join(part, on="segment", how="left")
    counts = ("covered", "covered_before", "totals_differ", "heads_outside_rates", "above_quota")
    filled = profile.with_columns(pl.col(counts).fill_null(0)).with_columns(
        ((pl.col("covered") == 0) & (pl.col("covered_before") > 0)).alias("emptied")
    )
    named = filled.rename({"segment": "name"})
    return unusual(named, trail.filter(pl.col("scope") == "segment")).rename({"name": "segment"}).sort("segment")


def funding_profile(position: pl.DataFrame, programme_ceiling_rp: int | None) -> pl.DataFrame:
    """One row a funding source of the year, and one for the whole programme: `projected_rp` beside `ceiling_rp`.

    Of several regencies each has a purse of its own, called by its code too ("35.05 ADD").
    By source and not by segment: ADD is one purse for three segments, and how the ceiling splits over them is a guess
    (ceilings.csv). A source one of whose ceilings is not declared has none. `above_ceiling_rp` is 0 without a ceiling.
    """
    purse = "funding_source" if position["regency_code"].n_unique() == 1 else _named_by_regency()
    sources = position.group_by(purse).agg(
        pl.col("projected_rp").sum(),
        pl.when(pl.col("ceiling_rp").is_not_null().all()).then(pl.col("ceiling_rp").sum()).alias("ceiling_rp"),
    )
    programme = position.select(
        pl.lit("all").alias("funding_source"),
        pl.col("projected_rp").sum(),
        pl.lit(programme_ceiling_rp, pl.Int64).alias("ceiling_rp"),
    )
    above = (pl.col("projected_rp") - pl.col("ceiling_rp")).clip(lower_bound=0).fill_null(0)
    return pl.concat([sources.sort("funding_source"), programme]).with_columns(above.alias("above_ceiling_rp"))


def _named_by_regency() -> pl.Expr:
    return pl.concat_str("regency_code", "funding_source", separator=" ").alias("funding_source")


def _quotas(prices: pl.DataFrame, month: date) -> pl.DataFrame:
    """By segment: `quota_workers`, and how many people are above it, each regency beside its own quota."""
    of_regencies = pl.col("regency_code").is_in(prices["regency_code"].unique().implode())
    quotas = reference("quotas").filter(pl.col("year") == month.year, of_regencies)
    keys = ["regency_code", "segment"]
    allowed = quotas.group_by(keys).agg(pl.col("quota_workers").sum())
    covered = prices.group_by(keys).agg(pl.col("heads").sum())
    above = (pl.col("heads") - pl.col("quota_workers")).clip(lower_bound=0).fill_null(0)
    beside = allowed.join(covered, on=keys, how="left")
    return beside.group_by("segment").agg(pl.col("quota_workers").sum(), above.sum().alias("above_quota"))


def _sums(prices: pl.DataFrame, totals: pl.DataFrame) -> pl.DataFrame:
    """By segment: people covered, and how far their sums are from the totals that were made of them."""
    money = ((pl.col(name) * pl.col("heads")).sum() for name in _MONEY)
    now = prices.group_by("segment").agg(pl.col("heads").sum().alias("covered"), *money)
    told = totals.group_by("segment").agg(pl.col("workers").cast(pl.Int64).sum(), pl.col(_MONEY).sum())
    pairs = [("covered", "workers"), *((name, f"{name}_told") for name in _MONEY)]
    differ = pl.sum_horizontal((pl.col(a).fill_null(0) - pl.col(b).fill_null(0)).abs() for a, b in pairs)
    both = now.join(told, on="segment", how="full", coalesce=True, suffix="_told")
    return both.select("segment", pl.col("covered").fill_null(0), differ.alias("totals_differ"))
