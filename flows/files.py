"""Files of this machine: what one holds, and one that a single process holds."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def held_lock(path: Path, *, wait: bool) -> Iterator[bool]:
    """True within, once the lock is held; False, without `wait`, while another process has it.

    The lock is the kernel's: it falls when the process ends, however it ends.

    Raises:
        OSError: the file cannot be made, or the disk knows no locks.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)
