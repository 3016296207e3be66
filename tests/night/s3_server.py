"""A real S3 server on loopback, and machines that know it."""

import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.publishing import snapshot
from flows.settings import Settings
from flows.storage.store import Store
from tests.night.place import BIN, wait_until

BUCKET = "kabupaten"


@contextmanager
def s3_server(home: Path) -> Iterator[dict[str, str]]:
    """The environment of whoever uses the server, whose one bucket is empty."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with (home / "s3.log").open("w") as log:
        server = subprocess.Popen([BIN / "moto_server", "-H", "127.0.0.1", "-p", str(port)], stdout=log, stderr=log)
    try:
        wait_until(lambda: _made(f"{address}/{BUCKET}"), 120, "the S3 server")
        yield {
            "AWS_ACCESS_KEY_ID": "synthetic", "AWS_SECRET_ACCESS_KEY": "synthetic", "AWS_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": address, "AWS_ALLOW_HTTP": "true",
        }  # fmt: skip
    finally:
        server.terminate()
        server.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def machine(cache: Path, place: str, key_file: Path = Path("none")) -> Settings:
    """The settings of a machine with a cache of its own, for `raw` and `curated` below a place in the bucket."""
    of_it = Settings(cache=cache, key_file=key_file)
    return of_it.with_places(f"s3://{BUCKET}/{place}/raw", f"s3://{BUCKET}/{place}/curated")


def publish(settings: Settings, run_id: str) -> None:
    """A small snapshot in the mirror of `settings`, by the functions that a night uses."""
    staging = snapshot.stage(settings.curated, run_id)
    (staging / "table").write_text(run_id * 1000)
    snapshot.write_manifest(staging, {"run_id": run_id})
    snapshot.publish(settings.curated, staging, run_id)


def put(folder: Path, url: str | None) -> None:
    """Every file of a folder as an object below the url."""
    assert url
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            Store(url).send(path, path.relative_to(folder).as_posix())


def put_text(url: str | None, name: str, text: str) -> None:
    assert url
    Store(url).swap(name, text, None)


def latest(url: str | None) -> str:
    """The run id of the snapshot that the pointer names."""
    assert url
    text, _ = Store(url).text("latest") or ("", "")
    return text.strip().removeprefix("snapshots/")


def names(url: str | None, below: str = "") -> list[str]:
    assert url
    return sorted(one.name for one in Store(url).objects(below))


def _made(address: str) -> bool:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, method="PUT"), timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
