"""Return workbooks that came back, as corrections of exactly the rows they list."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from flows.intake.amendments import AMENDMENTS, amend
from flows.intake.body import COMPOSED, put_together
from flows.intake.evidence import nik_column_damaged
from flows.intake.grid import bare_cell
from flows.intake.received import ReceivedFile
from flows.intake.returned import MendedRow, MendedSheet, Returned
from flows.intake.roster import Reading
from schemas.returned import shown
from schemas.tables.cells import FIELDS, row_id

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


Read = tuple[ReceivedFile, Reading]


def corrected(read: Iterable[Read]) -> tuple[list[ReceivedFile], list[pl.DataFrame]]:
    """A sender's files with how each was read, and the cells of its rosters, mended as its return workbooks say.

    Workbooks are taken in the order they were received (then by path): of two that mend one cell the later wins. A
    mended row stays a row of the file it came in. A return workbook corrects the files named by its marks, and carries
    CORRECTION_UNMATCHED for those that are not among the sender's of the night, or have changed since.
    """
    pairs = list(read)
    rosters = {file.file_key: (file, reading) for file, reading in pairs if reading.returned is None}
    changes: dict[str, Changes] = {key: Changes() for key in rosters}
    files: list[ReceivedFile] = []
    for file, reading in sorted(pairs, key=lambda pair: (pair[0].first_seen, pair[0].source_file)):
        if reading.returned is not None:
            files.append(_noted(file, reading, _take_in(reading.returned, rosters, changes), rosters))
    mended = {key: _mended(rosters[key][1], key, changes[key]) for key in rosters}
    files += [_as_read(file, mended[key], changes[key]) for key, (file, _) in rosters.items()]
    return files, [reading.cells for reading in mended.values()]


def _take_in(returned: Returned, rosters: Mapping[str, Read], changes: dict[str, Changes]) -> dict[str, Changes]:
    """What the workbook does to each of its files that is there, by the file's key; `changes` take it in."""
    done: dict[str, Changes] = {}
    for sheet in returned.sheets:
        if sheet.file_key in rosters:
            done[sheet.file_key] = _changes(rosters[sheet.file_key][1], sheet)
            changes[sheet.file_key].add(done[sheet.file_key])
    return done


def _noted(file: ReceivedFile, reading: Reading, done: Mapping[str, Changes], rosters: Mapping[str, Read]) -> ReceivedFile:
    """The return workbook as a received file; it counts as carried forward where all that it corrects does."""
    assert reading.returned is not None
    originals = [rosters[key][0] for key in done]
    lost = {sheet.file_key for sheet in reading.returned.sheets} - set(done)
    said = [made.said(original.source_file.rsplit("/", 1)[-1]) for original, made in zip(originals, done.values(), strict=True)]
    said += [f"berkas asal tidak ada: {reading.returned.files.get(key, key)}" for key in sorted(lost)]
    older = bool(originals) and all(original.status == "carried_forward" for original in originals)
    status = "carried_forward" if older else file.status
    return replace(
        file,
        status="set_aside" if lost and not done else status,
        code="CORRECTION_UNMATCHED" if lost else None,
        sheets=reading.sheets,
        heading="; ".join(said) or "Perbaikan tanpa isi",
        correction_rows=reading.returned.rows,
    )


def _as_read(file: ReceivedFile, reading: Reading, changes: Changes) -> ReceivedFile:
    mended = f"; mended: {len(changes.cells)} cells, {len(changes.withdrawn)} rows withdrawn"
    return replace(
        file,
        status="set_aside" if reading.set_aside else file.status,
        code=reading.code,
        sheets=reading.sheets,
        heading=reading.heading + (mended if changes.cells or changes.withdrawn else ""),
        columns=reading.columns,
    )


def _changes(reading: Reading, sheet: MendedSheet) -> Changes:
    """What a sheet that came back changes: every cell that differs from what was sent, and what its notes ask for."""
    sent = reading.cells.with_columns(row_id(pl.lit(sheet.file_key)).alias("row_id"))
    wanted = sent.filter(pl.col("row_id").is_in([row.row_id for row in sheet.rows]))
    found = {row["row_id"]: row for row in wanted.iter_rows(named=True)}
    changes = Changes(notes=["tanpa nomor"] * sheet.nameless)
    of_list: dict[tuple[int, int], list[MendedRow]] = defaultdict(list)
    for row in sheet.rows:
        if row.row_id not in found:
            changes.notes.append("tidak dikenal")
        elif bare_cell(row.note) == _TAKE_OUT:
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
    the fields that it lacks, only filled cells count. A column that somebody deleted says nothing.
    """
    if not rows:
        return []
    own = named & set(rows[0].cells)
    for parts in map(str.split, COMPOSED):
        own -= set(parts) if named & set(parts) - own else set()
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


def _mended(reading: Reading, key: str, changes: Changes) -> Reading:
    """The reading of the file `key` with its mended cells in place.

    Whether its NIK column is damaged is decided anew. Where it no longer is, the NIKs that end in 0 and were not typed
    again stay numbers that Excel has cut, each of which is refused alone.
    """
    if not (changes.cells or changes.withdrawn):
        return reading
    amendments = [(row, name, text) for (row, name), text in changes.cells.items()]
    cells = amend(reading.cells, key, pl.DataFrame(amendments, schema=AMENDMENTS, orient="row"))
    mine = row_id(pl.lit(key))
    cells = cells.with_columns(mine.is_in(list(changes.withdrawn)).alias("withdrawn"))
    if reading.code != "NIK_COLUMN_DAMAGED" or nik_column_damaged(cells.filter(~pl.col("withdrawn"))):
        return replace(reading, cells=cells)
    typed = [row for row, name in changes.cells if name == "nik"]
    cut = ~mine.is_in(typed) & pl.col("nik_text").str.contains(r"0\D*$").fill_null(False)
    cells = cells.with_columns((cut | pl.col("nik_is_number").fill_null(False)).alias("nik_is_number"))
    return replace(reading, cells=cells, code=reading.undamaged, set_aside=False)
