"""Aid, and who received it twice."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from flows.programme.answers.aid import aid_received
from schemas.answers import AID_READ
from schemas.tables.aid import AID

NIK, OTHER = "3504111209759001", "3504111209759002"
MARCH = date(2024, 3, 10)


def line(received_on: date | None = MARCH, **said: Any) -> dict[str, Any]:
    """Three million of business aid, on the first list."""
    return {"programme": "Bantuan usaha PMI", "nik": NIK, "name": "SITI", "received_on": received_on,
            "amount_rp": 3_000_000, "item": None, "source_file": "aid/a.xlsx", "sheet": "Data", **said}  # fmt: skip


def received(*lines: dict[str, Any]) -> list[tuple[int, bool]]:
    """Times and double receipt of each line, in the order in which they are given."""
    rows = [{**one, "source_row": row, "worker_id": f"w{one['nik']}"} for row, one in enumerate(lines, 2)]
    found = aid_received(pl.DataFrame(rows, schema={**AID_READ, "worker_id": pl.String}))
    AID.model.validate(found)
    assert found.height == len(lines)
    return found.sort("source_row").select("times", "received_twice").rows()


ONCE, TWICE = [(1, False)] * 2, [(2, True)] * 2


@pytest.mark.parametrize(
    ("second", "found"),
    [
        (line(date(2024, 9, 1)), TWICE),
        (line(date(2025, 3, 9), programme="Gerobak", item="gerobak"), TWICE),  # whatever programme, 364 days on
        (line(date(2025, 3, 10)), [(2, False)] * 2),  # next year's
        (line(source_file="aid/b.xlsx"), ONCE),  # the same line on another list
        (line(source_file="aid/b.xlsx", programme="BANTUAN USAHA PMI"), ONCE),
        (line(), TWICE),  # twice on one list
        (line(item="mesin jahit"), TWICE),
        (line(amount_rp=None), TWICE),
        (line(None), TWICE),  # no day: it may be the same year
        (line(nik=OTHER), ONCE),
    ],
)
def test_two_lines(second: dict[str, Any], found: list[tuple[int, bool]]) -> None:
    assert received(line(), second) == found
    assert received(second, line()) == found


def test_two_lines_on_each_of_two_lists_are_two_receipts() -> None:
    both = [line(), line()]
    assert received(*both, *({**one, "source_file": "aid/b.xlsx"} for one in both)) == [(2, True)] * 4


def test_of_three_receipts_those_of_one_year_are_flagged() -> None:
    assert received(line(date(2022, 1, 5)), line(), line(date(2024, 5, 1))) == [(3, False), (3, True), (3, True)]


def test_a_line_without_a_day_on_two_lists_is_one_receipt() -> None:
    assert received(line(None), line(None, source_file="aid/b.xlsx")) == ONCE


def test_no_aid_is_an_empty_table() -> None:
    assert received() == []
