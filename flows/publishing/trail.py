"""The trail of nights: what the last published nights counted, read back from the snapshots that are still there."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from flows.publishing.parquet import read_table
from flows.publishing.snapshot import MANIFEST, read_manifest
from schemas.tables.senders import SENDERS
from schemas.tables.trail import TRAIL

_COUNTED = ("rows_read", "covered", "duplicate", "rejected")


def trailing_nights(curated: Path, previous: Path | None, nights: int = 14) -> pl.DataFrame:
    """The trail of up to `nights` published nights that led to tonight, oldest first (`schemas/tables/trail.py`).

    It follows each manifest's `previous` back from the snapshot that tonight continues, so it keeps no state of its
    own: after a rollback the nights that were rolled back are not in it, and it ends where old snapshots were removed.
    Fourteen is two weeks: long enough that a few odd nights do not move a median, short enough to be about now.
    """
    known = [_counts(folder, manifest) for folder, manifest in nights_back(curated, previous, nights)]
    return pl.DataFrame([row for night in reversed(known) for row in night], schema=TRAIL, orient="row")


def nights_back(curated: Path, folder: Path | None, nights: int) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Up to `nights` published nights with their manifests, from the snapshot `folder` back, the newest first.

    The snapshot that closed a month is no night: it counts nothing anew.
    """
    while nights and folder is not None and (folder / MANIFEST).is_file():
        manifest = read_manifest(folder)
        if "closed" not in manifest:
            nights -= 1
            yield folder, manifest
        folder = curated / "snapshots" / manifest["previous"] if manifest["previous"] else None


def _counts(folder: Path, manifest: dict[str, Any]) -> list[tuple[Any, ...]]:
    """One night's rows of the trail: itself, its segments, its senders."""
    month = date.fromisoformat(f"{manifest['month']}-01")
    night = (manifest["run_id"], datetime.fromisoformat(manifest["started"]), month)
    sent = read_table(folder, SENDERS, columns=("month", "sender", *_COUNTED, "score")).filter(pl.col("month") == month)
    return [
        (*night, "night", None, *(manifest["balance"][count] for count in _COUNTED), None),
        *((*night, "segment", one["segment"], None, one["workers"], None, None, None) for one in manifest["segments"]),
        *((*night, "sender", *told) for told in sent.drop("month").iter_rows()),
    ]
