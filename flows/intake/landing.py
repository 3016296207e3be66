"""What lies in `raw/rosters`: which files count for a month, first seen when, and whether they are the same file."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from flows.files import file_sha256
from flows.intake.opening import is_workbook
from flows.intake.received import ReceivedFile
from flows.settings import LOCAL_TIME
from schemas.senders.sender import Sender

MAX_WORKBOOK_BYTES = 64 * 1024 * 1024
"""A workbook of a million rows takes about 60 MiB; larger ones hold pictures. Delimited files have no limit."""
_NOT_ROSTERS = ("~$", ".", "Thumbs.db", "desktop.ini")
_MONTH_LENGTH = len("YYYY-MM")
_LONG_NUMBER = re.compile(r"(?:\d[ ._-]?){9,}\d")


Seen = Mapping[str, Mapping[str, datetime]]
"""When each file was first seen, by SHA-256 and then by `source_file`."""


class NoRosters(Exception):  # noqa: N818 - an outcome, not a fault of the program
    """There is nothing to read; the message says where it was looked for."""


def months_received(raw: Path) -> list[str]:
    """The months (YYYY-MM) that have a folder below raw/rosters, oldest first."""
    root = raw / "rosters"
    names = (path.name for path in root.iterdir() if path.is_dir()) if root.is_dir() else ()
    return sorted(name for name in names if is_month(name))


def newest_month(months: Sequence[str], moment: datetime) -> str:
    """The newest month that has begun in Tulungagung; where all are still to come, the first of them."""
    this_month = f"{moment.astimezone(LOCAL_TIME):%Y-%m}"
    return max((month for month in months if month <= this_month), default=months[0])


def is_month(text: str) -> bool:
    """True for a month written YYYY-MM."""
    try:
        date.fromisoformat(f"{text}-01")
    except ValueError:
        return False
    return len(text) == _MONTH_LENGTH


def survey(
    raw: Path, month: str, senders: Mapping[str, Sender], seen: Seen, excluded: Container[str] = frozenset()
) -> list[ReceivedFile]:
    """Every file received for the month, by path, with older lists of silent senders carried forward after them.

    A file keeps the moment it was first `seen`; so does one that was only renamed. A new file, a copy of an old one
    too, was received when it was last modified. Of identical files the one first seen is read, then the first by path;
    the others are `resent`. Files that stewards `excluded` (by path or SHA-256) are set aside, and their copies.

    Raises:
        NoRosters: no file at all counts for the month.
    """
    received = [_receive(raw, path, senders, seen) for path in _files(raw / "rosters" / month)]
    found = _exclude(received, excluded)
    files = [*_mark_resent(found), *_carried_forward(raw, month, senders, seen, found, excluded)]
    if not files:
        raise NoRosters(f"no rosters for {month} under {raw / 'rosters'}")
    return files


def older_lists(
    raw: Path,
    month: str,
    sender: Sender,
    seen: Seen,
    excluded: Container[str] = frozenset(),
    before: str | None = None,
) -> list[ReceivedFile]:
    """The sender's files of its newest earlier month that is still valid for `month`, as carried forward.

    With `before`, that of the months before it. Those that stewards `excluded` on the way come with them, set aside.
    """
    passed: list[ReceivedFile] = []
    for earlier in reversed([name for name in months_received(raw) if name < (before or month)]):
        if months_between(earlier, month) > sender.valid_for_months:
            break
        folder = raw / "rosters" / earlier / sender.sender
        received = [_receive(raw, path, {sender.sender: sender}, seen) for path in _files(folder)]
        found = _exclude(received, excluded)
        passed += [file for file in found if file.code == "FILE_EXCLUDED"]
        usable = [file for file in _mark_resent(found) if file.status == "read"]
        if usable:
            return [*(replace(file, status="carried_forward") for file in usable), *passed]
    return passed


def months_between(earlier: str, later: str) -> int:
    """Whole months from one YYYY-MM to another."""
    first, last = date.fromisoformat(f"{earlier}-01"), date.fromisoformat(f"{later}-01")
    return (last.year - first.year) * 12 + last.month - first.month


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(_NOT_ROSTERS))


def _receive(raw: Path, path: Path, senders: Mapping[str, Sender], seen: Seen) -> ReceivedFile:
    stat = path.stat()
    source_file = path.relative_to(raw).as_posix()
    parts = source_file.split("/")
    # rosters/<month>/<sender>/<file>; analysts see the folder's name, so what may be a NIK in it is hidden
    sender = _LONG_NUMBER.sub("…", parts[2]) if len(parts) > 3 else ""
    too_large = stat.st_size > MAX_WORKBOOK_BYTES and is_workbook(path)
    digest = None if too_large else file_sha256(path)
    modified = datetime.fromtimestamp(stat.st_mtime, UTC)
    code = "SENDER_UNKNOWN" if sender not in senders else "FILE_TOO_LARGE" if too_large else None
    return ReceivedFile(
        sender=sender,
        source_file=source_file,
        file_sha256=digest,
        first_seen=_first_seen(raw, source_file, digest, modified, seen),
        size=stat.st_size,
        status="set_aside" if code else "read",
        code=code,
    )


def _first_seen(raw: Path, source_file: str, digest: str | None, modified: datetime, seen: Seen) -> datetime:
    known = seen.get(digest or "", {})
    renamed = [moment for name, moment in known.items() if not (raw / name).exists()]
    return known.get(source_file) or min(renamed, default=modified)


def _exclude(files: Sequence[ReceivedFile], excluded: Container[str]) -> list[ReceivedFile]:
    """A copy of an excluded file is excluded with it: another name does not make its rows right."""
    named = [file for file in files if file.source_file in excluded or file.file_sha256 in excluded]
    hashes = {file.file_sha256 for file in named if file.file_sha256}
    return [
        replace(file, status="set_aside", code="FILE_EXCLUDED") if file in named or file.file_sha256 in hashes else file
        for file in files
    ]


def _mark_resent(files: Iterable[ReceivedFile]) -> list[ReceivedFile]:
    marked = list(files)
    first: dict[str, str] = {}
    for file in sorted(marked, key=lambda file: (file.first_seen, file.source_file)):
        if file.status == "read" and file.size:
            first.setdefault(file.file_sha256 or "", file.source_file)
    return [
        replace(file, status="resent", same_as=first[file.file_sha256 or ""])
        if file.status == "read" and first.get(file.file_sha256 or "", file.source_file) != file.source_file
        else file
        for file in marked
    ]


def _carried_forward(
    raw: Path,
    month: str,
    senders: Mapping[str, Sender],
    seen: Seen,
    found: Iterable[ReceivedFile],
    excluded: Container[str],
) -> list[ReceivedFile]:
    heard = {file.sender for file in found if file.status != "set_aside"}
    silent = [sender for name, sender in senders.items() if name not in heard]
    return [file for sender in silent for file in older_lists(raw, month, sender, seen, excluded)]
