"""What changed between any two snapshots: the kinds that a night tells, whatever nights or months lie between."""

import os
from pathlib import Path

import polars as pl

from flows.cleaning.names import with_name_form
from flows.programme.cover.changes import month_changes
from flows.programme.cover.corrected import corrected_niks, under_new_niks
from flows.programme.cover.leaving import TOLD, told_by_deaths, told_by_rows, told_by_rulings, told_by_silence
from flows.publishing.parquet import months_kept
from flows.publishing.published_month import PublishedMonth
from flows.publishing.snapshot import latest_snapshot, read_manifest
from schemas.tables import TABLES
from schemas.tables.changes import CHANGES

_ROOMS = ("snapshots", "held")
_WORKER = (
    "worker_id", "regency_code", "segment", "kecamatan_code", "desa_code", "contribution_rp", "sender", "nik", "name",
    "birth_date",
)  # fmt: skip


class Incomparable(Exception):  # noqa: N818 - an outcome the operator must act on
    """Two snapshots cannot be compared; the message says which, and why."""


def side(curated: Path, name: str, month: str | None) -> PublishedMonth:
    """The month (the newest covered, unless given) of the snapshot or held night called `name`.

    A name is `latest`, a run id, or the beginning of one run id alone.

    Raises:
        Incomparable: no snapshot is called so, or several; it has no such month, or may not be read.
    """
    folder = latest_snapshot(curated) if name == "latest" else _named(curated, name)
    if folder is None:
        raise Incomparable(f"nothing is published in {curated} yet; run: payung run")
    if not os.access(folder / "steward", os.R_OK | os.X_OK):
        raise Incomparable(f"{folder / 'steward'} is closed to you; a steward can compare")
    months = [f"{covered:%Y-%m}" for covered in months_kept(folder, TABLES["covered_workers"])]
    if not months or (month is not None and month not in months):
        raise Incomparable(f"{folder.name} has no covered workers{f' of {month}' if month else ''}")
    return PublishedMonth(folder, month or months[-1])


def compare(older: PublishedMonth, newer: PublishedMonth) -> pl.DataFrame:
    """The `changes` from one side to the other, each with the `segment` it is counted in: the newer, else the older.

    Nights between the two count for why somebody left: what the newer side has told of it last. Of one that no night
    told, its rows, its waiting list and its rulings tell. A NIK corrected between two nights is one change, as between
    two months.
    """
    before, covered = (one.part("workers", _WORKER) for one in (older, newer))
    corrected = _corrected(before, covered, older, newer)
    renamed = under_new_niks(before, corrected)
    changes = month_changes(before, covered, newer.first_day, _told(renamed, older, newer), corrected)
    segments = pl.concat([covered, renamed]).select("worker_id", "segment").unique("worker_id", keep="first")
    return changes.join(segments, on="worker_id", how="left").select(*CHANGES.columns, "segment")


def _named(curated: Path, name: str) -> Path:
    folders = [path for room in _ROOMS for path in (curated / room).glob("*") if path.is_dir()]
    found = sorted(path for path in folders if path.name == name) or sorted(
        path for path in folders if name and path.name.startswith(name)
    )
    if len(found) != 1:
        raise Incomparable(f"{len(found) or 'no'} snapshots in {curated} begin with the name given; see its folders")
    return found[0]


def _corrected(
    before: pl.DataFrame, covered: pl.DataFrame, older: PublishedMonth, newer: PublishedMonth
) -> pl.DataFrame:
    """The pairs of `corrected_niks`: those that nights between have told, one after another, then those seen here."""
    corrected = _between(older, newer) & (pl.col("kind") == "corrected_nik")
    told = newer.whole("changes", where=corrected).sort("month")
    pairs = told.select("month", pl.col("before").alias("former_worker_id"), pl.col("after").alias("worker_id"))
    renamed = before
    for of_month in pairs.partition_by("month", maintain_order=True):
        renamed = under_new_niks(renamed, of_month)
    seen = corrected_niks(with_name_form(renamed), with_name_form(covered), newer.whole("decisions"))
    ids = under_new_niks(renamed, seen).select("worker_id", before["worker_id"].alias("former_worker_id"))
    new = ids.filter(pl.col("worker_id") != pl.col("former_worker_id"))
    return new.join(covered, on="worker_id", how="semi").sort("worker_id")


def _told(before: pl.DataFrame, older: PublishedMonth, newer: PublishedMonth) -> pl.DataFrame:
    """`worker_id` and `why`: what nights told last, and of others what the newer side itself shows."""
    left = newer.whole("changes", where=_between(older, newer) & (pl.col("kind") == "left")).drop_nulls("why")
    recorded = left.sort("month").unique("worker_id", keep="last").select(list(TOLD))
    return pl.concat([recorded, _shown(before, newer).join(recorded, on="worker_id", how="anti")])


def _between(older: PublishedMonth, newer: PublishedMonth) -> pl.Expr:
    return pl.col("month").is_between(older.first_day, newer.first_day)


def _shown(before: pl.DataFrame, newer: PublishedMonth) -> pl.DataFrame:
    of_month = pl.col("month") == newer.first_day
    files = newer.whole("received_files", where=of_month & (pl.col("status") != "set_aside"))
    waiting = newer.whole("waiting_list", ("worker_id", "why"), of_month).drop_nulls("why")
    of_niks = before.select("worker_id", "nik").join(_told_of_niks(newer), on="nik")
    deaths = told_by_deaths(newer.whole("deaths"), waiting)
    told = (of_niks, waiting, deaths, told_by_silence(before, files["sender"].unique()))
    return pl.concat([frame.select(list(TOLD)) for frame in told])


def _told_of_niks(newer: PublishedMonth) -> pl.DataFrame:
    """`nik` and `why` by the rows and rulings of a snapshot; its rows are those of the month it was made for alone."""
    if read_manifest(newer.folder)["month"] != newer.month:
        return pl.DataFrame(schema={"nik": pl.String, "why": pl.String})
    digits = pl.col("nik_text").str.replace_all(r"\D", "").alias("nik")
    refused = newer.scan("reason_log").filter(pl.col("severity") == "reject")
    rows = newer.scan("rows").filter(pl.col("status") == "rejected").select("row_id", digits)
    told = refused.join(rows, on="row_id").select("nik", "code", "original").collect(engine="streaming")
    return pl.concat([told_by_rows(told), told_by_rulings(newer.whole("decisions"))])
