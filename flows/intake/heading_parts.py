"""Columns of a heading whose words mean more, or something else, than they say alone."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from flows.intake.spellings import Meaning, Spellings
from schemas.columns import CORRECTED
from schemas.tables.cells import FIELDS
from schemas.text import words

Named = tuple[int, str, Meaning | None]
"""A column, its words in all rows of the heading, and what they mean."""

_CORRECTS = r"(perbaikan|koreksi|pembetulan|ralat|revisi|seharusnya|sebenarnya|menjadi|(yang|yg|data|nik|nama) benar)"
_CORRECTING = re.compile(rf"\b{_CORRECTS}\b")
_NOT_CORRECTING = re.compile(r"\b(sebelum|belum|salah|alasan|tanggal|tgl|keterangan|ket|status|catatan)\b")
"""Words beside those of a correction that make it something else: BEFORE it, WHY it was made."""
_OVER = re.compile(
    r"\b(hasil|sesudah|setelah|data|perbaikan|koreksi|pembetulan|ralat|revisi|yang|yg|seharusnya|benar|menjadi"
    r"|padan|pemadanan|dukcapil|disdukcapil|capil)\b"
)
_OLD, _NEW = re.compile(r"^(data )?lama\b"), re.compile(r"^(data )?baru\b")
_CORRECTABLE = frozenset(FIELDS) - {"note", "status", "segment", "wage"}
OF_A_PERSON = ("nik", "nkk", "birth_place", "birth_date", "sex", "address", "phone")
"""Fields that are one person's, and not of whoever holds the post."""
_PARTS_OF_A_DATE = {
    "birth_date": re.compile(r"^(tgl|tanggal|hari|dd|hh)( lahir)?$"),
    "birth_month": re.compile(r"^(bln|bulan|bl|mm|bb)( lahir)?$"),
    "birth_year": re.compile(r"^(thn|tahun|th|yyyy|yy|tttt)( lahir)?$"),
}


def correction(
    meaning: Meaning | None, over: Sequence[str], lowest: str, spellings: Spellings, *, renewed: bool = False
) -> Meaning | None:
    """What a column means that says how a field should be: the field `corrected_nik` for NIK under PERBAIKAN.

    The words stand in a cell `over` it, which it divides, or beside its own ("NIK PERBAIKAN"). In a heading that is
    `renewed` those over it may be DATA BARU.
    """
    said = words(lowest)
    if meaning is None and _corrects(said):
        meaning = spellings.meaning(" ".join(_OVER.sub(" ", said).split()))
    elif not any(_corrects(words(text)) or (renewed and _NEW.search(words(text))) for text in over):
        return meaning
    return replace(meaning, field=CORRECTED + meaning.field) if meaning and meaning.field in _CORRECTABLE else meaning


def is_renewed(upper: Sequence[Sequence[str]]) -> bool:
    """Whether the upper rows of a heading set what was beside what is: DATA LAMA (2022) and DATA BARU (2023)."""
    said = [words(cell) for row in upper for cell in row if cell]
    return any(map(_OLD.search, said)) and any(map(_NEW.search, said))


def _corrects(said: str) -> bool:
    return bool(_CORRECTING.search(said)) and not _NOT_CORRECTING.search(said)


def with_parts(named: Sequence[Named], lowest: Mapping[int, str]) -> list[Named]:
    """The columns with those that are a part of a birth date, and without corrections of what no other column holds."""
    fields = {meaning.field for _, _, meaning in named if meaning}
    told = _with_birth_date(named, lowest)
    return [(column, said, _settled(meaning, fields)) for column, said, meaning in told]


def _settled(meaning: Meaning | None, fields: set[str]) -> Meaning | None:
    """A correction of a field that stands nowhere else is the field, unless it is of whoever is named anew."""
    if meaning is None or not meaning.field.startswith(CORRECTED):
        return meaning
    plain = meaning.field.removeprefix(CORRECTED)
    of_another = {"name", f"{CORRECTED}name"} <= fields and plain in OF_A_PERSON
    return meaning if plain in fields or of_another else replace(meaning, field=plain)


def _with_birth_date(named: Sequence[Named], lowest: Mapping[int, str]) -> list[Named]:
    """The columns with day, month and year of birth: TGL, BLN, THN in a row, behind the birth place or called LAHIR."""
    dated = {column for column, _, meaning in named if meaning and meaning.field == "birth_date"}
    for at in range(len(named) - 2):
        three = named[at : at + 3]
        together = three[2][0] - three[0][0] == 2 and dated <= {column for column, _, _ in three}
        if together and _is_birth_date([lowest[column] for column, _, _ in three]):
            behind = named[at - 1][2] if at else None
            called = any("lahir" in words(said).split() for _, said, _ in three)
            if called or (behind and behind.field == "birth_place"):
                parts = [
                    (column, said, Meaning(field, "known"))
                    for (column, said, _), field in zip(three, _PARTS_OF_A_DATE, strict=True)
                ]
                return [*named[:at], *parts, *named[at + 3 :]]
    return [*named]


def _is_birth_date(said: Sequence[str]) -> bool:
    return all(pattern.match(words(cell)) for cell, pattern in zip(said, _PARTS_OF_A_DATE.values(), strict=True))
