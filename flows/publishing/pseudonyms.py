"""Worker ids: a keyed pseudonym of the NIK, the same in every snapshot made with the same key.

A plain hash of a NIK is guessed in seconds (about 10^4 serials x dates x kecamatan), so the id is an HMAC whose key
stays outside the repository, the snapshot and every log.
"""

import hashlib
import hmac
import os
import re
import secrets
from itertools import product
from pathlib import Path

import polars as pl
import polars_hash as plh

_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = pl.Series(["".join(pair) for pair in product(_ALPHABET, repeat=2)])
_DOMAIN = "payung/worker\0"
_KEY_FORM = re.compile(r"^[0-9a-f]{64}$")
_ID_LENGTH = 26
_GOLDEN = 2_654_435_769


class KeyUnusable(Exception):  # noqa: N818 - an outcome the operator must act on
    """The key is missing, malformed, open to others or not the one used before; the message says what to do."""


def new_key(path: Path) -> None:
    """A fresh key in `path`, readable by its owner alone.

    Raises:
        KeyUnusable: there is a key already (replacing it would give every worker a new id), or no place to write one.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        if path.exists():
            raise KeyUnusable(f"{path} exists already; a new key would give every worker a new id") from None
        raise KeyUnusable(f"cannot write the key to {path}: {error.strerror}") from None
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32) + "\n")


def read_key(path: Path) -> str:
    """The key in `path`: 64 hexadecimal digits, whose ASCII text is the HMAC key.

    Raises:
        KeyUnusable: there is none, it is malformed, or others can read it.
    """
    try:
        mode, text = path.stat().st_mode, path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise KeyUnusable(f"no key at {path}: put the key of the published snapshots back there") from None
    except (OSError, UnicodeDecodeError):
        raise KeyUnusable(f"the key at {path} cannot be read") from None
    if mode & 0o077:
        raise KeyUnusable(f"others can read {path}: run chmod 600 {path}")
    if not _KEY_FORM.match(text):
        raise KeyUnusable(f"{path} does not hold 64 hexadecimal digits")
    return text


def check_key(path: Path, used_before: str | None) -> str:
    """The fingerprint of the key in `path`, once known to be the one `used_before`; a first night makes its own key.

    Raises:
        KeyUnusable: as `read_key`, or the published snapshots were made with another key.
    """
    if used_before is None and not path.exists():
        new_key(path)
    fingerprint = key_fingerprint(read_key(path))
    if used_before not in {None, fingerprint}:
        raise KeyUnusable(f"{path} is not the key of the published snapshots: every worker would get a new id")
    return fingerprint


def key_fingerprint(key: str) -> str:
    """Sixteen hex digits that tell two keys apart and give neither away."""
    return hmac.new(key.encode(), b"payung/fingerprint", hashlib.sha256).hexdigest()[:16]


def with_worker_ids(frame: pl.DataFrame, key: str) -> pl.DataFrame:
    """`frame` with `worker_id`; null without NIK.

    The id is w1_ and the first 26 base32 characters of HMAC-SHA256(key, "payung/worker" 0x00 nik).
    Twenty-six characters are 130 bits: five hex digits (20 bits) make four characters, two at a time from a table.
    """
    starts = range(0, 35, 5)
    chunks = (
        frame.select(pl.concat_str(pl.lit(_DOMAIN), "nik").alias("message"))
        .select(plh.col("message").chash.hmac_sha256(key=key).alias("digest"))
        .select(pl.col("digest").str.slice(start, 5).str.to_integer(base=16).alias(str(start)) for start in starts)
    )
    halves = [half for start in starts for half in (pl.col(str(start)) // 1024, pl.col(str(start)) % 1024)]
    pairs = [pl.lit(_PAIRS).gather(half) for half in halves[: _ID_LENGTH // 2]]
    return frame.with_columns(chunks.select(pl.concat_str(pl.lit("w1_"), *pairs).alias("worker_id")).to_series())


def shard_of(worker_id: pl.Expr, shards: int) -> pl.Expr:
    """The shard, from 0, in which a worker is resolved: from the worker id, so it tells nothing of the NIK.

    The same on every machine and in every version: the id's first six characters as a number, spread by the golden
    ratio's share of 2^32 (Knuth, The Art of Computer Programming 3, 6.4).
    """
    number = worker_id.str.slice(len("w1_"), 6).str.to_integer(base=36, dtype=pl.UInt64)
    return (number * _GOLDEN % 2**32 * shards // 2**32).cast(pl.UInt32)
