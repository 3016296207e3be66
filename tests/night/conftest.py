"""Real nights against a real Prefect server on loopback."""

import shutil
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.demo.month import write_month
from tests.night.place import BIN, MONTH, SMALL, Place, environment, wait_until
from tests.night.plain import night
from tests.night.year import Year, run_year


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a Prefect server of our own, with its address and an empty database."""
    home = tmp_path_factory.mktemp("prefect")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {**environment(home), "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    with (home / "server.log").open("w") as log:
        server = subprocess.Popen(
            [BIN / "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)],
            env=env, stdout=log, stderr=log,
        )  # fmt: skip
    address = f"http://127.0.0.1:{port}/api"

    def healthy() -> bool:
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    try:
        wait_until(healthy, 120, "the Prefect server")
        yield {**env, "PREFECT_API_URL": address}
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.fixture(scope="session")
def small_month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A month of a thousand workers, to copy from."""
    home = tmp_path_factory.mktemp("small")
    write_month(home / "raw", MONTH, workers=SMALL)
    return home


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    """Half a year of a thousand workers, all its nights run."""
    return run_year(tmp_path_factory.mktemp("year"))


@pytest.fixture(scope="session")
def published(small_month: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a regency where the small month was published once, without Prefect. To look at and to copy from."""
    home = tmp_path_factory.mktemp("published") / "home"
    shutil.copytree(small_month, home)
    assert night(home).verdict == "published"
    return home


@pytest.fixture
def place(published: Path, prefect_server: dict[str, str], tmp_path: Path) -> Place:
    """A regency of its own with the small month already published once."""
    return Place.copy_of(published, tmp_path / "home", prefect_server)


@pytest.fixture
def new_place(prefect_server: dict[str, str], small_month: Path, tmp_path: Path) -> Place:
    """A regency of its own with the small month received and nothing published."""
    return Place.copy_of(small_month, tmp_path / "home", prefect_server)
