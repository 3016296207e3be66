"""Lists, and parts of them, of those who are no longer to be covered: offices send them in the form of the others."""

import re
from collections.abc import Iterable, Sequence

import polars as pl

from schemas.text import words

_DIED = re.compile(r"\byang (sudah |telah )?(meninggal|wafat)\b")
_LEFT = re.compile(
    r"\b((non|tidak|di ?non) ?aktif(kan)?|pengurangan|penghapusan|dikeluarkan"
    r"|yang (sudah |telah )?(pindah|keluar|berhenti|di ?ganti(kan)?|mengundurkan diri))\b"
)
_OR_LEFT = re.compile(r"\b(pindah|keluar|berhenti|di ?ganti(kan)?)\b")
"""Of who died or left only that is certain."""
_OF_OTHERS_TOO = re.compile(r"\b(pengganti|menggantikan|penambahan|masuk|baru|waris|(?<!non )(?<!tidak )aktif)\b")
"""Words of a list that is not of leavers alone, or of who comes in their place."""
_OF_A_PART = re.compile(r"^(([a-z]|[ivx]+|\d{1,2}) )?((daftar|data|nama|peserta|anggota) )*(yang|non|nonaktif|tidak)\b")
"""How the row above some of a list's people begins, which are leavers."""
_LONGEST = 8
"""Words that such a row has at most: a remark below a list has more."""


def leavers_note(sheet: str, titles: Iterable[Sequence[str]]) -> str | None:
    """What is to be read as the note of everybody in a list of leavers, by its sheet's name or else its titles.

    A list that speaks of others too ("AKTIF DAN NON AKTIF", "PENGGANTI KETUA RT YANG MENINGGAL") tells nothing.
    """
    notes = map(_note, (words(sheet), *(words(" ".join(row)) for row in titles)))
    return next(filter(None, notes), None)


def with_leavers(kinds: pl.DataFrame) -> pl.DataFrame:
    """`kinds` with the note of the people below a row that says that they are leavers ("YANG SUDAH PINDAH :").

    It holds to the next row that is neither a person nor blank.
    """
    said = kinds.filter(pl.col("row_kind") == "note")["lead"].drop_nulls().unique()
    notes = {lead: note for lead in said if (note := _note_of_a_part(words(lead)))}
    if not notes:
        return kinds
    told = pl.col("lead").replace_strict(notes, default=None, return_dtype=pl.String)
    goes_on = pl.col("row_kind").is_in(["person", "blank"])
    above = pl.when(pl.col("row_kind") == "note").then(told.fill_null("")).when(~goes_on).then(pl.lit(""))
    left = above.forward_fill().over("list").replace("", None)
    own = (pl.col("row_kind") != "person") | pl.col("note_text").is_not_null()
    return kinds.with_columns(pl.when(own).then("note_text").otherwise(left).alias("note_text"))


def _note_of_a_part(said: str) -> str | None:
    return _note(said) if _OF_A_PART.match(said) and len(said.split()) <= _LONGEST else None


def _note(said: str) -> str | None:
    died, left = _DIED.search(said), _LEFT.search(said)
    if not (died or left) or _OF_OTHERS_TOO.search(said):
        return None
    return "keluar" if left or _OR_LEFT.search(said) else "meninggal"
