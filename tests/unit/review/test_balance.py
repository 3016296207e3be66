"""Nothing is ever dropped: statuses of rows, files and senders."""

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from flows.review.balance import (
    RowsUnaccounted,
    check_balance,
    files_received,
    row_counts,
    rows_received,
    senders_heard,
    with_regencies,
)
from schemas.senders.sender import Sender
from schemas.tables.received_files import RECEIVED_FILES
from schemas.tables.roster import ROSTER
from schemas.tables.rows import ROWS
from schemas.tables.senders import SCORE_PARTS, SENDERS

MONTH = date(2023, 9, 1)


def received(*ids: str, sender: str = "dishub") -> pl.DataFrame:
    rows = [
        {
            "row_id": row_id,
            "sender": sender,
            "source_file": f"{sender}.csv",
            "file_sha256": "00",
            "sheet": "",
            "source_row": place,
        }
        for place, row_id in enumerate(ids, 2)
    ]
    return pl.DataFrame(rows, schema=ROSTER)


def judged(sender: str = "dishub", **statuses: str) -> pl.DataFrame:
    """What became of rows; unless given, of four, of one each."""
    told = statuses or {"a": "rejected", "b": "duplicate", "c": "waiting", "d": "covered"}
    status = pl.col("row_id").replace_strict(told, return_dtype=pl.String)
    stands = pl.when(status.is_in(["waiting", "covered"])).then(pl.format("w1_{}", "row_id"))
    return ROWS.arrange(received(*told, sender=sender).with_columns(status=status, worker_id=stands))


# --- in parts ------------------------------------------------------------------------------------------------------


def parted(*parts: pl.DataFrame) -> pl.DataFrame:
    return row_counts(pl.concat(parts).lazy())


def test_parts_that_add_up_to_what_was_received_pass() -> None:
    rows = judged()
    given = [rows_received(part) for part in (received("a"), received("b", "c", "d"))]
    check_balance(parted(rows[2:], rows[:2]), pl.concat(given))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (judged()[1:], "4 rows received in 1 files, 3 accounted for, 0 without a status"),
        (pl.concat([judged(), judged()[:1]]), "4 rows received in 1 files, 5 accounted for, 0 without a status"),
        (
            judged().with_columns(status=pl.when(pl.col("row_id") != "d").then("status")),
            "4 rows received in 1 files, 3 accounted for, 1 without a status",
        ),
        (
            judged().with_columns(sender=pl.lit("dpmd")),
            "4 rows received in 2 files, 4 accounted for, 0 without a status",
        ),
        (judged().clear(), "4 rows received in 1 files, 0 accounted for, 0 without a status"),
    ],
    ids=["lost", "twice", "no status", "another sender's", "all lost"],
)
def test_rows_that_do_not_add_up_stop_the_night(rows: pl.DataFrame, said: str) -> None:
    with pytest.raises(RowsUnaccounted, match=f"^{said}$"):
        check_balance(parted(rows), rows_received(received("a", "b", "c", "d")))


def test_a_row_lost_in_one_file_is_not_made_up_for_in_another() -> None:
    both = pl.concat([received("a", "b", "c", "d"), received("x", "y", sender="dpmd")])
    found = judged("dpmd", x="rejected", y="duplicate")
    with pytest.raises(RowsUnaccounted):
        check_balance(parted(judged()[1:], found, found[:1]), rows_received(both))


# --- files and senders ---------------------------------------------------------------------------------------------


def files(*rows: dict[str, Any]) -> pl.DataFrame:
    base = {
        "month": MONTH,
        "sender": "dishub",
        "source_file": "dishub.csv",
        "file_sha256": "00",
        "size": 1,
        "status": "read",
        "first_seen": datetime(2023, 9, 2, tzinfo=UTC),
        "code": None,
        "sheets": [],
        "heading": "",
        "ignored_rows": None,
    }
    schema = {name: RECEIVED_FILES.dtypes[name] for name in base}
    return pl.DataFrame([{**base, **row} for row in rows], schema=schema)


def heard(given: pl.DataFrame, rows: pl.DataFrame, advised: int, expected: list[str]) -> dict[str, dict[str, Any]]:
    counts = row_counts(rows.lazy())
    noted = pl.DataFrame({"sender": ["dishub"], "with_advice": [advised]}, schema_overrides={"with_advice": pl.UInt32})
    table = senders_heard(files_received(given, counts), counts, noted, expected)
    assert set(table.columns) == set(SENDERS.columns) - {"score", *SCORE_PARTS, "regency_code"}
    return {row["sender"]: row for row in table.to_dicts()}


def test_a_file_counts_what_became_of_its_rows() -> None:
    table = files_received(files({}), row_counts(judged().lazy()))
    RECEIVED_FILES.model.validate(table)
    assert table.select("rows_read", "covered", "waiting", "duplicate", "rejected").row(0) == (4, 1, 1, 1, 1)


def test_a_file_without_rows_counts_zero() -> None:
    table = files_received(files({"source_file": "empty.csv"}), row_counts(judged().lazy()))
    assert table.select("rows_read", "covered").row(0) == (0, 0)


def test_a_sender_that_was_expected_and_sent_nothing_is_missing() -> None:
    found = heard(files({}), judged(), 0, ["dishub", "dpmd"])
    assert [(name, row["missing"]) for name, row in found.items()] == [("dishub", False), ("dpmd", True)]


def test_a_sender_whose_only_file_was_set_aside_is_missing() -> None:
    found = heard(files({"status": "set_aside", "code": "FILE_EMPTY"}), judged().clear(), 0, ["dishub"])
    assert (found["dishub"]["missing"], found["dishub"]["files"]) == (True, 0)


def test_a_sender_nobody_expected_is_listed_and_never_missing() -> None:
    found = heard(files({"sender": "tamu", "status": "set_aside", "code": "SENDER_UNKNOWN"}), judged().clear(), 0, [])
    assert found["tamu"]["missing"] is False


@pytest.mark.parametrize(
    ("statuses", "carried"),
    [
        (["carried_forward"], True),
        (["carried_forward", "carried_forward"], True),
        (["read"], False),
        (["set_aside", "carried_forward"], True),
    ],
)
def test_a_sender_is_carried_forward_when_all_that_counts_is_old(statuses: list[str], carried: bool) -> None:
    given = files(*({"source_file": f"{place}.csv", "status": status} for place, status in enumerate(statuses)))
    assert heard(given, judged(), 0, ["dishub"])["dishub"]["carried_forward"] is carried


def test_rows_with_advice_are_told_of_their_sender() -> None:
    found = heard(files({}), judged(), 3, ["dishub", "dpmd"])
    assert {name: row["with_advice"] for name, row in found.items()} == {"dishub": 3, "dpmd": 0}


def test_last_received_is_the_newest_file() -> None:
    newest = datetime(2023, 9, 5, tzinfo=UTC)
    found = heard(files({}, {"source_file": "b.csv", "first_seen": newest}), judged(), 0, [])
    assert found["dishub"]["last_received"] == newest


def test_a_sender_stands_with_its_regency_and_a_folder_that_is_none_without() -> None:
    office = Sender(sender="dishub", name="-", kind="opd", contact="-", sends="-", regency_code="35.05")
    heard = pl.DataFrame({"sender": ["dishub", "dishubb"]})
    assert with_regencies(heard, {"dishub": office})["regency_code"].to_list() == ["35.05", None]
