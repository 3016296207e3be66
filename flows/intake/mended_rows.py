"""What the rows of a return workbook that came back change: cell by cell, against what was sent."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from flows.intake.body import ADDED_TO, COMPOSED, put_together
from flows.intake.reading import Reading
from flows.intake.returned import MendedRow, MendedSheet
from schemas.returned import shown
from schemas.tables.cells import FIELDS, row_id
from schemas.text import words

_TAKE_OUT = "hapus"
_MOST_NAMED = 10
"""Rows with a note that are named one by one."""


@dataclass
class Changes:
    """What is to be done to the rows of one file; `notes` are rows whose note under "Perbaikan" could not be used."""

    cells: dict[tuple[str, str], str] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    def add(self, later: "Changes") -> None:
        """Takes a later correction in: of two for one cell it wins. A row that was taken out stays out."""
        self.cells |= later.cells
        self.withdrawn |= later.withdrawn

    def said(self, name: str) -> str:
        """In a line, for whoever sent it: what became of the correction of the file `name`."""
        parts = [f"{len(self.cells)} sel diganti", f"{len(self.withdrawn)} baris dihapus"]
        if self.notes:
            rows = ", ".join(self.notes[:_MOST_NAMED]) + (", …" if len(self.notes) > _MOST_NAMED else "")
            parts.append(f"{len(self.notes)} isian Perbaikan tidak dapat diterapkan (baris {rows})")
        return f"Perbaikan untuk {name}: {', '.join(parts)}"


def changes_of(reading: Reading, sheet: MendedSheet) -> Changes:
    """What a sheet that came back changes: every cell that differs from what was sent, and what its notes ask for."""
    sent = reading.scan().with_columns(row_id(pl.lit(sheet.file_key)).alias("row_id"))
    wanted = sent.filter(pl.col("row_id").is_in([row.row_id for row in sheet.rows])).collect(engine="streaming")
    found = {row["row_id"]: row for row in wanted.iter_rows(named=True)}
    changes = Changes(notes=["tanpa nomor"] * sheet.nameless)
    of_list: dict[tuple[int, int], list[MendedRow]] = defaultdict(list)
    for row in sheet.rows:
        if row.row_id not in found:
            changes.notes.append("tidak dikenal")
        elif words(row.note) == _TAKE_OUT:
            changes.withdrawn.add(row.row_id)
        else:
            of_list[found[row.row_id]["sheet_number"], found[row.row_id]["list_number"]].append(row)
    for read in reading.lists:
        rows = of_list[read.sheet_number, read.list_number]
        for row, now in zip(rows, _as_fields(rows, set(read.layout.heading.columns)), strict=True):
            _compare(row, now, found[row.row_id], changes)
    return changes


def _as_fields(rows: Sequence[MendedRow], named: set[str]) -> list[dict[str, str | None]]:
    """What the rows of one list say now, by field.

    Cells in a column of the list (`named`) are put together as those of the list are; of the other columns, which hold
    the fields that it lacks, only filled cells count. A column that somebody deleted says nothing, nor do those that
    make one field with it.
    """
    if not rows:
        return []
    own = named & set(rows[0].cells)
    for parts in COMPOSED:
        if named & parts - own:
            own -= {*parts, *(ADDED_TO.get(part, part) for part in parts)}
    texts = {f"{name}_text": [row.cells[name] for row in rows] for name in sorted(own)}
    whole = put_together(pl.DataFrame(texts, schema=dict.fromkeys(texts, pl.String)), own)
    whole = whole.select(f"{name}_text" for name in FIELDS if f"{name}_text" in whole.columns)
    whole.columns = [name.removesuffix("_text") for name in whole.columns]
    lacking = set(FIELDS) - named - set(whole.columns)
    return [
        said | {name: text for name, text in row.cells.items() if name in lacking and text}
        for row, said in zip(rows, whole.rows(named=True) or [{}] * len(rows), strict=True)
    ]


def _compare(row: MendedRow, now: Mapping[str, str | None], sent: Mapping[str, Any], changes: Changes) -> None:
    """Adds to `changes` the cells that differ from those sent, and the note, where it can only mean one cell.

    A note counts even where it repeats the cell: so the sender says that a NIK really ends in 0. It does not where the
    cell itself was mended otherwise, or is a part of a field.
    """
    differ = {name: text or "" for name, text in now.items() if _bare(text) != _bare(sent[f"{name}_text"])}
    if row.note:
        (told,) = row.coloured if len(row.coloured) == 1 else ("",)
        if told in FIELDS and _bare(differ.get(told, row.note)) in {_bare(row.note), ""}:
            differ[told] = row.note
        else:
            changes.notes.append(str(sent["source_row"]))
    changes.cells |= {(row.row_id, name): text for name, text in differ.items()}


def _bare(cell: str | None) -> str:
    return " ".join(shown(cell).split())
