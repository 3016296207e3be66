"""The four facts of the money, side by side: what was computed, billed and paid; the ceiling is a year's."""

import polars as pl

from schemas.tables.contributions import CONTRIBUTIONS

_KEYS = ("month", "regency_code", "funding_source")


def four_facts(
    totals: pl.DataFrame, adjustments: pl.DataFrame, bills: pl.DataFrame, payments: pl.DataFrame, covered: pl.DataFrame
) -> pl.DataFrame:
    """The `contributions` table: each month, regency and funding source with what was computed for it, billed and paid.

    BPJS bills people and not purses: a line belongs to the regency and funding source of the worker covered in its
    month under its `worker_id` (`covered`, of the months billed). Lines of nobody covered, and payments that name no
    source, stand in the month's row without a source; where there are several regencies, without one of those, as all
    payments do. A fact that has not come is null and not 0: where no line fell to a source, its
    bill may yet come. The corrections stand in the month in which they are booked.
    """
    attributed = bills.join(
        covered.select("month", "worker_id", "regency_code", "funding_source"), on=["month", "worker_id"], how="left"
    )
    facts = pl.concat(
        [
            totals.select(*_KEYS, "workers", computed_rp="contribution_rp"),
            adjustments.select(*_KEYS, adjusted_rp="contribution_rp"),
            attributed.select(*_KEYS, "billed_rp", billed_workers=pl.lit(1, pl.Int64)),
            payments.select("month", "funding_source", "paid_rp"),
        ],
        how="diagonal",
    )
    regencies = totals["regency_code"].unique()
    if len(regencies) == 1:
        facts = facts.with_columns(pl.col("regency_code").fill_null(regencies.item()))
    ours, theirs = ("workers", "computed_rp", "adjusted_rp"), ("billed_workers", "billed_rp", "paid_rp")
    come = [pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).alias(name) for name in theirs]
    return CONTRIBUTIONS.arrange(facts.group_by(_KEYS).agg(pl.col(ours).sum(), *come))
