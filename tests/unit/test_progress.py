"""How far a night is, as told on a terminal and in a log."""

import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import cloudpickle  # type: ignore[import-untyped]
import pytest
from rich.console import Console

from flows import stages
from flows.cli.progress import Shown, finished, seconds_left
from flows.stages import Stage
from flows.tasks.steps import step
from tests.terminal import on_terminal

ROOT = Path(__file__).parents[2]
LAST = {"open the night": 1.0, "read the rosters": 10.0, "clean and judge the rows": 6.0, "publish or hold": 2.0}
READING = Stage("read the rosters", "rows", began=100.0, mapped=True, parts=80, done=8, count=4_000, seconds=2.0)
OPENED = Stage("open the night", "", began=99.0, done=1, seconds=1.0)


class Heard(list[Stage]):
    """All that is told."""

    def expect(self, last: object) -> None: ...

    def hear(self, stage: Stage) -> None:
        self.append(stage)


def shown(columns: int, *told: Stage, now: float) -> Shown:
    console = Console(file=StringIO(), width=columns)
    on_screen = Shown(console, clock=lambda: now)
    on_screen.expect(LAST)
    for stage in told:
        on_screen.hear(stage)
    return on_screen


# --- time left -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("over", "stage", "now", "left"),
    [
        ({}, None, 0.0, 19.0),
        ({"open the night": 1.0}, None, 0.0, 18.0),
        ({"open the night": 3.0}, None, 0.0, 54.0),  # three times as slow so far
        ({"open the night": 1.0}, READING, 102.0, 8.0 + 8.0),  # a tenth of the parts: the last night says more
        ({"open the night": 1.0}, Stage("read the rosters", "rows", 100.0, True, 80, 40, 9, 0), 102.0, 2.0 + 8.0),
        ({"open the night": 1.0}, READING, 130.0, 8.0),  # longer than the last time: any moment
        ({"open the night": 1.0, "a new step": 50.0}, None, 0.0, 18.0),
        ({"clean and judge the rows": 6.0}, None, 0.0, 2.0),  # a step that is no more is not waited for
    ],
)
def test_what_is_left_follows_from_the_last_night_at_the_pace_of_this_one(
    over: dict[str, float], stage: Stage | None, now: float, left: float
) -> None:
    assert seconds_left(LAST, over, stage, now) == pytest.approx(left)


def test_in_the_first_night_nobody_knows_what_is_left() -> None:
    assert seconds_left({}, {"open the night": 1.0}, READING, 102.0) is None


# --- the terminal ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "line"),
    [
        (120, "read the rosters, 8 of 80, 4,000 rows, 2,000 rows a second, about 16 s left"),
        (70, "read the rosters, 8 of 80, 4,000 rows, about 16 s left"),
        (50, "read the rosters, 8 of 80, about 16 s left"),
        (40, "read the rosters, about 16 s left"),
    ],
)
def test_a_narrow_terminal_is_told_what_matters_most(columns: int, line: str) -> None:
    assert shown(columns, OPENED, READING, now=102.0).line() == line


@pytest.mark.parametrize("columns", [39, 60, 72])
@pytest.mark.parametrize("seconds", [0.04, 12_345.6])
def test_a_finished_stage_stands_in_one_line(columns: int, seconds: float) -> None:
    over = Stage("write the returns and the report", "returns", 0.0, parts=1, done=1, count=46_731, seconds=seconds)
    line = finished(over, columns)
    assert len(line) == columns
    assert line.startswith("write the re")
    assert line.endswith(f"46,731 returns{seconds:>8.1f} s")


STAGES = """
import sys, time
from flows import stages
from flows.cli.progress import progress
with progress(quiet="quiet" in sys.argv):
    stages.expect([{"name": "read the rosters", "seconds": 1.0}, {"name": "publish or hold", "seconds": 7.0}])
    stages.begin("read the rosters", "rows", mapped=True)
    stages.hand_out("read the rosters", 2)
    for rows in (1_000, 11_345):
        time.sleep(0.6)
        stages.end("read the rosters", rows, mapped=True)
    stages.begin("publish or hold", "")
    time.sleep(0.6)
    stages.end("publish or hold", None)
print("done")
"""


@pytest.mark.parametrize("columns", [80, 40])
def test_on_a_real_terminal_every_line_has_room(columns: int) -> None:
    code, seen = on_terminal([sys.executable, "-c", STAGES], columns, os.environ, ROOT)
    assert code == 0, seen
    assert [line for line in seen if len(line) > columns] == []
    text = "\n".join(seen)
    assert "starting Prefect, 0 s" in text
    assert re.search(r"(read the rosters|publish or hold),.* about \d s left", text)
    (read,) = [
        line for line in seen if line.startswith("read the rosters") and line.endswith(" s") and "about" not in line
    ]
    assert "12,345 rows" in read
    assert seen[-1] == "done"


@pytest.mark.parametrize("argument", ["", "quiet"])
def test_a_log_gets_a_line_for_each_stage_and_a_quiet_one_nothing(argument: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STAGES, argument], cwd=ROOT, env={**os.environ, "FORCE_COLOR": "1"}, text=True,
        capture_output=True, check=True,
    )  # fmt: skip
    lines = done.stderr.splitlines()
    assert [line.rsplit(" ", 2)[0] for line in lines] == (
        [] if argument else ["read the rosters: 12,345 rows,", "publish or hold:"]
    )
    assert "\x1b" not in done.stderr


def test_a_night_goes_on_though_nobody_reads_any_more_how_it_goes() -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-c", STAGES, ""], cwd=ROOT, stdout=subprocess.PIPE, stderr=write, text=True, check=True
    )
    os.close(write)
    assert done.stdout == "done\n"


# --- stages ----------------------------------------------------------------------------------------------------------


def test_calls_of_one_step_are_one_stage() -> None:
    heard = Heard()
    stages.forget()
    with stages.heard_by(heard):
        for _ in range(2):
            stages.begin("read the rosters", "rows")
        for rows in (3, 4):
            stages.end("read the rosters", rows)
    assert [(stage.done, stage.parts, stage.count, stage.over) for stage in heard] == [
        (0, 1, 0, False), (0, 2, 0, False), (1, 2, 3, False), (2, 2, 7, True),
    ]  # fmt: skip
    (taken,) = stages.taken()
    assert (taken["name"], taken["count"], taken["counts"]) == ("read the rosters", 7, "rows")


def test_parts_that_end_while_others_are_handed_out_do_not_end_the_stage() -> None:
    heard = Heard()
    stages.forget()
    with stages.heard_by(heard):
        stages.begin("read the rosters", "rows", mapped=True)
        stages.begin("read the rosters", "rows")  # by the part itself, in a thread of this process
        stages.end("read the rosters", 5)
        assert not heard[-1].over
        stages.hand_out("read the rosters", 1)
        stages.end("read the rosters", 5, mapped=True)
    assert (heard[-1].over, heard[-1].count) == (True, 5)


def test_nothing_to_map_is_a_stage_that_is_over() -> None:
    stages.forget()
    stages.begin("read the rosters", "rows", mapped=True)
    stages.hand_out("read the rosters", 0)
    assert [stage["name"] for stage in stages.taken()] == ["read the rosters"]


def test_steps_within_a_step_are_part_of_it() -> None:
    inner = step("within", counts="rows")(lambda: 3)
    outer = step("around")(lambda _: inner.fn())
    heard = Heard()
    with stages.heard_by(heard):
        outer.fn(None)
    assert {stage.name for stage in heard} == {"around"}


def test_a_step_travels_to_another_process() -> None:
    from flows.tasks import read_sender  # noqa: PLC0415

    travelled = cloudpickle.loads(cloudpickle.dumps(read_sender))
    assert (travelled.name, travelled.counts, travelled.retries) == (read_sender.name, "rows", 2)
