"""A mess as it is written down, and what Payung makes of it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from flows.cleaning.roster import clean
from flows.intake.data_rows import people_and_ignored
from flows.intake.reading import Reading
from flows.intake.received import ReceivedFile, files_frame
from flows.intake.roster import read_roster
from flows.review.eligibility import with_eligibility
from flows.review.rules import judge
from schemas.senders.sender import senders

SHAPE = {
    "sheet": pl.String, "source_row": pl.UInt32, "nik": pl.String, "nkk": pl.String, "name": pl.String,
    "birth_date": pl.Date, "sex": pl.String, "segment": pl.String, "kecamatan_code": pl.String, "desa_code": pl.String,
    "occupation": pl.String, "wage_rp": pl.Int64, "phone": pl.String, "codes": pl.String,
}  # fmt: skip
"""One line a person, in the order of sheets, lists and rows; several codes are joined by a space."""


@dataclass(frozen=True)
class Became:
    """What one file became: its `status` and `code`, the `people` (`SHAPE`), rows `ignored` by why, and `heading`."""

    status: str
    code: str | None
    people: pl.DataFrame
    ignored: dict[str, int]
    heading: str


def mess_of(folder: Path) -> dict[str, Any]:
    """What `mess.yml` says of the mess in a folder."""
    mess: dict[str, Any] = yaml.safe_load((folder / "mess.yml").read_text(encoding="utf-8"))
    return mess


def expected_of(folder: Path) -> pl.DataFrame:
    """The people that the roster of the folder must become; none where it must be set aside."""
    path = folder / "expected.csv"
    if not path.exists():
        return pl.DataFrame(schema=SHAPE)
    return pl.read_csv(path, schema=SHAPE).with_columns(pl.col("sheet").fill_null(""))


def became(folder: Path) -> Became:
    """What the roster in a folder becomes, read as the night would read it."""
    mess = mess_of(folder)
    (path,) = folder.glob("roster.*")
    return read_as(path, mess["file_name"], mess["sender"], mess["month"])


def read_as(path: Path, file_name: str, sender: str, month: str) -> Became:
    """What the file becomes that a sender has sent in a month (YYYY-MM) under a name."""
    office, first = senders()[sender], date.fromisoformat(f"{month}-01")
    source_file = f"rosters/{month}/{sender}/{file_name}"
    reading = read_roster(path, source_file, office)
    return _judged(reading, ReceivedFile(sender, source_file, "00", _RECEIVED, 1, "read", reading.code), first)


def _judged(reading: Reading, file: ReceivedFile, month: date) -> Became:
    people, ignored = people_and_ignored(reading.cells)
    files = files_frame([file], month)
    roster = with_eligibility(clean(people, files, senders(), month), month)
    log = judge(roster, files)
    codes = log.group_by("row_id").agg(pl.col("code").unique().sort().str.join(" ").alias("codes"))
    return Became(
        status="set_aside" if reading.set_aside else "read",
        code=reading.code,
        people=roster.join(codes, on="row_id", how="left", maintain_order="left").select(*SHAPE),
        ignored={row["why"]: row["rows"] for rows in ignored["ignored_rows"].to_list() for row in rows},
        heading=reading.heading,
    )


_RECEIVED = datetime(2023, 9, 2, tzinfo=UTC)
