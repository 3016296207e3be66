"""The lists of a closed month as they lie in `raw/` now, beside those that it was closed with."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.intake.received import ReceivedFile
from schemas.tables.received_files import COUNTED

LateList = tuple[str, str]
"""Sender and SHA-256 of a list that came after its month was closed."""


@dataclass(frozen=True)
class ListsNow:
    """`hashes`: SHA-256 of the lists that count for the month now. `late`: those among them that came after closing.

    `seen`: all that lie there, whether they count or not. `heard`: senders with a list of the month itself.
    `out_of_reach`: senders whose lists cannot be read again.
    """

    hashes: frozenset[str]
    late: frozenset[LateList]
    seen: frozenset[str]
    heard: frozenset[str]
    out_of_reach: frozenset[str]

    def put_away(self, known: Iterable[LateList]) -> bool:
        """True where late lists that are `known` lie there no more, with nothing in their place, and none is new.

        That is no word about the people on them either.
        """
        late = set(known)
        gone = any(digest not in self.seen and sender not in self.heard for sender, digest in late)
        return gone and not self.late - late


def lists_now(raw: Path, surveyed: Iterable[ReceivedFile], received: pl.DataFrame) -> ListsNow:
    """The lists of a closed month now: `surveyed` anew, beside the month's `received_files`.

    What an office had sent counts until it sends something else for the month, or a steward excludes it: a list that is
    no longer there has been put away, which is no word about the people on it. Such an office is out of reach, and so
    are its workers. What was set aside when the month was open is so still.
    """
    files = list(surveyed)
    hashes: set[str] = set()
    late: set[LateList] = set()
    out_of_reach: set[str] = set()
    for sender in sorted({file.sender for file in files} | set(received["sender"])):
        sent = [file for file in files if file.sender == sender]
        told = received.filter(pl.col("sender") == sender).drop_nulls("file_sha256")
        counted = told.filter(pl.col("status").is_in(COUNTED))
        new = _hashes(sent, COUNTED) - set(told["file_sha256"])
        excluded = {file.file_sha256 for file in sent if file.code == "FILE_EXCLUDED"}
        if new:
            hashes |= _hashes(sent, COUNTED) - (set(told["file_sha256"]) - set(counted["file_sha256"]))
            late |= {(sender, digest) for digest in new}
        else:
            hashes |= set(counted["file_sha256"]) - excluded
            seen = {file.file_sha256 for file in sent}
            if any(digest not in seen and not (raw / name).is_file() for name, digest in _named(counted)):
                out_of_reach.add(sender)
    lying = frozenset(file.file_sha256 for file in files if file.file_sha256)
    heard = frozenset(file.sender for file in files if file.status == "read")
    return ListsNow(frozenset(hashes), frozenset(late), lying, heard, frozenset(out_of_reach))


def _hashes(files: Iterable[ReceivedFile], statuses: Iterable[str]) -> set[str]:
    return {file.file_sha256 for file in files if file.file_sha256 and file.status in statuses}


def _named(files: pl.DataFrame) -> list[tuple[str, str]]:
    return list(files.select("source_file", "file_sha256").iter_rows())
