"""The stages of the night that this process runs: how far each is, told to whoever listens, and what each took.

A process runs one night at a time. What is told are names of steps and numbers, never a file or a person.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, replace
from threading import RLock
from time import monotonic
from typing import Any, Protocol


@dataclass(frozen=True)
class Stage:
    """A stage as it stands. A mapped step has `parts`, one a sender, batch or shard, of which so many are `done`; None
    while they are handed out.

    `count` of what it `counts` (rows, workers, …) came out of them; `seconds` went by until the last that is done.
    """

    name: str
    counts: str
    began: float
    mapped: bool = False
    parts: int | None = 1
    done: int = 0
    count: int = 0
    seconds: float = 0.0

    @property
    def over(self) -> bool:
        return self.parts is not None and self.done >= self.parts

    def as_dict(self) -> dict[str, Any]:
        """The stage as the manifest has it."""
        return {"name": self.name, "seconds": round(self.seconds, 2), "count": self.count, "counts": self.counts}


class Listener(Protocol):
    """Who wants to know how far the night is. Told from any thread, one at a time; must not take long."""

    def expect(self, last: Mapping[str, float]) -> None:
        """Seconds that each stage took the last time; none before the first night."""

    def hear(self, stage: Stage) -> None:
        """A stage began, went on or ended."""


WITHIN_A_STEP: ContextVar[bool] = ContextVar("within a step", default=False)
"""True while a step runs: what it does through other steps is part of its own stage."""

_LOCK = RLock()
_STAGES: dict[str, Stage] = {}
_LISTENERS: list[Listener] = []


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Within it, the listener is told."""
    _LISTENERS.append(listener)
    try:
        yield
    finally:
        _LISTENERS.remove(listener)


def expect(last: Iterable[Mapping[str, Any]]) -> None:
    """Tells what the stages of the last night took, as its manifest has them."""
    seconds = {stage["name"]: float(stage["seconds"]) for stage in last}
    for listener in _LISTENERS:
        listener.expect(seconds)


def forget() -> None:
    """A new night: the stages of one before it are gone."""
    _STAGES.clear()


def begin(name: str, counts: str, *, mapped: bool = False) -> None:
    """A call of a step began: the stage's first, or one more of it. Those of a mapped stage are told by `hand_out`."""
    with _LOCK:
        stage = _STAGES.get(name)
        if stage is None:
            _tell(Stage(name, counts, monotonic(), mapped=mapped, parts=None if mapped else 1))
        elif not stage.mapped:
            _tell(replace(stage, parts=(stage.parts or 0) + 1))


def hand_out(name: str, parts: int) -> None:
    """So many calls of a mapped stage are on their way."""
    with _LOCK:
        _tell(replace(_STAGES[name], parts=(_STAGES[name].parts or 0) + parts))


def end(name: str, result: object, *, mapped: bool = False) -> None:
    """A call of a step ended with what it returned: of a step that counts a number, or a list of what it counts."""
    with _LOCK:
        stage = _STAGES[name]
        if stage.mapped == mapped:
            count = stage.count + _counted(stage, result)
            _tell(replace(stage, done=stage.done + 1, count=count, seconds=monotonic() - stage.began))


def taken() -> list[dict[str, Any]]:
    """The stages that are over, in their order, as the manifest has them."""
    return [stage.as_dict() for stage in _STAGES.values() if stage.over]


def _counted(stage: Stage, result: object) -> int:
    if not stage.counts:
        return 0
    return result if isinstance(result, int) else len(result) if isinstance(result, list) else 0


def _tell(stage: Stage) -> None:
    _STAGES[stage.name] = stage
    for listener in _LISTENERS:
        with suppress(OSError):  # a night goes on though nobody reads any more how it goes
            listener.hear(stage)
