"""Settings: the only reader of the environment and the clock."""

import hashlib
import os
import re
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

LOCAL_TIME = ZoneInfo("Asia/Jakarta")
"""The clock of the regency."""

Runner = Literal["thread", "process", "dask", "ray"]


class Settings(BaseSettings):
    """Where things are and how a night runs; each can be set as PAYUNG_<NAME> in the environment."""

    model_config = SettingsConfigDict(env_prefix="PAYUNG_", extra="ignore", frozen=True)

    raw: Path = Field(Path("raw"), description="what was received")
    curated: Path = Field(Path("curated"), description="what is published")
    key_file: Path = Field(Path("secrets/payung.key"), description="key of the worker ids")
    keep_snapshots: int = Field(30, ge=2, description="snapshots kept; older ones are removed")

    runner: Runner = Field("thread", description="what maps the steps of a night (flows/runners.py)")
    workers: int | None = Field(
        None, ge=1, description="how many of a night's steps run at a time, where it starts them"
    )
    runner_address: str | None = Field(None, description="a Dask or Ray cluster that runs already, to be joined")

    cache: Path | None = Field(None, description="where what can be had again is kept; safe to delete")
    raw_store: str | None = Field(None, description="given by a raw of s3://…: what the folder `raw` mirrors")
    curated_store: str | None = Field(None, description="given by a curated of s3://…: what `curated` mirrors")

    def with_places(self, raw: Path | str | None = None, curated: Path | str | None = None) -> "Settings":
        """These settings with other folders, where they are given.

        A place in an object store becomes the folder that mirrors it on this machine, below the cache.
        """
        given = {"raw": raw or self.raw, "curated": curated or self.curated}
        stores = {name: url for name, place in given.items() if (url := store_url(place))}
        places = {name: self._mirror(stores[name]) if name in stores else Path(place) for name, place in given.items()}
        return self.model_copy(update={**places, **{f"{name}_store": url for name, url in stores.items()}})

    def _mirror(self, url: str) -> Path:
        root = self.cache or Path.home() / ".cache" / "payung"
        digest = hashlib.sha256(url.encode()).hexdigest()[:8]
        return root.absolute() / f"{url.removeprefix('s3://').replace('/', '-')}-{digest}"

    def run_by(self, runner: Runner | None) -> "Settings":
        """These settings with another runner, where one is given.

        For any but threads the places are absolute: whoever does the steps has a working folder of its own.
        """
        chosen = runner or self.runner
        names = () if chosen == "thread" else ("raw", "curated", "key_file")
        places = {name: getattr(self, name).absolute() for name in names}
        return self.model_copy(update={"runner": chosen, **places})


def store_url(place: Path | str) -> str | None:
    """`s3://bucket/prefix` where the place is in an object store. Of the two slashes a path leaves one."""
    found = re.fullmatch(r"s3:/+([^/].*?)/*", str(place))
    return f"s3://{found[1]}" if found else None


def cores() -> int:
    """The processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def new_run_id() -> str:
    """A name for a run that sorts by time: 20230912T180000Z-1a2b3c."""
    return f"{now():%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


def quiet_libraries() -> dict[str, str]:
    """Environment that keeps the libraries from calling home, and lets a slow machine start Prefect's own server."""
    return {
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_EPHEMERAL_ENABLED": "true",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        "GX_ANALYTICS_ENABLED": "false",
        "RAY_USAGE_STATS_ENABLED": "0",
    }
