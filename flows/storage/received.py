"""`raw` in an object store, mirrored: what was received is brought once."""

import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from flows.storage.mirror_lock import held_mirror
from flows.storage.store import Kept, Store, StoreUnusable

AT_A_TIME = 8
"""Objects brought or sent at a time: small ones wait for the store, not for the line."""
_INDEX = ".objects.json"
_NOT_READ = "demo/"


def bring_received(store: Store, raw: Path, sender: str | None = None) -> None:
    """The folder `raw` as the store has it: new objects brought, those that are gone taken away.

    What lies there unchanged, by tag and size, is not brought again. A file is as old as its object, so that it was
    received when it was put there. With `sender`, only the lists of that sender, of all months. What the demo knows
    beforehand is never read.

    Raises:
        StoreUnusable: it does not answer, or has an object whose name is no path below it.
    """
    with held_mirror(raw, wait=True):
        listed = [one for one in store.objects() if not one.name.startswith(_NOT_READ) and _is_of(sender, one.name)]
        known = _known(raw)
        wanted = [one for one in listed if not _is_here(raw, one, known)]
        with ThreadPoolExecutor(AT_A_TIME) as pool:
            list(pool.map(lambda one: store.bring(one, _path(raw, one, store)), wanted))
        here = {one.name: one.tag for one in listed}
        for name in [name for name in known if name not in here and _is_of(sender, name)]:
            (raw / name).unlink(missing_ok=True)
            _without_empty_folders(raw, (raw / name).parent)
        others = {name: tag for name, tag in known.items() if not _is_of(sender, name)}
        _remember(raw, others | here)


def _is_of(sender: str | None, name: str) -> bool:
    folders = name.split("/")
    return sender is None or (folders[0] == "rosters" and len(folders) > 3 and folders[2] == sender)


def _is_here(raw: Path, one: Kept, known: dict[str, str]) -> bool:
    path = raw / one.name
    return known.get(one.name) == one.tag and path.is_file() and path.stat().st_size == one.size


def _path(raw: Path, one: Kept, store: Store) -> Path:
    if not all(part.strip(".") for part in one.name.split("/")):
        raise StoreUnusable(f"{store.url} holds an object whose name is no path: take it away")
    return raw / one.name


def _known(raw: Path) -> dict[str, str]:
    """The tags of what was brought before; of none, where that cannot be read."""
    try:
        known: dict[str, str] = json.loads((raw / _INDEX).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known


def _remember(raw: Path, tags: dict[str, str]) -> None:
    unfinished = raw / f"{_INDEX}.part"
    unfinished.write_text(json.dumps(tags), encoding="utf-8")
    unfinished.replace(raw / _INDEX)


def _without_empty_folders(raw: Path, folder: Path) -> None:
    """A month that has no list any more has no folder, as below a prefix."""
    while folder != raw and not _any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _any(paths: Iterable[Path]) -> bool:
    return next(iter(paths), None) is not None
