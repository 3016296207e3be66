"""A whole night on a real terminal."""

import re
from pathlib import Path

from tests.night.place import BIN, Place
from tests.terminal import on_terminal


def test_a_night_on_a_narrow_terminal_tells_each_stage_and_what_is_left(place: Place) -> None:
    command: list[str | Path] = [BIN / "payung", "run", "--raw", place.raw, "--curated", place.curated]
    code, seen = on_terminal(command, 40, place.environment, place.home)
    text = "\n".join(seen)
    assert code == 0, text
    night = seen[: next(number for number, line in enumerate(seen) if line.startswith("Night "))]
    assert [line for line in night if len(line) > 40] == []
    assert re.search(r"^read the rosters +[\d,]+ rows +\d+\.\d s$", text, re.MULTILINE), text
    assert re.search(r"^publish or hold +\d+\.\d s$", text, re.MULTILINE), text
    assert re.search(r"about \d+ s left", text), text  # the night before is known
    assert not re.search(r"\d{10}", text)
