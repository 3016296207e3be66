"""Rows whose cells stand one column beside their own."""

import pytest

from flows.intake.grid import CellGrid, Span
from flows.intake.shifted_rows import put_back

FIELDS = {"name": 1, "nik": 2, "nkk": 3, "birth_date": 4, "sex": 5, "desa": 6}
KARTO, CARD, SITI = "3504111209759001", "3504110101209002", "3504115209759003"
WHOLE = ["1", "Karto", KARTO, CARD, "12-09-1975", "L", "Kalangan", ""]
AS_CALLED = ("Karto", KARTO, CARD, "12-09-1975", "L", "Kalangan")


def read(row: list[str], fields: dict[str, int] = FIELDS) -> tuple[str | None, ...]:
    """The row between two that are whole."""
    grid = CellGrid("Sheet1", [WHOLE, row, WHOLE])
    span = Span(fields, 0, 3)
    told = put_back(grid, span, grid.body(span))
    assert [told[f"{field}_text"][0] for field in fields] == [WHOLE[place] for place in fields.values()]
    return tuple(told[f"{field}_text"][1] or None for field in fields)


@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_a_cell_put_in(at: int) -> None:
    assert read([*WHOLE[:at], "", *WHOLE[at:-1]]) == AS_CALLED


@pytest.mark.parametrize(("at", "lost"), [(0, -1), (3, 2)])
def test_a_cell_deleted(at: int, lost: int) -> None:
    expected = [None if place == lost else cell for place, cell in enumerate(AS_CALLED)]
    assert read([*WHOLE[:at], *WHOLE[at + 1 :], ""]) == tuple(expected)


def test_a_woman() -> None:
    assert read(["1", "", "Siti", SITI, CARD, "12/09/75", "P", "Kalangan"])[1] == SITI


@pytest.mark.parametrize(
    "row",
    [
        ["1", "Karto", CARD, "12-09-1975", "L", "Kalangan", "", ""],  # the NIK is gone: the card is none
        ["1", "", "Karto", KARTO, CARD, "13-09-1975", "L", "Kalangan"],  # the NIK says another date
        ["1", "", "Karto", KARTO, CARD, "12-09-1975", "P", "Kalangan"],
        ["1", "", "Karto", KARTO[:-1] + "0", CARD, "12-09-1975", "L", "Kalangan"],
        ["1", "Karto", KARTO, CARD, "belum ada", "L", "Kalangan", ""],
    ],
)
def test_what_is_not_proven_stays(row: list[str]) -> None:
    assert read(row) == tuple(row[place] or None for place in FIELDS.values())
