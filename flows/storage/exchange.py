"""A night on machines that share no folder: what a step leaves is sent to the store, what it needs is brought."""

import shutil
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from flows.settings import Settings
from flows.storage.mirror_lock import held_mirror
from flows.storage.published import STAGING, bring_published
from flows.storage.received import bring_received
from flows.storage.store import Kept, Store

_tags: dict[tuple[str, str, str], str] = {}
"""By store, folder and name the tag under which this process sent or brought a file: what it has, it does not bring."""
_left_here: set[Path] = set()


class Exchange(BaseModel):
    """The stores of a night whose mapped steps run on other machines; None where the place is a shared folder."""

    model_config = ConfigDict(frozen=True)

    raw: str | None
    curated: str | None

    def places(self) -> Settings:
        """The settings of this machine, with its own mirrors of the stores."""
        return Settings().with_places(self.raw, self.curated)

    def mirrored(self) -> list[str]:
        """Which of `raw` and `curated` are in a store."""
        return [name for name in ("raw", "curated") if getattr(self, name)]

    def send(self, curated: Path, path: Path) -> None:
        """A file below this machine's mirror `curated`, for the others."""
        if self.curated:
            name = path.relative_to(curated).as_posix()
            _tags[self.curated, str(curated), name] = Store(self.curated).send(path, name)
            _left_here.add(path)

    def send_failure(self, curated: Path, path: Path) -> str:
        """Where in the store the particulars of a failure now are."""
        self.send(curated, path)
        return f"{self.curated}/{path.relative_to(curated).as_posix()}"

    def bring_file(self, curated: Path, path: Path) -> None:
        """A file of the others; nothing where there is none, or where this process left it: no two leave the same."""
        if path in _left_here:
            return
        if self.curated and (found := Store(self.curated).find(path.relative_to(curated).as_posix())):
            self._bring(curated, found)

    def bring_folder(self, curated: Path, folder: Path) -> None:
        """The files of the others in a folder."""
        if self.curated:
            for found in Store(self.curated).objects(folder.relative_to(curated).as_posix()):
                self._bring(curated, found)

    def forget(self, curated: Path, folder: Path) -> None:
        """Removes what an attempt that failed left in a folder."""
        if self.curated:
            store = Store(self.curated)
            store.remove(found.name for found in store.objects(folder.relative_to(curated).as_posix()))

    def bring_rosters(self, raw: Path, sender: str) -> None:
        """What the sender sent, in all months."""
        if self.raw:
            bring_received(Store(self.raw), raw, sender)

    def prepare(self, curated: Path, staging: Path, previous: Path | None) -> None:
        """This machine's mirror `curated` with the whole snapshot that the night continues, for any step may look into
        it; and without what earlier nights left there. Once a night."""
        if self.curated:
            _prepare(self.curated, curated, staging, previous)

    def _bring(self, curated: Path, found: Kept) -> None:
        """Under a tag of its own each time it is left anew: a frame that was brought before may be another one now."""
        key = (self.curated or "", str(curated), found.name)
        if _tags.get(key) != found.tag or not (curated / found.name).is_file():
            Store(key[0]).bring(found, curated / found.name)
            _tags[key] = found.tag


def exchange_of(settings: Settings) -> Exchange | None:
    """The stores of a night whose steps run on a cluster; None where every step finds the folders of this machine."""
    if settings.runner in {"thread", "process"} or not (settings.raw_store or settings.curated_store):
        return None
    return Exchange(raw=settings.raw_store, curated=settings.curated_store)


@cache
def _prepare(url: str, curated: Path, staging: Path, previous: Path | None) -> None:
    with held_mirror(curated, wait=True):
        for left in curated.glob(f"{STAGING}*"):
            if left != staging:
                shutil.rmtree(left)
        bring_published(Store(url), curated, [previous.name] if previous else [])
