"""A store that cannot be used says so in a sentence, and names no object: names can be personal."""

import sys
from pathlib import Path

import pytest

from flows.publishing.snapshot import CuratedUnusable
from flows.settings import Settings
from flows.storage import store as module
from flows.storage.mirrored import at_hand, bring_inputs
from flows.storage.published import _OF_EVERY
from flows.storage.store import Store, StoreUnusable
from schemas.tables.budget_totals import BUDGET_TOTALS
from schemas.tables.closed_months import CLOSED_MONTHS
from schemas.tables.senders import SENDERS


def test_the_extra_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "obstore", None)
    with pytest.raises(CuratedUnusable, match=r"pip install 'payung\[s3\]'"):
        Store("s3://kabupaten/raw").objects()


def test_nobody_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE", {"max_retries": 0})
    for name, value in {"ENDPOINT_URL": "http://127.0.0.1:9", "ALLOW_HTTP": "true", "ACCESS_KEY_ID": "synthetic",
                        "SECRET_ACCESS_KEY": "synthetic", "REGION": "us-east-1"}.items():  # fmt: skip
        monkeypatch.setenv(f"AWS_{name}", value)
    (tmp_path / "SITI.csv").write_text("synthetic")
    with pytest.raises(StoreUnusable, match=r"^cannot use s3://tidak-ada/raw \(\w+\); see AWS_") as refused:
        Store("s3://tidak-ada/raw").send(tmp_path / "SITI.csv", "rosters/2023-09/dpmd/SITI.csv")
    assert "SITI" not in str(refused.value)


def test_folders_are_left_as_they_are(tmp_path: Path) -> None:
    folders = Settings(raw=tmp_path / "raw", curated=tmp_path / "curated")
    bring_inputs(folders)
    assert at_hand(folders) == tmp_path / "curated"
    assert list(tmp_path.iterdir()) == []


def test_what_is_brought_of_every_snapshot_is_where_tables_are() -> None:
    tables = [f"{table.zone}/{table.name}.parquet" for table in (SENDERS, CLOSED_MONTHS, BUDGET_TOTALS)]
    assert ("manifest.json", *tables) == _OF_EVERY
