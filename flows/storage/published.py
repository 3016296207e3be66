"""`curated` in an object store: brought to its mirror, and sent from it with one swap of the pointer."""

import shutil
from collections import defaultdict
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from flows.publishing.snapshot import MANIFEST, NightRunning
from flows.storage.received import AT_A_TIME
from flows.storage.store import Kept, OvertakenError, Store, StoreUnusable

POINTER = "latest"
STAGING = ".staging-"
NEWEST_HELD = "the newest held"
"""Wanted by its place instead of by a run id."""
_ROOMS = ("snapshots", "held")
_OF_EVERY = (
    MANIFEST, "analyst/senders.parquet", "analyst/closed_months.parquet", "analyst/budget_totals.parquet",
)  # fmt: skip
"""What is looked at in snapshots other than the latest: the trail, which months they closed, and the totals with which
the report of a month that is closed is told again."""


@dataclass(frozen=True)
class Published:
    """What the store held when it was brought: the snapshot that its pointer names, the pointer's tag, and by
    `snapshots/<id>` or `held/<id>` the objects of each."""

    latest: str | None
    tag: str | None
    rooms: Mapping[str, list[Kept]]

    def whole(self) -> list[str]:
        """Those with a manifest, which is sent last."""
        return [room for room, kept in self.rooms.items() if any(one.name == f"{room}/{MANIFEST}" for one in kept)]

    def given_up(self) -> list[str]:
        """Objects that a killed night left, of which nothing can become.

        A night that began before the one that is now latest cannot publish any more: the pointer is not the one it
        saw. One that began after may still be sending.
        """
        whole, newest = self.whole(), (self.latest or "").partition("/")[2]
        left = [room for room in self.rooms if room not in whole and _run_id(room) <= newest]
        return [one.name for room in left for one in self.rooms[room]]


def look(store: Store) -> Published:
    """What the store holds now.

    Raises:
        StoreUnusable: it does not answer, or its pointer names what is not a whole snapshot.
    """
    rooms: dict[str, list[Kept]] = defaultdict(list)
    pointer = store.text(POINTER)
    for one in store.objects():
        parts = one.name.split("/")
        if parts[0].startswith(STAGING):
            rooms[parts[0]].append(one)
        elif len(parts) > 2 and parts[0] in _ROOMS:
            rooms["/".join(parts[:2])].append(one)
    found = Published(pointer[0].strip() if pointer else None, pointer[1] if pointer else None, rooms)
    if found.latest and found.latest not in found.whole():
        raise StoreUnusable(f"{store.url}/{POINTER} names what is not a whole snapshot; write one that is into it")
    return found


def bring_published(store: Store, curated: Path, wanted: Collection[str] = ()) -> Published:
    """The folder `curated` as the store has it: whole the latest snapshot and those `wanted` (beginnings of run ids, or
    NEWEST_HELD); of the others what a night looks back at.

    Files of a snapshot never change, so what is there is not brought again.
    """
    found = look(store)
    whole = found.whole()
    for room in _local_rooms(curated):
        if room not in whole:
            shutil.rmtree(curated / room)
    in_full = {found.latest} | {
        room for room in whole if any(_run_id(room).startswith(name) for name in wanted if name)
    }
    if NEWEST_HELD in wanted:
        in_full.add(max((room for room in whole if room.startswith("held/")), default=None))
    missing = [
        one
        for room in whole
        for one in found.rooms[room]
        if (room in in_full or one.name.removeprefix(f"{room}/") in _OF_EVERY) and not (curated / one.name).is_file()
    ]
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        list(pool.map(lambda one: store.bring(one, curated / one.name), missing))
    _point(curated, found.latest)
    return found


def send_published(store: Store, curated: Path, before: Published, keep: int | None = None) -> None:
    """What the folder `curated` has beyond what was brought: sent whole, and then the pointer swapped.

    A held night that was released goes after the swap, and with `keep` all but the newest snapshots and held nights.

    Raises:
        NightRunning: somebody else has published since; what was sent is taken away again.
        StoreUnusable: it does not answer.
    """
    latest = _pointed(curated)
    known = {room for room in before.whole() if room == before.latest or room != latest}
    new = [room for room in _local_rooms(curated) if room not in known]
    for room in new:
        store.remove(one.name for one in before.rooms.get(room, []))
        _send(store, curated, room)
    if latest is None or latest == before.latest:
        return
    try:
        store.swap(POINTER, f"{latest}\n", before.tag)
    except OvertakenError:
        store.remove(one.name for room in new for one in store.objects(room))
        raise NightRunning(f"another night was published to {store.url} meanwhile; run again") from None
    _remove_old(store, before, new, latest, keep)


def _send(store: Store, curated: Path, room: str) -> None:
    """The files of a snapshot, the manifest when all others are there."""
    paths = [path for path in (curated / room).rglob("*") if path.is_file() and path != curated / room / MANIFEST]
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        list(pool.map(lambda path: store.send(path, path.relative_to(curated).as_posix()), paths))
    there = {one.name: one.size for one in store.objects(room)}
    if there != {path.relative_to(curated).as_posix(): path.stat().st_size for path in paths}:
        raise StoreUnusable(f"{store.url} does not hold what was sent; run again")
    store.send(curated / room / MANIFEST, f"{room}/{MANIFEST}")


def _remove_old(store: Store, before: Published, new: Collection[str], latest: str | None, keep: int | None) -> None:
    published = {_run_id(room) for room in {*before.whole(), *new} if room.startswith("snapshots/")}
    gone = [room for room in before.whole() if room.startswith("held/") and _run_id(room) in published]
    for kind in _ROOMS if keep else ():
        runs = sorted(room for room in {*before.whole(), *new} if room.startswith(f"{kind}/"))
        gone += [room for room in runs[: -(keep or 0)] if room != latest]
    # The manifest first: what is then left of a snapshot, were this killed, is known not to be whole.
    store.remove(f"{room}/{MANIFEST}" for room in gone)
    store.remove(one.name for room in gone for one in before.rooms.get(room, []))


def _local_rooms(curated: Path) -> list[str]:
    return sorted(f"{room}/{path.name}" for room in _ROOMS for path in (curated / room).glob("*"))


def _run_id(room: str) -> str:
    return room.partition("/")[2] or room.removeprefix(STAGING)


def _pointed(curated: Path) -> str | None:
    pointer = curated / POINTER
    return pointer.readlink().as_posix() if pointer.is_symlink() else None


def _point(curated: Path, latest: str | None) -> None:
    if latest == _pointed(curated):
        return
    (curated / POINTER).unlink(missing_ok=True)
    if latest:
        (curated / POINTER).symlink_to(latest)
