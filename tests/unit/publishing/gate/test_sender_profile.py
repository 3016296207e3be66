"""Senders and files in numbers."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from flows.publishing.gate.sender_profile import file_profile, sender_profile
from schemas.senders.sender import Sender
from schemas.tables import TABLES
from schemas.tables.trail import TRAIL

MONTH = date(2024, 1, 1)
SENDER = {
    "month": MONTH, "sender": "dpmd", "files": 1, "carried_forward": False, "missing": False, "rows_read": 100,
    "covered": 70, "waiting": 5, "duplicate": 10, "rejected": 15, "with_advice": 0,
}  # fmt: skip
FILE = {
    "sender": "dpmd", "source_file": "rosters/2023-11/dpmd/3504111209759001 Karto.xlsx", "status": "carried_forward",
    "file_sha256": "0123456789abcdef", "month": MONTH, "rows_read": 100, "covered": 70, "waiting": 5, "duplicate": 10,
    "rejected": 15,
}  # fmt: skip


def table(name: str, *lines: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(lines), schema=TABLES[name].dtypes)


def declared(valid_for_months: int = 3) -> dict[str, Sender]:
    office = Sender(
        sender="dpmd", name="DPMD", kind="opd", contact="-", sends="-", valid_for_months=valid_for_months
    )  # fmt: skip
    return {"dpmd": office}


def trail(*covered: int) -> pl.DataFrame:
    first = datetime(2024, 1, 1, tzinfo=UTC)
    nights = [
        {"scope": "sender", "name": "dpmd", "covered": now, "started": first + timedelta(days=day)}
        for day, now in enumerate(covered)
    ]
    return pl.DataFrame(nights, schema=TRAIL)


def profile(
    sender: dict[str, Any] | None = None, files: tuple[dict[str, Any], ...] = (), nights: pl.DataFrame | None = None,
    valid_for_months: int = 3,
) -> dict[str, Any]:  # fmt: skip
    sent = table("senders", {**SENDER, **(sender or {})})
    made = sender_profile(
        sent, table("received_files", *files), trail() if nights is None else nights, declared(valid_for_months), MONTH
    )
    return made.row(0, named=True)


def test_a_senders_rows_are_added_up() -> None:
    assert (profile()["rows_read"], profile()["rows_accounted"]) == (100, 100)
    assert profile({"covered": 69})["rows_accounted"] == 99


@pytest.mark.parametrize(
    ("sent", "shares"),
    [
        ({}, (0.15, 0.1)),
        ({"rows_read": 20, "covered": 18, "waiting": 0, "duplicate": 0, "rejected": 2}, (0.1, 0.0)),
        ({"rows_read": 19, "covered": 0, "waiting": 0, "duplicate": 0, "rejected": 19}, (None, None)),
        ({"rows_read": 0, "covered": 0, "waiting": 0, "duplicate": 0, "rejected": 0}, (None, None)),
    ],
    ids=["a hundred rows", "twenty", "nineteen", "none"],
)
def test_shares_are_said_from_twenty_rows(sent: dict[str, int], shares: tuple[float | None, float | None]) -> None:
    found = profile(sent)
    assert (found["rejected_share"], found["duplicate_share"]) == shares


@pytest.mark.parametrize(("valid", "left"), [(3, 1), (2, 0), (24, 22)])
def test_a_list_carried_forward_from_november_to_january_is_two_months_old(valid: int, left: int) -> None:
    assert profile(files=(FILE,), valid_for_months=valid)["months_left"] == left


def test_of_several_lists_the_newest_tells_how_long() -> None:
    newer = {**FILE, "source_file": "rosters/2023-12/dpmd/b.xlsx"}
    assert profile(files=(FILE, newer))["months_left"] == 2


@pytest.mark.parametrize("status", ["read", "resent", "set_aside"])
def test_a_list_of_this_month_has_no_end_in_sight(status: str) -> None:
    assert profile(files=({**FILE, "status": status},))["months_left"] is None


@pytest.mark.parametrize(("nights", "spreads"), [(trail(*[120] * 5), 10.0), (trail(*[70] * 5), 0.0), (trail(), None)])
def test_a_sender_beside_what_is_usual_for_it(nights: pl.DataFrame, spreads: float | None) -> None:
    assert profile(nights=nights)["spreads"] == spreads


def test_a_segment_of_the_same_name_is_not_the_sender() -> None:
    other = trail(*[120] * 5).with_columns(scope=pl.lit("segment"))
    assert profile(nights=other)["spreads"] is None


def test_a_file_is_told_by_its_hash_and_never_by_its_name() -> None:
    found = file_profile(table("received_files", FILE, {**FILE, "file_sha256": None, "covered": 71}))
    assert found.rows() == [("dpmd", "01234567", 100, 100), ("dpmd", "-", 100, 101)]
    assert "3504111209759001" not in found.write_csv()
