"""An object store: objects by name below one `s3://bucket/prefix`."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from flows.publishing.snapshot import CuratedUnusable

_PATIENCE: Any = {"max_retries": 5, "retry_timeout": timedelta(seconds=60)}


class StoreUnusable(CuratedUnusable):
    """The object store cannot be used; the message names it and what is wrong, but no object: names can be personal."""


class OvertakenError(Exception):
    """Somebody else wrote the object since it was read."""


@dataclass(frozen=True)
class Kept:
    """An object as it is listed: `tag` is another one as soon as its content is."""

    name: str
    size: int
    tag: str
    modified: datetime


@dataclass(frozen=True)
class Store:
    """What lies below `url`; credentials, region and endpoint are those of the environment (AWS_…)."""

    url: str

    def objects(self, below: str = "") -> list[Kept]:
        """Every object, or those below a folder."""
        with self._said():
            listed = [one for page in _library().list(self._opened, below or None) for one in page]
        return [Kept(one["path"], one["size"], one["e_tag"] or "", one["last_modified"]) for one in listed]

    def find(self, name: str) -> Kept | None:
        """One object; None where there is none."""
        with self._said():
            try:
                one = _library().head(self._opened, name)
            except FileNotFoundError:
                return None
        return Kept(one["path"], one["size"], one["e_tag"] or "", one["last_modified"])

    def bring(self, found: Kept, target: Path) -> None:
        """The object as a file: whole as soon as it is there, of the age of the object."""
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
        with self._said():
            with unfinished.open("wb") as file:
                for chunk in _library().get(self._opened, found.name).stream():
                    file.write(chunk)
            os.utime(unfinished, (found.modified.timestamp(),) * 2)
            unfinished.replace(target)

    def send(self, path: Path, name: str) -> str:
        """The file as an object, there as soon as it is whole. Returns its tag."""
        with self._said():
            return str(_library().put(self._opened, name, path)["e_tag"])

    def text(self, name: str) -> tuple[str, str] | None:
        """The text of a small object, and its tag; None where there is none."""
        with self._said():
            try:
                answer = _library().get(self._opened, name)
                return bytes(answer.bytes()).decode(), str(answer.meta["e_tag"])
            except FileNotFoundError:
                return None

    def swap(self, name: str, text: str, seen: str | None) -> None:
        """A small object written anew, unless it is another one by now than the one `seen` (None: there was none).

        Raises:
            OvertakenError: it is.
        """
        mode: Any = {"e_tag": seen} if seen else "create"
        library = _library()
        with self._said():
            try:
                library.put(self._opened, name, text.encode(), mode=mode)
            except (library.exceptions.AlreadyExistsError, library.exceptions.PreconditionError, FileNotFoundError):
                raise OvertakenError from None

    def remove(self, names: Iterable[str]) -> None:
        """The objects, taken away; those that are gone already, too."""
        wanted = list(names)
        with self._said():
            if wanted:
                _library().delete(self._opened, wanted)

    @property
    def _opened(self) -> Any:
        return _opened(self.url)

    @contextmanager
    def _said(self) -> Iterator[None]:
        """What the library says, in our words: its own repeat the names of objects."""
        library = _library()
        try:
            yield
        except (library.exceptions.BaseError, OSError, ValueError) as error:
            if isinstance(error, OSError) and error.filename:
                raise
            raise StoreUnusable(
                f"cannot use {self.url} ({type(error).__name__}); see AWS_… in the environment"
            ) from None


@cache
def _opened(url: str) -> Any:
    from obstore.store import from_url  # noqa: PLC0415

    return from_url(url, retry_config=_PATIENCE)


def _library() -> Any:
    try:
        import obstore  # noqa: PLC0415
        import obstore.exceptions  # noqa: PLC0415
    except ImportError:
        raise StoreUnusable(
            "a place in s3:// needs packages that are not installed: pip install 'payung[s3]'"
        ) from None
    return obstore
