"""How a file was read, as bytes, so that it need not be read again while it is the same."""

from dataclasses import fields
from typing import Any, get_type_hints

from pydantic import BaseModel, create_model

from flows.cache import as_bytes, as_frame
from flows.intake.reading import Reading

_FRAME = "cells"


def is_worth_keeping(reading: Reading) -> bool:
    """False for a file of which nothing could be read: the next night tries again, for it may have been the disk."""
    return bool(reading.heading) or reading.returned is not None


def kept_parts(reading: Reading) -> tuple[bytes, bytes]:
    """All that the reading says, and its cells."""
    told = {name: getattr(reading, name) for name in _Facts.model_fields}
    return _Facts(**told).model_dump_json().encode(), as_bytes(reading.cells)


def kept_reading(facts: bytes, cells: bytes) -> Reading:
    """The reading that `kept_parts` was given."""
    told = _Facts.model_validate_json(facts)
    found: dict[str, Any] = {name: getattr(told, name) for name in _Facts.model_fields}
    return Reading(**found | {_FRAME: as_frame(cells)})


def _facts() -> type[BaseModel]:
    """The fields of a reading but its frame, as what JSON can hold."""
    types = get_type_hints(Reading)
    shape: dict[str, Any] = {one.name: (types[one.name], ...) for one in fields(Reading) if one.name != _FRAME}
    return create_model("ReadingFacts", **shape)


_Facts = _facts()
