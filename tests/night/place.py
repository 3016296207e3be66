"""A regency's folders, and nights run on them: the `payung` command in its own process."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent
ROOT = Path(__file__).parents[2]
MONTH = "2023-09"
SMALL = 1_000
LOST = ("dinas-pertanian", "dinas-perikanan")
"""Senders of the small month; without their lists a night is held."""


@dataclass(frozen=True)
class Place:
    """A regency's folders, and nights run on them."""

    home: Path
    environment: dict[str, str]

    @classmethod
    def copy_of(cls, home: Path, to: Path, environment: dict[str, str]) -> "Place":
        """A regency of its own at `to`, as it was at `home`."""
        shutil.copytree(home, to, symlinks=True)
        return cls(to, {**environment, "PAYUNG_KEY_FILE": str(to / "secrets" / "payung.key")})

    @property
    def raw(self) -> Path:
        return self.home / "raw"

    @property
    def curated(self) -> Path:
        return self.home / "curated"

    @property
    def latest(self) -> Path:
        return (self.curated / "latest").resolve()

    @property
    def held(self) -> Path:
        """The one held night."""
        (folder,) = (self.curated / "held").iterdir()
        return folder

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """`payung run` under way."""
        places = ("--raw", str(self.raw), "--curated", str(self.curated))
        command = [str(BIN / "payung"), "run", *places, *arguments]
        return subprocess.Popen(
            command, cwd=self.home, env=self.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def payung(self, command: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Another `payung` command on what is published here."""
        return subprocess.run(
            [str(BIN / "payung"), command, "--curated", str(self.curated), *arguments],
            cwd=self.home, env=self.environment, text=True, capture_output=True, timeout=120, check=False,
        )  # fmt: skip

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A whole `payung run`; its output is wrapped nowhere."""
        process = self.start(*arguments)
        out, err = process.communicate(timeout=300)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def lose(raw: Path, *senders: str) -> None:
    """Takes away all that the senders sent."""
    for sender in senders:
        shutil.rmtree(raw / "rosters" / MONTH / sender)


def environment(home: Path) -> dict[str, str]:
    """An environment in which nothing outside `home` is read or written."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "PAYUNG_"))}
    return {**kept, "HOME": str(home), "PREFECT_HOME": str(home / ".prefect"), "DO_NOT_TRACK": "1", "COLUMNS": "160"}


def wait_until(ready: Callable[[], bool], seconds: float, what: str) -> None:
    """Returns as soon as `ready`; fails the test after `seconds`."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            pytest.fail(f"waited {seconds} s for {what}")
        time.sleep(0.05)


def breaking(quoted: str) -> str:
    """A sitecustomize.py with which a step of the night fails, its exception quoting an expression over `accepted`."""
    return f"""
import flows.review.duplicates as duplicates

def one_row_per_nik(accepted, *_):
    raise ValueError(f"cannot compare {{{quoted}}}")

duplicates.one_row_per_nik = one_row_per_nik
"""
