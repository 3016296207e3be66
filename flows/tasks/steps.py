"""What makes a function a step of the night: a name, a retry policy, and a seal on what its exceptions say.

Prefect stores parameters, results and exception text, so none of them ever holds a row: frames pass through the night's
closed work folder, and `sealed` puts what a library says in an exception into a closed file.
"""

import functools
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from prefect import task
from prefect.cache_policies import NO_CACHE

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


def step(name: str, **options: Any) -> Callable[[Callable[P, R]], Any]:
    """A sealed Prefect task that caches nothing and keeps no result."""
    return lambda function: task(name=name, cache_policy=NO_CACHE, persist_result=False, **options)(sealed(function))
