"""A file that one process of this machine holds at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def held_lock(path: Path, *, wait: bool) -> Iterator[bool]:
    """True within, once the lock is held; False, without `wait`, while another process has it.

    The lock is the kernel's: it falls when the process ends. The folder around it is closed to others: mirrors hold
    personal data, below folders that know nothing of it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o700)
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
