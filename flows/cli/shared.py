"""What the commands share: the application, their common options, and how they fail."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from schemas.senders.sender import Sender

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="The nightly roster pipeline of a regency's programme."
)

PUBLISHED, FAILED, HELD = 0, 1, 3

Raw = Annotated[Path | None, typer.Option(help="Folder, or s3://…, of what was received.  [default: raw]")]
Curated = Annotated[Path | None, typer.Option(help="Folder, or s3://…, of what is published.  [default: curated]")]
Month = Annotated[str | None, typer.Option(help="Month to cover, YYYY-MM.  [default: the newest received]")]


def published(curated: Path | None) -> Path:
    """`latest`, once it is known to name a whole snapshot."""
    from flows.publishing.snapshot import CuratedUnusable, latest_snapshot
    from flows.settings import Settings
    from flows.storage.mirrored import at_hand

    try:
        place = at_hand(Settings().with_places(curated=curated))
        published = latest_snapshot(place)
    except CuratedUnusable as error:
        fail(str(error))
    if published is None:
        fail(f"nothing is published in {place} yet; run: payung run")
    return place / "latest"


def print_snapshot(folder: Path) -> None:
    from flows.publishing.snapshot import read_manifest
    from flows.reporting.summary import print_summary

    manifest = read_manifest(folder)
    print_summary(manifest, folder, _files_with_a_code(folder, manifest["month"]))


def _files_with_a_code(folder: Path, month: str) -> list[tuple[str, str]]:
    """The month's files that were noted, with why. Read as others read the snapshot: its contract takes a second."""
    import polars as pl

    try:
        with (folder / "steward" / "received_files.parquet").open("rb") as table:
            files = pl.read_parquet(table, columns=["month", "source_file", "code"])
    except (FileNotFoundError, PermissionError):
        return []  # an analyst: the steward folder is closed to them, the summary is not
    noted = files.filter(pl.col("month") == date.fromisoformat(f"{month}-01")).drop_nulls("code")
    return noted.select("source_file", "code").rows()


def check_month(month: str | None, failed: int = FAILED) -> None:
    if month is None:
        return
    from flows.intake.landing import is_month

    if not is_month(month):
        fail(f"--month is written YYYY-MM, for example 2023-09; got {month!r}", failed)


def check_sender(sender: str | None) -> None:
    if sender is not None and sender not in declared_senders():
        fail(f"--sender: no declaration schemas/senders/{sender}.yml")


def check_new_workbook(out: Path | None, failed: int) -> None:
    if out is not None and out.suffix.lower() != ".xlsx":
        fail(f"--out: {out} is not called .xlsx", failed)
    if out is not None and out.exists():
        fail(f"--out: {out} exists already, and is not written over", failed)


def declared_senders(failed: int = FAILED) -> "dict[str, Sender]":
    from flows.settings import declared_senders as declared
    from schemas.senders.sender import DeclarationError

    try:
        return declared()
    except DeclarationError as error:
        fail(str(error), failed)


def fail(line: str, failed: int = FAILED) -> NoReturn:
    typer.echo(f"payung: {line}", err=True)
    raise typer.Exit(failed)
