"""The gate's expectations, read strictly from `night.yml`."""

from functools import cache
from pathlib import Path
from typing import Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, model_validator

_FILE = Path(__file__).parent / "night.yml"

PROFILES: dict[str, tuple[str, ...]] = {
    "night": (),
    "segments": ("segment",),
    "funding_sources": ("funding_source",),
    "senders": ("sender",),
    "files": ("sender", "file"),
}
"""The profiles, and the columns that name a row of each: none of the one row of the night."""


class Expectation(BaseModel):
    """One expectation: a Great Expectations class name, its arguments, and what a breach means and causes.

    `beside` are columns told together with those looked at. A night held by one that is not `releasable` cannot be
    released by a person: the program is wrong, not the night.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    profile: Literal["night", "segments", "funding_sources", "senders", "files"]
    severity: Literal["hold", "warn"]
    sentence: str
    expectation: str
    arguments: dict[str, Any]
    beside: tuple[str, ...] = ()
    releasable: bool = True

    @property
    def columns(self) -> tuple[str, ...]:
        """The profile's columns that it looks at."""
        return tuple(str(value) for key, value in self.arguments.items() if key.startswith("column"))

    @model_validator(mode="after")
    def _only_what_holds_is_released(self) -> Self:
        if self.severity == "warn" and not self.releasable:
            raise ValueError("a warning holds no night, so there is nothing to release")
        return self


@cache
def expectations() -> tuple[Expectation, ...]:
    """The expectations in the order declared.

    Raises:
        ValueError: an entry is malformed; the message names the file and the key.
    """
    declared = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    try:
        return tuple(TypeAdapter(list[Expectation]).validate_python(declared))
    except ValidationError as error:
        first = error.errors()[0]
        raise ValueError(f"{_FILE}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
