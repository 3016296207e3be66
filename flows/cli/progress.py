"""How far a night is, told on standard error: live on a terminal, a line for each stage in a log."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from time import monotonic
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from flows.stages import Stage

_WIDEST = 72
"""Columns of a finished stage: its numbers should not stand far from its name."""
_PACES = (0.1, 10.0)
"""How much quicker or slower than the last night this one is taken to be: its first stages alone say little."""


@contextmanager
def progress(*, quiet: bool) -> Iterator[None]:
    """Within it the stages of the night are told, unless `quiet`."""
    from rich.console import Console

    from flows.stages import heard_by

    console = Console(stderr=True, highlight=False)
    telling: AbstractContextManager[None]
    if quiet:
        telling = nullcontext()
    elif sys.stderr.isatty() and not console.is_dumb_terminal:
        telling = _live(console)
    else:
        telling = heard_by(Lines())
    with telling:
        yield


class Lines:
    """A line for each stage that is over, without control codes: for cron, a pipe, a log."""

    def expect(self, last: Mapping[str, float]) -> None:
        """Nothing to do: a log says what was."""

    def hear(self, stage: "Stage") -> None:
        """Writes the line of a stage that is over."""
        if stage.over:
            typer.echo(f"{stage.name}: {_joined(_count(stage), f'{stage.seconds:.1f} s')}", err=True)


class Shown:
    """Finished stages one below another, and under them what goes on: how much of it is done, how long it will take."""

    def __init__(self, console: "Console", clock: Callable[[], float] = monotonic) -> None:
        self._console = console
        self._clock = clock
        self._began = clock()
        self._last: Mapping[str, float] = {}
        self._over: dict[str, float] = {}
        self._stage: Stage | None = None

    def expect(self, last: Mapping[str, float]) -> None:
        """Keeps what the stages took the last time."""
        self._last = last

    def hear(self, stage: "Stage") -> None:
        """Prints a stage that is over, and shows another."""
        self._stage = None if stage.over else stage
        if stage.over:
            self._over[stage.name] = stage.seconds
            self._console.print(finished(stage, min(self._console.width - 1, _WIDEST)), markup=False)

    def line(self) -> str:
        """What goes on, in as many words as the terminal has room for: what matters least is left out first."""
        stage, now = self._stage, self._clock()
        if stage is None:
            return self._left(now) if self._over else f"starting Prefect, {now - self._began:.0f} s"
        done = f"{stage.done:,} of {stage.parts:,}" if stage.mapped and stage.parts else ""
        least = (stage.name, self._left(now) or f"{now - stage.began:.0f} s")
        for words in (
            (stage.name, done, _count(stage), _rate(stage, now), least[1]),
            (stage.name, done, _count(stage), least[1]),
            (stage.name, done, least[1]),
        ):
            if len(_joined(*words)) <= self._console.width - len("x x"):
                return _joined(*words)
        return _joined(*least)

    def _left(self, now: float) -> str:
        seconds = seconds_left(self._last, self._over, self._stage, now)
        return f"about {_spoken(seconds)} left" if seconds is not None and seconds >= 0.5 else ""


def seconds_left(
    last: Mapping[str, float], over: Mapping[str, float], stage: "Stage | None", now: float
) -> float | None:
    """How long the night will still take, by the seconds its stages took the `last` time; None where nobody knows.

    Stages to come take as long as then, at the pace of those that are `over`: there may be more rows, a slower machine.
    Of a mapped stage that is well under way, its own parts say more than the last night.
    """
    if not last:
        return None
    known = [name for name in over if name in last]
    then, tonight = sum(last[name] for name in known), sum(over[name] for name in known)
    pace = min(max(tonight / then, _PACES[0]), _PACES[1]) if then else 1.0
    order = list(last)
    reached = max(
        (order.index(name) for name in (*known, *([stage.name] if stage else ())) if name in last), default=-1
    )
    to_come = pace * sum(last[name] for name in order[reached + 1 :])
    return to_come + (_left_of(stage, last, pace, now) if stage else 0.0)


def _left_of(stage: "Stage", last: Mapping[str, float], pace: float, now: float) -> float:
    spent = now - stage.began
    if stage.parts and stage.done * 4 >= stage.parts:
        return spent / stage.done * (stage.parts - stage.done)
    return max(pace * last.get(stage.name, 0.0) - spent, 0.0)


def finished(stage: "Stage", columns: int) -> str:
    """A stage that is over in one line: its name, what came of it, its seconds."""
    numbers = f" {_count(stage)}{stage.seconds:>8.1f} s"
    room = columns - len(numbers)
    name = stage.name if len(stage.name) <= room else f"{stage.name[: room - 1]}…"
    return f"{name:<{room}}{numbers}"


@contextmanager
def _live(console: "Console") -> Iterator[None]:
    from rich.live import Live
    from rich.spinner import Spinner
    from rich.text import Text

    from flows.stages import heard_by

    shown, spinner = Shown(console), Spinner("dots")

    def now() -> "RenderableType":
        spinner.update(text=Text(shown.line(), no_wrap=True, overflow="ellipsis"))
        return spinner

    with Live(get_renderable=now, console=console, refresh_per_second=8, transient=True) as live, heard_by(shown):
        live.refresh()
        yield


def _count(stage: "Stage") -> str:
    return f"{stage.count:,} {stage.counts}" if stage.counts else ""


def _rate(stage: "Stage", now: float) -> str:
    """How much a second, once it can be said."""
    spent = now - stage.began
    return f"{stage.count / spent:,.0f} {stage.counts} a second" if stage.count and spent > 1 else ""


def _spoken(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


def _joined(*words: str) -> str:
    return ", ".join(word for word in words if word)
