"""What makes a function a step of the night: a name, a retry policy, a seal on what its exceptions say, and word of how
far it is.

Prefect stores parameters, results and exception text, so none of them ever holds a row: frames pass through the night's
closed work folder, and `sealed` puts what a library says in an exception into a closed file.
"""

import functools
import threading
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from prefect import Task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture

from flows import stages
from flows.intake.landing import NoRosters
from flows.night import Night
from flows.publishing import snapshot
from flows.publishing.closed import MonthClosed
from flows.publishing.pseudonyms import KeyUnusable
from flows.review.balance import RowsUnaccounted
from flows.review.rules import ContractBroken
from flows.settings import Settings
from schemas.reference import ReferenceDataError
from schemas.senders.sender import DeclarationError

_ALONE = threading.RLock()
P = ParamSpec("P")
R = TypeVar("R")


class StepFailed(Exception):  # noqa: N818 - what the operator sees
    """A step failed for a reason nobody foresaw; the message says where the particulars are."""


SAID_PLAINLY = (
    ContractBroken,
    DeclarationError,
    KeyUnusable,
    MonthClosed,
    NoRosters,
    ReferenceDataError,
    RowsUnaccounted,
    StepFailed,
    snapshot.CuratedUnusable,
    snapshot.NightRunning,
)
"""Exceptions whose text is ours: a sentence for the operator, without a value of a person."""


def sealed(step: Callable[P, R]) -> Callable[P, R]:
    """The step with unforeseen exceptions sealed: their text may quote a NIK, so it goes to a closed file instead."""

    @functools.wraps(step)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            here: Callable[..., R] = step
            return here(*map(_here, args), **{name: _here(value) for name, value in kwargs.items()})
        except SAID_PLAINLY:
            raise
        except Exception as error:
            night = next(value for value in (*args, *kwargs.values()) if isinstance(value, Night | Settings))
            where = _keep(night, f"{step.__name__}\n{traceback.format_exc()}\n")
            raise StepFailed(f"{step.__name__} failed ({type(error).__name__}); particulars in {where}") from None

    return run


def _here(value: Any) -> Any:
    """A night as it is on this machine: it may have been begun on another."""
    return value.here() if isinstance(value, Night) else value


def _keep(night: Night | Settings, particulars: str) -> Path | str:
    if isinstance(night, Night):
        return night.here().keep_failure(particulars)
    return snapshot.keep_failure(night.curated, particulars)


def told(step: Callable[P, R], name: str, counts: str) -> Callable[P, R]:
    """The step as a stage that tells when it begins and ends, and what the night before it took."""

    @functools.wraps(step)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if stages.WITHIN_A_STEP.get():
            return step(*args, **kwargs)
        if isinstance(args[0], Settings):
            stages.forget()
        stages.begin(name, counts)
        token = stages.WITHIN_A_STEP.set(True)
        try:
            made = step(*args, **kwargs)
        finally:
            stages.WITHIN_A_STEP.reset(token)
        if isinstance(made, Night):
            stages.expect(snapshot.read_manifest(made.previous).get("stages", []))
        stages.end(name, made)
        return made

    return run


class Step(Task[..., Any]):
    """A Prefect task of the night. Mapped, it is one stage, whoever runs its parts and wherever."""

    counts = ""

    def map(self, *args: Any, **kwargs: Any) -> Any:
        stages.begin(self.name, self.counts, mapped=True)
        futures = super().map(*args, **kwargs)
        stages.hand_out(self.name, len(futures))
        for future in futures:
            future.add_done_callback(self._part_done)
        return futures

    def _part_done(self, future: PrefectFuture[Any]) -> None:
        stages.end(self.name, future.result(raise_on_failure=False), mapped=True)


def room() -> AbstractContextManager[bool]:
    """Held by what fills memory and cores by itself: one such thing at a time in a process."""
    return _ALONE


def alone(step: Callable[P, R]) -> Callable[P, R]:
    """The step one at a time in a process: it holds some hundred thousand wide rows, and uses every core for them."""

    @functools.wraps(step)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with room():
            return step(*args, **kwargs)

    return run


def step(name: str, counts: str = "", *, wide: bool = False, **options: Any) -> Callable[[Callable[P, R]], Any]:
    """A sealed Prefect task that caches nothing and keeps no result.

    `counts` says what its result is a number of; of `wide` steps a process runs one at a time.
    """

    def made(function: Callable[P, R]) -> Step:
        run = told(sealed(alone(function) if wide else function), name, counts)
        task = Step(run, name=name, cache_policy=NO_CACHE, persist_result=False, **options)
        task.counts = counts
        return task

    return made
