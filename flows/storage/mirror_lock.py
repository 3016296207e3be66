"""The lock of a mirror: a folder on this machine that is as its store has it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.files import held_lock


@contextmanager
def held_mirror(folder: Path, *, wait: bool) -> Iterator[bool]:
    """True within, once this process has the mirror to itself; False, without `wait`, while another has it.

    The folder is closed to others: mirrors hold personal data, below folders that know nothing of it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    with held_lock(folder / ".mirror-lock", wait=wait) as mine:
        yield mine
