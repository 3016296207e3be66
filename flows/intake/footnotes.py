"""Marks beside people (`14 *)`, `Sugeng**`) and the footnotes that say what they mean (`*) meninggal dunia`)."""

import re
from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from schemas.text import words

_MARK = r"\*+|#+|[†‡¹²³]"
_BEGINS = re.compile(rf"(?i)^\W*?(?:(?:keterangan|ket|catatan|note|nb)\b[\s.:]*)?(?:{_MARK})")
_EXPLAINED = re.compile(rf"(?:(?<=[\s(:;,])|^)({_MARK})\s*\)?\s*[=:\u2013-]?\s*([^*#†‡¹²³]+)")
_BEHIND = rf"({_MARK})\s*\)?\s*$"
_BEFORE = rf"^\s*({_MARK})\s*\)?\s*[^\s)]"
_ALONE = rf"^\s*({_MARK})\s*\)?\s*$"
_GONE = r"(?i)\b(?:meninggal|wafat|alm\w*|pindah|keluar|berhenti|mengundurkan|purna|pensiun|aktif|resign|dicoret)\b"
_MARKED = ("number_text", "name_text", "nik_text")
_NOTED = ("note_text", "status_text")


def begins_with_mark(cell: str) -> bool:
    """True of a cell that begins with a mark, or with "Keterangan :" and one."""
    return bool(cell) and bool(_BEGINS.match(cell))


def legend_of(rows: Iterable[Sequence[str]]) -> dict[str, str]:
    """What each mark means, of rows that begin with one; a mark that is explained in two ways means nothing.

    `**` is a mark of its own, not `*` twice.
    """
    told: dict[str, str] = {}
    twice: set[str] = set()
    for row in rows:
        text = " ".join(cell.strip() for cell in row if cell.strip())
        for mark, meaning in _EXPLAINED.findall(text) if begins_with_mark(text) else ():
            said = " ".join(meaning.split()).strip(" ;,")
            if not words(said):
                continue
            twice |= {mark} if words(told.setdefault(mark, said)) != words(said) else set()
    return {mark: said for mark, said in told.items() if mark not in twice}


def footnoted(told: Mapping[str, pl.Series], legend: Mapping[str, str]) -> pl.Series:
    """The notes of a list, where a mark beside the number, the name or the NIK, or alone as the note, has a footnote.

    It stands in place of the mark or of a blank note, and of another note where it says that somebody died or left.
    A mark elsewhere may be about that cell alone, and says nothing of the person.
    """
    cells = pl.DataFrame([told[name].alias(name) for name in (*_MARKED, *_NOTED, "birth_date_text") if name in told])
    note = pl.col("note_text") if "note_text" in told else pl.lit(None, pl.String)
    beside = [name for name in _MARKED if name in told]
    marks = [pl.col(name).str.extract(_BEHIND) for name in beside]
    marks += [pl.col("name_text").str.extract(_BEFORE)] if "name_text" in told else []
    marks += [pl.col(name).str.extract(_ALONE) for name in _NOTED if name in told]
    said = pl.coalesce(marks).replace_strict(dict(legend), default=None, return_dtype=pl.String)
    somebody = pl.any_horizontal(pl.col(name).str.contains(r"\d").fill_null(False) for name in beside)
    open_note = note.is_null() | (note.str.strip_chars() == "") | note.str.contains(_ALONE)
    given = pl.when(somebody & (open_note | said.str.contains(_GONE))).then(said)
    return cells.select(pl.coalesce(given, note).alias("note_text")).to_series()
