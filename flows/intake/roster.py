"""One received file to cells with provenance."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.intake.failures import FileSetAside
from flows.intake.grid import Grid
from flows.intake.headings import Heading, find_heading, holds_nik
from flows.intake.opening import open_grids
from flows.intake.suspicions import swapped_columns
from flows.intake.title_places import TitlePlaces, title_places
from flows.intake.titles import title_segment
from schemas.senders.sender import Sender
from schemas.tables.cells import CELLS, REQUIRED_FIELDS


@dataclass(frozen=True)
class Reading:
    """What one file gave. `code` is its file-level code, `cells` has the shape `CELLS` (no rows when set aside)."""

    cells: pl.DataFrame
    code: str | None
    set_aside: bool
    sheets: tuple[str, ...]
    heading: str


def read_roster(path: Path, source_file: str, sender: Sender) -> Reading:
    """The cells of every sheet with a heading.

    Hidden sheets count like the others, and `heading` says so. A sheet without a heading (a REKAP, a covering letter)
    is passed over and named in `heading`, unless it holds what looks like NIKs, or no sheet has one: then the file
    carries HEADING_NOT_FOUND. A heading without NIK or NAMA sets the file aside (COLUMN_MISSING).
    """
    try:
        grids = open_grids(path)
        return _read_sheets(grids, source_file, sender)
    except FileSetAside as refused:
        return Reading(pl.DataFrame(schema=CELLS), refused.code, True, (), "")


def _read_sheets(grids: Sequence[Grid], source_file: str, sender: Sender) -> Reading:
    frames, notes, codes = [], [], []
    for number, grid in enumerate(grids):
        called = f"{grid.name or 'file'}{' (hidden)' if grid.hidden else ''}"
        heading = find_heading(grid.top(), sender.headings)
        if heading is None:
            notes.append(f"{called}: no heading")
            codes += ["HEADING_NOT_FOUND"] if any(map(holds_nik, grid.top())) else []
            continue
        places = title_places(sender, grid.name, heading.titles, heading.columns)
        notes.append(", ".join([heading.describe(called), *places.said]))
        if not set(REQUIRED_FIELDS) <= set(heading.columns):
            codes.append("COLUMN_MISSING")
            continue
        codes += ["COLUMN_UNRECOGNISED"] if heading.unrecognised else []
        segment = title_segment(sender, grid.name, heading.titles, Path(source_file).stem)
        cells = _cells(grid, number, heading, segment, places)
        notes += [f"{called}: {suspicion}" for suspicion in swapped_columns(cells)]
        frames.append(cells)
    code = _gravest(codes) or (None if frames else _empty_or_headless(grids))
    sheets = tuple(grid.name for grid in grids if grid.name)
    return Reading(_whole(frames, source_file), code, not frames, sheets, "; ".join(notes))


def _cells(grid: Grid, number: int, heading: Heading, segment: str | None, places: TitlePlaces) -> pl.DataFrame:
    return _untick(grid.body(heading.row, heading.columns)).with_columns(
        pl.lit(grid.name).alias("sheet"),
        pl.lit(number, pl.UInt16).alias("sheet_number"),
        pl.lit(segment, pl.String).alias("title_segment"),
        pl.lit(places.kecamatan, pl.String).alias("title_kecamatan"),
        pl.lit(places.desa, pl.String).alias("title_desa"),
    )


def _untick(body: pl.DataFrame) -> pl.DataFrame:
    """`body` with `sex_text` L or P where one of two columns, male and female, is ticked with any mark."""
    if not {"male_text", "female_text"} <= set(body.columns):
        return body.drop("male_text", "female_text", strict=False)
    male, female = (pl.col(f"{sex}_text").str.strip_chars().fill_null("") != "" for sex in ("male", "female"))
    ticked = pl.when(male & ~female).then(pl.lit("L")).when(female & ~male).then(pl.lit("P"))
    return body.with_columns(ticked.alias("sex_text")).drop("male_text", "female_text")


def _whole(frames: list[pl.DataFrame], source_file: str) -> pl.DataFrame:
    """The sheets of a file under one another, in the shape of `CELLS`."""
    if not frames:
        return pl.DataFrame(schema=CELLS)
    below = pl.concat(frames, how="diagonal")
    given = {"source_file": pl.lit(source_file)}
    absent = {name: pl.lit(None, dtype) for name, dtype in CELLS.items() if name not in below.columns}
    return below.with_columns(**{**absent, **given}).select(CELLS.names())


def _gravest(codes: list[str]) -> str | None:
    order = ("COLUMN_MISSING", "HEADING_NOT_FOUND", "COLUMN_UNRECOGNISED")
    return next((code for code in order if code in codes), None)


def _empty_or_headless(grids: Sequence[Grid]) -> str:
    filled = any(cell.strip() for grid in grids for row in grid.top() for cell in row)
    return "HEADING_NOT_FOUND" if filled else "FILE_EMPTY"
