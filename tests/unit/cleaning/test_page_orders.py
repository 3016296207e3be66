"""What is decided of a column as a whole, when its list comes in pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.cleaning.page_orders import column_orders
from flows.cleaning.roster import clean
from flows.intake.received import ReceivedFile, files_frame
from schemas.senders.sender import Sender
from schemas.tables.cells import CELLS

MONTH = date(2023, 9, 1)
OFFICE = Sender(sender="dishub", name="Dinas Perhubungan", kind="opd", contact="-", sends="-")
FILES = files_frame([ReceivedFile("dishub", "a.csv", "ab" * 32, datetime(2023, 9, 2, tzinfo=UTC), 1, "read")], MONTH)
MAN, WOMAN, CARD = "3504111209759001", "3504115209759002", "3504110102109003"


@dataclass
class InMemory:
    """A page of cells that are all people."""

    cells: pl.DataFrame
    read: int = 0

    def rows(self, columns: Sequence[str]) -> pl.DataFrame:
        return self.cells.select(columns)

    def people(self) -> pl.DataFrame:
        self.read += 1
        return self.cells.drop("row_kind", "list", "others", "withdrawn", "page", "context", strict=False)


def cells(rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    base = {"source_file": "a.csv", "sheet": "", "sheet_number": 0, "list_number": 0, "side": 0, "nik_is_number": False}
    return pl.DataFrame([{**base, "source_row": place, **row} for place, row in enumerate(rows, 2)], schema=CELLS)


def assert_same(rows: Sequence[dict[str, Any]], size: int) -> list[InMemory]:
    """Cleaned in pages of `size`, the rows are those cleaned at once; but who holds another row's NIK no page tells."""
    pages = [InMemory(part) for part in cells(rows).iter_slices(size)]
    orders = column_orders(pages, MONTH)
    parts = pl.concat(clean(page.people(), FILES, {"dishub": OFFICE}, MONTH, orders) for page in pages)
    whole = clean(InMemory(cells(rows)).people(), FILES, {"dishub": OFFICE}, MONTH)
    assert parts.filter("displaced").equals(parts.filter(pl.col("displaced"), pl.col("nik") == pl.col("nkk")))
    parts, whole = parts.drop("displaced"), whole.drop("displaced")
    assert parts.equals(whole), (orders, parts, whole)
    return pages


DATES = ["12-09-1975", "12-09-1975", "09-12-1975", "09/25/1975", "12/25/1975", "02/31/1975", "25/09/1975", None, None]
ROWS = st.fixed_dictionaries(
    {
        "nik_text": st.sampled_from([MAN, WOMAN, CARD, MAN[:-1] + "0", f"'{MAN}", None]),
        "nkk_text": st.sampled_from([CARD, CARD[:-1] + "0", WOMAN, MAN, "3,5E+15", None]),
        "nkk_is_number": st.booleans(),
        "birth_date_text": st.sampled_from(DATES),
    }
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=40), st.integers(1, 12))
def test_a_list_in_pages_is_cleaned_as_it_is_whole(rows: list[dict[str, Any]], size: int) -> None:
    assert_same(rows, size)


@pytest.mark.parametrize(
    "rows",
    [
        [{"birth_date_text": "04-05-1975"}] * 12 + [{"birth_date_text": "09/25/1975"}],
        [{"birth_date_text": "04-05-1975"}, {"birth_date_text": "09/25/1975"}]
        + [{"nik_text": MAN, "birth_date_text": "12-09-1975"}] * 12,
        [{"birth_date_text": "04-05-1975"}, {"birth_date_text": "09/25/1975"}]
        + [{"nik_text": CARD, "nkk_text": MAN, "birth_date_text": "12-09-1975"}] * 12,
        [{"nik_text": CARD, "nkk_text": WOMAN}] * 9 + [{"nik_text": CARD, "nkk_text": MAN}] * 9,
        [{"nik_text": MAN, "nkk_text": CARD[:-1] + "0", "birth_date_text": "25-09-1975"}] * 12,
        [{"nik_text": MAN, "nkk_text": CARD, "birth_date_text": "25-09-1975"}] * 4
        + [{"nik_text": MAN, "nkk_text": CARD[:-1] + "0"}] * 9,
        [{"nik_text": MAN, "nkk_text": CARD[:-1] + "0", "birth_date_text": "25-09-1975"}] * 4
        + [{"nik_text": MAN, "nkk_text": CARD}, {"nik_text": MAN, "nkk_text": CARD[:-1] + "0"}] * 4,
    ],
    ids=[
        "month first",
        "day first by the NIKs",
        "day first by exchanged NIKs",
        "exchanged",
        "cut",
        "cut behind the first page",
        "cut by the first page",
    ],
)
def test_what_a_page_alone_would_not_tell(rows: list[dict[str, Any]]) -> None:
    assert_same(rows, 4)


def test_pages_that_can_change_nothing_are_not_counted() -> None:
    row = {"nik_text": MAN, "nkk_text": CARD, "birth_date_text": "25-09-1975"}
    pages = [InMemory(part) for part in cells([row] * 20).iter_slices(5)]
    column_orders(pages, MONTH)
    assert [page.read for page in pages] == [1, 0, 0, 0]
