"""The pages of a night: they fetch nothing, believe no sender, and say the same in both languages."""

import hashlib
import re
from base64 import b64encode
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.reporting.report.observed import observed
from flows.reporting.report.page import night_facts, pages, write_report
from flows.reporting.report.words import LANGUAGES
from schemas.reasons import REASONS
from schemas.tables import TABLES
from schemas.tables.trail import TRAIL
from tests.unit.reporting.report.nights import (
    BROKEN,
    MANIFEST,
    covered,
    heard,
    judged,
    received,
    silent,
    snapshot,
)

EMPTY = TRAIL.to_frame()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    row, why = judged("a", "kecamatan-ngunut", "NIK_FORMAT")
    tables = {
        "budget_totals": [covered("bpd", 1_776)],
        "senders": [heard("kecamatan-ngunut"), silent("dpmd")],
        "received_files": [received("kecamatan-ngunut", "rt rw.xlsx", rows_read=10)],
        "rows": [row],
        "reason_log": [why],
    }
    return snapshot(tmp_path, tables)


def written(folder: Path, previous: Path | None = None, **changes: Any) -> dict[str, str]:
    return dict(pages(night_facts(folder, {**MANIFEST, **changes}, EMPTY, previous)))


def first(folder: Path, previous: Path | None = None, **changes: Any) -> str:
    return written(folder, previous, **changes)["index.html"]


def test_every_page_is_there_in_both_languages(folder: Path) -> None:
    names = {"index", "programme", "dictionary", "senders/kecamatan-ngunut", "senders/dpmd"}
    found = written(folder)
    assert set(found) == {f"{name}{ending}" for name in names for ending in (".html", ".en.html")}
    for name, text in found.items():
        code = "en" if name.endswith(".en.html") else "id"
        assert f'<html lang="{code}">' in text
        assert text.count('aria-current="page"') == 1


def test_every_link_leads_to_a_page_of_the_report_or_to_what_stands_beside_it(folder: Path) -> None:
    found = written(folder)
    for name, text in found.items():
        for link in re.findall(r'href="([^"#]+)', text):
            target = (Path("/report") / Path(name).parent / link).as_posix()
            target = str(Path(target).resolve()).removeprefix("/report/")
            assert target in found or target.startswith(("data_docs/", "/steward/returns/")), (name, link)
        anchors = set(re.findall(r'href="#([^"]+)"', text))
        assert anchors <= set(re.findall(r'id="([^"]+)"', text)), name


def test_pages_fetch_nothing(folder: Path) -> None:
    outside = re.compile(r"https?://|\bsrc\s*=|<link|<img|<iframe|@import|url\(|\bon\w+\s*=", re.IGNORECASE)
    for name, text in written(folder, senders_missing=["dpmd"], gates=[BROKEN]).items():
        assert outside.findall(text) == [], name


def test_the_content_policy_lets_in_the_pages_own_script_and_nothing_else(folder: Path) -> None:
    for text in written(folder).values():
        (script,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
        digest = b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert (
            f"default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; script-src &#39;sha256-{digest}&#39;"
            in text
        )


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"><b onclick=x>'])
def test_the_name_of_a_folder_or_a_file_is_never_markup(tmp_path: Path, name: str) -> None:
    broken = received(name.replace("/", "∕"), name, status="set_aside", code="SENDER_UNKNOWN")
    tables = {"senders": [silent(broken["sender"])], "received_files": [broken]}
    for text in written(snapshot(tmp_path, tables)).values():
        assert "<script>alert" not in text
        assert "<b onclick" not in text


def test_what_the_gate_saw_is_never_markup(folder: Path) -> None:
    found = first(folder, gates=[{**BROKEN, "sentence": "<i>", "observed": ["<i>"]}])
    assert "<i>" not in found.split("<figure>")[0]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"verdict": "published"}, "Terbit"),
        ({"verdict": "held", "gates": [BROKEN]}, "Ditahan"),
        (
            {
                "verdict": "released",
                "released": {"by": "Sri", "reason": "Daftar benar", "at": "2023-09-13T01:00:00+00:00"},
            },
            "Dilepas",
        ),
    ],
)
def test_the_verdict_stands_on_top(folder: Path, changes: dict[str, Any], words: str) -> None:
    heading = re.search(r"<h2[^>]*>(.*?)</h2>", first(folder, **changes))
    assert heading
    assert words in heading[1]


def test_a_release_says_who_why_and_when(folder: Path) -> None:
    released = {"by": "Sri", "reason": "Daftar benar", "at": "2023-09-13T01:00:00+00:00"}
    found = first(folder, verdict="released", released=released)
    assert "Dilepas oleh Sri pada 13 September 2023 08.00 WIB" in found
    assert "Daftar benar" in found


def test_broken_expectations_are_told_holds_first_and_those_that_held_are_counted(folder: Path) -> None:
    warned = {**BROKEN, "severity": "warn", "sentence": "Banyak yang ditolak."}
    fine = {**BROKEN, "held": True, "sentence": "Semua baik."}
    found = first(folder, verdict="held", gates=[warned, fine, BROKEN])
    assert found.index("Jumlah turun.") < found.index("Banyak yang ditolak.")
    assert "terlindungi 1.000" in found
    assert "Semua baik." not in found
    assert "1 dari 3 pemeriksaan lulus." in found


@pytest.mark.parametrize(
    ("line", "indonesian", "english"),
    [
        ("covered_share_of_before=0.8512", "terlindungi dibanding sebelumnya 85,1%", "covered beside before 85.1%"),
        ("segment=bpd above_quota=1200", "Anggota BPD: di atas kuota 1.200", "Anggota BPD: above quota 1,200"),
        (
            "sender=kecamatan-ngunut rejected_share=0.5",
            "Kecamatan Ngunut: bagian yang ditolak 50,0%",
            "Kecamatan Ngunut: share refused 50.0%",
        ),
        ("segment=bpd emptied=True", "Anggota BPD: menjadi kosong ya", "Anggota BPD: emptied yes"),
        ("not_declared=2.5", "not declared 2,5", "not declared 2.5"),
        ("bukan angka", "bukan angka", "bukan angka"),
    ],
)  # fmt: skip
def test_what_the_gate_saw_is_told_in_words(line: str, indonesian: str, english: str) -> None:
    assert [observed(language, [line]) for language in LANGUAGES] == [[indonesian], [english]]


def test_a_reason_is_told_in_the_words_of_the_catalogue_with_what_to_do_and_by_whom(folder: Path) -> None:
    for name in ("index.html", "senders/kecamatan-ngunut.html"):
        found = written(folder)[name]
        for words in (REASONS["NIK_FORMAT"].sentence, REASONS["NIK_FORMAT"].fix, "NIK_FORMAT", "Pengirim"):
            assert words in found, (name, words)


def test_numbers_are_written_as_the_readers_write_them(folder: Path) -> None:
    found = written(folder)
    assert ("19.180.800" in found["index.html"], "19,180,800" in found["index.en.html"]) == (True, True)


def test_a_sender_that_sent_nothing_is_named_at_once_and_its_page_says_whom_to_ask(folder: Path) -> None:
    found = written(folder)
    assert "Dinas Pemberdayaan Masyarakat dan Desa" in found["index.html"].split("<nav class=")[2]
    assert "Mintalah daftarnya." in found["senders/dpmd.html"]
    assert "Hubungi:" in found["senders/dpmd.html"]


def test_the_last_snapshot_is_compared_when_there_is_one(folder: Path, tmp_path: Path) -> None:
    before = snapshot(tmp_path / "before", {"budget_totals": [covered("bpd", 1_700)]})
    assert "+76" in first(folder, before)
    assert "Belum ada terbitan sebelumnya" in first(folder)


def test_the_dictionary_tells_every_column_and_every_code(folder: Path) -> None:
    found = written(folder)["dictionary.html"]
    for table in TABLES.values():
        assert f'id="{table.name}"' in found
        section = found.split(f'id="{table.name}"')[1]
        assert all(f"<code>{column}</code>" in section for column in table.columns), table.name
    assert all(code in found for code in REASONS)


def test_an_empty_night_has_its_pages_too(tmp_path: Path) -> None:
    nothing = dict.fromkeys(MANIFEST["balance"], 0)
    assert "Belum ada nilai." in first(snapshot(tmp_path, {}), balance=nothing)


def test_the_pages_are_written_into_the_snapshot_and_may_be_written_again(folder: Path) -> None:
    for _ in range(2):
        write_report(folder, MANIFEST, EMPTY, None)
    files = {
        str(path.relative_to(folder / "report")): path.read_text("utf-8")
        for path in (folder / "report").rglob("*.html")
    }
    assert files == written(folder)


def test_a_trend_is_drawn_and_told(folder: Path) -> None:
    night = {"started": pl.lit("2023-09-10").str.to_datetime(time_zone="UTC", time_unit="us"), "score": pl.lit(80.0)}
    row = {
        "run_id": "before",
        "scope": "sender",
        "name": "kecamatan-ngunut",
        "rows_read": 1,
        "covered": 1,
        "duplicate": 0,
        "rejected": 0,
    }
    trail = pl.DataFrame([row]).with_columns(**night, month=pl.date(2023, 9, 1)).select(TRAIL.names())
    found = dict(pages(night_facts(folder, MANIFEST, trail.cast(TRAIL), None)))
    assert "2 malam: dari 80,0 ke 90,0" in found["senders/kecamatan-ngunut.html"]
