"""Workbooks that go out of the office, made from the published snapshot."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.shared import Curated, app, check_month, fail, published

if TYPE_CHECKING:
    from rich.status import Status

    from flows.publishing.published_month import PublishedMonth
    from flows.reporting.exports.forms import Export

exports = typer.Typer(
    no_args_is_help=True, help="Workbooks for BPJS Ketenagakerjaan, for Dukcapil and for the decree: personal data."
)
app.add_typer(exports, name="export", rich_help_panel="Money and papers")

Month = Annotated[str | None, typer.Option(help="Month, YYYY-MM.  [default: the one of the newest night]")]
Regency = Annotated[
    str | None, typer.Option(help="Regency whose people they are, by its code.  [default: the only one covered]")
]
Out = Annotated[Path, typer.Option(help="Where the export makes a folder of its own, <export>-<month>[-<regency>].")]


@exports.command("bpjs-registration")
def bpjs_registration(month: Month = None, curated: Curated = None, out: Out = Path(), regency: Regency = None) -> None:
    """Write covered workers without a member number (KPJ) into the forms for new BPU and PU members."""
    from flows.reporting.exports.registration import registration

    snapshot = _published_month(month, curated, regency)
    made = registration(
        snapshot.part("workers"),
        snapshot.whole("members"),
        snapshot.whole("changes"),
        snapshot.whole("deaths"),
        snapshot.first_day,
    )
    _write("bpjs-registration", snapshot, out, made, nothing="everybody covered has a KPJ")


@exports.command("bpjs-deactivation")
def bpjs_deactivation(month: Month = None, curated: Curated = None, out: Out = Path(), regency: Regency = None) -> None:
    """Write members who were covered the month before and left into the form for inactive members."""
    import polars as pl

    from flows.reporting.exports.deactivation import deactivation

    snapshot = _published_month(month, curated, regency)
    changes = snapshot.whole("changes")
    left = changes.filter(changes["month"] == snapshot.first_day, changes["kind"] == "left")["worker_id"]
    gone = pl.concat([left, snapshot.covered_elsewhere()])
    made = deactivation(
        snapshot.part_before("workers", pl.col("worker_id").is_in(gone.implode())),
        snapshot.whole("members"),
        changes,
        snapshot.whole("deaths"),
        snapshot.first_day,
    )
    _write("bpjs-deactivation", snapshot, out, made, nothing="no living member with a KPJ left")


@exports.command("dukcapil-matching")
def dukcapil_matching(
    month: Month = None,
    curated: Curated = None,
    out: Out = Path(),
    regency: Regency = None,
    again: Annotated[bool, typer.Option("--all", help="Also those of whom Dukcapil has answered.")] = False,
) -> None:
    """Write the NIKs of everybody covered or waiting of whom Dukcapil has not answered yet."""
    from flows.reporting.exports.matching import matching

    snapshot = _published_month(month, curated, regency)
    made = matching(
        snapshot.part("workers"),
        snapshot.whole("waiting_list"),
        snapshot.whole("dukcapil_results"),
        snapshot.first_day,
        again=again,
    )
    _write("dukcapil-matching", snapshot, out, made, nothing="nobody is left to be asked about")


@exports.command("decree-annex")
def decree_annex(
    month: Month = None,
    curated: Curated = None,
    out: Out = Path(),
    decree: Annotated[
        str | None, typer.Option(help="Number of the decree.  [default: that which closed the month, or left open]")
    ] = None,
    regency: Regency = None,
) -> None:
    """Write the covered workers by name and by address, to be printed and signed as the annex of the decree."""
    from flows.reporting.exports.annex import annex
    from flows.reporting.exports.annex_book import LARGEST, write_annex

    snapshot = _published_month(month, curated, regency)
    workers = snapshot.part("workers")
    if workers.is_empty():
        typer.echo(f"decree-annex of {snapshot.month}: nothing to write, nobody is covered")
        return
    if workers.height > LARGEST:
        fail(f"decree-annex: {workers.height:,} people do not fit into one list of {LARGEST:,}")
    closing = snapshot.closing_decree()
    made = annex(
        workers, snapshot.first_day, " ".join(decree.split()) if decree else closing, snapshot.sha256("workers")
    )
    try:
        with _said():
            written = write_annex(out / _called("decree-annex", snapshot), made)
    except OSError as error:
        fail(f"--out: {error}")
    typer.echo(f"{workers.height:,} people in {written}; it holds personal data, and only you can read it.")
    typer.echo("Print the whole workbook: what is signed stands on its second sheet.")
    if closing is None:
        typer.echo(f"{snapshot.month} is not closed: a later night can change who is on the list.")
    elif made.decree != closing:
        typer.echo(f"{snapshot.month} is closed by {closing}, but the list names {made.decree}: leave out --decree.")


def _published_month(month: str | None, curated: Path | None, regency: str | None) -> "PublishedMonth":
    from flows.publishing.closed import check_unchanged, closed_months
    from flows.publishing.published_month import PublishedMonth, published_months
    from flows.publishing.snapshot import CuratedUnusable, read_manifest

    check_month(month)
    latest = published(curated)
    try:
        months = published_months(latest)
    except OSError as error:
        fail(f"{latest / 'steward'}: {error.strerror}; an export is made of what is only for stewards")
    wanted = month or str(read_manifest(latest)["month"])
    if wanted not in months:
        fail(f"{wanted} is not published in {latest}; published: {', '.join(months)}")
    try:
        check_unchanged(latest, closed_months(latest))
    except CuratedUnusable as error:
        fail(str(error))
    regencies = PublishedMonth(latest, wanted).regencies()
    if regency not in {None, *regencies}:
        fail(f"--regency: nobody of {regency} is covered in {wanted}; covered: {', '.join(regencies)}")
    if regency is None and len(regencies) > 1:
        fail(f"each regency has papers of its own; say --regency, one of {', '.join(regencies)}")
    return PublishedMonth(latest, wanted, regency)


def _called(export: str, snapshot: "PublishedMonth") -> str:
    return "-".join([export, snapshot.month, *([snapshot.regency] if snapshot.regency else [])])


def _said() -> "Status":
    from rich.console import Console

    return Console(stderr=True).status("Writing the workbooks …")


def _write(export: str, snapshot: "PublishedMonth", out: Path, made: "Export", nothing: str) -> None:
    from flows.reporting.exports.upload_book import write_uploads

    target = out / _called(export, snapshot)
    people = sum(upload.rows.height for upload in made.uploads)
    if people:
        try:
            with _said():
                write_uploads(target, made.uploads, snapshot.first_day)
        except OSError as error:
            fail(f"--out: {error}")
        typer.echo(f"{people:,} people in {target}; it holds personal data, and only you can read it.")
    else:
        typer.echo(f"{export} of {snapshot.month}: nothing to write, {nothing}")
    for upload in made.uploads:
        typer.echo(f"  {upload.place}  {upload.rows.height:,}")
    for note in made.notes:
        typer.echo(f"  {note}")
