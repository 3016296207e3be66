"""What a column that is unknown by name may be, from what stands in it: a suggestion to the person who declares it."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path

import polars as pl

from flows.intake.opening import open_grids
from flows.intake.reading import Reading
from flows.intake.spellings import suggestion
from schemas.reference import reference
from schemas.text import letters_of, words

_SAMPLE_ROWS = 200
_MOSTLY = 0.8
"""Share of the filled cells that must look like the field: a list that needs mending has some that do not."""
_PREFIX = r"(?i)^\s*(desa|ds|kelurahan|kel)[\s.:]+"
_NUMBER = r"\d\D{0,2}" * 15 + r"\d"
_DATE = r"\d{1,2}[-/. ]\w{1,9}[-/. ]\d{2,4}|\d{4}-\d\d-\d\d"


def guesses(path: Path, reading: Reading) -> dict[str, str]:
    """A field for the words of each heading that is not known and that its spelling or its cells speak for.

    Where a list has no NIK, a column that is known and not used counts too, if it holds NIKs.
    """
    grids = open_grids(path) if reading.lists or reading.unusable else ()
    found: dict[str, str] = {}
    for read in (*reading.lists, *reading.unusable):
        layout = read.layout
        rows = grids[read.sheet_number].rows_as_text(layout.first, min(layout.last, layout.first + _SAMPLE_ROWS))
        taken = set(layout.heading.columns)
        for column, said in read.words.items():
            if column in layout.heading.columns.values():
                continue
            near = suggestion(said)
            field = near[1] if near and near[1] not in taken else by_content(_filled(rows, column), taken)
            if field and (said in layout.heading.unrecognised or field == "nik"):
                found[said] = field
                taken.add(field)
    return found


def home_kecamatan(desa: pl.Series, regency: str) -> str | None:
    """The code of the one kecamatan of the regency with most of the desa named; null where none has, or two have as
    many."""
    regions = reference("regions").filter(
        pl.col("level").is_in(["desa", "kelurahan"]), pl.col("code").str.starts_with(f"{regency}.")
    )
    known = regions.with_columns(letters_of(pl.col("name")).alias("desa")).select("desa", "parent").unique()
    named = desa.drop_nulls().to_frame("said").select(letters_of(pl.col("said").str.replace(_PREFIX, "")).alias("desa"))
    by_kecamatan = named.unique().join(known, on="desa").group_by("parent").len().sort("len", descending=True)
    most = by_kecamatan.filter((pl.col("len") == pl.col("len").max()) & (pl.col("len") >= _MOSTLY * named.n_unique()))
    return most["parent"].item() if most.height == 1 else None


def by_content(cells: Sequence[str], taken: Iterable[str]) -> str | None:
    """The first field, of those not `taken`, that most of the cells look like."""
    free = ((field, looks) for field, looks in _LOOKS if field not in set(taken))
    return next((field for field, looks in free if cells and sum(map(looks, cells)) >= _MOSTLY * len(cells)), None)


def _filled(rows: Sequence[Sequence[str]], column: int) -> list[str]:
    return [row[column].strip() for row in rows if len(row) > column and row[column].strip()]


def _like(pattern: str) -> Callable[[str], bool]:
    whole = re.compile(pattern)
    return lambda cell: whole.fullmatch(cell) is not None


def _one_of(table: str, column: str, **only: Sequence[str]) -> Callable[[str], bool]:
    @cache
    def known() -> frozenset[str]:
        rows = reference(table).filter(*(reference(table)[name].is_in(list(values)) for name, values in only.items()))
        return frozenset(map(words, rows[column]))

    return lambda cell: words(cell) in known()


_LOOKS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("nik", _like(rf"\D{{0,2}}{_NUMBER}\D{{0,2}}")),
    ("nkk", _like(rf"\D{{0,2}}{_NUMBER}\D{{0,2}}")),
    ("birth_date", _like(_DATE)),
    ("phone", _like(r"\+?(62|0)8[\d -]{7,14}")),
    ("sex", _one_of("sex_words", "spelling")),
    ("kecamatan", _one_of("regions", "name", level=("kecamatan",))),
    ("desa", _one_of("regions", "name", level=("desa", "kelurahan"))),
    ("occupation", _one_of("occupation_synonyms", "spelling")),
    ("name", _like(r"[^\W\d_][^\d_]{2,60}")),
)
"""The surest first: words that nothing else claims are a name, if the list has none."""
