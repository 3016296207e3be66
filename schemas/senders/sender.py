"""Sender declarations: what each office sends, read strictly from `<sender>.yml`."""

import re
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator, model_validator

from schemas.reference import HOME_REGENCY
from schemas.tables.cells import HEADING_FIELDS

SegmentCode = Literal["perangkat_desa", "rt_rw", "bpd", "non_asn", "pekerja_rentan"]
_FOLDER = Path(__file__).parent
_KECAMATAN = r"^\d\d\.\d\d\.\d\d$"


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

    `regency_code` is the regency whose programme its people are in; unless declared, that of its kecamatan, else
    Tulungagung. `kecamatan_code` is where its people live unless a row says otherwise. `valid_for_months` is how many
    months a list goes on counting when nothing newer arrives: silence is not an exit. `sheets` are the only sheets
    read (`*` stands for anything; none: all), `values` what holds where a list says nothing itself.
    """

    sender: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    name: str
    kind: Literal["kecamatan", "opd"]
    regency_code: str = Field(default=HOME_REGENCY, pattern=r"^\d\d\.\d\d$")
    kecamatan_code: str | None = Field(default=None, pattern=_KECAMATAN)
    contact: str
    sends: str
    segments: tuple[SegmentPattern, ...] = ()
    default_segment: SegmentCode | None = None
    valid_for_months: int = Field(default=3, ge=0, le=24)
    expected: bool = True
    headings: dict[str, str] = Field(default_factory=dict)
    sheets: tuple[str, ...] = ()
    values: dict[Literal["kecamatan", "desa", "occupation"], str] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _regency_of_its_kecamatan(cls, declared: Any) -> Any:
        kecamatan = declared.get("kecamatan_code") if isinstance(declared, dict) else None
        if not isinstance(kecamatan, str) or not re.fullmatch(_KECAMATAN, kecamatan) or "regency_code" in declared:
            return declared
        return {**declared, "regency_code": kecamatan.rpartition(".")[0]}

    @field_validator("kecamatan_code")
    @classmethod
    def _within_its_regency(cls, kecamatan: str | None, known: ValidationInfo) -> str | None:
        regency = known.data.get("regency_code")
        if kecamatan and regency and not kecamatan.startswith(f"{regency}."):
            raise ValueError(f"{kecamatan} is not in the regency {regency}")
        return kecamatan

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


def all_senders(beside: Path | None = None) -> dict[str, Sender]:
    """All declared senders by name, those of a folder of one's own after them.

    Raises:
        DeclarationError: one of the files cannot be used, or both folders declare a sender.
    """
    ours, own = senders(), senders(beside) if beside else {}
    twice = ours.keys() & own.keys()
    if beside and twice:
        raise DeclarationError(f"{beside / f'{min(twice)}.yml'}: schemas/senders declares {min(twice)} too")
    return {**ours, **own}


@cache
def senders(folder: Path = _FOLDER) -> dict[str, Sender]:
    """All declared senders by name, in alphabetical order. Files that begin with `_` are not senders.

    Raises:
        DeclarationError: one of the files cannot be used.
    """
    files = sorted(path for path in folder.glob("*.yml") if not path.name.startswith("_"))
    return {path.stem: read_sender(path) for path in files}
