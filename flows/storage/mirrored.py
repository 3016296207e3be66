"""Settings whose places are in an object store: brought before something is done on them, sent when it is done."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.publishing.snapshot import NightRunning
from flows.settings import Settings
from flows.storage.mirror_lock import held_mirror
from flows.storage.published import STAGING, Published, bring_published, send_published
from flows.storage.received import bring_received
from flows.storage.store import Store, StoreUnusable


@contextmanager
def mirrored(settings: Settings, wanted: Collection[str] = (), keep: int | None = None) -> Iterator[None]:
    """Within it the folder `curated` is as its store has it, and of this process alone; what was published in it is
    sent at the end. Nothing to do where `curated` is a folder.

    Two nights on two machines may run at one time. The one that comes second to the pointer is not published. What went
    wrong is sent too: its particulars, for whoever keeps the store.

    Raises:
        NightRunning: another process of this machine has it, or somebody else published meanwhile.
        StoreUnusable: the store does not answer.
    """
    if settings.curated_store is None:
        yield
        return
    store, curated = Store(settings.curated_store), settings.curated
    with held_mirror(curated, wait=False) as mine:
        if not mine:
            raise NightRunning(f"another night is running on {settings.curated_store}")
        before = bring_published(store, curated, wanted)
        try:
            yield
            send_published(store, curated, before, keep)
        finally:
            _clear(store, curated, before)


def bring_inputs(settings: Settings) -> None:
    """The folder `raw` as its store has it. Nothing to do where it is a folder.

    Raises:
        StoreUnusable: the store does not answer.
    """
    if settings.raw_store:
        bring_received(Store(settings.raw_store), settings.raw)


def at_hand(settings: Settings, wanted: Collection[str] = ()) -> Path:
    """The folder `curated`, to be read: as its store has it, with the snapshots `wanted` whole beside the latest.

    While a night runs on this machine, as that night found it.

    Raises:
        StoreUnusable: the store does not answer.
    """
    if settings.curated_store:
        with held_mirror(settings.curated, wait=False) as mine:
            if mine:
                bring_published(Store(settings.curated_store), settings.curated, wanted)
    return settings.curated


def _clear(store: Store, curated: Path, before: Published) -> None:
    """What killed nights and this one left on the way, taken away; the particulars of failures, sent.

    An answer that fails here must not hide what happened before.
    """
    ours = {path.name.removeprefix(STAGING) for path in curated.glob(f"{STAGING}*")}
    ours |= {path.name for room in ("snapshots", "held") for path in (curated / room).glob("*")}
    try:
        store.remove(before.given_up())
        for run_id in sorted(ours):
            store.remove(one.name for one in store.objects(f"{STAGING}{run_id}"))
        known = {one.name for one in store.objects("failed")}
        for path in (curated / "failed").glob("*"):
            if f"failed/{path.name}" not in known:
                store.send(path, f"failed/{path.name}")
    except StoreUnusable:
        return
