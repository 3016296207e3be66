"""What a command imports before it answers: Prefect and Great Expectations take ten seconds, pandera takes three."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from flows.cli import app
from tests.night.place import MONTH, ROOT

HEAVY = {"polars", "pandera", "pandas", "pyarrow", "prefect", "great_expectations"}
POLARS_ALONE = {"polars"}
ALL_BUT_THE_NIGHT = HEAVY - {"prefect", "great_expectations"}

COMMANDS: dict[str, tuple[set[str], tuple[str, ...]]] = {
    "reasons": (set(), ()),
    "status": (POLARS_ALONE, ("--curated", "CURATED")),
    "forecast": (POLARS_ALONE, ("--curated", "CURATED")),
    "keys new": (POLARS_ALONE, ("--path", "OUT/key")),
    "dictionary": (ALL_BUT_THE_NIGHT, ()),
    "diff": (ALL_BUT_THE_NIGHT, ("latest", "latest", "--curated", "CURATED")),
    "template": (ALL_BUT_THE_NIGHT, ("--segment", "bpd", "--out", "OUT/daftar.xlsx")),
    "decisions template": (ALL_BUT_THE_NIGHT, ("--curated", "CURATED", "--out", "OUT/keputusan.xlsx")),
    "check": (ALL_BUT_THE_NIGHT, ("ROSTER", "--month", MONTH, "--explain", "--out", "OUT/perbaikan.xlsx")),
    "export bpjs-registration": (ALL_BUT_THE_NIGHT, ("--curated", "CURATED", "--out", "OUT")),
    "export bpjs-deactivation": (ALL_BUT_THE_NIGHT, ("--curated", "CURATED", "--out", "OUT")),
    "export dukcapil-matching": (ALL_BUT_THE_NIGHT, ("--curated", "CURATED", "--out", "OUT")),
    "export decree-annex": (ALL_BUT_THE_NIGHT, ("--curated", "CURATED", "--out", "OUT")),
    "demo": (ALL_BUT_THE_NIGHT, ("--raw", "OUT/raw", "--workers", "1000")),
    "close": (ALL_BUT_THE_NIGHT, (MONTH, "--by", "B", "--decree", "SK 1", "--curated", "CURATED")),
    "release": (ALL_BUT_THE_NIGHT, ("--reason", "seen", "--by", "B", "--curated", "CURATED")),  # nothing is held
    "run": (ALL_BUT_THE_NIGHT, ("--month", "2023-13")),  # a slip is said before the night is imported
}
"""Each command: what of `HEAVY` it may import, and words to run it with."""

RUN = """
import json, sys
from flows.cli import app
for words in json.loads(sys.argv[1]):
    try:
        app(words)
    except SystemExit as end:
        ended = end.code or 0
    found = sorted(set(json.loads(sys.argv[2])) & set(sys.modules))
    print(json.dumps([words, ended, found]), file=sys.stderr)
"""


def commands() -> list[tuple[str, ...]]:
    """Every command as it is typed, groups and `payung` itself too."""
    found: list[tuple[str, ...]] = [()]
    for name, command in typer.main.get_group(app).commands.items():
        found.append((name,))
        found += [(name, below) for below in getattr(command, "commands", ())]
    return found


def run(lines: list[list[str]], unwanted: set[str], cwd: Path) -> list[tuple[list[str], int, list[str]]]:
    """The lines one after another in one process: how each ended and what it, or one before it, had imported."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, json.dumps(lines), json.dumps(sorted(unwanted))],
        cwd=cwd, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True, capture_output=True, check=False, timeout=300,
    )  # fmt: skip
    told = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("[[")]
    assert len(told) == len(lines), done.stdout + done.stderr
    return [(words, ended, found) for words, ended, found in told]


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    lines = [[*command, "--help"] for command in commands()]
    assert ["check", "--help"] in lines
    assert ["export", "decree-annex", "--help"] in lines
    told = run(lines, HEAVY, tmp_path)
    assert [words for words, ended, found in told if ended or found] == []


def test_every_command_is_looked_at() -> None:
    groups = {command[0] for command in commands() if len(command) == 2}
    assert {" ".join(command) for command in commands() if command} - groups == set(COMMANDS)


@pytest.mark.parametrize("allowed", [set(), POLARS_ALONE, ALL_BUT_THE_NIGHT], ids=["nothing", "polars", "no night"])
def test_a_command_imports_only_what_it_needs(allowed: set[str], published: Path, tmp_path: Path) -> None:
    """Commands that may import the same run in one process: what none of them may import is not there at the end."""
    home = tmp_path / "home"
    shutil.copytree(published, home, symlinks=True)
    roster = next((home / "raw").glob("rosters/*/dinas-pertanian/*.xlsx"))
    places = {"CURATED": str(home / "curated"), "ROSTER": str(roster), "OUT": str(tmp_path)}

    def placed(word: str) -> str:
        first, _, rest = word.partition("/")
        return f"{places[first]}/{rest}".rstrip("/") if first in places else word

    lines = [
        [*command.split(), *map(placed, words)] for command, (needs, words) in COMMANDS.items() if needs == allowed
    ]
    told = run(lines, HEAVY - allowed, tmp_path)
    assert [words for words, _, found in told if found] == []
    failing = {words[0] for words, ended, _ in told if ended}
    assert failing <= {"check", "release", "run"}, told
