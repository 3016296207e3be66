"""What people outside the offices have said: the rulings of stewards, the answers of Dukcapil and BPJS."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from flows.cleaning.answers import newest_members, newest_results, row_account, understood
from flows.intake.answers import AnswerFile, read_answers
from flows.intake.rulings import read_rulings
from flows.night import Night
from flows.publishing.manifest import made_by_this_code
from flows.publishing.parquet import read_table
from flows.publishing.pseudonyms import read_key, with_worker_ids
from flows.publishing.snapshot import read_manifest
from flows.review.rulings.heard import accepted_values, heard
from flows.tasks.steps import step
from schemas.answers import KINDS
from schemas.tables import TABLES

_FILES = TABLES["answer_files"]
_WHOLE = ("bill", "payment")
"""Kinds whose table holds every row that was understood: a file of them is read once, and then kept."""
_NO_ROWS = {"sheet": pl.String, "source_row": pl.UInt32, "why": pl.String}


@step("hear the stewards' rulings", counts="rulings")
def hear_rulings(night: Night) -> int:
    """The rulings in `raw/decisions`, those refused at once marked as such. Returns rulings heard."""
    return leave_rulings(night, read_rulings(night.raw)).height


def leave_rulings(night: Night, read: pl.DataFrame) -> pl.DataFrame:
    """The rulings as they are heard in the night's month, left for its steps."""
    rulings = heard(read, night.first_day)
    night.save("rulings", rulings)
    night.save("accepted_values", accepted_values(rulings))
    return rulings


@step("hear the answers from outside", counts="files")
def hear_answers(night: Night) -> int:
    """What Dukcapil and BPJS answered, and the lists of aid; each file with what became of its rows. Returns files."""
    before = _read_before(night)
    heard_files = [_hear(file, before) for file in read_answers(night.raw, before)]
    read = {
        name: pl.concat([kind.read.to_frame(), *(one.rows for one in heard_files if one.account["kind"] == name)])
        for name, kind in KINDS.items()
    }
    key = read_key(night.key_file)
    _keep(night, "answer_files", pl.DataFrame([one.account for one in heard_files], schema=_FILES.dtypes))
    _keep(night, "dukcapil_results", newest_results(read["dukcapil"]))
    _keep(night, "members", with_worker_ids(newest_members(read["members"]), key))
    kept = [one.account["source_file"] for one in heard_files if one.kept]
    _keep(night, "bills", with_worker_ids(read["bill"], key), kept)
    _keep(night, "payments", read["payment"], kept)
    night.save("claims_read", read["claims"])
    night.save("aid_read", read["aid"])
    return len(heard_files)


@dataclass(frozen=True)
class _Heard:
    """A file of answers: its row of `answer_files`, the rows of it that were understood, and whether they are those of
    the previous snapshot."""

    account: dict[str, Any]
    rows: pl.DataFrame
    kept: bool = False


def _hear(file: AnswerFile, before: Mapping[tuple[str, str], dict[str, Any]]) -> _Heard:
    account = before.get((file.source_file, file.file_sha256))
    if account and not file.trouble:
        return _Heard(account, KINDS[account["kind"]].read.to_frame(), kept=True)
    named = {"source_file": file.source_file, "file_sha256": file.file_sha256, "trouble": file.trouble}
    if file.kind is None or file.cells is None:
        return _Heard({**named, "kind": None, **row_account(pl.DataFrame(schema=_NO_ROWS))}, pl.DataFrame())
    read = understood(file.cells, file.kind)
    used = read.filter(pl.col("why").is_null()).drop("why")
    return _Heard({**named, "kind": file.kind.name, **row_account(read)}, used)


def _read_before(night: Night) -> dict[tuple[str, str], dict[str, Any]]:
    """The files that this version of Payung has read already and whose rows the previous snapshot holds, by name and
    SHA-256: twelve bills of a launch month take ten seconds to read."""
    if not made_by_this_code(read_manifest(night.previous)):
        return {}
    files = read_table(night.previous, _FILES).filter(pl.col("kind").is_in(_WHOLE), pl.col("trouble").is_null())
    return {(row["source_file"], row["file_sha256"]): row for row in files.iter_rows(named=True)}


def _keep(night: Night, name: str, read: pl.DataFrame, kept: Sequence[str] = ()) -> None:
    """Leaves a table of what was read, and beside it the previous snapshot's rows of the files `kept`."""
    table = TABLES[name]
    before = read_table(night.previous, table).filter(pl.col("source_file").is_in(kept)) if kept else table.empty()
    night.keep(name, table.arrange(pl.concat([before, read.select(table.columns)])))
