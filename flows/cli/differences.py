"""What changed between two snapshots."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.shared import Curated, app, check_month, fail

if TYPE_CHECKING:
    import polars as pl

_WRITTEN_AS = (".parquet", ".csv")


@app.command(rich_help_panel="Nights")
def diff(
    older: Annotated[str, typer.Argument(help="Run id, the beginning of one, or latest.")],
    newer: Annotated[str, typer.Argument(help="The same of the other snapshot.")],
    month: Annotated[str | None, typer.Option(help="Month of both, YYYY-MM.  [default: the newest of each]")] = None,
    out: Annotated[Path | None, typer.Option(help="File for every single change (.parquet, .csv).")] = None,
    curated: Curated = None,
) -> None:
    """Count who joined, left (and why), moved or changed between two snapshots; held nights count as snapshots."""
    from flows.comparing import Incomparable, compare, side
    from flows.publishing.snapshot import CuratedUnusable
    from flows.reporting.differences import print_differences
    from flows.settings import Settings
    from flows.storage.mirrored import at_hand

    check_month(month)
    _check_new_file(out)
    try:
        place = at_hand(Settings().with_places(curated=curated), [older, newer])
        before, after = (side(place, name, month) for name in (older, newer))
        changes = compare(before, after)
    except (CuratedUnusable, Incomparable) as error:
        fail(str(error))
    told = " to ".join(f"{one.folder.name} ({one.month})" for one in (before, after))
    print_differences(changes, f"Changes from {told}")
    if out is not None:
        _write(changes, out)
        typer.echo(f"Every change: {out}")


def _check_new_file(out: Path | None) -> None:
    if out is not None and out.suffix.lower() not in _WRITTEN_AS:
        fail(f"--out: {out} is called neither .parquet nor .csv")
    if out is not None and out.exists():
        fail(f"--out: {out} exists already, and is not written over")


def _write(changes: "pl.DataFrame", out: Path) -> None:
    try:
        if out.suffix.lower() == ".csv":
            changes.write_csv(out)
        else:
            changes.write_parquet(out)
    except OSError as error:
        fail(f"--out: {error.strerror or 'cannot be written'}: {out}")
