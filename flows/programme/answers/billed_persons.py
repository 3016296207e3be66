"""Whom a line of a bill is about: by the NIK as billed, else by the member number, else by a corrected NIK."""

import polars as pl

WORKER = (
    "month",
    "nik",
    "worker_id",
    "name",
    "segment",
    "funding_source",
    "membership",
    "wage_base_rp",
    "jkk_rp",
    "jkm_rp",
    "contribution_rp",
)
"""What of the ledger is set beside a line."""


def newest_numbers(members: pl.DataFrame) -> pl.DataFrame:
    """`nik`, `newest_kpj`: the member number of each NIK that counts, the later membership, then the later answer."""
    return _newest(members).unique("nik", keep="last").select("nik", pl.col("kpj").alias("newest_kpj"))


def number_key(kpj: str) -> pl.Expr:
    """A member number as numbers are compared: spreadsheets take the zeros before it away."""
    return pl.col(kpj).cast(pl.UInt64)


def with_key(frame: pl.DataFrame, nik: str) -> pl.DataFrame:
    """`frame` with `key`, the NIK and month in one number, which joins faster than text; null without NIK."""
    months = (pl.col("month").dt.year().cast(pl.UInt64) - 2000) * 12 + pl.col("month").dt.month()
    return frame.with_columns((pl.col(nik).cast(pl.UInt64) * 1024 + months).alias("key"))


def doubtful_lines(bills: pl.DataFrame, ours: pl.DataFrame, numbers: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The lines to look into, and those that plainly agree: the only one of their NIK and month, with our contribution
    and the member number we know. Almost all agree, so only the others pay for the looking into."""
    owed = ours.select("key", owed_rp="contribution_rp")
    known = numbers.select(pl.col("nik").cast(pl.UInt64).alias("nik_key"), "newest_kpj")
    narrow = bills.select("key", "billed_rp", "kpj", pl.col("nik").cast(pl.UInt64).alias("nik_key"))
    beside = narrow.join(owed, on="key", how="left", maintain_order="left").join(
        known, on="nik_key", how="left", maintain_order="left"
    )
    same_number = (number_key("kpj") == number_key("newest_kpj")).fill_null(True)
    agrees = pl.col("key").is_unique() & (pl.col("billed_rp") == pl.col("owed_rp")) & same_number
    agreeing = beside.select(agrees.fill_null(False).alias("agrees"))["agrees"]
    return bills.filter(~agreeing), bills.filter(agreeing)


def about_whom(
    bills: pl.DataFrame, covered: pl.DataFrame, members: pl.DataFrame, corrected: pl.DataFrame
) -> pl.DataFrame:
    """`bills` with the covered worker of the month that each line is about (`our_nik` and what is known; null: nobody).

    That is the worker of the NIK as billed; else the one to whom the member number belongs; else the one whose NIK has
    been corrected since, by `corrected` (`former_worker_id`, `worker_id`). `member_nik` is the NIK that the member
    number belongs to, covered or not.
    """
    owners = _newest(members).with_columns(number_key("kpj").alias("kpj_key")).unique("kpj_key", keep="last")
    niks = covered.select("worker_id", "nik").unique("worker_id")
    since = corrected.join(niks, on="worker_id").select("former_worker_id", pl.col("nik").alias("corrected_nik"))
    one_each = since.sort("former_worker_id", "corrected_nik").unique("former_worker_id", keep="last")
    told = (
        bills.with_columns(number_key("kpj").alias("kpj_key"))
        .join(owners.select("kpj_key", pl.col("nik").alias("member_nik")), on="kpj_key", how="left")
        .join(one_each, left_on="worker_id", right_on="former_worker_id", how="left")
    )
    names = ("nik", "member_nik", "corrected_nik")
    asked = pl.concat([told[name] for name in names]).unique().implode()
    here = covered.filter(pl.col("nik").is_in(asked))
    for name in names:
        months = here.select("month", pl.col("nik").alias(name), pl.lit(True).alias(f"{name}_covered"))
        told = told.join(months, on=["month", name], how="left")
    by = [pl.when(f"{name}_covered").then(name) for name in names]
    ours = here.select("month", *(pl.col(name).alias(f"our_{name}") for name in WORKER if name != "month"))
    return told.with_columns(pl.coalesce(by).alias("our_nik")).join(ours, on=["month", "our_nik"], how="left")


def _newest(members: pl.DataFrame) -> pl.DataFrame:
    return members.sort("member_from", "source_file", "sheet", "source_row", nulls_last=False)
