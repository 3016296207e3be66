"""A held night released: published after a person has looked at it and said why."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from flows.files import file_sha256
from flows.publishing import snapshot
from flows.publishing.staged import carry
from flows.publishing.trail import trailing_nights
from flows.reporting.report.page import write_report
from flows.reporting.summary import on_record
from schemas.expectations import expectations


class ReleaseRefused(Exception):  # noqa: N818 - an outcome the operator must act on
    """The night cannot be released; the message says why, and what to do instead."""


def release(curated: Path, night: str | None, *, reason: str, by: str, at: datetime) -> Path:
    """The snapshot that was the held `night` (the newest held unless named), published with who released it and why.

    A copy is made in the staging folder and published as any night is; the held folder goes last. So a release that is
    killed leaves `latest` at the old snapshot or at the whole new one, and can be repeated. The manifest then says
    `released`, with `by`, `reason` and `at`; the findings stay as they were.

    Raises:
        ReleaseRefused: there is no such night, nobody or no reason is named, the night no longer follows `latest`, was
            made with another key, is held by what nobody may release, or is not whole.
        NightRunning: a night, or another release, is under way.
        CuratedUnusable: the folder cannot be written.
    """
    by, reason = (_on_record(option, text) for option, text in (("--by", by), ("--reason", reason)))
    said = {"by": by, "reason": reason, "at": at.isoformat(timespec="seconds")}
    with snapshot.one_night_at_a_time(curated):
        latest = snapshot.latest_snapshot(curated)
        held = _held_night(curated, night, latest)
        run_id, manifest = held.name, snapshot.read_manifest(held)
        _check_follows(run_id, manifest, snapshot.read_manifest(latest))
        _check_findings(run_id, manifest)
        _check_whole(held, manifest)
        staging = snapshot.stage(curated, run_id)
        shutil.copytree(held, staging, copy_function=carry, dirs_exist_ok=True)
        released = {**manifest, "verdict": "released", "released": said}
        snapshot.write_manifest(staging, released)
        write_report(staging, released, trailing_nights(curated, latest), latest)
        _clear_unfinished(curated, run_id)
        folder = snapshot.publish(curated, staging, run_id)
        shutil.rmtree(held)
    return folder


def not_releasable(manifest: dict[str, Any]) -> list[str]:
    """The names of the broken expectations for which nobody may release the night.

    One that is not declared any more is among them: what it guarded against is not known.
    """
    released = {one.name for one in expectations() if one.releasable}
    return [
        finding["name"]
        for finding in manifest["gates"]
        if finding["severity"] == "hold" and not finding["held"] and finding["name"] not in released
    ]


def next_step(folder: Path, manifest: dict[str, Any]) -> str:
    """What the operator of a held night does next."""
    look = f"Look at the report, {folder / 'report' / 'index.html'}."
    if stuck := not_releasable(manifest):
        return f"{look}\nNobody may release this night ({', '.join(stuck)}): have it mended, then run again."
    command = f'payung release --night {manifest["run_id"]} --reason "…" --by "…"'
    return f"{look}\nIf the night is right: {command}\nIf it is not: have it mended, then run again."


def _on_record(option: str, text: str) -> str:
    return on_record(option, text, "a release says who looked and why the night is right", ReleaseRefused)


def _held_night(curated: Path, night: str | None, latest: Path | None) -> Path:
    """The held folder meant. One that `latest` already is was published by a release killed before it tidied up."""
    for folder in sorted((curated / "held").glob("*")):
        if latest is not None and folder.name == latest.name:
            shutil.rmtree(folder)
    held = sorted(path for path in (curated / "held").glob("*") if (path / snapshot.MANIFEST).is_file())
    named = [path for path in held if night in {None, path.name}]
    if not named and night is not None and latest is not None and night == latest.name:
        raise ReleaseRefused(f"{night} is published already")
    if not named:
        raise ReleaseRefused(f"no held night {night} in {curated}" if night else f"no night is held in {curated}")
    return named[-1]


def _check_follows(run_id: str, manifest: dict[str, Any], latest: dict[str, Any]) -> None:
    if manifest["previous"] != latest.get("run_id"):
        raise ReleaseRefused(f"{run_id} does not follow what is published now ({latest.get('run_id')}): run again")
    if latest and manifest["key_fingerprint"] != latest["key_fingerprint"]:
        raise ReleaseRefused(f"{run_id} was made with another key: every worker would get a new id")


def _check_findings(run_id: str, manifest: dict[str, Any]) -> None:
    if stuck := not_releasable(manifest):
        raise ReleaseRefused(f"{run_id} is held by what nobody may release: {', '.join(stuck)}")


def _check_whole(held: Path, manifest: dict[str, Any]) -> None:
    """Every table is the one that the gate saw: a held night stands open to a person's hand for days."""
    for name, table in manifest["tables"].items():
        path = held / name
        if not path.is_file() or file_sha256(path) != table["sha256"]:
            raise ReleaseRefused(f"{held.name} is not as the gate saw it ({name}): run again")


def _clear_unfinished(curated: Path, run_id: str) -> None:
    """What an earlier release of the night, killed before `latest` moved, left under `snapshots/`."""
    unfinished = curated / "snapshots" / run_id
    if unfinished.exists():
        shutil.rmtree(unfinished)
