"""What a night made once and another would make again in the same way, kept beside `curated/`.

    .<curated>-cache/<kind>/<key>       an entry: the SHA-256 of what follows, and what follows

It holds personal data: the folder is closed to others. It is no state. An entry is found by all that it was made from,
and one that is gone, cut off or spoilt is as if it had never been there. So the folder can be deleted at any moment, in
the middle of a night too, and a night without it gives the same tables.
"""

import hashlib
import json
import os
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from math import inf
from pathlib import Path

import polars as pl

_DIGEST = 32
"""Bytes of the SHA-256 that an entry begins with."""
_NAME = "[0-9a-f]" * 64
_OTHERS, _OTHERS_WRITE = 0o077, 0o022
_TAG = b"Signature: 8a477f597d28d172789f06886806bc55\n# Made by payung. Can be deleted at any moment.\n"
"""By this programs of backup know a folder that need not be kept (https://bford.info/cachedir/)."""


@dataclass
class _Room:
    """Bytes that are `left`, as far as this process knows: reckoned anew once they are used up."""

    left: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True)
class Cache:
    """The entries in `folder`, of `most_bytes` together; with 0 nothing is kept, and nothing found.

    Where there is no room the entries used longest ago go, down to those used since the night `began`. What finds no
    room beside these is not kept: so a month larger than the cache finds the same part of it each night, where putting
    out the oldest would leave it nothing to find.
    """

    folder: Path
    most_bytes: int
    began: datetime
    _room: _Room = field(default_factory=_Room, repr=False, compare=False)

    @property
    def is_on(self) -> bool:
        """Whether anything can be kept."""
        return self.most_bytes > 0

    def get(self, kind: str, key: str) -> list[bytes] | None:
        """The parts kept under the key; None where there are none, or where they are not whole."""
        if not (self.is_on and self._is_closed()):
            return None
        path = self.folder / kind / key
        try:
            held = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        if hashlib.sha256(memoryview(held)[_DIGEST:]).digest() == held[:_DIGEST]:
            return _parts(held)
        _remove(path)
        return None

    def put(self, kind: str, key: str, *parts: bytes) -> None:
        """Keeps the parts under the key, if there is room. A disk that is full or closed only costs speed."""
        if not self.is_on:
            return
        lengths = json.dumps([len(part) for part in parts]).encode()
        made = b"\n".join([lengths, b"".join(parts)])
        with suppress(OSError):
            self._open(kind)
            if self._is_closed() and self._has_room(_DIGEST + len(made)):
                _write(self.folder / kind / key, hashlib.sha256(made).digest() + made)

    def trim(self) -> None:
        """Puts out what is over the size allowed: several processes may have kept at a time."""
        if self.is_on:
            _free(self._entries(), self.most_bytes, inf)

    def _open(self, kind: str) -> None:
        """Makes the folders, or closes one that others could read; one that they could write in stays unused."""
        if not self.folder.is_dir():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(self.folder / "CACHEDIR.TAG", _TAG)
        found = self.folder.stat()
        if found.st_mode & _OTHERS and not found.st_mode & _OTHERS_WRITE:
            self.folder.chmod(0o700)
        (self.folder / kind).mkdir(mode=0o700, exist_ok=True)

    def _is_closed(self) -> bool:
        """Whether nobody else can have put anything there."""
        try:
            found = self.folder.stat()
        except OSError:
            return False
        return found.st_uid == os.geteuid() and not found.st_mode & _OTHERS

    def _has_room(self, size: int) -> bool:
        with self._room.lock:
            if size > self._room.left:
                self._room.left = size + _free(self._entries(), self.most_bytes - size, self.began.timestamp())
            has_room = size <= self._room.left
            self._room.left -= size if has_room else 0
        return has_room

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        """When each entry was last used, its bytes, and where it is; half-written ones too."""
        for pattern in (f"*/{_NAME}", "*/.new-*"):
            for path in self.folder.glob(pattern):
                with suppress(OSError):
                    found = path.stat()
                    yield found.st_mtime, found.st_size, path


@lru_cache(maxsize=8)
def open_cache(folder: Path, most_bytes: int, began: datetime) -> Cache:
    """The cache of a night: one a process, which remembers how much room is left."""
    return Cache(folder, most_bytes, began)


def key_of(*made_from: object) -> str:
    """The key of what is made from these: text, numbers, and lists, mappings and dataclasses of them."""
    return hashlib.sha256(json.dumps(made_from, sort_keys=True, default=vars).encode()).hexdigest()


def as_bytes(frame: pl.DataFrame) -> bytes:
    """A frame as an entry holds it: as a stream of Arrow, for a small file of it takes three times as long to read."""
    stream = BytesIO()
    # A clone: polars locks the frame until it has written, and another thread that shares it would wait for ever.
    frame.clone().write_ipc_stream(stream, compression="lz4")
    return stream.getvalue()


def as_frame(part: bytes) -> pl.DataFrame:
    """The frame that `as_bytes` was given."""
    return pl.read_ipc_stream(BytesIO(part))


def _parts(held: bytes) -> list[bytes]:
    lengths, _, rest = held[_DIGEST:].partition(b"\n")
    parts: list[bytes] = []
    for length in json.loads(lengths):
        parts.append(rest[:length])
        rest = rest[length:]
    return parts


def _write(path: Path, content: bytes) -> None:
    """The file whole or not at all, closed to others."""
    handle, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except BaseException:
        _remove(Path(name))
        raise


def _free(entries: Iterable[tuple[float, int, Path]], most_bytes: int, used_before: float) -> int:
    """Removes those used longest ago until the rest is within `most_bytes`. How far below it is; above: negative."""
    known = sorted(entries)
    over = sum(size for _, size, _ in known) - most_bytes
    for used, size, path in known:
        if over <= 0 or used >= used_before:
            break
        _remove(path)
        over -= size
    return -over


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()
