"""Who has a member number at BPJS Ketenagakerjaan, though his NIK was corrected since."""

import polars as pl


def member_numbers(members: pl.DataFrame, changes: pl.DataFrame) -> pl.DataFrame:
    """The member number (`kpj`) of each `worker_id` that has one, and whether it stands `under_former_nik`.

    A number is that of the latest membership, of two of one day the larger. A worker without one has that of his NIK
    before it was corrected, or of the one before that (`changes` of all months: corrected_nik).
    """
    ordered = members.sort("worker_id", "member_from", "kpj", nulls_last=False)
    numbered = ordered.group_by("worker_id", maintain_order=True).agg(
        pl.col("kpj").last(), pl.lit(False).alias("under_former_nik")
    )
    corrected = (
        changes.filter(pl.col("kind") == "corrected_nik").sort("month", "before")
        .unique("after", keep="last", maintain_order=True).select(worker_id="after", former="before")
    )  # fmt: skip
    while True:
        still = corrected.join(numbered, on="worker_id", how="anti")
        found = still.join(numbered, left_on="former", right_on="worker_id")
        if found.is_empty():
            return numbered
        numbered = pl.concat([numbered, found.select("worker_id", "kpj", pl.lit(True).alias("under_former_nik"))])
