"""Settings: the only reader of the environment and the clock."""

import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

if TYPE_CHECKING:
    from schemas.senders.sender import Sender

LOCAL_TIME = ZoneInfo("Asia/Jakarta")
"""The clock of the regency."""


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

    cache: Path | None = Field(None, description="what nights need not make again; beside curated unless set")
    cache_bytes: int = Field(2 * 1024**3, ge=0, description="most that the cache may hold; 0: no cache")

    @field_validator("regencies", mode="before")
    @classmethod
    def _between_commas(cls, said: Any) -> Any:
        return tuple(code.strip() for code in said.split(",")) if isinstance(said, str) else said

    @property
    def cache_folder(self) -> Path:
        """Where the cache is: hidden beside what is published, for it holds what is published and more."""
        return self.cache or self.curated.parent / f".{self.curated.name}-cache"

    def with_places(self, raw: Path | str | None = None, curated: Path | str | None = None) -> "Settings":
        """These settings with other folders, where they are given."""
        places = {"raw": raw, "curated": curated}
        return self.model_copy(update={name: Path(place) for name, place in places.items() if place})

    def with_cache(self, wanted: bool) -> "Settings":
        """These settings; where no cache is wanted, with room for nothing in it."""
        return self if wanted else self.model_copy(update={"cache_bytes": 0})


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
    }
