"""What the words around a list say about everybody in it."""

from collections.abc import Iterable, Sequence

from schemas.senders.sender import Sender
from schemas.text import words


def title_segment(sender: Sender, sheet: str, titles: Iterable[Sequence[str]], file_name: str) -> str | None:
    """The segment the sheet name speaks of, else the titles above the heading, else the file name; else None.

    Only the sender's declared words count, in the declared order, as whole words that stand together.
    """
    title = " ".join(cell for row in titles for cell in row)
    for text in (sheet, title, file_name):
        padded = f" {words(text)} "
        for pattern in sender.segments:
            if f" {words(pattern.words)} " in padded:
                return pattern.segment
    return None
