"""What senders hear of their rows, shared out into workbooks."""

import polars as pl
import pytest

from flows.reporting.to_mend import ToMend, placed, shared_out
from schemas.tables.cells import row_id
from schemas.tables.reason_log import REASON_LOG

FILES = pl.DataFrame(
    [("a.csv", "aaaaaaaaaaaa", "dpmd"), ("b.csv", "bbbbbbbbbbbb", "dpmd"), ("c.csv", "cccccccccccc", "bpbd")],
    schema=["source_file", "file_key", "sender"],
    orient="row",
)


def to_mend(*lines: tuple[str, str]) -> ToMend:
    """Rows as the letter of their file and their number, with their codes."""
    rows = [{"row_id": f"{at[0] * 12}-0-{at[1:]}", "code": code, "column": "nik"} for at, code in lines]
    return ToMend(pl.LazyFrame(rows, schema=REASON_LOG.dtypes), FILES)


def test_rows_are_counted_by_sender_and_code_each_once() -> None:
    found = to_mend(("a1", "NIK_FORMAT"), ("b1", "NIK_FORMAT"), ("c1", "NAME_MISSING"), ("c1", "NAME_MISSING"))
    assert found.reasons() == {"bpbd": {"NAME_MISSING": 1}, "dpmd": {"NIK_FORMAT": 2}}


def test_of_what_it_cannot_mend_a_sender_hears_nothing() -> None:
    assert to_mend(("a1", "AGE_NEAR_LIMIT")).reasons() == {}


def test_all_that_is_said_of_a_listed_row_comes_with_its_sender_and_file() -> None:
    listed = to_mend(("a1", "NIK_FORMAT"), ("a1", "SEX_DIFFERS_FROM_NIK"), ("c1", "NAME_MISSING")).of(["dpmd"])
    told = listed.problems.sort("code").select("code", "sender", "source_file").rows()
    assert told == [("NIK_FORMAT", "dpmd", "a.csv"), ("SEX_DIFFERS_FROM_NIK", "dpmd", "a.csv")]
    assert listed.left_out == {}


def test_rows_are_numbers_and_no_words() -> None:
    many = [(f"a{row}", "NIK_FORMAT") for row in (100, 9, 20, 3)]
    listed = to_mend(*many).of(["dpmd"], most=3)
    assert sorted(listed.problems["row_id"].str.slice(15).cast(pl.Int64)) == [3, 9, 20]
    assert listed.left_out == {"dpmd": 1}


@pytest.mark.parametrize(
    ("rows", "groups"),
    [
        ({}, []),
        ({"b": 2, "a": 1}, [["a", "b"]]),
        ({"a": 1, "b": 3}, [["a"], ["b"]]),
        ({"a": 9, "b": 0, "c": 1}, [["a"], ["b", "c"]]),
        ({"a": 0, "b": 9}, [["a"], ["b"]]),
    ],
)
def test_senders_go_together_as_long_as_there_is_room(rows: dict[str, int], groups: list[list[str]]) -> None:
    assert list(shared_out(rows, together=3)) == groups


def test_the_place_of_a_row_is_read_back_from_its_id() -> None:
    cells = pl.DataFrame({"sheet_number": [0, 3], "source_row": [2, 70_000], "side": [0, 2]}, schema_overrides={
        "sheet_number": pl.UInt16, "source_row": pl.UInt32, "side": pl.UInt8})  # fmt: skip
    named = cells.select(row_id(pl.lit("0123456789ab")).alias("row_id"))
    assert placed(named).drop("row_id").equals(cells)
