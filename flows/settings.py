"""Settings: the only reader of the environment and the clock."""

import hashlib
import os
import re
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

if TYPE_CHECKING:
    from schemas.senders.sender import Sender

LOCAL_TIME = ZoneInfo("Asia/Jakarta")
"""The clock of the regency."""

Runner = Literal["thread", "process", "dask", "ray"]
RegencyCode = Annotated[str, Field(pattern=r"^\d\d\.\d\d$")]


class Settings(BaseSettings):
    """Where things are and how a night runs; each can be set as PAYUNG_<NAME> in the environment."""

    model_config = SettingsConfigDict(env_prefix="PAYUNG_", extra="ignore", frozen=True)

    raw: Path = Field(Path("raw"), description="what was received")
    curated: Path = Field(Path("curated"), description="what is published")
    key_file: Path = Field(Path("secrets/payung.key"), description="key of the worker ids")
    keep_snapshots: int = Field(30, ge=2, description="snapshots kept; older ones are removed")
    regencies: Annotated[tuple[RegencyCode, ...], NoDecode] = Field(
        ("35.04",), min_length=1, description="regencies whose programmes a night covers, their codes between commas"
    )
    senders: Path | None = Field(None, description="folder of sender declarations beside those of schemas/senders")

    shards: int | None = Field(None, ge=1, description="shards of workers; unset, about a million rows make one")

    cache: Path | None = Field(
        None, description="where what can be made or had again is kept; safe to delete; beside curated unless set"
    )
    cache_bytes: int = Field(2 * 1024**3, ge=0, description="most that the cache may hold; 0: no cache")

    runner: Runner = Field("thread", description="what maps the steps of a night (flows/runners.py)")
    workers: int | None = Field(
        None, ge=1, description="how many of a night's steps run at a time, where it starts them"
    )
    runner_address: str | None = Field(None, description="a Dask or Ray cluster that runs already, to be joined")

    raw_store: str | None = Field(None, description="given by a raw of s3://…: what the folder `raw` mirrors")
    curated_store: str | None = Field(None, description="given by a curated of s3://…: what `curated` mirrors")

    @field_validator("regencies", mode="before")
    @classmethod
    def _between_commas(cls, said: Any) -> Any:
        return tuple(code.strip() for code in said.split(",")) if isinstance(said, str) else said

    @property
    def cache_folder(self) -> Path:
        """Where the cache is: hidden beside what is published, for it holds what is published and more."""
        return self.cache or self.curated.parent / f".{self.curated.name}-cache"

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

    def with_cache(self, wanted: bool) -> "Settings":
        """These settings; where no cache is wanted, with room for nothing in it."""
        return self if wanted else self.model_copy(update={"cache_bytes": 0})

    def run_by(self, runner: Runner | None) -> "Settings":
        """These settings with another runner, where one is given.

        For any but threads the places are absolute: whoever does the steps has a working folder of its own.
        """
        chosen = runner or self.runner
        names = () if chosen == "thread" else ("raw", "curated", "key_file", "cache")
        places = {name: place.absolute() for name in names if (place := getattr(self, name))}
        return self.model_copy(update={"runner": chosen, **places})


def store_url(place: Path | str) -> str | None:
    """`s3://bucket/prefix` where the place is in an object store. Of the two slashes a path leaves one."""
    found = re.fullmatch(r"s3:/+([^/].*?)/*", str(place))
    return f"s3://{found[1]}" if found else None


def cores() -> int:
    """The processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def declared_senders() -> "dict[str, Sender]":
    """The declared senders by name, those of the folder that the settings name after those of the project.

    Raises:
        DeclarationError: a declaration cannot be used.
    """
    from schemas.senders.sender import all_senders  # noqa: PLC0415 - pulls in polars, which a command may not need

    return all_senders(Settings().senders)


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
