"""The truth about a month: what must become of every row and every file."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from flows.demo.lookalikes import Pair
from flows.demo.oddities import kept_rows
from flows.demo.places import reference
from flows.demo.rosters import File, Row

_ROWS: dict[str, pl.DataType | type[pl.DataType]] = {
    "source_file": pl.String, "sheet": pl.String, "source_row": pl.Int64, "status": pl.String,
    "codes": pl.List(pl.String), "segment": pl.String, "winner_source_file": pl.String,
    "winner_sheet": pl.String, "winner_source_row": pl.Int64, "kind": pl.String, "decided_by": pl.String,
}  # fmt: skip
_FILES = {
    "source_file": pl.String, "sender": pl.String, "status": pl.String, "code": pl.String,
    "rows_read": pl.Int64,
}  # fmt: skip
_PAIRS = {
    "kind": pl.String, "one_person": pl.Boolean,
    "source_file_a": pl.String, "sheet_a": pl.String, "source_row_a": pl.Int64,
    "source_file_b": pl.String, "sheet_b": pl.String, "source_row_b": pl.Int64,
}  # fmt: skip
_PEOPLE = {
    "source_file": pl.String, "sheet": pl.String, "source_row": pl.Int64, "mess": pl.String, "nik": pl.String,
    "nkk": pl.String, "name": pl.String, "sex": pl.String, "birth_date": pl.Date, "desa": pl.String,
    "kecamatan": pl.String, "regency": pl.String,
}  # fmt: skip
_TOTALS = {"segment": pl.String, "workers": pl.Int64}
# What settles who stands for a person, in order. The file's hash stands between completeness and sheet, and
# never settles anything here: no two files were received at the same second.
_CRITERIA = ("residence", "segment_precedence", "received", "completeness", "sheet", "source_row")
Order = tuple[bool, int, float, int, str, int]
Where = tuple[str, str, int]
Cells = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Stand:
    """A row and where it stands."""

    file: File
    sheet: str
    row: Row

    @property
    def where(self) -> Where:
        """File, sheet and row as the spreadsheet shows them."""
        return self.file.source_file, self.sheet, self.row.source_row


def write_truth(files: list[File], pairs: list[Pair], folder: Path) -> int:
    """Writes the tables below `folder`; returns how many rows the files hold."""
    rows = [cells for _, cells in sorted(_row_cells(files), key=lambda pair: pair[0])]
    folder.mkdir(parents=True, exist_ok=True)
    table = pl.DataFrame(rows, schema=_ROWS, orient="row")
    table.write_parquet(folder / "truth_rows.parquet")
    people = sorted((_person(stand) for file in files for stand in _stands(file)), key=lambda cells: cells[:3])
    pl.DataFrame(people, schema=_PEOPLE, orient="row").write_parquet(folder / "truth_people.parquet")
    ordered = sorted(files, key=lambda file: file.source_file)
    pl.DataFrame([_file_cells(file) for file in ordered], schema=_FILES, orient="row").write_parquet(
        folder / "truth_files.parquet"
    )
    placed = {id(stand.row): stand.where for file in files if not file.copy_of for stand in _stands(file)}
    told = [(pair.kind, pair.one_person, *placed[id(pair.first)], *placed[id(pair.second)]) for pair in pairs]
    pl.DataFrame(told, schema=_PAIRS, orient="row").write_parquet(folder / "truth_pairs.parquet")
    covered = Counter(cells[5] for cells in rows if cells[3] == "covered")
    totals = [(row["segment"], covered[row["segment"]]) for row in reference("segments")]
    pl.DataFrame(totals, schema=_TOTALS, orient="row").write_parquet(folder / "truth_totals.parquet")
    return len(rows)


def _file_cells(file: File) -> Cells:
    rows = kept_rows(file.copy_of) if file.copy_of else kept_rows(file)
    return file.source_file, file.sender, file.status, file.code, len(rows)


def _row_cells(files: list[File]) -> Iterator[tuple[Where, Cells]]:
    stands = [stand for file in files if not file.copy_of for stand in _stands(file)]
    groups: dict[str, list[Stand]] = defaultdict(list)
    for stand in stands:
        if stand.row.rejected:
            yield stand.where, _cells(stand, "rejected")
        else:
            groups[stand.row.person.nik].append(stand)
    precedence = {row["segment"]: int(row["precedence"]) for row in reference("segments")}
    for group in groups.values():
        yield from _person_cells(group, precedence)
    for file in files:
        if file.copy_of:
            yield from _resent_cells(file, file.copy_of)


def _person(stand: Stand) -> tuple[Any, ...]:
    """Who the row is about: what a clerk with the identity card in hand would type."""
    person = stand.row.person
    home = person.place.name, person.place.kecamatan_name, person.regency
    return *stand.where, stand.row.mess, person.nik, person.nkk, person.name, person.sex, person.birth, *home


def _stands(file: File) -> Iterator[Stand]:
    if file.unread:
        return
    for sheet in file.sheets:
        for row in sheet.rows:
            yield Stand(file, "" if file.csv else sheet.name, row)


def _order(stand: Stand, precedence: dict[str, int], several: bool) -> Order:
    """`several`: lists of more than one regency hold the person, who is covered by that of residence."""
    return (
        several and stand.file.regency != stand.row.person.regency,
        precedence[str(stand.row.segment)],
        -stand.file.received.timestamp(),
        -stand.row.filled,
        stand.sheet,
        stand.row.source_row,
    )


def _person_cells(group: list[Stand], precedence: dict[str, int]) -> Iterator[tuple[Where, Cells]]:
    """One row covers the person; the others lose to it, each by the first criterion in which they differ."""
    several = len({stand.file.regency for stand in group}) > 1
    ranked = sorted((_order(stand, precedence, several), stand.where, stand) for stand in group)
    best, _, winner = ranked[0]
    yield winner.where, _cells(winner, "covered")
    for order, _, loser in ranked[1:]:
        settled = next(name for name, a, b in zip(_CRITERIA, best, order, strict=True) if a != b)
        yield loser.where, _cells(loser, "duplicate", (*winner.where, _kind(loser, winner), settled))


def _cells(stand: Stand, status: str, lost: Cells = (None,) * 5) -> Cells:
    return (*stand.where, status, list(stand.row.codes), stand.row.segment, *lost)


def _kind(loser: Stand, winner: Stand) -> str:
    if loser.file.regency != winner.file.regency:
        return "across_regencies"
    if loser.row.segment != winner.row.segment:
        return "across_segments"
    return "across_senders" if loser.file.sender != winner.file.sender else "within_sender"


def _resent_cells(copy: File, first: File) -> Iterator[tuple[Where, Cells]]:
    """Every row of an identical copy is the same row of the first file; no criterion was needed."""
    for stand in _stands(first):
        where = (copy.source_file, stand.sheet, stand.row.source_row)
        yield where, (*where, "duplicate", [], stand.row.segment, *stand.where, "resent", "identical_file")
