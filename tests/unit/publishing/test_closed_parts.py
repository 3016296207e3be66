"""A month's fingerprint, of one file or of several."""

import hashlib
from datetime import date
from pathlib import Path

from flows.publishing.closed import part_sha256
from flows.publishing.parquet import table_path
from flows.publishing.published_month import PublishedMonth
from schemas.tables.workers import WORKERS

SEPTEMBER = date(2023, 9, 1)


def month_of(folder: Path, *parts: bytes) -> str | None:
    for number, content in enumerate(parts):
        path = table_path(folder, WORKERS, "2023-09", number)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return part_sha256(folder, WORKERS, SEPTEMBER)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_of_one_file_it_is_that_of_the_file(tmp_path: Path) -> None:
    assert month_of(tmp_path, b"a") == sha256(b"a")


def test_of_several_it_is_that_of_theirs_whatever_their_numbers(tmp_path: Path) -> None:
    made = sha256("\n".join(sorted((sha256(b"a"), sha256(b"b")))).encode())
    assert (month_of(tmp_path / "ab", b"a", b"b"), month_of(tmp_path / "ba", b"b", b"a")) == (made, made)
    assert PublishedMonth(tmp_path / "ab", "2023-09").sha256("workers") == made


def test_a_part_that_stands_there_twice_is_another_month(tmp_path: Path) -> None:
    assert month_of(tmp_path / "ab", b"a", b"b") != month_of(tmp_path / "aba", b"a", b"b", b"a")


def test_a_part_more_or_less_is_another_month(tmp_path: Path) -> None:
    found = {
        month_of(tmp_path / str(parts), *(b"abc"[place : place + 1] for place in range(parts))) for parts in range(4)
    }
    assert (len(found), None in found) == (4, True)
