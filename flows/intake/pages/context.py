"""What the pages of a list must know of one another, so that each can be understood alone.

Below a group row stand its people, a ditto mark repeats a person above, and a signature block reaches to the next
person: all that may lie on other pages. So a page is given the few rows of them that tell, with what they are.
"""

from collections.abc import Callable, Iterable, Iterator

import polars as pl

from flows.intake.data_rows import PERSON, kinds_and_turns, not_plain
from flows.intake.grid import blank_to_null
from flows.intake.groups import WITHIN, given, telling_order
from flows.intake.leavers import ends_a_part
from flows.intake.repeats import REACHED_OVER, REPEATING, ditto_marks
from schemas.tables.cells import CELLS

Pages = Callable[[], Iterable[pl.DataFrame]]
_REPEATED = [f"{field}_text" for field in REPEATING]
_NO_ROWS = pl.DataFrame(schema=CELLS)


def in_context(pages: Pages) -> Iterator[pl.DataFrame]:
    """The pages of a file, numbered, each list on them between the rows of its neighbours that tell what its own are.

    Before a list's rows: the row at which a signature block or a note last began or ended, the last row over which no
    ditto mark reaches, the last at which a part of the list (of leavers, say) began or ended, the persons that a ditto
    mark would repeat, the group rows in force. Behind: the next row, which may go on with an address, and the next that
    is certainly a person, for a group row that nobody follows is none. These have `context`.

    `pages` are the cells in the order of the sheet, the rows of each list together; they are asked for anew where
    nobody certain stands on the page that follows.
    """
    before: dict[int, pl.DataFrame] = {}
    behind = _Behind(pages)
    for number, (page, following) in enumerate(_with_next(pages())):
        lists = [_NO_ROWS]
        for place in page["list_number"].unique(maintain_order=True):
            rows = _of_list(page, place)
            below = behind.of(place, number, following)
            told, before[place] = _told(before.get(place, _NO_ROWS), rows, below)
            lists.append(told)
        yield pl.concat(lists).with_columns(pl.lit(number, pl.UInt32).alias("page"))


def _of_list(page: pl.DataFrame, place: int) -> pl.DataFrame:
    """The rows of a list; most pages have one alone, and are not copied."""
    own = page["list_number"] == place
    return page if own.all() else page.filter(own)


def _with_next(pages: Iterable[pl.DataFrame]) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    last: pl.DataFrame | None = None
    for page in pages:
        if last is not None:
            yield last, page
        last = page
    if last is not None:
        yield last, _NO_ROWS


class _Behind:
    """The rows that tell of a list from behind one of its pages."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._found: dict[int, tuple[int, pl.DataFrame]] = {}

    def of(self, place: int, number: int, following: pl.DataFrame) -> pl.DataFrame:
        """Of the list `place` behind page `number`: the next row, and the first that is certainly a person."""
        rows = _of_list(following, place)
        if rows.is_empty():
            return rows
        certain = _first_certain(rows)
        if certain.is_empty():
            certain = self._further(place, number + 2)
        return pl.concat([rows.head(1), certain]).unique("source_row", keep="first", maintain_order=True)

    def _further(self, place: int, first: int) -> pl.DataFrame:
        """The first such row from the page `first` on; what was gone through once is not again."""
        at, known = self._found.get(place, (-1, _NO_ROWS))
        if at >= first:
            return known
        for number, page in enumerate(self._pages()):
            certain = _first_certain(_of_list(page, place)) if number >= first else _NO_ROWS
            if certain.height:
                self._found[place] = number, certain
                return certain
            at = number
        self._found[place] = at + 1, _NO_ROWS
        return _NO_ROWS


def _first_certain(rows: pl.DataFrame) -> pl.DataFrame:
    """The first row with evidence of a person, if there is one."""
    plain = (~not_plain(rows)).arg_true().head(1)
    until = rows.head(plain[0] + 1) if plain.len() else rows
    said = kinds_and_turns(blank_to_null(until.with_columns(pl.lit(0).alias("list"))))["evidence"]
    return until.filter(said).head(1)


def _told(before: pl.DataFrame, rows: pl.DataFrame, behind: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of one list on a page between those that tell of them, and what is to stand before its next page."""
    sheet = pl.concat([before, rows, behind]).with_row_index("place")
    looked_at = not_plain(sheet)
    few = kinds_and_turns(blank_to_null(sheet.filter(looked_at).with_columns(pl.lit(0).alias("list"))))
    kinds = few.select("place", pl.col("row_kind").alias("kind"))
    below = before.height + rows.height
    own = sheet.head(below)
    wanted = _telling(own, few.filter(pl.col("place") < below), looked_at.head(below))
    return (
        pl.concat([before, rows, _as_context(sheet.slice(below), kinds)]),
        _as_context(own[sorted(set(wanted))], kinds),
    )


def _as_context(rows: pl.DataFrame, kinds: pl.DataFrame) -> pl.DataFrame:
    told = rows.join(kinds, on="place", how="left", maintain_order="left")
    return told.with_columns(pl.col("kind").fill_null(PERSON).alias("context")).select(CELLS.names())


def _telling(rows: pl.DataFrame, few: pl.DataFrame, looked_at: pl.Series) -> list[int]:
    """The places of the rows that tell of the rows behind them. `few` are the `rows` that were `looked_at`, with kinds.

    All the others are persons, at each of whom whatever began has ended.
    """
    plain = rows["place"].filter(~looked_at).tail(1)
    turns = few.filter("turns")["place"].tail(1)
    breaks = few.filter(~pl.col("row_kind").is_in(REACHED_OVER))["place"].tail(1)
    no_persons = few.filter(pl.col("row_kind") != PERSON)["place"].implode()
    parts = few.filter(ends_a_part())["place"].tail(1)
    persons = rows.select("place", *_REPEATED).slice(breaks[0] + 1 if breaks.len() else 0)
    persons = persons.filter(~pl.col("place").is_in(no_persons))
    found = [*pl.concat([plain, turns]).sort().tail(1), *breaks, *parts, *_repeatable(persons)]
    if (few["row_kind"] == "group").any():
        said = few.select("place", *(given(field).alias(field) for field in WITHIN))
        for field in WITHIN:
            told = said.drop_nulls(field)
            found += [*told["place"].tail(1), *told.filter(pl.col(field) != "")["place"].tail(1)]
        found += telling_order(few, rows["place"].filter(~looked_at))
    return found


def _repeatable(persons: pl.DataFrame) -> list[int]:
    """The places of the persons whose cells a ditto mark behind them repeats: the last one's, where it has no mark."""
    last = blank_to_null(persons.tail(1))
    if not any(ditto_marks(last[text]) for text in _REPEATED):
        return last["place"].to_list()
    said = blank_to_null(persons)
    unmarked = {text: ~pl.col(text).is_in(ditto_marks(said[text])).fill_null(False) for text in _REPEATED}
    return [place for text in _REPEATED for place in said.filter(unmarked[text])["place"].tail(1)]
