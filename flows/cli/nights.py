"""Nights: run, released, looked at."""

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from flows.cli.shared import HELD, Curated, Month, Raw, app, check_month, check_sender, fail, print_snapshot, published

if TYPE_CHECKING:
    from flows.night import Outcome
    from flows.server import OwnServer

RunnerName = Literal["thread", "process", "dask", "ray"]


@app.command(rich_help_panel="Nights")
def run(
    month: Month = None,
    sender: Annotated[str | None, typer.Option(help="Take in this sender's files alone.")] = None,
    raw: Raw = None,
    curated: Curated = None,
    runner: Annotated[RunnerName | None, typer.Option(help="What does the steps.  [default: thread]")] = None,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Read every list anew; keep nothing of it.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Only speak of a night that is held or fails.")] = False,
) -> None:
    """Run a night under Prefect. Exit code 0: published. 3: held, the last snapshot stands. 1: failed."""
    from flows.server import OwnServer
    from flows.settings import quiet_libraries

    for name, value in quiet_libraries().items():
        os.environ.setdefault(name, value)
    # Prefect prints tracebacks; the operator gets one line, and the particulars stay in a closed file.
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
    server = None if "PREFECT_API_URL" in os.environ else OwnServer()
    from flows.cli.progress import progress
    from flows.settings import Settings

    with progress(quiet=quiet):
        check_month(month)
        check_sender(sender)
        key_file = Settings().key_file
        first = not key_file.exists()
        places = (str(raw) if raw else None, str(curated) if curated else None)
        outcome = _night(server, (month, sender, *places, not no_cache, runner))
    if first:
        typer.echo(f"A key for the worker ids was made: {key_file}. Back it up; without it no later night can run.")
    if outcome.verdict == "held":
        print_snapshot(outcome.folder)
        _print_next_step(outcome.folder)
        raise typer.Exit(HELD)
    if not quiet:
        print_snapshot(outcome.folder.parents[1] / "latest")


def _night(
    server: "OwnServer | None", asked: tuple[str | None, str | None, str | None, str | None, bool, RunnerName | None]
) -> "Outcome":
    # A fifth of the start would go into looking for garbage among what is imported for good.
    gc.disable()
    try:
        from flows.nightly import nightly
        from flows.publishing.gate.gates import preload
        from flows.reporting.report.page import preload as preload_report
        from flows.runners import RunnerUnusable
        from flows.server import ServerUnavailable
        from flows.tasks import SAID_PLAINLY
    except Exception as error:
        fail(f"{type(error).__name__}: {error}")
    preload()
    preload_report()
    try:
        if server:
            server.take_its_place()
        gc.freeze()
        gc.enable()
        return nightly(*asked)
    except (*SAID_PLAINLY, RunnerUnusable, ServerUnavailable) as error:
        fail(str(error))
    except KeyboardInterrupt:
        fail("interrupted; nothing was published")
    except Exception as error:
        # Not one of ours: its text could hold anything, its type cannot.
        fail(f"the night stopped with {type(error).__name__}; run again, or see the Prefect logs")


def _print_next_step(folder: Path) -> None:
    from flows.publishing.snapshot import read_manifest
    from flows.releasing import next_step

    typer.echo(f"\n{next_step(folder, read_manifest(folder))}")


@app.command(rich_help_panel="Nights")
def release(
    reason: Annotated[str, typer.Option(help="Why the night is right, in a sentence.")],
    by: Annotated[str, typer.Option(help="Who looked at it.")],
    night: Annotated[str | None, typer.Option(help="Run id of the held night.  [default: the newest held]")] = None,
    curated: Curated = None,
) -> None:
    """Publish a held night after a person has looked at its report. Exit code 0: published. 1: refused."""
    from flows.publishing.snapshot import CuratedUnusable, NightRunning
    from flows.releasing import ReleaseRefused
    from flows.releasing import release as release_night
    from flows.settings import Settings, now
    from flows.storage.mirrored import mirrored
    from flows.storage.published import NEWEST_HELD

    settings = Settings().with_places(curated=curated)
    place = settings.curated
    try:
        with mirrored(settings, [night or NEWEST_HELD]):
            release_night(place, night, reason=reason, by=by, at=now())
    except (CuratedUnusable, NightRunning, ReleaseRefused) as error:
        fail(str(error))
    except OSError as error:
        fail(f"the night could not be released: {error.strerror}; the last snapshot stands")
    print_snapshot(place / "latest")


@app.command(rich_help_panel="Nights")
def close(
    month: Annotated[str, typer.Argument(help="Month to close, YYYY-MM: the oldest open one.")],
    by: Annotated[str, typer.Option(help="Who closes it.")],
    decree: Annotated[str, typer.Option(help="Decree (SK) that names the covered workers.")],
    curated: Curated = None,
) -> None:
    """Close a published month: from now on it is carried unchanged. Exit code 0: closed. 1: refused.

    Later corrections of it are booked as adjustments in a later month.
    """
    from flows.closing import CloseRefused
    from flows.closing import close as close_month
    from flows.publishing.snapshot import CuratedUnusable, NightRunning
    from flows.settings import Settings, new_run_id, now
    from flows.storage.mirrored import mirrored

    check_month(month)
    settings = Settings().with_places(curated=curated)
    place = settings.curated
    try:
        with mirrored(settings):
            close_month(place, month, decree=decree, by=by, at=now(), run_id=new_run_id())
    except (CuratedUnusable, NightRunning, CloseRefused) as error:
        fail(str(error))
    except OSError as error:
        fail(f"the month could not be closed: {error.strerror}; the last snapshot stands")
    print_snapshot(place / "latest")


@app.command(rich_help_panel="Nights")
def status(curated: Curated = None) -> None:
    """Show the published snapshot."""
    print_snapshot(published(curated))
