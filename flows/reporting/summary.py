"""What the operator sees in the terminal after a night."""

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from flows.reporting.terminal import console
from schemas.reasons import REASONS

_TOP_REASONS = 8
_TO_TAKE_UP = {
    "unclaimed_deaths": "deaths without a claim",
    "claims": "claims that disagree",
    "bill_lines": "lines of bills that disagree",
    "answer_files": "files not used in full (steward/answer_files.parquet says why)",
}
_SENDER_FOLDER = len(("rosters", "<YYYY-MM>", "<sender>"))


def summary(manifest: Mapping[str, Any], folder: Path, files_set_aside: list[tuple[str, str]]) -> RenderableType:
    """Workers and rupiah by segment, rows by status, top reasons, senders missing, and where everything is.

    `files_set_aside`: file and code. A file is told by its folder and what kind it is: offices name files after people.
    """
    lines: list[RenderableType] = [_verdict(manifest), _segments(manifest), _balance(manifest)]
    if manifest["reasons"]:
        lines.append(_reasons(manifest))
    if files_set_aside:
        lines.append("Files with a problem (the rest of the night went on); steward/received_files.parquet names them:")
        told = Counter((_unnamed(name), code) for name, code in files_set_aside)
        lines += [
            f"  {where}: {code}, {REASONS[code].sentence}{f' ({files} files)' if files > 1 else ''}"
            for (where, code), files in told.items()
        ]
    if manifest["senders_missing"]:
        lines.append(f"Senders missing ({len(manifest['senders_missing'])}): {', '.join(manifest['senders_missing'])}")
    if manifest["senders_carried_forward"]:
        lines.append(f"Carried forward from an earlier month: {', '.join(manifest['senders_carried_forward'])}")
    if manifest.get("decisions"):  # a snapshot of an earlier version has none
        lines.append(_decisions(manifest["decisions"]))
    lines += [_adjusted(line) for line in manifest.get("adjustments", ())]
    if again := manifest.get("run_again"):
        told_dead = ", ".join(f"{month} ({count})" for month, count in again.items())
        lines.append(f"Run these months again, they cover people whose death became known since: {told_dead}")
    waiting = {what: count for what, count in manifest.get("to_take_up", {}).items() if count}
    if waiting:
        listed = ", ".join(f"{count:,} {_TO_TAKE_UP[what]}" for what, count in waiting.items())
        lines.append(f"Answers from outside, to take up: {listed}")
    lines += [
        "",
        f"Tables for analysts   {folder / 'analyst'}",
        f"Returns for senders   {folder / 'steward' / 'returns'}",
    ]
    lines += [f"Night report          {folder / 'report' / 'index.html'}"]
    return Group(*(Text(line) if isinstance(line, str) else line for line in lines))


def print_summary(manifest: Mapping[str, Any], folder: Path, files_set_aside: list[tuple[str, str]]) -> None:
    """Prints the summary; wide enough to keep numbers whole when the output is a file."""
    console().print(summary(manifest, folder, files_set_aside))


def masked(text: str) -> str:
    """`text` with every run of ten or more digits hidden, grouped ones too."""
    return re.sub(r"(?:\d[ ._-]?){9,}\d", "…", text)


def on_record(option: str, text: str, wanted: str, refused: type[Exception]) -> str:
    """What a person said for the record, once known to be something, and fit for a manifest that analysts read.

    Raises:
        refused: it is empty, or holds a long number; `wanted` says what should stand there.
    """
    if not text.strip():
        raise refused(f"{option} is empty: {wanted}")
    if masked(text) != text:
        raise refused(f"{option} holds a long number, maybe a NIK: it is published with the night; say it without")
    return text.strip()


def _unnamed(source_file: str) -> str:
    """A file without its name: rosters/2023-09/dishub/….xlsx."""
    path = PurePosixPath(source_file)
    folder = PurePosixPath(*path.parent.parts[:_SENDER_FOLDER])
    return masked(f"{folder}/…{path.suffix if path.suffix[1:].isalnum() else ''}")


def _verdict(manifest: Mapping[str, Any]) -> str:
    month, run_id = manifest["month"], manifest["run_id"]
    lines = [f"Night {run_id} for {month}: {manifest['verdict'].upper()}"]
    if manifest["verdict"] == "held":
        lines[0] += "; nothing was published, the last snapshot stands"
    elif manifest["verdict"] == "released":
        said = manifest["released"]
        lines.append(f"Held by the gate; released by {said['by']} ({said['at']}): {said['reason']}")
    elif manifest["unchanged"]:
        lines.append("Nothing changed since the snapshot before.")
    if closed := manifest.get("closed"):
        lines.append(f"Since then {closed['month']} was closed by {closed['decree']} ({closed['by']}, {closed['at']}).")
    for finding in manifest["gates"]:
        if not finding["held"]:
            seen = "; ".join(finding["observed"])
            lines.append(f"  {finding['severity'].upper()} {finding['name']}: {finding['sentence']} ({seen})")
    return "\n".join(lines)


def _segments(manifest: Mapping[str, Any]) -> Table:
    table = Table("segment", title_justify="left", show_footer=True)
    table.columns[0].footer = "total"
    segments = manifest["segments"]
    for key, label in (
        ("workers", "workers"),
        ("jkk_rp", "JKK Rp/month"),
        ("jkm_rp", "JKM Rp/month"),
        ("contribution_rp", "contribution Rp/month"),
    ):
        total = sum(segment[key] for segment in segments)
        table.add_column(label, justify="right", footer=f"{total:,}")
    for segment in segments:
        numbers = (segment[key] for key in ("workers", "jkk_rp", "jkm_rp", "contribution_rp"))
        table.add_row(segment["segment"], *(f"{number:,}" for number in numbers))
    return table


def _balance(manifest: Mapping[str, Any]) -> str:
    balance = manifest["balance"]
    parts = (f"{balance[status]:,} {status}" for status in ("covered", "waiting", "duplicate", "rejected"))
    return f"Rows: {balance['rows_read']:,} read = {' + '.join(parts)}"


def _adjusted(line: Mapping[str, Any]) -> str:
    """What is booked for a closed month, and of what kind."""
    month, workers, rupiah = line["month"], f"{line['workers']:,}", f"{line['contribution_rp']:,}"
    return f"Booked for {month}, which is closed: {workers} workers {line['kind']} ({line['why']}), Rp {rupiah}"


def _decisions(statuses: Mapping[str, int]) -> str:
    """How many rulings hold, and what became of the others: none is left unused in silence."""
    others = {status: rulings for status, rulings in statuses.items() if status != "applied"}
    unused = ", ".join(f"{rulings:,} {status}" for status, rulings in others.items())
    told = f"{unused} (why: steward/decisions.parquet)" if unused else "none"
    return f"Rulings: {statuses.get('applied', 0):,} applied; not applied: {told}"


def _reasons(manifest: Mapping[str, Any]) -> Table:
    table = Table("reason", "severity", "what it means", title="Top reasons", title_justify="left")
    table.add_column("rows", justify="right")
    for reason in manifest["reasons"][:_TOP_REASONS]:
        table.add_row(reason["code"], reason["severity"], REASONS[reason["code"]].sentence, f"{reason['rows']:,}")
    return table
