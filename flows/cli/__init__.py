"""`payung`: the command line. Heavy libraries are imported by the command that needs them."""

import atexit
import gc

from flows.cli import nights  # whoever is imported first is first in the help

# isort: split
from flows.cli import differences, lists

# isort: split
from flows.cli import exports, forecast, rulings

# isort: split
from flows.cli import declared
from flows.cli.shared import app

__all__ = ["app", "declared", "differences", "exports", "forecast", "lists", "main", "nights", "rulings"]


def main() -> None:
    """Entry point of the `payung` command."""
    # Nobody needs the garbage of a process that ends, and to look through all that a night imports takes a second.
    atexit.register(gc.freeze)
    app()
