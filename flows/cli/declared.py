"""What is declared: reasons, the data dictionary, the key of the worker ids."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.shared import app, fail

keys = typer.Typer(no_args_is_help=True, help="The key of the worker ids.")
app.add_typer(keys, name="keys", rich_help_panel="Reference")


@app.command(rich_help_panel="Reference")
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
        fail(f"no reason is called {masked(wanted)}; " + (f"near it: {near}" if near else "see: payung reasons"))
    print_catalogue(REASONS[wanted] if wanted else None)


@app.command(rich_help_panel="Reference")
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
        fail(str(error))
