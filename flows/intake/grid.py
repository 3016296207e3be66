"""A sheet as intake sees it, whatever program wrote it."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

import polars as pl

from flows.intake.looks.cell_styles import PLAIN, SheetStyles
from flows.intake.repeats import REPEATING
from schemas.columns import CORRECTED

HEADING_SEARCH_ROWS = 40
"""Rows looked at for a heading. The longest letterhead met in practice takes 12; more only costs time."""

NUMBERS = ("nik", "nkk", f"{CORRECTED}nik", f"{CORRECTED}nkk")
"""Fields of which it counts whether a cell was a number."""

_WHITE = " \t\r\n\u00a0\u200b\ufeff"
_NIK_LENGTH, _LEAST_NIK = 16, 1e15
_LONG = 10
"""Digits from which a number stands for somebody: a NIK, whole or cut, and no place in a list."""
_LONG_NUMBER = float(10**_LONG)
_NO = pl.Series([False])
_AS_TEXT = r'^="(.*)"$'
"""How exports make a spreadsheet program keep a number as text."""
_SAYS_NOTHING = (
    r"^([-\u2013\u2014]{1,3}|#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)|Err:\d{3}|(?i:null|none|nan|n/a|\\N))$"
)

_NONE_THERE = re.compile(r"\s*[\u2013\u2014-]+\s*$")
_NOTHING_BYTES = 9
"""Bytes of the longest cell that says nothing: three long dashes."""


@dataclass(frozen=True)
class Span:
    """A part of a sheet: rows `first` to before `last` and columns `left` to before `right`, 0-based; None: to the end.

    `fields` are the columns to read there.
    """

    fields: Mapping[str, int]
    first: int
    last: int
    left: int = 0
    right: int | None = None


class Grid(Protocol):
    """One sheet: its first rows as text to find the heading in, and its body by column once it is found."""

    @property
    def name(self) -> str: ...

    @property
    def hidden(self) -> bool:
        """True for a sheet that is not shown when the file is opened."""
        ...

    @property
    def hidden_rows(self) -> frozenset[int]:
        """0-based rows that are not shown."""
        ...

    @property
    def styles(self) -> SheetStyles:
        """Cells that are struck through or coloured."""
        ...

    @property
    def height(self) -> int:
        """Rows of the sheet, those above the heading too."""
        ...

    def top(self) -> Iterator[Sequence[str]]:
        """The first rows as text, at most `HEADING_SEARCH_ROWS`; blank cells are empty."""
        ...

    def rows_as_text(self, first: int, last: int) -> list[Sequence[str]]:
        """Rows `first` to before `last` as text."""
        ...

    def rows_where(self, says: Callable[[str], bool], fields: Collection[int], first: int) -> list[int]:
        """Rows from `first` on with a text of which `says` is true.

        Rows with a long number in one of the columns `fields` are passed over: those are people.
        """
        ...

    def remarks(self, first: int, left: int) -> int | None:
        """The first column from `left` on that holds words in a row from `first` on; None where nothing does."""
        ...

    def body(self, span: Span) -> dict[str, pl.Series]:
        """The cells of a span: `source_row`, `lead`, `<field>_text` and, of NIK and family card, `<field>_is_number`.

        `place_from_above` is only there where cells of the desa are merged: false, and null where a sign says that
        there is none.

        Cells are as they came; blank ones may be empty or white (`blank_to_null`). `lead` is the first filled cell of a
        row that has no number in its NIK cell.
        """
        ...


@dataclass(frozen=True)
class CellGrid:
    """A sheet held as rows of Python values, as a workbook reader gives them.

    `merges` are the vertically merged cells: 0-based column, first row and last row.
    """

    name: str
    rows: Sequence[Sequence[object]]
    hidden: bool = False
    merges: Sequence[tuple[int, int, int]] = ()
    hidden_rows: frozenset[int] = frozenset()
    styles: SheetStyles = PLAIN

    @property
    def height(self) -> int:
        return len(self.rows)

    def top(self) -> Iterator[Sequence[str]]:
        return map(_texts, self.rows[:HEADING_SEARCH_ROWS])

    def rows_as_text(self, first: int, last: int) -> list[Sequence[str]]:
        return [_texts(row) for row in self.rows[max(first, 0) : last]]

    def rows_where(self, says: Callable[[str], bool], fields: Collection[int], first: int) -> list[int]:
        # Almost every row has a number in one of the columns, so the words are looked up in few, in any column of them:
        # a second list may stand elsewhere.
        rows = self.rows
        few: Iterable[int] = range(first, self.height)
        for field in fields:
            few = [place for place in few if not _is_long_number(rows[place][field])]
        return [place for place in few if _any_text(rows[place], says)]

    def remarks(self, first: int, left: int) -> int | None:
        width = len(self.rows[first]) if first < len(self.rows) else 0
        words = (c for c in range(left, width) if any(_is_words(row[c]) for row in self.rows[first:]))
        return next(words, None)

    def body(self, span: Span) -> dict[str, pl.Series]:
        rows = self.rows[span.first : span.last]
        columns = list(zip(*rows, strict=True))
        taken = {field: list(columns[place]) if columns else [] for field, place in span.fields.items()}
        niks = taken.get("nik", [""] * len(rows))
        self._fill_merged(span, taken)
        # The lead only matters where there is no NIK: reading it for those rows alone keeps people cheap.
        leads = [
            None
            if (
                len(nik) == _NIK_LENGTH and nik.isdigit()
                if type(nik) is str
                else type(nik) is float and nik >= _LEAST_NIK
            )
            else next((cell_text(cell) for cell in row[span.left : span.right] if cell != ""), None)
            for nik, row in zip(niks, rows, strict=True)
        ]
        return {
            "source_row": pl.Series(range(span.first + 1, span.first + 1 + len(rows)), dtype=pl.UInt32),
            "lead": pl.Series(leads, dtype=pl.String),
            "nik_is_number": _are_numbers(niks),
            **{f"{field}_is_number": _are_numbers(taken[field]) for field in NUMBERS[1:] if field in taken},
            **{f"{field}_text": text_series(cells) for field, cells in taken.items()},
            **self._places_from_above(span, taken),
        }

    def _places_from_above(self, span: Span, taken: Mapping[str, Sequence[object]]) -> dict[str, pl.Series]:
        column = span.fields.get("desa")
        if not any(place == column and span.first <= first < span.last for place, first, _ in self.merges):
            return {}
        none_there = (bool(_NONE_THERE.match(cell_text(cell))) for cell in taken["desa"])
        return {"place_from_above": pl.Series([None if none else False for none in none_there], dtype=pl.Boolean)}

    def _fill_merged(self, span: Span, taken: dict[str, list[object]]) -> None:
        """Writes a merged cell of a repeating field into the rows it covers, where a person stands in them."""
        fields = {span.fields[field]: field for field in REPEATING if field in span.fields}
        for column, first, last in self.merges:
            if column in fields and span.first <= first < span.last:
                cells = taken[fields[column]]
                for row in range(first + 1, min(last + 1, span.last)):
                    below = row - span.first
                    if cells[below] == "" and any(taken[key][below] != "" for key in ("nik", "name") if key in taken):
                        cells[below] = self.rows[first][column]


@dataclass(frozen=True)
class TextGrid:
    """A sheet held as a frame of text, as delimited and columnar readers give it; `first_row` is its first row.

    `head` are the first rows of the sheet, `numbers` the columns that were floating-point numbers before they were
    text.
    """

    name: str
    head: Sequence[Sequence[str]]
    frame: pl.DataFrame
    first_row: int
    numbers: frozenset[int] = frozenset()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    styles: SheetStyles = PLAIN

    @property
    def height(self) -> int:
        return self.frame.height + self.first_row - 1

    def top(self) -> Iterator[Sequence[str]]:
        return iter(self.head)

    def rows_as_text(self, first: int, last: int) -> list[Sequence[str]]:
        above = list(self.head[max(first, 0) : self.first_row - 1])
        below = self._slice(max(first, self.first_row - 1), last)
        return [*above, *([cell or "" for cell in row] for row in below.iter_rows())]

    def rows_where(self, says: Callable[[str], bool], fields: Collection[int], first: int) -> list[int]:
        names, first = self.frame.columns, max(first, self.first_row - 1)
        # Almost every row has a number in one of the columns, so the words are looked up in few.
        numbered = [pl.col(names[place]).str.contains(r"[0-9]{10}").fill_null(False) for place in fields]
        rows = self._slice(first, self.height).with_row_index("row", first)
        few = rows.filter(~pl.any_horizontal(*numbered, pl.lit(False)))
        return [row for row, *cells in few.iter_rows() if _any_text(cells, says)]

    def remarks(self, first: int, left: int) -> int | None:  # noqa: ARG002
        return None

    def body(self, span: Span) -> dict[str, pl.Series]:
        rows = self._slice(span.first, span.last)
        names = rows.columns[span.left : span.right]
        filled = [pl.col(name).str.strip_chars().replace("", None) for name in names]
        places = {field: rows.columns[place] for field, place in span.fields.items()}
        nik = pl.col(places["nik"]) if "nik" in places else pl.lit(None, pl.String)
        whole = nik.str.contains(r"^[0-9]{16}$").fill_null(False)
        return rows.select(
            pl.int_range(span.first + 1, span.first + 1 + pl.len(), dtype=pl.UInt32).alias("source_row"),
            pl.when(~whole).then(pl.coalesce(filled)).alias("lead"),
            *(
                pl.repeat(span.fields.get(field) in self.numbers, pl.len()).alias(f"{field}_is_number")
                for field in (*NUMBERS[:2], *(field for field in NUMBERS[2:] if field in places))
            ),
            *(pl.col(name).alias(f"{field}_text") for field, name in places.items()),
        ).to_dict()

    def _slice(self, first: int, last: int) -> pl.DataFrame:
        return self.frame.slice(first - (self.first_row - 1), max(last - first, 0))


def blank_to_null(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with outer white space taken off the text of every cell, and null where nothing was left.

    A dash alone, and a formula's error, say nothing either; but a NIK cell stays as it came.
    """
    texts = [name for name in frame.columns if name == "lead" or name.endswith("_text")]
    filled = [name for name in texts if frame[name].null_count() < frame.height]
    stripped = frame.select(pl.col(filled).str.strip_chars(_WHITE))
    bare = stripped.with_columns(pl.when(pl.col(name) != "").then(name) for name in filled if name == "nik_text")
    return frame.with_columns(_saying_something(bare, [name for name in filled if name != "nik_text"]))


def _saying_something(stripped: pl.DataFrame, texts: list[str]) -> pl.DataFrame:
    """Few columns need more than a look; patterns read only the distinct short cells."""
    if not texts:
        return stripped
    begins = stripped.select(pl.col(texts).str.starts_with('="').any())
    wrapped = [name for name in texts if begins[name].item()]
    stripped = stripped.with_columns(pl.col(wrapped).str.replace(_AS_TEXT, "$1"))
    short = stripped.select(pl.col(texts).filter(pl.col(texts).str.len_bytes() <= _NOTHING_BYTES).unique().implode())
    nothing = {
        name: said.filter((said == "") | said.str.contains(_SAYS_NOTHING)) for name in texts for said in short[name]
    }
    return stripped.with_columns(
        pl.when(~pl.col(name).is_in(said.implode())).then(name).alias(name)
        for name, said in nothing.items()
        if said.len()
    )


def text_series(cells: Sequence[object]) -> pl.Series:
    """Cells of one column as text."""
    # Most columns are of one kind throughout, and need no look at each cell.
    kinds = set(map(type, cells))
    if kinds == {float}:
        numbers = pl.Series(cells, dtype=pl.Float64)
        whole = numbers.cast(pl.Int64, strict=False)
        if (whole == numbers).all(ignore_nulls=False):
            return whole.cast(pl.String)
    return pl.Series(cells if kinds == {str} else _texts(cells), dtype=pl.String)


def _texts(cells: Sequence[object]) -> list[str]:
    # Most cells are text, most of the others whole numbers: a call for each takes three times as long.
    return [
        cell if type(cell) is str else "%d" % cell if type(cell) is float and cell.is_integer() else cell_text(cell)  # noqa: UP031
        for cell in cells
    ]


def cell_text(cell: object) -> str:
    """A cell as text: whole numbers without a point, dates as YYYY-MM-DD, everything else as it prints."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def _are_numbers(cells: Sequence[object]) -> pl.Series:
    if set(map(type, cells)) <= {str}:
        return _NO.new_from_index(0, len(cells))
    return pl.Series([isinstance(cell, (float, int)) for cell in cells], dtype=pl.Boolean)


def _is_words(cell: object) -> bool:
    return isinstance(cell, str) and any(letter.isalpha() for letter in cell)


def _any_text(cells: Sequence[object], says: Callable[[str], bool]) -> bool:
    return any(isinstance(cell, str) and says(cell) for cell in cells)


def _is_long_number(cell: object) -> bool:
    if type(cell) is str:
        return len(cell) >= _LONG and cell[-_LONG:].isdigit()
    return type(cell) is float and cell >= _LONG_NUMBER
