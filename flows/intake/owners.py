"""Columns that say whose they are: NAMA_ART and NIK_ART beside NAMA_PENGURUS and NIK_PENGURUS."""

import re
from collections.abc import Mapping

from flows.intake.spellings import Meaning, Spellings
from schemas.text import words

_NAME = re.compile(r"\b(?:nama|nm|lengkap|sesuai|ktp|name)\b")
_OTHER_OWNERS = re.compile(
    r"\b(?:pengurus|ketua|kepala|pendamping|pemilik|koordinator|pembina|penanggung|operator|kader)\b"
)
_OF_A_PERSON = frozenset(
    {
        *("nik", "nkk", "birth_place", "birth_date", "sex", "address", "rt_rw", "desa", "kecamatan"),
        *("occupation", "position", "phone", "status", "note"),
    }
)


def owned_columns(name: str, texts: Mapping[int, str], spellings: Spellings) -> dict[int, Meaning]:
    """What the columns mean that have the same owner as the names, called `name`, by the words beside the owner's."""
    owner = " ".join(_NAME.sub(" ", words(name)).split())
    if not owner:
        return {}
    said = {column: words(text) for column, text in texts.items()}
    own = re.compile(rf"\b{re.escape(owner)}\b")
    bare = {column: " ".join(own.sub(" ", text).split()) for column, text in said.items() if own.search(text)}
    told = {column: spellings.meaning(text) for column, text in bare.items() if text}
    return {column: meaning for column, meaning in told.items() if meaning and meaning.field in _OF_A_PERSON}


def is_of_another(said: str, name: str) -> bool:
    """Whether the words of a column name another owner than those of the names."""
    found = _OTHER_OWNERS.search(words(said))
    return found is not None and found[0] not in words(name).split()
