"""Laws of tables in parts: whatever parts the rows come in, what is published and counted of them is the same."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.publishing.parquet import read_table, table_files
from flows.publishing.staged import Staged, stage_all
from flows.review.balance import check_balance, row_counts, rows_received
from flows.review.noted import noted_rows
from schemas.tables import TABLES
from schemas.tables.table import Table

MONTH = date(2023, 9, 1)
FILES = {f"{sender}{'0' * 11}": sender for sender in "abc"}
"""Senders by the key of their only file."""
CODES = {"NIK_FORMAT": "reject", "SEX_DIFFERS_FROM_NIK": "advise", "AGE_NEAR_LIMIT": "advise"}
few = settings(max_examples=25, deadline=None)


@st.composite
def cuts(draw: st.DrawFn, rows: int) -> list[tuple[int, int]]:
    """Where a frame of so many rows is cut into parts; empty ones too."""
    at = sorted(draw(st.lists(st.integers(0, rows), max_size=6)))
    return list(zip([0, *at], [*at, rows], strict=True))


@st.composite
def night(draw: st.DrawFn) -> dict[str, pl.DataFrame]:
    """Rows of three senders in any order, with what was said of them."""
    rows = draw(st.lists(st.tuples(st.sampled_from(sorted(FILES)), st.sampled_from(["covered", "rejected"])),
                         min_size=1, max_size=30))  # fmt: skip
    received = [
        {"row_id": f"{key}-0-{place}", "sender": FILES[key], "source_file": f"{FILES[key]}.csv", "file_sha256": key,
         "sheet": "", "source_row": place, "status": status}
        for place, (key, status) in enumerate(rows)
    ]  # fmt: skip
    said = draw(st.sets(st.tuples(st.integers(0, len(rows) - 1), st.sampled_from(sorted(CODES)))))
    log = [
        {"row_id": received[place]["row_id"], "code": code, "severity": CODES[code], "column": "nik"}
        for place, code in sorted(said)
    ]
    tables = {"rows": received, "reason_log": log}
    made = {name: pl.DataFrame(lines, schema=TABLES[name].dtypes) for name, lines in tables.items()}
    return {name: frame.sample(fraction=1, shuffle=True, seed=len(log)) for name, frame in made.items()}


def staged(table: Table, parts: list[pl.DataFrame], together: int) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """The table as it is read back, and its row groups."""
    with TemporaryDirectory() as folder:
        stage_all(Path(folder), "2023-09", [Staged([table], [part.lazy() for part in parts])], together)
        (file,) = table_files(Path(folder), table)
        written = pq.ParquetFile(file)
        groups = [pl.DataFrame(written.read_row_group(place)) for place in range(written.num_row_groups)]
        return read_table(Path(folder), table), groups


@few
@given(night(), st.data(), st.integers(1, 40))
def test_a_table_has_the_same_rows_whatever_parts_it_is_staged_from(
    tables: dict[str, pl.DataFrame], data: st.DataObject, together: int
) -> None:
    for name, frame in tables.items():
        table = TABLES[name]
        parts = [frame[first:last] for first, last in data.draw(cuts(frame.height))]
        found, groups = staged(table, parts, together)
        assert table.arrange(found).equals(table.arrange(frame))
        assert all(table.arrange(group).equals(group.cast(table.dtypes)) for group in groups)


@few
@given(night(), st.data())
def test_rows_are_counted_the_same_whatever_parts_they_come_in(
    tables: dict[str, pl.DataFrame], data: st.DataObject
) -> None:
    rows = tables["rows"]
    parts, received = ([rows[first:last] for first, last in data.draw(cuts(rows.height))] for _ in range(2))
    counts = row_counts(pl.concat([part.lazy() for part in parts]))
    check_balance(counts, pl.concat([rows_received(part) for part in received]))
    assert counts.sort("sender").equals(row_counts(rows.lazy()).sort("sender"))


@few
@given(night(), st.data())
def test_what_is_said_of_rows_is_counted_the_same_whatever_parts_it_comes_in(
    tables: dict[str, pl.DataFrame], data: st.DataObject
) -> None:
    log = tables["reason_log"]
    parts = [log[first:last].lazy() for first, last in data.draw(cuts(log.height))]
    files = pl.DataFrame({"file_key": list(FILES), "sender": list(FILES.values())})
    twins = TABLES["duplicates"].empty().lazy()
    found, whole = (noted_rows(frame, twins, files).sort("sender") for frame in (pl.concat(parts), log.lazy()))
    assert found.equals(whole)
    faulty = log.filter(pl.col("code") != "AGE_NEAR_LIMIT")["row_id"].n_unique()
    assert found["faulty"].sum() == faulty
