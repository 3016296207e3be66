"""Who is covered and who waits, as a night settles it: in one shard."""

from datetime import date

import polars as pl

from flows.programme.cover.quotas import waiting_workers, who_waits


def within_quota(workers: pl.DataFrame, month: date, before: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The workers covered, and those who wait."""
    waiting = waiting_workers(workers, who_waits(workers.lazy(), month, before.lazy()), month)
    return workers.join(waiting, on="row_id", how="anti"), waiting
