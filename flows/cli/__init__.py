"""`payung`: the command line. Heavy libraries are imported by the command that needs them."""

from flows.cli import declared, differences, exports, forecast, lists, nights, rulings
from flows.cli.shared import app

__all__ = ["app", "declared", "differences", "exports", "forecast", "lists", "main", "nights", "rulings"]


def main() -> None:
    """Entry point of the `payung` command."""
    app()
