"""The terminal that tables are printed to."""

from rich.console import Console


def console(width: int = 120) -> Console:
    """A console as wide as the terminal, or of this width where the output is a file: wide enough for whole numbers."""
    return Console(width=None if Console().is_terminal else width, highlight=False)
