"""The stewards' rulings."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.shared import FAILED, Curated, app, check_new_workbook, fail, published

decisions = typer.Typer(no_args_is_help=True, help="The rulings of stewards.")
app.add_typer(decisions, name="decisions", rich_help_panel="Money and papers")


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

    latest = published(curated)
    month = read_manifest(latest)["month"]
    target = out or Path(f"keputusan-{month}.xlsx")
    check_new_workbook(target, FAILED)
    try:
        questions = read_table(latest, OPEN_QUESTIONS)
        write_decisions_template(target, questions, date.fromisoformat(f"{month}-01"))
    except OSError as error:
        fail(f"{error.strerror}: {error.filename}")
    typer.echo(
        f"{questions.height:,} open questions of {month} in {target}; it holds personal data, and only you can read it."
        " Fill in what is decided and put it into raw/decisions/."
    )
