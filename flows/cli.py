"""`payung`: the command line. Heavy libraries are imported by the command that needs them."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from flows.night import Outcome
    from schemas.senders.sender import Sender

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="The nightly roster pipeline of a regency's programme."
)
keys = typer.Typer(no_args_is_help=True, help="The key of the worker ids.")
app.add_typer(keys, name="keys")
decisions = typer.Typer(no_args_is_help=True, help="The rulings of stewards.")
app.add_typer(decisions, name="decisions")

PUBLISHED, FAILED, HELD = 0, 1, 3

Raw = Annotated[Path | None, typer.Option(help="Folder of what was received.  [default: raw]")]
Curated = Annotated[Path | None, typer.Option(help="Folder of what is published.  [default: curated]")]
Month = Annotated[str | None, typer.Option(help="Month to cover, YYYY-MM.  [default: the newest received]")]


def main() -> None:
    """Entry point of the `payung` command."""
    app()


@app.command()
def run(
    month: Month = None,
    sender: Annotated[str | None, typer.Option(help="Take in this sender's files alone.")] = None,
    raw: Raw = None,
    curated: Curated = None,
) -> None:
    """Run a night under Prefect. Exit code 0: published. 3: held, the last snapshot stands. 1: failed."""
    from flows.settings import quiet_libraries

    _check_month(month)
    _check_sender(sender)
    for name, value in quiet_libraries().items():
        os.environ.setdefault(name, value)
    # Prefect prints tracebacks; the operator gets one line, and the particulars stay in a closed file.
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
    from rich.console import Console

    from flows.settings import Settings

    key_file = Settings().key_file
    first = not key_file.exists()
    with Console(stderr=True).status("Running the night …"):
        outcome = _night(month, sender, raw, curated)
    if first:
        typer.echo(f"A key for the worker ids was made: {key_file}. Back it up; without it no later night can run.")
    if outcome.verdict == "held":
        _print_snapshot(outcome.folder)
        _print_next_step(outcome.folder)
        raise typer.Exit(HELD)
    _print_snapshot(outcome.folder.parents[1] / "latest")


@app.command()
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

    place = Settings().with_places(curated=curated).curated
    try:
        release_night(place, night, reason=reason, by=by, at=now())
    except (CuratedUnusable, NightRunning, ReleaseRefused) as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"the night could not be released: {error.strerror}; the last snapshot stands")
    _print_snapshot(place / "latest")


@app.command()
def demo(
    raw: Raw = None,
    month: Annotated[str, typer.Option(help="Month of the rosters, YYYY-MM.")] = "2023-09",
    seed: Annotated[int, typer.Option(help="Seed of the synthetic people.")] = 20230912,
    workers: Annotated[int, typer.Option(help="True population, 1,000 to 46,731.")] = 46_731,
) -> None:
    """Write a synthetic launch month of rosters (and, beside it, what each row must become)."""
    from flows.demo.month import write_month
    from flows.settings import Settings

    folder = raw or Settings().raw
    try:
        written = write_month(folder, month, seed, workers)
    except (ValueError, FileExistsError, OSError) as error:
        _fail(str(error))
    typer.echo(
        f"{written.files} files, {written.rows:,} rows, {written.workers:,} synthetic workers"
        f" in {folder / 'rosters' / month}"
    )


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="The rosters to look at.", exists=True, dir_okay=False)],
    sender: Annotated[str | None, typer.Option(help="Their sender.  [default: the folder each lies in]")] = None,
    month: Annotated[str | None, typer.Option(help="Month they are for, YYYY-MM.  [default: this month]")] = None,
    out: Annotated[Path | None, typer.Option(help="Return workbook to write (.xlsx), with what to mend.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Also print what to declare for the sender.")] = False,
) -> None:
    """Read rosters as the night would, and say row by row what must be mended.

    Exit code 0: nothing would be set aside. 1: some rows would be. 2: a file cannot be used at all.
    """
    from datetime import date

    from flows.checking.declaring import bare_sender, declaration
    from flows.checking.one_file import UNUSABLE, check_file
    from flows.checking.returning import write_checked
    from flows.checking.terminal import print_checked
    from flows.reporting.summary import masked
    from flows.settings import LOCAL_TIME, now

    _check_month(month, UNUSABLE)
    declared = _declared(UNUSABLE)
    if sender is not None and sender not in declared and not explain:
        _fail(f"--sender: no declaration schemas/senders/{sender}.yml", UNUSABLE)
    _check_new_workbook(out, UNUSABLE)
    moment = now()
    first_day = date.fromisoformat(f"{month}-01") if month else moment.astimezone(LOCAL_TIME).date().replace(day=1)
    seen = []
    for file in files:
        office = sender or file.absolute().parent.name
        known = declared.get(office)
        try:
            seen.append(check_file(file, known or bare_sender(office), first_day, moment, declared=known is not None))
            print_checked(seen[-1], undeclared_too=explain)
            if explain:
                typer.echo(f"{declaration(seen[-1])}\n")
        except Exception as error:
            # Not one of ours: its text could hold a cell, its type cannot.
            _fail(f"{masked(file.name)} could not be checked: {type(error).__name__}", UNUSABLE)
    if out is not None:
        try:
            write_checked(out, seen)
        except OSError as error:
            _fail(f"--out: {error}", UNUSABLE)
        typer.echo(f"Ditulis: {out}. Berkas ini memuat data pribadi.")
    raise typer.Exit(max(checked.outcome for checked in seen))


@app.command()
def template(
    sender: Annotated[str | None, typer.Option(help="Office that will fill it in.")] = None,
    segment: Annotated[str | None, typer.Option(help="Segment it is for, by its code; alone or with --sender.")] = None,
    out: Annotated[Path | None, typer.Option(help="File to write.  [default: daftar-….xlsx here]")] = None,
) -> None:
    """Write an empty roster to fill in, for an office or a segment, which `payung check` reads without a word."""
    from flows.reporting.template import UndeclaredSegmentError, template_for, write_template
    from schemas.reference import reference
    from schemas.senders.sender import senders

    if sender is None and segment is None:
        _fail("template needs --sender, --segment or both")
    _check_sender(sender)
    codes = reference("segments")["segment"].unique(maintain_order=True).to_list()
    if segment is not None and segment not in codes:
        _fail(f"--segment is one of {', '.join(codes)}; got {segment!r}")
    target = out or Path(f"daftar-{'-'.join(filter(None, (sender, segment)))}.xlsx")
    if target.exists():
        _fail(f"{target} exists already; it may be filled in, so it is not written over")
    try:
        write_template(target, template_for(senders()[sender] if sender else None, segment))
    except (UndeclaredSegmentError, OSError) as error:
        _fail(str(error))
    typer.echo(f"empty roster in {target}; before it is sent: payung check {target} --sender {sender or 'SENDER'}")


@app.command()
def status(curated: Curated = None) -> None:
    """Show the published snapshot."""
    _print_snapshot(_published(curated))


@app.command()
def reasons(
    code: Annotated[str | None, typer.Argument(help="One code, told in full with its example.")] = None,
) -> None:
    """List every reason code: what is wrong, how to mend it and who does."""
    from difflib import get_close_matches

    from flows.reporting.catalogue import print_catalogue
    from flows.reporting.summary import masked
    from schemas.reasons import REASONS

    wanted = code.upper() if code else None
    if wanted and wanted not in REASONS:
        near = ", ".join(get_close_matches(wanted, REASONS))
        _fail(f"no reason is called {masked(wanted)}; " + (f"near it: {near}" if near else "see: payung reasons"))
    print_catalogue(REASONS[wanted] if wanted else None)


@app.command()
def dictionary(
    output: Annotated[Path | None, typer.Option(help="File to write; without it, print.")] = None,
) -> None:
    """Write the data dictionary of the published tables (curated/README.md) from the declarations."""
    from flows.publishing.dictionary import data_dictionary

    text = data_dictionary()
    if output is None:
        typer.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")


@keys.command("new")
def keys_new(
    path: Annotated[Path | None, typer.Option(help="File of the key.  [default: secrets/payung.key]")] = None,
) -> None:
    """Make a key for the worker ids. Keep it: with another one every worker gets another id."""
    from flows.publishing.pseudonyms import KeyUnusable, key_fingerprint, new_key, read_key
    from flows.settings import Settings

    target = path or Settings().key_file
    try:
        new_key(target)
        typer.echo(f"new key in {target}, fingerprint {key_fingerprint(read_key(target))}")
    except KeyUnusable as error:
        _fail(str(error))


@decisions.command("template")
def decisions_template(
    out: Annotated[Path | None, typer.Option(help="File to write.  [default: keputusan-<month>.xlsx here]")] = None,
    curated: Curated = None,
) -> None:
    """Write a workbook with the questions that wait for a ruling; filled in, it goes into raw/decisions/."""
    from datetime import date

    from flows.publishing.parquet import read_table
    from flows.publishing.snapshot import read_manifest
    from flows.reporting.decisions_template import write_decisions_template
    from schemas.tables.open_questions import OPEN_QUESTIONS

    latest = _published(curated)
    month = read_manifest(latest)["month"]
    target = out or Path(f"keputusan-{month}.xlsx")
    _check_new_workbook(target, FAILED)
    try:
        questions = read_table(latest, OPEN_QUESTIONS)
        write_decisions_template(target, questions, date.fromisoformat(f"{month}-01"))
    except OSError as error:
        _fail(f"{error.strerror}: {error.filename}")
    typer.echo(
        f"{questions.height:,} open questions of {month} in {target}; it holds personal data, and only you can read it."
        " Fill in what is decided and put it into raw/decisions/."
    )


def _night(month: str | None, sender: str | None, raw: Path | None, curated: Path | None) -> "Outcome":
    try:
        from flows.nightly import nightly
        from flows.publishing.gate.gates import preload
        from flows.reporting.report.page import preload as preload_report
        from flows.tasks import SAID_PLAINLY
    except Exception as error:
        _fail(f"{type(error).__name__}: {error}")
    preload()
    preload_report()
    try:
        return nightly(month, sender, str(raw) if raw else None, str(curated) if curated else None)
    except SAID_PLAINLY as error:
        _fail(str(error))
    except KeyboardInterrupt:
        _fail("interrupted; nothing was published")
    except Exception as error:
        # Not one of ours: its text could hold anything, its type cannot.
        _fail(f"the night stopped with {type(error).__name__}; run again, or see the Prefect logs")


def _published(curated: Path | None) -> Path:
    """`latest`, once it is known to name a whole snapshot."""
    from flows.publishing.snapshot import CuratedUnusable, latest_snapshot
    from flows.settings import Settings

    place = Settings().with_places(curated=curated).curated
    try:
        published = latest_snapshot(place)
    except CuratedUnusable as error:
        _fail(str(error))
    if published is None:
        _fail(f"nothing is published in {place} yet; run: payung run")
    return place / "latest"


def _print_snapshot(folder: Path) -> None:
    from flows.publishing.parquet import read_table
    from flows.publishing.snapshot import read_manifest
    from flows.reporting.summary import print_summary
    from schemas.tables.received_files import RECEIVED_FILES

    manifest = read_manifest(folder)
    try:
        files = read_table(folder, RECEIVED_FILES)
        noted = files.filter(files["code"].is_not_null()).select("source_file", "code").rows()
    except PermissionError:
        noted = []  # an analyst: the steward folder is closed to them, the summary is not
    print_summary(manifest, folder, noted)


def _print_next_step(folder: Path) -> None:
    from flows.publishing.snapshot import read_manifest
    from flows.releasing import next_step

    typer.echo(f"\n{next_step(folder, read_manifest(folder))}")


def _check_month(month: str | None, failed: int = FAILED) -> None:
    from flows.intake.landing import is_month

    if month is not None and not is_month(month):
        _fail(f"--month is written YYYY-MM, for example 2023-09; got {month!r}", failed)


def _check_sender(sender: str | None) -> None:
    if sender is not None and sender not in _declared():
        _fail(f"--sender: no declaration schemas/senders/{sender}.yml")


def _check_new_workbook(out: Path | None, failed: int) -> None:
    if out is not None and out.suffix.lower() != ".xlsx":
        _fail(f"--out: {out} is not called .xlsx", failed)
    if out is not None and out.exists():
        _fail(f"--out: {out} exists already, and is not written over", failed)


def _declared(failed: int = FAILED) -> "dict[str, Sender]":
    from schemas.senders.sender import DeclarationError, senders

    try:
        return senders()
    except DeclarationError as error:
        _fail(str(error), failed)


def _fail(line: str, failed: int = FAILED) -> NoReturn:
    typer.echo(f"payung: {line}", err=True)
    raise typer.Exit(failed)
