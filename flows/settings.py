"""Settings: the only reader of the environment and the clock."""

import secrets
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

LOCAL_TIME = ZoneInfo("Asia/Jakarta")
"""The clock of the regency."""


class Settings(BaseSettings):
    """Where things are and how a night runs; each can be set as PAYUNG_<NAME> in the environment."""

    model_config = SettingsConfigDict(env_prefix="PAYUNG_", extra="ignore", frozen=True)

    raw: Path = Field(Path("raw"), description="what was received")
    curated: Path = Field(Path("curated"), description="what is published")
    key_file: Path = Field(Path("secrets/payung.key"), description="key of the worker ids")
    keep_snapshots: int = Field(30, ge=2, description="snapshots kept; older ones are removed")
    cache: Path | None = Field(None, description="what nights need not make again; beside curated unless set")
    cache_bytes: int = Field(2 * 1024**3, ge=0, description="most that the cache may hold; 0: no cache")

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
