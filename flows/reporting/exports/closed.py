"""Folders and files that only their owner can read, new ones alone: nothing that stands is written over."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def closed_folder(target: Path) -> Iterator[Path]:
    """A folder to write to, which becomes `target` when all is written, and is gone when something fails.

    Raises:
        FileExistsError: `target` is there already.
    """
    if target.exists():
        raise FileExistsError(f"{target} exists already, and is not written over")
    target.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield made
        made.rename(target)
    except BaseException:
        shutil.rmtree(made)
        raise


def write_closed(path: Path, content: bytes) -> None:
    """A new file, in a folder that is made for it where it is missing."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
