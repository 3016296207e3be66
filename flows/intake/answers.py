"""The answers in `raw/dukcapil`, `raw/bpjs`, `raw/claims` and `raw/aid`, as text: nothing judged yet."""

import hashlib
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from flows.intake.failures import FileSetAside
from flows.intake.grid import Grid, Span, blank_to_null
from flows.intake.opening import open_grids
from flows.intake.spellings import bare_forms, compact, known_spellings
from schemas.answers import FOLDERS, KINDS, Kind, answer_cells
from schemas.reasons import REASONS
from schemas.reference import reference

_NOT_ANSWERS = ("~$", ".", "Thumbs.db", "desktop.ini")
_MEND = "Minta atau simpan ulang berkasnya, lalu taruh lagi di raw/{}/."
_NO_HEADING = "Tidak ada baris judul yang dikenal untuk {}; lihat raw/README.md."


@dataclass(frozen=True)
class AnswerFile:
    """A file of answers: its `cells` (`schemas.answers.answer_cells`), or in `trouble` why there are none.

    Of a file that is `known` already neither is there: it has been read before.
    """

    source_file: str
    file_sha256: str
    kind: Kind | None = None
    trouble: str | None = None
    cells: pl.DataFrame | None = None


@dataclass(frozen=True)
class _Sheet:
    grid: Grid
    kind: Kind
    heading: int
    columns: dict[str, int]


def read_answers(raw: Path, known: Container[tuple[str, str]] = frozenset()) -> Iterator[AnswerFile]:
    """Every file of answers, by folder and name; those whose name and SHA-256 are `known` are not opened.

    The kind of a file is that of its first sheet with a known heading. Byte for byte the same file counts once, the
    first by name. A file that cannot be read says so in `trouble`: no answer is lost without a word.
    """
    first: dict[str, str] = {}
    for folder in FOLDERS:
        for path in _files(raw / folder):
            source_file, digest = path.relative_to(raw).as_posix(), _sha256(path)
            same = first.setdefault(f"{folder}/{digest}", source_file)
            if same != source_file:
                trouble = f"Isinya sama dengan {same}, yang sudah dihitung."
                yield AnswerFile(source_file, digest, trouble=trouble)
            elif (source_file, digest) in known:
                yield AnswerFile(source_file, digest)
            else:
                yield _read(path, folder, source_file, digest)


def _files(folder: Path) -> list[Path]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    return [path for path in paths if not path.name.startswith(_NOT_ANSWERS)]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read(path: Path, folder: str, source_file: str, digest: str) -> AnswerFile:
    kinds = [kind for kind in KINDS.values() if kind.folder == folder]
    try:
        sheets = [sheet for grid in open_grids(path) if (sheet := _sheet(grid, kinds))]
    except FileSetAside as refused:
        trouble = f"{REASONS[refused.code].sentence} {_MEND.format(folder)}"
        return AnswerFile(source_file, digest, trouble=trouble)
    if not sheets:
        said = ", ".join(kind.said for kind in kinds)
        return AnswerFile(source_file, digest, trouble=_NO_HEADING.format(said))
    kind = sheets[0].kind
    cells = pl.concat([_cells(sheet, kind, source_file) for sheet in sheets])
    return AnswerFile(source_file, digest, kind, cells=cells)


def _sheet(grid: Grid, kinds: Sequence[Kind]) -> _Sheet | None:
    """The sheet's heading: the first row that names what a kind needs; None where no row does."""
    for row, cells in enumerate(grid.top()):
        for kind in kinds:
            columns = _columns(cells, kind)
            if all(not group.isdisjoint(columns) for group in kind.needs):
                return _Sheet(grid, kind, row, columns)
    return None


def _columns(cells: Sequence[str], kind: Kind) -> dict[str, int]:
    """The column of each field that a heading names; of two the one with the plainer words, then the first."""
    named = [(place, column) for column, cell in enumerate(cells) if (place := _meaning(cell, kind)) is not None]
    found: dict[str, int] = {}
    for (_, field), column in sorted(named):
        found.setdefault(field, column)
    return found


def _meaning(cell: str, kind: Kind) -> tuple[int, str] | None:
    """The field that a heading cell names, behind the place of its words: the plainest word for a field comes first."""
    spellings = _spellings(kind.name)
    said = (compact(cell), *(bare.replace(" ", "") for bare in bare_forms(cell))) if cell else ()
    return next((spellings[words] for words in said if words in spellings), None)


@cache
def _spellings(kind: str) -> dict[str, tuple[int, str]]:
    """Place and field by compact spelling: the kind's own words, then those that rosters have for the same field."""
    own = reference("answer_headings").filter(pl.col("kind") == kind)
    told = {compact(said): field for field, said in own.select("field", "spelling").iter_rows()}
    rosters = {said: field for said, field in known_spellings().items() if field in KINDS[kind].fields}
    return {said: (place, field) for place, (said, field) in enumerate({**told, **rosters, **told}.items())}


def _cells(sheet: _Sheet, kind: Kind, source_file: str) -> pl.DataFrame:
    """The filled rows below the heading of a sheet, in the shape of the file's kind."""
    grid, first = sheet.grid, sheet.heading + 1
    body = pl.DataFrame(grid.body(Span(sheet.columns, first, grid.height)))
    above = [" ".join(cell.strip() for cell in row if cell.strip()) for row in grid.rows_as_text(0, sheet.heading)]
    titles = "\n".join(line for line in (*above, grid.name, Path(source_file).stem) if line)
    shape = answer_cells(kind)
    given = body.with_columns(
        pl.lit(source_file).alias("source_file"),
        pl.lit(grid.name).alias("sheet"),
        pl.lit(titles).alias("titles"),
        pl.lit(sheet.kind is not kind).alias("of_another_kind"),
    )
    missing = [pl.lit(None, dtype).alias(name) for name, dtype in shape.items() if name not in given.columns]
    cells = blank_to_null(given.with_columns(missing)).select(shape.names())
    return cells.filter(pl.any_horizontal(pl.col("lead", "^.*_text$").is_not_null()))
