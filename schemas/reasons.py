"""The reason catalogue (`reasons.yml`), read strictly: every code a row or a file can carry, and what it says.

Sentences are for office clerks, in Indonesian; none repeats the cell, so none can leak it. A test holds the catalogue
and the rules of `schemas/tables/roster.py` together.
"""

from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

Level = Literal["row", "file"]
Severity = Literal["reject", "advise"]
Fixer = Literal["sender", "steward", "dukcapil", "bpjs"]

_FILE = Path(__file__).parent / "reasons.yml"


class _Words(BaseModel):
    """What is wrong (`sentence`), what to do (`fix`), who does it (`fixer`), and what it looks like (`example`)."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_min_length=1)

    sentence: str
    fix: str
    fixer: Fixer
    example: str


class Reason(_Words):
    """One code. `severity` decides what happens: reject sets the row (or the file) aside, advise uses it with the code.

    `example` is what such a cell or row looks like, an arrow, and what it should be.
    """

    code: str
    level: Level
    severity: Severity


_SHAPE = TypeAdapter(dict[Level, dict[Severity, dict[str, _Words]]])


def read_reasons(path: Path = _FILE) -> dict[str, Reason]:
    """The catalogue by code, in its order.

    Raises:
        ValueError: an entry is malformed or a code stands in two places; the message names the file and the key.
    """
    try:
        declared = _SHAPE.validate_python(yaml.load(path.read_text(encoding="utf-8"), _EachKeyOnce))  # noqa: S506
    except ValidationError as error:
        first = error.errors()[0]
        raise ValueError(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    found = [
        Reason(code=code, level=level, severity=severity, **words.model_dump())
        for level, severities in declared.items()
        for severity, reasons in severities.items()
        for code, words in reasons.items()
    ]
    twice = {one.code for one in found if sum(one.code == other.code for other in found) > 1}
    if twice:
        raise ValueError(f"{path}: {', '.join(sorted(twice))}: declared twice")
    return {reason.code: reason for reason in found}


class _EachKeyOnce(yaml.SafeLoader):
    """Refuses a key that stands twice in one place, where YAML would silently keep the later."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        keys = [key.value for key, _ in node.value]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValueError(f"{_FILE.name}: {', '.join(twice)}: declared twice")
        return super().construct_mapping(node, deep)


REASONS: dict[str, Reason] = read_reasons()


FROM_OUTSIDE = (
    "DEATH_ON_RECORD",
    "NIK_NOT_IN_DUKCAPIL",
    "NIK_DUPLICATE_IN_DUKCAPIL",
    "NIK_INACTIVE_IN_DUKCAPIL",
    "DUKCAPIL_DIFFERS",
)
"""Reasons that somebody outside gives of a NIK: their line of the reason log says who told what, not what a cell
held."""


def codes(*, level: Level, severity: Severity | None = None) -> tuple[str, ...]:
    """The codes of one level (and severity), in the catalogue's order."""
    return tuple(one.code for one in REASONS.values() if one.level == level and severity in {None, one.severity})
