"""The code that runs, by its content: what it read once it would read again in the same way."""

import hashlib
import sys
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

_PACKAGES = ("flows", "schemas")
_NOT_CODE = ".pyc"
_SENDERS, _DECLARED = "schemas/senders/", ".yml"
_READ_WITH = (
    "olefile", "pandera", "polars", "python-calamine", "rapidfuzz", "xlsxwriter",
)  # fmt: skip
"""Libraries another release of which may read a cell or write a workbook otherwise."""


@cache
def code_sha256() -> str:
    """SHA-256 over every file of the program and its declarations, by path: reference data and words count too.

    A version number alone would not do: between two releases the same number stands for many programs.
    """
    return _sha256(_program())


@cache
def made_by() -> str:
    """SHA-256 over all that lists are read with but the declarations of their senders: program, libraries, Python.

    One office declared anew is no reason to read the lists of the others again.
    """
    shared = {
        name: digest
        for name, digest in _program().items()
        if not (name.startswith(_SENDERS) and name.endswith(_DECLARED))
    }
    return _sha256(shared | {name: version(name) for name in _READ_WITH} | {"python": sys.version})


@cache
def _program() -> dict[str, str]:
    """The SHA-256 of every file of the program, by its path, in order."""
    found: dict[str, str] = {}
    for package in _PACKAGES:
        root = Path(str(files(package)))
        for path in sorted(path for path in root.rglob("*") if path.is_file() and not str(path).endswith(_NOT_CODE)):
            name = f"{package}/{path.relative_to(root).as_posix()}"
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def _sha256(facts: Mapping[str, str]) -> str:
    told = "\n".join(f"{name}\0{fact}" for name, fact in facts.items())
    return hashlib.sha256(told.encode()).hexdigest()
