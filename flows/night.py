"""A night: what it works on and where its stages leave their work for one another."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Literal

import polars as pl
from pydantic import BaseModel, ConfigDict, TypeAdapter

from flows.intake.received import ReceivedFile
from flows.publishing.snapshot import keep_failure
from flows.storage.exchange import Exchange
from schemas.senders.sender import Sender, senders
from schemas.tables.cells import CELLS


class Night(BaseModel):
    """One night's inputs and places. Tasks pass it around: it holds paths and names, no key and no person."""

    model_config = ConfigDict(frozen=True)

    run_id: str
    month: str
    sender: str | None
    raw: Path
    curated: Path
    key_file: Path
    staging: Path
    previous: Path | None
    keep_snapshots: int
    started: datetime
    exchange: Exchange | None = None

    @property
    def first_day(self) -> date:
        return date.fromisoformat(f"{self.month}-01")

    @property
    def month_before(self) -> str:
        year, month = divmod(self.first_day.year * 12 + self.first_day.month - 2, 12)
        return f"{year}-{month + 1:02d}"

    @property
    def work(self) -> Path:
        """Frames between stages: personal, inside the closed staging folder, gone before anything is published."""
        return self.staging / "work"

    @property
    def senders(self) -> dict[str, Sender]:
        return senders()

    def here(self) -> "Night":
        """The same night with the places of this machine, where the one that began it shares no folder with it."""
        if self.exchange is None:
            return self
        own, names = self.exchange.places(), self.exchange.mirrored()
        moved = {name: getattr(own, name) for name in names if getattr(own, name) != getattr(self, name)}
        if "curated" in moved:
            moved["staging"] = own.curated / self.staging.relative_to(self.curated)
            moved["previous"] = self.previous and own.curated / "snapshots" / self.previous.name
            moved["key_file"] = own.key_file.absolute()
            self.exchange.prepare(own.curated, moved["staging"], moved["previous"])
        return self.model_copy(update=moved)

    def save(self, name: str, frame: pl.DataFrame, part: int | None = None) -> None:
        """Leaves a frame for a later stage, whole or as one part of it."""
        place = f"{name}.parquet" if part is None else f"{name}/{part:05d}.parquet"
        frame.write_parquet(self._place(place), compression="lz4", statistics=False)
        self._hand_on(place)

    def load(self, name: str, columns: Sequence[str] | None = None, part: int | None = None) -> pl.DataFrame:
        """A frame that earlier stages left, or one part of it, in all its columns or in those wanted."""
        wanted = self.parts(name) if part is None else [self._at_hand(f"{name}/{part:05d}.parquet")]
        frames = [pl.read_parquet(path, columns=list(columns) if columns else None) for path in wanted]
        return frames[0] if len(frames) == 1 else pl.concat(frames)

    def scan(self, name: str) -> pl.LazyFrame:
        """The same of all parts, for whoever needs little of it or has no room for all of it."""
        return pl.scan_parquet(self.parts(name))

    def parts(self, name: str) -> list[Path]:
        """The files of a frame in the order of its parts: one, where it was left whole."""
        whole = self._at_hand(f"{name}.parquet")
        return [whole] if whole.is_file() else sorted(self._at_hand(name, folder=True).glob("*.parquet"))

    def keep(self, table: str, frame: pl.DataFrame, part: int | None = None) -> None:
        """Leaves the rows of one of the snapshot's tables, in its columns or more, for the night to stage."""
        self.save(f"tables/{table}", frame, part)

    def kept(self) -> list[str]:
        """The names of the tables that stages have kept."""
        return sorted({path.stem for path in self._at_hand("tables", folder=True).iterdir()})

    def save_cells(self, sender: str, cells: pl.DataFrame) -> None:
        """Leaves a sender's cells. As Arrow: of small files, Parquet takes three times as long to write."""
        cells.write_ipc(self._place(f"cells/{sender}.arrow"), compression="lz4")
        self._hand_on(f"cells/{sender}.arrow")

    def load_cells(self, senders: Iterable[str]) -> pl.DataFrame:
        """The cells of the senders, in that order, read in one go."""
        return self.scan_cells(senders).collect()

    def scan_cells(self, senders: Iterable[str]) -> pl.LazyFrame:
        """The same, for whoever needs few of them."""
        cells = (pl.scan_ipc(self._at_hand(f"cells/{sender}.arrow")) for sender in senders)
        return pl.concat([pl.LazyFrame(schema=CELLS), *cells])

    def save_files(self, name: str, files: Iterable[ReceivedFile]) -> None:
        """Leaves a list of received files for a later stage."""
        self._place(f"{name}.json").write_bytes(_FILES.dump_json(list(files)))
        self._hand_on(f"{name}.json")

    def load_files(self, name: str) -> list[ReceivedFile]:
        """A list of received files that an earlier stage left."""
        return _FILES.validate_json(self._at_hand(f"{name}.json").read_bytes())

    def keep_failure(self, particulars: str) -> Path | str:
        """Where the particulars of a failure now are; in the store, where other machines have only that."""
        kept = keep_failure(self.curated, particulars)
        return self.exchange.send_failure(self.curated, kept) if self.exchange and self.exchange.curated else kept

    def bring_rosters(self, sender: str) -> None:
        """What the sender sent, to this machine, where `raw` is in a store and the night was begun on another."""
        if self.exchange:
            self.exchange.bring_rosters(self.raw, sender)

    def _place(self, name: str) -> Path:
        path = self.work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _hand_on(self, name: str) -> None:
        if self.exchange:
            self.exchange.send(self.curated, self.work / name)

    def _at_hand(self, name: str, *, folder: bool = False) -> Path:
        path = self.work / name
        if self.exchange:
            bring = self.exchange.bring_folder if folder else self.exchange.bring_file
            bring(self.curated, path)
        return path


class Outcome(BaseModel):
    """How a night ended: `verdict` is published or held, `folder` where its snapshot lies."""

    model_config = ConfigDict(frozen=True)

    verdict: Literal["published", "held"]
    folder: Path


_FILES = TypeAdapter(list[ReceivedFile])
