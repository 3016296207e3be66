"""The gate's expectations, read strictly from `night.yml`."""

from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

_FILE = Path(__file__).parent / "night.yml"


class Expectation(BaseModel):
    """One expectation: a Great Expectations class name, its arguments, and what a breach means and causes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    profile: Literal["night", "segments"]
    severity: Literal["hold", "warn"]
    sentence: str
    expectation: str
    arguments: dict[str, Any]


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
