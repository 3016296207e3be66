"""The queries of the data dictionary (`snippets.yml`), read strictly."""

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

_FILE = Path(__file__).parent / "snippets.yml"


class Snippet(BaseModel):
    """One question and how to ask it of the published tables in four ways."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_min_length=1)

    question: str
    about: str
    duckdb: str
    polars: str
    pandas: str
    power_query: str


SNIPPETS: dict[str, Snippet] = TypeAdapter(dict[str, Snippet]).validate_python(
    yaml.safe_load(_FILE.read_text(encoding="utf-8"))
)
