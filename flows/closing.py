"""A month closed by decree: what it holds is carried unchanged from then on."""

import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from flows.publishing import snapshot
from flows.publishing.closed import FROZEN, closed_months, closing
from flows.publishing.covered_dead import covered_dead
from flows.publishing.parquet import months_kept, table_path, write_table
from flows.publishing.staged import carry, staged_tables
from flows.publishing.trail import nights_back, trailing_nights
from flows.reporting.report.page import write_report
from flows.reporting.summary import on_record
from schemas.tables.closed_months import CLOSED_MONTHS


class CloseRefused(Exception):  # noqa: N818 - an outcome the operator must act on
    """The month cannot be closed; the message says why, and what to do instead."""


def close(curated: Path, month: str, *, decree: str, by: str, at: datetime, run_id: str) -> Path:
    """The new snapshot `run_id`: `latest` as it was, with the month (YYYY-MM) among its `closed_months`.

    Its manifest says `closed`, with `month`, `decree`, `by` and `at`; verdict and findings are those of the night it
    copies. A closing that is killed leaves `latest` at the old snapshot or at the whole new one, and can be repeated.

    Raises:
        CloseRefused: nothing is published, or not this month; it is closed already; an earlier month is still open;
            it covers somebody whose death is on record;
            nobody or no decree is named; or the snapshot is not as it was published.
        NightRunning: a night, a release or another closing is under way.
        CuratedUnusable: the folder cannot be written.
    """
    by, decree = (_on_record(option, text) for option, text in (("--by", by), ("--decree", decree)))
    said = {"month": month, "decree": decree, "by": by, "at": at.isoformat(timespec="seconds")}
    with snapshot.one_night_at_a_time(curated):
        latest = snapshot.latest_snapshot(curated)
        if latest is None:
            raise CloseRefused(f"nothing is published in {curated} yet: only a published month can be closed")
        first_day = _closable(latest, month)
        staging = snapshot.stage(curated, run_id)
        shutil.copytree(latest, staging, copy_function=carry, dirs_exist_ok=True)
        manifest = snapshot.read_manifest(latest)
        _check_whole(staging, manifest)
        _add(staging, closing(staging, first_day, decree, by, at))
        closed = {
            **manifest, "run_id": run_id, "previous": latest.name, "unchanged": False, "closed": said,
            "tables": staged_tables(staging),
        }  # fmt: skip
        snapshot.write_manifest(staging, closed)
        _write_report(curated, staging, closed, latest)
        return snapshot.publish(curated, staging, run_id)


def _on_record(option: str, text: str) -> str:
    return on_record(option, text, "closing a month says who closed it and by which decree", CloseRefused)


def _closable(latest: Path, month: str) -> date:
    """The first day of the month, once it is known to be the oldest open month of the snapshot."""
    closed = {f"{line['month']:%Y-%m}": line for line in closed_months(latest).iter_rows(named=True)}
    if month in closed:
        raise CloseRefused(f"{month} is closed already, by {closed[month]['decree']} ({closed[month]['closed_by']})")
    published = _months(latest)
    if month not in published:
        raise CloseRefused(f"{month} is not published; published are: {', '.join(published)}")
    earlier = [name for name in published if name < month and name not in closed]
    if earlier:
        raise CloseRefused(f"{earlier[0]} is still open, and months are closed in their order: close it first")
    first_day = date.fromisoformat(f"{month}-01")
    if dead := covered_dead(latest, first_day):
        raise CloseRefused(
            f"{month} covers {dead} of whom a death is on record: run it again first (payung run --month {month})"
        )
    return first_day


def _months(latest: Path) -> list[str]:
    """The months that the snapshot has a part of in both tables of workers, oldest first."""
    months = set.intersection(*(set(months_kept(latest, table)) for table in FROZEN))
    return [f"{month:%Y-%m}" for month in sorted(months)]


def _check_whole(staging: Path, manifest: dict[str, Any]) -> None:
    """What is about to be frozen is what the gate saw."""
    if changed := sorted(
        name
        for name, table in {**manifest["tables"], **staged_tables(staging)}.items()
        if manifest["tables"].get(name) != table
    ):
        raise CloseRefused(f"latest is not as it was published ({changed[0]}): run a night of its month again first")


def _add(staging: Path, row: pl.DataFrame) -> None:
    path = table_path(staging, CLOSED_MONTHS, "")
    write_table(CLOSED_MONTHS, CLOSED_MONTHS.arrange(pl.concat([closed_months(staging), row])), path)


def _write_report(curated: Path, staging: Path, manifest: dict[str, Any], latest: Path) -> None:
    """The night's own report again, with what is closed now: compared with the same nights as it was."""
    nights = [folder for folder, _ in nights_back(curated, latest, 2)]
    previous = nights[1] if len(nights) > 1 else None
    write_report(staging, manifest, trailing_nights(curated, previous), previous)
