"""Each mess, as an office might send it, and what it must become."""

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from flows.cleaning.roster import clean
from flows.intake.data_rows import people_and_ignored
from flows.intake.received import ReceivedFile, files_frame
from flows.intake.roster import read_roster
from flows.review.eligibility import with_eligibility
from flows.review.rules import broken_rules
from schemas.senders.sender import senders

MONTH = date(2023, 9, 1)
FOLDER = Path(__file__).parent
MESSES = sorted(path.parent.name for path in FOLDER.glob("*/expected.csv"))
SHAPE = {
    "sheet": pl.String, "source_row": pl.UInt32, "nik": pl.String, "name": pl.String, "birth_date": pl.Date,
    "segment": pl.String, "desa_code": pl.String, "codes": pl.String,
}  # fmt: skip


def became(mess: str) -> pl.DataFrame:
    sender = senders()[mess.split("__", maxsplit=1)[0] if "__" in mess else "dpmd"]
    (path,) = (FOLDER / mess).glob("roster.*")
    source_file = f"rosters/2023-09/{sender.sender}/{path.name}"
    reading = read_roster(path, source_file, sender)
    assert (reading.set_aside, reading.code) == (False, None), reading
    file = ReceivedFile(sender.sender, source_file, "00", datetime(2023, 9, 2, tzinfo=UTC), 1, "read")
    people, _ = people_and_ignored(reading.cells)
    roster = with_eligibility(clean(people, files_frame([file], MONTH), senders(), MONTH), MONTH)
    codes = broken_rules(roster).group_by("row_id").agg(pl.col("code").sort().str.join(" ").alias("codes"))
    return roster.join(codes, on="row_id", how="left", maintain_order="left").select(*SHAPE)


@pytest.mark.parametrize("mess", MESSES)
def test_a_mess_becomes_what_is_written_beside_it(mess: str) -> None:
    expected = pl.read_csv(FOLDER / mess / "expected.csv", schema=SHAPE).with_columns(pl.col("sheet").fill_null(""))
    assert_frame_equal(became(mess), expected)


def test_there_are_messes() -> None:
    assert len(MESSES) >= 5
