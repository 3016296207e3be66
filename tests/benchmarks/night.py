"""A night stage by stage, in the order of `flows/nightly.py` but without Prefect's engine, and what each stage took."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from flows.settings import Settings

READERS = 4
"""Threads that read senders, as the task runner of `flows/nightly.py` has."""


@dataclass(frozen=True)
class NightRun:
    """How a night ended and where, its row balance, and the wall seconds of its stages in order."""

    verdict: str
    folder: Path
    balance: dict[str, int]
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def total(self) -> float:
        return sum(self.seconds.values())

    def faults(self, name: str, rows: int) -> list[str]:
        """Why this night does not count: it did not publish, or did not account for the `rows` written."""
        unpublished = [f"{name}: the night was {self.verdict}"] if self.verdict != "published" else []
        read = self.balance["rows_read"]
        return unpublished + ([f"{name}: {read:,} rows read of {rows:,} written"] if read != rows else [])


def run_night(raw: Path, curated: Path, month: str | None = None) -> NightRun:
    """One night over `raw` into `curated`, for the newest month unless one is given.

    Import `flows.tasks` before, or the first stage pays for it.
    """
    from flows import tasks  # noqa: PLC0415
    from flows.publishing.snapshot import one_night_at_a_time, read_manifest  # noqa: PLC0415

    spent: dict[str, float] = {}

    def timed(stage: str, task: Any, *given: Any) -> Any:
        return _timed(spent, stage, task.fn, *given)

    settings = Settings(raw=raw, curated=curated, key_file=curated.parent / "secrets" / "payung.key")
    with one_night_at_a_time(curated):
        night = timed("open the night", tasks.open_night, settings, month, None)
        timed("hear the rulings", tasks.hear_rulings, night)
        timed("hear the answers", tasks.hear_answers, night)
        senders = timed("survey", tasks.survey_rosters, night)
        _timed(spent, "read", _read_all, tasks.read_sender.fn, night, senders)
        batches = timed("share out", tasks.share_out, night, senders)
        _timed(spent, "clean and judge", _each, tasks.review_batch.fn, night, batches)
        shards = timed("settle", tasks.settle_rows, night)
        _timed(spent, "one row per worker", _each, tasks.resolve_shard.fn, night, shards)
        timed("compare", tasks.compare_workers, night)
        _timed(spent, "cover", _each, tasks.cover_shard.fn, night, shards)
        timed("look again", tasks.look_again, night)
        timed("changes", tasks.tell_changes, night)
        timed("accounts", tasks.keep_accounts, night)
        timed("bills", tasks.reconcile_bills, night)
        timed("claims", tasks.follow_claims, night)
        timed("stage tables", tasks.stage_tables, night)
        verdict = timed("gate", tasks.pass_gate, night)
        timed("returns and report", tasks.write_papers, night)
        outcome = timed("publish", tasks.publish_or_hold, night, verdict)
    return NightRun(outcome.verdict, outcome.folder, read_manifest(outcome.folder)["balance"], spent)


def median_seconds(runs: list[NightRun]) -> dict[str, float]:
    """Each stage's median over the runs: a neighbour on the machine spoils a run, seldom most of them."""
    return {stage: median(run.seconds[stage] for run in runs) for stage in runs[0].seconds}


def _read_all(read: Callable[[Any, str], int], night: Any, senders: list[str]) -> list[int]:
    with ThreadPoolExecutor(READERS) as pool:
        return list(pool.map(lambda sender: read(night, sender), senders))


def _each(step: Callable[[Any, int], int], night: Any, numbers: list[int]) -> list[int]:
    return [step(night, number) for number in numbers]


def _timed(spent: dict[str, float], stage: str, work: Callable[..., Any], *given: Any) -> Any:
    began = perf_counter()
    made = work(*given)
    spent[stage] = perf_counter() - began
    return made
