"""Snapshots: staged out of sight, then made visible by one atomic swap of `curated/latest`.

    .staging-<id>/  --rename-->  snapshots/<id>/  --swap-->  latest -> snapshots/<id>
                    --rename-->  held/<id>/

At any moment `latest` is absent or names one whole snapshot. What a killed night left behind is swept by the next.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from flows.files import held_lock

MANIFEST = "manifest.json"


class NightRunning(Exception):  # noqa: N818 - an outcome, not a fault of the program
    """Another night holds the lock of this `curated/`."""


class CuratedUnusable(Exception):  # noqa: N818 - an outcome the operator must act on
    """`curated/` cannot be used; the message names the folder and what is wrong."""


@contextmanager
def one_night_at_a_time(curated: Path) -> Iterator[None]:
    """Holds the lock of `curated` and clears away what a killed night left in it.

    Raises:
        NightRunning: another process holds it.
        CuratedUnusable: the folder cannot be written.
    """
    with ExitStack() as held:
        try:
            curated.mkdir(parents=True, exist_ok=True)
            ours = held.enter_context(held_lock(curated / ".lock", wait=False))
        except OSError as error:
            raise CuratedUnusable(f"cannot write to {curated}: {error.strerror}") from None
        if not ours:
            raise NightRunning(f"another night is running on {curated}")
        _sweep(curated)
        held.callback(_sweep, curated)
        yield


def stage(curated: Path, run_id: str) -> Path:
    """A new staging folder, closed to others until it is published.

    Raises:
        CuratedUnusable: it cannot be made.
    """
    staging = curated / f".staging-{run_id}"
    try:
        staging.mkdir(mode=0o700)
        (staging / "steward").mkdir(mode=0o700)
    except OSError as error:
        raise CuratedUnusable(f"cannot write to {curated}: {error.strerror}") from None
    return staging


def latest_snapshot(curated: Path) -> Path | None:
    """The published snapshot, or None before the first.

    Raises:
        CuratedUnusable: `latest` names a snapshot that is not there, or one without a manifest.
    """
    pointer = curated / "latest"
    if not pointer.is_symlink():
        return None
    folder = pointer.resolve()
    if not (folder / MANIFEST).is_file():
        raise CuratedUnusable(f"{pointer} names {folder.name}, which is not a whole snapshot; point it at one that is")
    return folder


def read_manifest(folder: Path | None) -> dict[str, Any]:
    """The manifest of a snapshot; empty where there is none."""
    if folder is None:
        return {}
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return manifest


def write_manifest(staging: Path, manifest: dict[str, Any]) -> None:
    """The manifest, in keys' order, as the last file of a snapshot."""
    text = json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    (staging / MANIFEST).write_text(text, encoding="utf-8")


def publish(curated: Path, staging: Path, run_id: str) -> Path:
    """The staged snapshot under `snapshots/`, and `latest` pointing at it: on disk first, visible last."""
    folder = _move(staging, curated / "snapshots" / run_id)
    pointer = curated / f".latest-{run_id}"
    pointer.symlink_to(Path("snapshots") / run_id)
    pointer.replace(curated / "latest")
    _sync(curated)
    return folder


def hold(curated: Path, staging: Path, run_id: str) -> Path:
    """The staged snapshot under `held/`, for a person to look at; `latest` stays as it is."""
    return _move(staging, curated / "held" / run_id)


def keep_failure(curated: Path, particulars: str) -> Path:
    """The file that now holds the particulars of a failure, closed to others: they may quote a person's data."""
    folder = curated / "failed"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix="failure-", suffix=".txt", dir=folder)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(particulars)
    return Path(name)


def prune(curated: Path, keep: int) -> None:
    """All but the newest `keep` snapshots and held nights removed; never the one `latest` names."""
    current = latest_snapshot(curated)
    for room in ("snapshots", "held"):
        folders = sorted(path for path in (curated / room).glob("*") if path.is_dir())
        for folder in folders[:-keep] if keep else []:
            if folder.resolve() != current:
                shutil.rmtree(folder)


def _move(staging: Path, target: Path) -> Path:
    target.parent.mkdir(exist_ok=True)
    for folder, _, files in os.walk(staging):
        for name in files:
            _sync(Path(folder) / name)
        _sync(Path(folder))
    staging.chmod(0o755)
    staging.rename(target)
    _sync(target.parent)
    return target


def _sweep(curated: Path) -> None:
    for left in curated.glob(".staging-*"):
        shutil.rmtree(left)
    for left in curated.glob(".latest-*"):
        left.unlink()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
