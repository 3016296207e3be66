"""The code that runs, by its content: what it read once it would read again in the same way."""

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

_PACKAGES = ("flows", "schemas")
_NOT_CODE = ".pyc"


@cache
def code_sha256() -> str:
    """SHA-256 over every file of the program and its declarations, by path: reference data and words count too.

    A version number alone would not do: between two releases the same number stands for many programs.
    """
    digest = hashlib.sha256()
    for package in _PACKAGES:
        root = Path(str(files(package)))
        for path in sorted(path for path in root.rglob("*") if path.is_file() and not str(path).endswith(_NOT_CODE)):
            digest.update(f"{package}/{path.relative_to(root).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
