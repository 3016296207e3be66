"""Rows of which something is said, counted by sender."""

import polars as pl
import pytest

from flows.review.noted import noted_rows
from schemas.tables.duplicates import DUPLICATES
from schemas.tables.reason_log import REASON_LOG

OURS, THEIRS = "0123456789ab", "ba9876543210"
FILES = pl.DataFrame({"file_key": [OURS, THEIRS], "sender": ["dishub", "dpmd"]})


def log(*lines: tuple[str, str]) -> pl.DataFrame:
    """Rows of our file, with their codes."""
    severe = {"NIK_FORMAT": "reject", "NIK_CONFLICT": "reject"}
    rows = [
        {"row_id": f"{OURS}-0-{row}", "code": code, "column": "nik", "severity": severe.get(code, "advise")}
        for row, code in lines
    ]
    return pl.DataFrame(rows, schema=REASON_LOG.dtypes)


def noted(said: pl.DataFrame, duplicates: pl.DataFrame | None = None) -> dict[str, tuple[int, int]]:
    """By sender, the rows with advice and the faulty ones."""
    twins = DUPLICATES.empty() if duplicates is None else duplicates
    found = noted_rows(said.lazy(), twins.lazy(), FILES)
    return {sender: (advised, faulty) for sender, advised, faulty in found.iter_rows()}


@pytest.mark.parametrize(
    ("code", "advised", "faulty"),
    [
        ("NIK_FORMAT", 0, 1),
        ("NIK_CONFLICT", 0, 1),  # set aside, whoever mends it
        ("SEX_DIFFERS_FROM_NIK", 1, 1),
        ("NIK_FOREIGN_REGION", 1, 0),  # nothing to mend
        ("AGE_NEAR_LIMIT", 1, 0),
    ],
)
def test_a_faulty_row_is_set_aside_or_its_senders_to_mend(code: str, advised: int, faulty: int) -> None:
    assert noted(log(("1", code))) == {"dishub": (advised, faulty), "dpmd": (0, 0)}


def test_a_row_counts_once_whatever_is_said_of_it() -> None:
    twice = log(("1", "SEX_DIFFERS_FROM_NIK"), ("2", "AGE_NEAR_LIMIT"), ("1", "AGE_NEAR_LIMIT"))
    assert noted(twice)["dishub"] == (2, 1)


def test_advice_on_a_row_set_aside_does_not_count() -> None:
    assert noted(log(("1", "AGE_NEAR_LIMIT"), ("1", "NIK_CONFLICT")))["dishub"] == (0, 1)


def resent(twin: str, kind: str = "resent") -> pl.DataFrame:
    row = {"row_id": f"{THEIRS}-0-1", "winner_row_id": f"{OURS}-0-{twin}", "kind": kind}
    return pl.DataFrame([row], schema=DUPLICATES.dtypes)


def test_a_resent_row_is_as_faulty_as_its_twin() -> None:
    assert noted(log(("1", "NIK_FORMAT")), resent("1")) == {"dishub": (0, 1), "dpmd": (0, 1)}


@pytest.mark.parametrize("twin", [resent("2"), resent("1", "within_sender")])
def test_other_duplicates_are_judged_by_themselves(twin: pl.DataFrame) -> None:
    assert noted(log(("1", "NIK_FORMAT")), twin)["dpmd"] == (0, 0)


def test_two_files_of_a_sender_add_up() -> None:
    both = pl.concat([log(("1", "NIK_FORMAT")), log(("1", "NIK_FORMAT")).with_columns(row_id=pl.lit(f"{THEIRS}-0-1"))])
    found = noted_rows(both.lazy(), DUPLICATES.empty().lazy(), FILES.with_columns(sender=pl.lit("dishub")))
    assert found.rows() == [("dishub", 0, 2)]
