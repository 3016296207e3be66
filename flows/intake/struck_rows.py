"""People whom a clerk struck off by the looks of their rows: struck through, or coloured as a legend explains.

The note says so then, as if it had been written: "dicoret", or what the legend says of the colour.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

import polars as pl

from flows.intake.commented_rows import comments_by_row
from flows.intake.grid import Grid
from flows.intake.leavers import note_of_a_part
from flows.intake.lists import PeopleList
from flows.intake.looks.cell_styles import Painted, Place
from flows.intake.looks.colours import COLOUR_WORDS
from schemas.columns import CORRECTED
from schemas.exit_notices import exit_kinds
from schemas.text import words

_STRUCK = "dicoret"
_WATCHED = ("nik", "name", "first_name")
_SIGNS = {_STRUCK: r"(?:di\s?)?coret(?:an)?", **COLOUR_WORDS}
_SIGN = re.compile(rf"(?i)\b(?:{'|'.join(f'({pattern})' for pattern in _SIGNS.values())})\b")
_HEADS_A_LEGEND = re.compile(r"(?i)^\W*(?:keterangan|ket|catatan|legenda|note|nb)\b")
_BEFORE = re.compile(
    r"(?i)^(?:[\W_]+|(?:muda|tua|adalah|berarti|artinya|maksudnya|catatan|keterangan|ket|note|nb|data|nama|peserta"
    r"|orang|yang|yg)\b)+"
)
_BEHIND = re.compile(
    r"(?i)(?:[\W_]|\b(?:dan|serta|sedangkan|yang|yg|baris|sel|kolom|nama|warna|ber\s?warna|di\s?warnai|(?:di\s?)?blok"
    r"|(?:di\s?)?arsir|(?:di\s?)?stabilo|huruf|tulisan|font|tinta|tanda|di\s?tandai|di\s?beri|kami|beri|dengan|dgn))+$"
)
"""Words around what a sign means, of the sentence and not of the meaning."""
_LATE = re.compile(r"^(?:sudah |telah )?(?:alm|almh|almarhum|almarhumah)$")
_LONG = 10
"""Digits of the NIK cell of a person, however damaged."""
_ROWS_OF_A_LEGEND = 12
"""Rows below the word Keterangan that may be of it."""


def with_looks(grid: Grid, people: PeopleList) -> PeopleList:
    """`people` with what the looks of rows say of them, where anything in the sheet is struck or coloured.

    A row is struck where its NIK or name is, and so it is of a colour.
    """
    people = replace(people, commented=comments_by_row(grid, people)) if grid.styles.comments else people
    if not grid.styles.struck and grid.styles.painted is None:
        return people
    asides = list(_asides(grid, people))
    legend = _legend(asides)
    struck = dict.fromkeys(_rows(grid, people, grid.styles.struck), legend.get(_STRUCK) or _STRUCK)
    coloured: dict[int, str] = {}
    may_explain = legend.keys() & COLOUR_WORDS.keys() or any(map(_HEADS_A_LEGEND.match, asides))
    if grid.styles.painted and may_explain:
        painted = grid.styles.painted()
        legend = _legend(_patterns(grid, people, painted)) | legend
        meant = {place: note for place, called in painted.colours.items() if (note := _note(called, legend))}
        coloured = {row: meant[place] for row, place in _rows(grid, people, meant).items()}
    return replace(people, struck=struck, coloured=coloured)


def noted_in_rows(told: Mapping[str, pl.Series], notes: Mapping[int, str]) -> dict[str, pl.Series]:
    """Notes and statuses of a list, with the `notes` of some of its rows (0-based).

    A note stands as the status beside a note of the row's own, and behind a status of its own: neither is lost.
    """
    own = ("note_text", "status_text")
    cells = pl.DataFrame(
        [told["source_row"].alias("source_row"), *(told[name].alias(name) for name in own if name in told)]
    )
    cells = cells.with_columns(pl.lit(None, pl.String).alias(name) for name in own if name not in told)
    bare = {name: pl.col(name).str.strip_chars().replace("", None) for name in own}
    given = (pl.col("source_row").cast(pl.Int64) - 1).replace_strict(dict(notes), default=None, return_dtype=pl.String)
    blank = bare["note_text"].is_null()
    beside = pl.concat_str(bare["status_text"], given, separator="; ", ignore_nulls=True)
    return cells.select(
        pl.when(given.is_not_null() & blank).then(given).otherwise("note_text").alias("note_text"),
        pl.when(given.is_not_null() & ~blank).then(beside).otherwise("status_text").alias("status_text"),
    ).to_dict()


def _rows(grid: Grid, people: PeopleList, places: Iterable[Place]) -> dict[int, Place]:
    """The rows of people whose NIK or name is at one of the places.

    What a column beside it corrects is struck as a spelling, not as a person.
    """
    fields = people.span.fields
    columns = {fields[name]: fields.get(CORRECTED + name) for name in _WATCHED if name in fields}
    columns |= {fields[CORRECTED + name]: None for name in _WATCHED if CORRECTED + name in fields}
    found: dict[int, Place] = {}
    for row, column in places:
        if not (people.first <= row < people.last and column in columns) or row in found:
            continue
        (cells,) = grid.rows_as_text(row, row + 1)
        corrected = columns[column]
        somebody = "nik" in fields and _is_long_number(cells[fields["nik"]])
        if somebody and cells[column].strip() and not (corrected is not None and cells[corrected].strip()):
            found[row] = row, column
    return found


def _asides(grid: Grid, people: PeopleList) -> Iterator[str]:
    """The rows among titles and people that may explain looks."""
    fields = [people.span.fields[name] for name in _WATCHED if name in people.span.fields]
    places = grid.rows_where(lambda cell: bool(_SIGN.search(cell) or _HEADS_A_LEGEND.match(cell)), fields, people.first)
    below = [row for place in places for row in grid.rows_as_text(place, place + 1)]
    yield from (text for row in (*people.before, *people.heading.titles, *below) if (text := _text(row)))


def _legend(texts: Iterable[str]) -> dict[str, str | None]:
    """The note by what each sign means; None where the meaning is no leaving, or there are two."""
    meanings: dict[str, dict[str, str]] = {}
    for text in texts:
        for sign, meaning in _explained(text):
            meanings.setdefault(sign, {})[words(meaning)] = meaning
    return {
        sign: _gone(next(iter(found.values()))) if len(found) == 1 else None
        for sign, found in meanings.items()
        if found
    }


def _explained(text: str) -> Iterator[tuple[str, str]]:
    """Signs and what stands behind them, or before the only one: "merah = meninggal", "meninggal (merah)"."""
    found = list(_SIGN.finditer(text))
    for one, following in zip_longest(found, found[1:]):
        sign = list(_SIGNS)[(one.lastindex or 1) - 1]
        meaning = text[one.end() : following.start() if following else None]
        if len(found) == 1 and not words(meaning):
            meaning = text[: one.start()]
        meaning = _BEHIND.sub("", _BEFORE.sub("", meaning))
        if words(meaning):
            yield sign, meaning


def _gone(meaning: str) -> str | None:
    """The note that says what a legend says, where that is that somebody died, left or was struck off."""
    part = "meninggal" if _LATE.match(words(meaning)) else note_of_a_part(meaning)
    if part != "meninggal" and exit_kinds(pl.Series([meaning]))[0]:
        return meaning
    return part


def _note(called: Sequence[str], legend: Mapping[str, str | None]) -> str | None:
    """What the legend says of the likeliest name of a colour that it has."""
    return next((legend[word] for word in called if word in legend), None)


def _patterns(grid: Grid, people: PeopleList, painted: Painted) -> Iterator[str]:
    """A legend that shows its colours, in a blank cell before the words or under them, as if it named them."""
    fields = [people.span.fields[name] for name in _WATCHED if name in people.span.fields]
    heading = set(range(people.heading.first, people.first))
    heads = set(grid.rows_where(lambda cell: bool(_HEADS_A_LEGEND.match(cell)), fields, 0)) - heading
    rows = {row for head in heads for row in range(head, min(head + _ROWS_OF_A_LEGEND, grid.height))} - heading
    for (row, column), called in painted.colours.items():
        cells = grid.rows_as_text(row, row + 1)[0] if row in rows else ()
        if any(map(_is_long_number, cells)):
            continue
        said = [cell or painted.unreckoned.get((row, place), "") for place, cell in enumerate(cells)]
        meaning = said[column] if column < len(said) and said[column].strip() else _text(said[column + 1 :])
        if meaning and not _SIGN.search(meaning):
            yield f"{called[0]} = {meaning}"


def _is_long_number(cell: str) -> bool:
    return sum(map(str.isdigit, cell)) >= _LONG


def _text(row: Sequence[str]) -> str:
    return " ".join(cell.strip() for cell in row if cell.strip())
