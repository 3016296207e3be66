"""The stewards' files in `raw/decisions`, as text: one ruling a row, nothing judged yet."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from flows.intake.failures import FileSetAside
from flows.intake.grid import Grid, Span
from flows.intake.opening import open_grids
from schemas.reasons import REASONS
from schemas.rulings import HEADINGS, RULINGS
from schemas.text import words

_NOT_RULINGS = ("~$", ".", "Thumbs.db", "desktop.ini")
_LEAST = 3
"""Headings that a row needs to be one: a sentence of the instructions may hold one of the words."""
_MEND = "Perbaiki berkas keputusan ini, lalu simpan lagi di raw/decisions/."
_NO_HEADING = "Tidak ada baris judul dengan kolom Keputusan (ruling); pakailah berkas dari payung decisions template."
_MEANINGS = {words(said): name for name, label in HEADINGS.items() for said in (name, label)}
_AS_READ = {"nik": "nik", "nkk": "other_nik"}
"""A sheet tells of the fields nik and nkk whether their cells were numbers: the second NIK is read as the latter."""


def read_rulings(raw: Path) -> pl.DataFrame:
    """Every filled row of every file in `raw/decisions`, in the shape `RULINGS`, by file and row.

    A row whose ruling is blank is a question still open, and left out. A file that cannot be read, or has no heading
    with the column of the ruling, is one row that says so in `trouble`: no ruling is lost without a word.
    """
    folder = raw / "decisions"
    paths = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    frames = [_read(path, path.relative_to(raw).as_posix()) for path in paths if not path.name.startswith(_NOT_RULINGS)]
    return pl.concat([pl.DataFrame(schema=RULINGS), *frames])


def _read(path: Path, source_file: str) -> pl.DataFrame:
    try:
        sheets = [rows for grid in open_grids(path) if (rows := _rows(grid)) is not None]
    except FileSetAside as refused:
        return _troubled(source_file, f"{REASONS[refused.code].sentence} {_MEND}")
    if not sheets:
        return _troubled(source_file, _NO_HEADING)
    return pl.concat(sheets).with_columns(pl.lit(source_file).alias("source_file")).select(RULINGS.names())


def _rows(grid: Grid) -> pl.DataFrame | None:
    """The rulings of a sheet, without their file; None where no row is a heading."""
    found = next(((row, columns) for row, cells in enumerate(grid.top()) if (columns := _columns(cells))), None)
    if found is None:
        return None
    heading, columns = found
    said = {name: column for column, name in reversed(columns.items())}
    fields = {**said, **{field: said[name] for field, name in _AS_READ.items() if name in said}}
    cells = pl.DataFrame(grid.body(Span({**fields, "nik": fields.get("nik", 0)}, heading + 1, grid.height)))
    return _arranged(cells, said)


def _arranged(cells: pl.DataFrame, said: dict[str, int]) -> pl.DataFrame:
    texts = {name: pl.col(f"{name}_text") if name in said else pl.lit(None, pl.String) for name in HEADINGS}
    blank_as_null = [text.str.strip_chars(" \t\r\n\u00a0\u200b\ufeff").replace("", None) for text in texts.values()]
    numbers = [
        (pl.col(f"{field}_is_number") if name in said else pl.lit(False)).alias(f"{name}_is_number")
        for field, name in _AS_READ.items()
    ]
    return cells.select(
        pl.lit(None, pl.String).alias("source_file"),
        "source_row",
        pl.lit(None, pl.String).alias("trouble"),
        *numbers,
        *(text.alias(name) for name, text in zip(texts, blank_as_null, strict=True)),
    ).filter(pl.col("ruling").is_not_null())


def _columns(cells: Sequence[str]) -> dict[int, str]:
    """What each column of a heading means; empty where the row is none."""
    named = {column: _MEANINGS.get(words(cell)) for column, cell in enumerate(cells)}
    known = {column: name for column, name in named.items() if name}
    return known if "ruling" in known.values() and len(known) >= _LEAST else {}


def _troubled(source_file: str, trouble: str) -> pl.DataFrame:
    return pl.DataFrame([{"source_file": source_file, "trouble": trouble}], schema=RULINGS)
