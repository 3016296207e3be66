"""The night report: one page that fetches nothing and believes no sender."""

import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.reporting.page import indonesian_number, night_page, write_report
from schemas.tables.budget_position import BUDGET_POSITION

MANIFEST: dict[str, Any] = {
    "run_id": "20230912T180000Z-1a2b3c",
    "month": "2023-09",
    "started": "2023-09-12T18:00:00+00:00",
    "code_version": "0.1.0",
    "contract_version": "1",
    "key_fingerprint": "f" * 16,
    "verdict": "published",
    "unchanged": False,
    "previous": None,
    "gates": [],
    "tables": {},
    "reasons": [{"code": "NIK_FORMAT", "severity": "reject", "rows": 12}],
    "senders_missing": [],
    "senders_carried_forward": [],
    "inputs": [],
    "balance": {"rows_read": 12_345, "covered": 12_333, "waiting": 0, "duplicate": 0, "rejected": 12},
    "segments": [
        {
            "segment": "bpd",
            "label": "Anggota BPD",
            "workers": 1_776,
            "jkk_rp": 1,
            "jkm_rp": 2,
            "contribution_rp": 19_180_800,
        }
    ],
}
BROKEN = {"name": "x", "severity": "hold", "held": False, "sentence": "Jumlah turun.", "observed": ["covered=1"]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "analyst").mkdir()
    row = {
        "year": 2023,
        "segment": "bpd",
        "funding_source": "ADD",
        "quota_workers": 1_776,
        "covered_workers": 1_776,
        "ceiling_rp": None,
        "committed_rp": 19_180_800,
        "projected_rp": 76_723_200,
        "remaining_rp": None,
    }
    pl.DataFrame([row], schema=BUDGET_POSITION.dtypes).write_parquet(tmp_path / "analyst" / "budget_position.parquet")
    return tmp_path


def page(folder: Path, **changes: Any) -> str:
    return night_page(folder, {**MANIFEST, **changes})


def test_the_page_fetches_nothing_and_runs_nothing(folder: Path) -> None:
    found = page(folder, senders_missing=["dpmd"], gates=[BROKEN])
    assert (
        re.findall(
            r"https?://|//[a-z]|<script|<link|<img|<iframe|\bsrc\s*=|@import|url\(|\bon\w+\s*=", found, re.IGNORECASE
        )
        == []
    )


@pytest.mark.parametrize("where", ["senders_missing", "senders_carried_forward"])
def test_a_sender_name_is_never_markup(folder: Path, where: str) -> None:
    found = page(folder, **{where: ["<b>dinas</b> & co"]})
    assert "<b>dinas" not in found
    assert "&lt;b&gt;dinas&lt;/b&gt; &amp; co" in found


def test_the_folder_name_of_an_unknown_sender_is_never_markup(folder: Path) -> None:
    entry = {
        "sender": "<script>alert(1)</script>",
        "code": "SENDER_UNKNOWN",
        "file_sha256": "",
        "size": 1,
        "status": "set_aside",
    }
    found = page(folder, inputs=[entry])
    assert "<script" not in found
    assert "&lt;script&gt;" in found


def test_what_the_gate_saw_is_never_markup(folder: Path) -> None:
    assert "<i>" not in page(folder, gates=[{**BROKEN, "observed": ["<i>"]}])


def test_declared_senders_are_called_by_their_names(folder: Path) -> None:
    assert "Kecamatan Ngunut" in page(folder, senders_missing=["kecamatan-ngunut"])


def test_numbers_are_written_as_indonesians_write_them(folder: Path) -> None:
    found = page(folder)
    assert ("12.345" in found, "19.180.800" in found) == (True, True)


def test_a_ceiling_that_nobody_declared_is_a_dash(folder: Path) -> None:
    assert '<td class="n">–</td>' in page(folder)


@pytest.mark.parametrize(("verdict", "word"), [("published", "Terbit."), ("held", "Ditahan")])
def test_the_verdict_stands_on_top(folder: Path, verdict: str, word: str) -> None:
    assert word in page(folder, verdict=verdict)


def test_broken_expectations_are_told_and_held_ones_are_not(folder: Path) -> None:
    found = page(folder, gates=[BROKEN, {**BROKEN, "held": True, "sentence": "Semua baik."}])
    assert ("Jumlah turun." in found, "Semua baik." in found) == (True, False)


def test_a_reason_is_told_in_the_words_of_the_catalogue(folder: Path) -> None:
    assert "NIK bukan 16 angka." in page(folder)


def test_the_page_is_written_into_the_snapshot(folder: Path) -> None:
    write_report(folder, MANIFEST)
    assert (folder / "report" / "index.html").read_text(encoding="utf-8") == page(folder)


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (999, "999"), (1_000, "1.000"), (-1_234_567, "-1.234.567"), (None, "–")]
)
def test_indonesian_numbers(value: int | None, text: str) -> None:
    assert indonesian_number(value) == text
