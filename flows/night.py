"""A night: what it works on and where its stages leave their work for one another."""

import shutil
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Literal, NamedTuple

import polars as pl
from pydantic import BaseModel, ConfigDict, TypeAdapter

from flows.cache import Cache, open_cache
from flows.intake.pages.files import scan_pages, write_page
from flows.intake.received import ReceivedFile
from flows.publishing.snapshot import keep_failure
from flows.storage.exchange import Exchange
from schemas.reference import HOME_REGENCY
from schemas.senders.sender import Sender, all_senders
from schemas.tables.cells import CELLS


class CellPage(NamedTuple):
    """A page of a sender's cells: the place of it among them, and the rows it holds, its context too."""

    sender: str
    page: int
    rows: int


class Plan(BaseModel):
    """How a night's rows are shared out: `batches` by the pages of each, and how many `shards`."""

    model_config = ConfigDict(frozen=True)

    batches: tuple[tuple[CellPage, ...], ...]
    shards: int


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
    shards: int | None = None
    regencies: tuple[str, ...] = (HOME_REGENCY,)
    sender_declarations: Path | None = None
    cache_folder: Path = Path()
    cache_bytes: int = 0
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
    def cache(self) -> Cache:
        """What earlier nights made and this one need not make again."""
        return open_cache(self.cache_folder, self.cache_bytes, self.started)

    @property
    def senders(self) -> dict[str, Sender]:
        """The offices of the night's regencies, by name."""
        declared = all_senders(self.sender_declarations)
        return {name: sender for name, sender in declared.items() if sender.regency_code in self.regencies}

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
            moved["cache_folder"] = own.cache_folder
            self.exchange.prepare(own.curated, moved["staging"], moved["previous"])
        return self.model_copy(update=moved)

    def save(self, name: str, frame: pl.DataFrame, part: int | str | None = None) -> None:
        """Leaves a frame for a later stage, whole or as one part of it."""
        place = _file(name, part)
        frame.write_parquet(self._place(place), compression="lz4", statistics=False)
        self._hand_on(place)

    def load(self, name: str, columns: Sequence[str] | None = None, part: int | str | None = None) -> pl.DataFrame:
        """A frame that earlier stages left, or one part of it, in all its columns or in those wanted."""
        wanted = self.parts(name) if part is None else [self._at_hand(_file(name, part))]
        frames = [pl.read_parquet(path, columns=list(columns) if columns else None) for path in wanted]
        return frames[0] if len(frames) == 1 else pl.concat(frames)

    def scan(self, name: str) -> pl.LazyFrame:
        """The same of all parts, for whoever needs little of it or has no room for all of it."""
        return pl.scan_parquet(self.parts(name))

    def scan_parts(self, name: str) -> list[pl.LazyFrame]:
        """The same part by part, for whoever takes one after another."""
        return [pl.scan_parquet(part) for part in self.parts(name)]

    def parts(self, name: str) -> list[Path]:
        """The files of a frame in the order of its parts, and of theirs: one, where it was left whole."""
        whole = self._at_hand(f"{name}.parquet")
        return [whole] if whole.is_file() else sorted(self._at_hand(name, folder=True).rglob("*.parquet"))

    def keep(self, table: str, frame: pl.DataFrame, part: int | str | None = None) -> None:
        """Leaves the rows of one of the snapshot's tables, in its columns or more, for the night to stage."""
        self.save(f"tables/{table}", frame, part)

    def kept(self) -> list[str]:
        """The names of the tables that stages have kept."""
        return sorted({path.stem for path in self._at_hand("tables", folder=True).iterdir()})

    def save_cells(self, sender: str, cells: pl.DataFrame, page: int = 0) -> Path:
        """Leaves a page of a sender's cells, and says where. All small files of a sender make one page."""
        place = f"cells/{sender}/{page:05d}.arrow"
        path = self._place(place)
        write_page(cells, path)
        self._hand_on(place)
        return path

    def cell_pages(self, senders: Iterable[str]) -> list[CellPage]:
        """The pages of the senders' cells in their order."""
        paths = [(sender, path) for sender in senders for path in sorted(self._cells_of(sender).glob("*.arrow"))]
        return [CellPage(sender, int(path.stem), _rows(path)) for sender, path in paths]

    def load_pages(self, pages: Iterable[CellPage]) -> pl.DataFrame:
        """The cells of pages, one after another, each in its context."""
        paths = [self._cells_of(page.sender) / f"{page.page:05d}.arrow" for page in pages]
        return pl.concat([pl.LazyFrame(schema=CELLS), *map(pl.scan_ipc, paths)]).collect()

    def scan_cells(self, senders: Iterable[str]) -> pl.LazyFrame:
        """The cells of the senders without those that stand in a page as context, for whoever needs few of them."""
        paths = [path for sender in senders for path in sorted(self._cells_of(sender).glob("*.arrow"))]
        return scan_pages(paths) if paths else pl.LazyFrame(schema=CELLS)

    def forget_cells(self, sender: str) -> None:
        """Removes what an attempt that failed left of a sender's cells."""
        shutil.rmtree(self.work / "cells" / sender, ignore_errors=True)
        if self.exchange:
            self.exchange.forget(self.curated, self.work / "cells" / sender)

    def _cells_of(self, sender: str) -> Path:
        return self._at_hand(f"cells/{sender}", folder=True)

    def save_plan(self, plan: Plan) -> None:
        """Leaves how the rows are shared out."""
        self._place("plan.json").write_text(plan.model_dump_json(), encoding="utf-8")
        self._hand_on("plan.json")

    def plan(self) -> Plan:
        """How the rows are shared out."""
        return Plan.model_validate_json(self._at_hand("plan.json").read_bytes())

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

    def room(self, name: str) -> Path:
        """A new folder in which a stage may leave its own work."""
        folder = self.work / name
        folder.mkdir(parents=True)
        return folder

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


def _file(name: str, part: int | str | None) -> str:
    if part is None:
        return f"{name}.parquet"
    return f"{name}/{part:05d}.parquet" if isinstance(part, int) else f"{name}/{part}.parquet"


class Outcome(BaseModel):
    """How a night ended: `verdict` is published or held, `folder` where its snapshot lies."""

    model_config = ConfigDict(frozen=True)

    verdict: Literal["published", "held"]
    folder: Path


def _rows(path: Path) -> int:
    rows: int = pl.scan_ipc(path).select(pl.len()).collect().item()
    return rows


_FILES = TypeAdapter(list[ReceivedFile])
