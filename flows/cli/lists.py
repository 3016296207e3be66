"""Lists of people: checked before they are sent, empty ones to fill in, synthetic ones."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.shared import Raw, app, check_month, check_new_workbook, check_sender, declared_senders, fail


@app.command(rich_help_panel="Lists")
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

    check_month(month, UNUSABLE)
    declared = declared_senders(UNUSABLE)
    if sender is not None and sender not in declared and not explain:
        fail(f"--sender: no declaration schemas/senders/{sender}.yml", UNUSABLE)
    check_new_workbook(out, UNUSABLE)
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
            fail(f"{masked(file.name)} could not be checked: {type(error).__name__}", UNUSABLE)
    if out is not None:
        try:
            write_checked(out, seen)
        except OSError as error:
            fail(f"--out: {error}", UNUSABLE)
        typer.echo(f"Ditulis: {out}. Berkas ini memuat data pribadi.")
    raise typer.Exit(max(checked.outcome for checked in seen))


@app.command(rich_help_panel="Lists")
def template(
    sender: Annotated[str | None, typer.Option(help="Office that will fill it in.")] = None,
    segment: Annotated[str | None, typer.Option(help="Segment it is for, by its code; alone or with --sender.")] = None,
    out: Annotated[Path | None, typer.Option(help="File to write.  [default: daftar-….xlsx here]")] = None,
) -> None:
    """Write an empty roster to fill in, for an office or a segment, which `payung check` reads without a word."""
    from flows.reporting.template import UndeclaredSegmentError, template_for, write_template
    from schemas.reference import reference

    if sender is None and segment is None:
        fail("template needs --sender, --segment or both")
    check_sender(sender)
    codes = reference("segments")["segment"].unique(maintain_order=True).to_list()
    if segment is not None and segment not in codes:
        fail(f"--segment is one of {', '.join(codes)}; got {segment!r}")
    target = out or Path(f"daftar-{'-'.join(filter(None, (sender, segment)))}.xlsx")
    if target.exists():
        fail(f"{target} exists already; it may be filled in, so it is not written over")
    try:
        write_template(target, template_for(declared_senders()[sender] if sender else None, segment))
    except (UndeclaredSegmentError, OSError) as error:
        fail(str(error))
    typer.echo(f"empty roster in {target}; before it is sent: payung check {target} --sender {sender or 'SENDER'}")


@app.command(rich_help_panel="Lists")
def demo(
    raw: Raw = None,
    month: Annotated[str, typer.Option(help="Month of the rosters, YYYY-MM; of a history the first.")] = "2023-09",
    months: Annotated[int, typer.Option(help="Months of rosters; from the second on with answers from outside.")] = 1,
    seed: Annotated[int, typer.Option(help="Seed of the synthetic people.")] = 20230912,
    workers: Annotated[int, typer.Option(help="True population, 1,000 to 46,731.")] = 46_731,
    regencies: Annotated[int, typer.Option(min=1, max=38, help="Regencies of one month, so many people in each.")] = 1,
) -> None:
    """Write a synthetic launch month of rosters, or a history, and beside it what must become of each row or worker."""
    from flows.demo import DemoHistory, DemoMonth, neighbours, write_history, write_month
    from flows.settings import Settings, store_url

    folder = raw or Settings().raw
    if store_url(folder):
        fail(f"--raw: a demo is written into a folder, and copied to {store_url(folder)} from there")
    if regencies > 1 and months > 1:
        fail("--regencies writes one month, not a history; leave out --months")
    written: DemoMonth | DemoHistory
    try:
        if months == 1:
            written, where = write_month(folder, month, seed, workers, regencies), folder / "rosters" / month
        else:
            written, where = write_history(folder, months, month, seed, workers), folder
    except (ValueError, FileExistsError, OSError) as error:
        fail(str(error))
    counted = f"{written.files} files, {written.rows:,} rows, {written.workers:,} synthetic workers"
    typer.echo(f"{counted} in {where}" if months == 1 else f"{months} months: {counted} in {where}")
    if regencies > 1:
        codes = ",".join(neighbour.code for neighbour in neighbours(regencies - 1))
        typer.echo(f"To run: PAYUNG_REGENCIES=35.04,{codes} PAYUNG_SENDERS={folder / 'demo' / 'senders'} payung run")
