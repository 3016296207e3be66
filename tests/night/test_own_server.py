"""The Prefect server that `payung run` starts for itself."""

import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

from tests.night.place import ROOT, environment, wait_until

START = """
import os, sys, time
from flows.server import OwnServer
server = OwnServer()
server.take_its_place()
from prefect.settings import PREFECT_API_URL
print(PREFECT_API_URL.value(), server._process.pid, flush=True)
sys.stdin.read()
"""


def started(home: Path, **variables: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", START], cwd=ROOT, env={**environment(home), "PYTHONPATH": str(ROOT), **variables},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def told(process: subprocess.Popen[str]) -> tuple[str, int]:
    """Prefect's API as the process sees it, and the process id of its server."""
    assert process.stdout is not None
    line = process.stdout.readline().split()
    assert line, process.communicate()
    return line[0], int(line[1])


def is_gone(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return True
    return False


def test_it_answers_on_loopback_and_ends_even_with_a_killed_night(tmp_path: Path) -> None:
    with started(tmp_path) as process:
        api, server = told(process)
        assert api.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(f"{api}/health", timeout=60) as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGKILL)
        wait_until(lambda: is_gone(server), 60, "the end of the server")


def test_a_server_that_the_operators_profile_names_is_used_instead(tmp_path: Path) -> None:
    home = tmp_path / ".prefect"
    home.mkdir()
    (home / "profiles.toml").write_text(
        'active = "office"\n[profiles.office]\nPREFECT_API_URL = "http://127.0.0.1:9/api"\n'
    )
    with started(tmp_path) as process:
        api, server = told(process)
        assert api == "http://127.0.0.1:9/api"
        assert is_gone(server)
        process.communicate()


def test_a_server_that_cannot_start_is_said_in_a_sentence(tmp_path: Path) -> None:
    with started(tmp_path, PREFECT_API_DATABASE_CONNECTION_URL=f"sqlite+aiosqlite:///{tmp_path}/none/of.db") as process:
        _, said = process.communicate(timeout=120)
    assert "ServerUnavailable: Prefect's server did not start" in said
