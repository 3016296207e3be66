"""A night: what it works on and where its stages leave their work for one another."""

import shutil
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Literal, NamedTuple

import polars as pl
from pydantic import BaseModel, ConfigDict, TypeAdapter

from flows.cache import Cache, open_cache
from flows.intake.page_files import scan_pages, write_page
from flows.intake.received import ReceivedFile
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
    shards: int | None
    started: datetime
    regencies: tuple[str, ...] = (HOME_REGENCY,)
    sender_declarations: Path | None = None
    cache_folder: Path = Path()
    cache_bytes: int = 0

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

    def save(self, name: str, frame: pl.DataFrame, part: int | str | None = None) -> None:
        """Leaves a frame for a later stage, whole or as one part of it."""
        frame.write_parquet(self._place(_file(name, part)), compression="lz4", statistics=False)

    def load(self, name: str, columns: Sequence[str] | None = None, part: int | str | None = None) -> pl.DataFrame:
        """A frame that earlier stages left, or one part of it, in all its columns or in those wanted."""
        wanted = self.parts(name) if part is None else [self.work / _file(name, part)]
        frames = [pl.read_parquet(path, columns=list(columns) if columns else None) for path in wanted]
        return frames[0] if len(frames) == 1 else pl.concat(frames)

    def scan(self, name: str) -> pl.LazyFrame:
        """The same of all parts, for whoever needs little of it or has no room for all of it."""
        return pl.scan_parquet(self.parts(name))

    def parts(self, name: str) -> list[Path]:
        """The files of a frame in the order of its parts: one, where it was left whole."""
        whole = self.work / f"{name}.parquet"
        return [whole] if whole.is_file() else sorted((self.work / name).glob("*.parquet"))

    def keep(self, table: str, frame: pl.DataFrame, part: int | str | None = None) -> None:
        """Leaves the rows of one of the snapshot's tables, in its columns or more, for the night to stage."""
        self.save(f"tables/{table}", frame, part)

    def kept(self) -> list[str]:
        """The names of the tables that stages have kept."""
        return sorted({path.stem for path in (self.work / "tables").iterdir()})

    def save_cells(self, sender: str, cells: pl.DataFrame, page: int = 0) -> Path:
        """Leaves a page of a sender's cells, and says where. All small files of a sender make one page."""
        path = self._place(f"cells/{sender}/{page:05d}.arrow")
        write_page(cells, path)
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
        shutil.rmtree(self._cells_of(sender), ignore_errors=True)

    def _cells_of(self, sender: str) -> Path:
        return self.work / "cells" / sender

    def save_plan(self, plan: Plan) -> None:
        """Leaves how the rows are shared out."""
        self._place("plan.json").write_text(plan.model_dump_json(), encoding="utf-8")

    def plan(self) -> Plan:
        """How the rows are shared out."""
        return Plan.model_validate_json((self.work / "plan.json").read_bytes())

    def save_files(self, name: str, files: Iterable[ReceivedFile]) -> None:
        """Leaves a list of received files for a later stage."""
        self._place(f"{name}.json").write_bytes(_FILES.dump_json(list(files)))

    def load_files(self, name: str) -> list[ReceivedFile]:
        """A list of received files that an earlier stage left."""
        return _FILES.validate_json((self.work / f"{name}.json").read_bytes())

    def room(self, name: str) -> Path:
        """A new folder in which a stage may leave its own work."""
        folder = self.work / name
        folder.mkdir(parents=True)
        return folder

    def _place(self, name: str) -> Path:
        path = self.work / name
        path.parent.mkdir(parents=True, exist_ok=True)
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
