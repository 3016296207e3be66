"""Nothing is ever dropped: statuses of rows, files and senders."""

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from flows.review.balance import RowsUnaccounted, files_received, row_statuses, senders_heard, with_regencies
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


def ids(*row_ids: str) -> pl.Series:
    return pl.Series("row_id", row_ids, dtype=pl.String)


def workers(*row_ids: str) -> pl.DataFrame:
    return pl.DataFrame({"row_id": ids(*row_ids), "worker_id": ids(*(f"w1_{row_id}" for row_id in row_ids))})


def judged() -> pl.DataFrame:
    return row_statuses(received("a", "b", "c", "d"), ids("a"), ids("b"), ids("c"), workers("c", "d"))


def test_every_row_has_one_status() -> None:
    found = dict(judged().select("row_id", "status").iter_rows())
    assert found == {"a": "rejected", "b": "duplicate", "c": "waiting", "d": "covered"}


def test_a_waiting_row_knows_its_worker_and_a_rejected_one_has_none() -> None:
    found = dict(judged().select("row_id", "worker_id").iter_rows())
    assert found == {"a": None, "b": None, "c": "w1_c", "d": "w1_d"}


def test_rows_keep_their_contract() -> None:
    ROWS.model.validate(judged())


@pytest.mark.parametrize(
    ("rejected", "duplicate", "waiting", "covered"),
    [
        ((), (), (), ("a",)),  # b is lost
        (("a",), ("a",), (), ("b",)),  # a is counted twice
        (("a", "x"), (), (), ("b",)),  # x was never received
    ],
)
def test_a_row_lost_or_counted_twice_stops_the_night(
    rejected: tuple[str, ...], duplicate: tuple[str, ...], waiting: tuple[str, ...], covered: tuple[str, ...]
) -> None:
    with pytest.raises(RowsUnaccounted):
        row_statuses(received("a", "b"), ids(*rejected), ids(*duplicate), ids(*waiting), workers(*covered))


def test_the_message_of_lost_rows_holds_numbers_only() -> None:
    with pytest.raises(RowsUnaccounted, match=r"^2 rows received, 1 accounted for, 1 without a status$"):
        row_statuses(received("a", "b"), ids(), ids(), ids(), workers("a"))


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


def heard(
    given: pl.DataFrame, rows: pl.DataFrame, advised: pl.Series, expected: list[str]
) -> dict[str, dict[str, Any]]:
    table = senders_heard(files_received(given, rows), rows, advised, expected)
    assert set(table.columns) == set(SENDERS.columns) - {"score", *SCORE_PARTS, "regency_code"}
    return {row["sender"]: row for row in table.to_dicts()}


def test_a_file_counts_what_became_of_its_rows() -> None:
    table = files_received(files({}), judged())
    RECEIVED_FILES.model.validate(table)
    assert table.select("rows_read", "covered", "waiting", "duplicate", "rejected").row(0) == (4, 1, 1, 1, 1)


def test_a_file_without_rows_counts_zero() -> None:
    table = files_received(files({"source_file": "empty.csv"}), judged())
    assert table.select("rows_read", "covered").row(0) == (0, 0)


def test_a_sender_that_was_expected_and_sent_nothing_is_missing() -> None:
    found = heard(files({}), judged(), ids(), ["dishub", "dpmd"])
    assert [(name, row["missing"]) for name, row in found.items()] == [("dishub", False), ("dpmd", True)]


def test_a_sender_whose_only_file_was_set_aside_is_missing() -> None:
    found = heard(files({"status": "set_aside", "code": "FILE_EMPTY"}), judged().clear(), ids(), ["dishub"])
    assert (found["dishub"]["missing"], found["dishub"]["files"]) == (True, 0)


def test_a_sender_nobody_expected_is_listed_and_never_missing() -> None:
    found = heard(
        files({"sender": "tamu", "status": "set_aside", "code": "SENDER_UNKNOWN"}), judged().clear(), ids(), []
    )
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
    assert heard(given, judged(), ids(), ["dishub"])["dishub"]["carried_forward"] is carried


def test_a_row_that_carries_advice_counts() -> None:
    assert heard(files({}), judged(), ids("d"), ["dishub"])["dishub"]["with_advice"] == 1


def test_advice_on_a_rejected_row_does_not_count() -> None:
    assert heard(files({}), judged(), ids("a"), ["dishub"])["dishub"]["with_advice"] == 0


def test_a_row_with_two_pieces_of_advice_counts_once() -> None:
    assert heard(files({}), judged(), ids("d", "d"), ["dishub"])["dishub"]["with_advice"] == 1


def test_last_received_is_the_newest_file() -> None:
    newest = datetime(2023, 9, 5, tzinfo=UTC)
    found = heard(files({}, {"source_file": "b.csv", "first_seen": newest}), judged(), ids(), [])
    assert found["dishub"]["last_received"] == newest


def test_a_sender_stands_with_its_regency_and_a_folder_that_is_none_without() -> None:
    office = Sender(sender="dishub", name="-", kind="opd", contact="-", sends="-", regency_code="35.05")
    heard = pl.DataFrame({"sender": ["dishub", "dishubb"]})
    assert with_regencies(heard, {"dishub": office})["regency_code"].to_list() == ["35.05", None]
