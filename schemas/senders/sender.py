"""Sender declarations: what each office sends, read strictly from `<sender>.yml`."""

from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from schemas.tables.cells import HEADING_FIELDS

SegmentCode = Literal["perangkat_desa", "rt_rw", "bpd", "non_asn", "pekerja_rentan"]
_FOLDER = Path(__file__).parent


class DeclarationError(ValueError):
    """A declaration that cannot be used; the message names the file and the key."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SegmentPattern(_Strict):
    """`words`, found in this order in a sheet name, title or file name, mean `segment`."""

    words: str = Field(min_length=2)
    segment: SegmentCode


class Sender(_Strict):
    """One office that sends rosters.

    `kecamatan_code` is where its people live unless a row says otherwise. `valid_for_months` is how many
    months a list goes on counting when nothing newer arrives: silence is not an exit. `sheets` are the only sheets
    read (`*` stands for anything; none: all), `values` what holds where a list says nothing itself.
    """

    sender: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    name: str
    kind: Literal["kecamatan", "opd"]
    kecamatan_code: str | None = Field(default=None, pattern=r"^\d\d\.\d\d\.\d\d$")
    contact: str
    sends: str
    segments: tuple[SegmentPattern, ...] = ()
    default_segment: SegmentCode | None = None
    valid_for_months: int = Field(default=3, ge=0, le=24)
    expected: bool = True
    headings: dict[str, str] = Field(default_factory=dict)
    sheets: tuple[str, ...] = ()
    values: dict[Literal["kecamatan", "desa", "occupation"], str] = Field(default_factory=dict)

    @field_validator("headings")
    @classmethod
    def _known_fields(cls, headings: dict[str, str]) -> dict[str, str]:
        unknown = sorted(set(headings.values()) - HEADING_FIELDS)
        if unknown:
            raise ValueError(f"no such field: {', '.join(unknown)}")
        return headings


def read_sender(path: Path) -> Sender:
    """The declaration in `path`.

    Raises:
        DeclarationError: the file is not YAML, a key is unknown, missing or malformed, or the name inside
            differs from the file's name. The message names the file and the key.
    """
    try:
        declared = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DeclarationError(f"{path}: not readable as YAML ({error})") from error
    if not isinstance(declared, dict):
        raise DeclarationError(f"{path}: expected keys and values, found {type(declared).__name__}")
    try:
        sender = Sender.model_validate(declared)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise DeclarationError(f"{path}: key '{key}': {first['msg']}") from None
    if sender.sender != path.stem:
        raise DeclarationError(f"{path}: key 'sender': says '{sender.sender}', the file is '{path.stem}'")
    return sender


@cache
def senders(folder: Path = _FOLDER) -> dict[str, Sender]:
    """All declared senders by name, in alphabetical order. Files that begin with `_` are not senders.

    Raises:
        DeclarationError: one of the files cannot be used.
    """
    files = sorted(path for path in folder.glob("*.yml") if not path.name.startswith("_"))
    return {path.stem: read_sender(path) for path in files}
