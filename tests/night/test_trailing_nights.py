"""The gate looks back: a number far from those of the nights before holds the night, until a person releases it."""

from datetime import UTC, datetime
from pathlib import Path

from flows.publishing.snapshot import read_manifest
from flows.releasing import release
from tests.night.plain import night, receive


def unusual(folder: Path) -> dict[str, list[str]]:
    """The broken expectations, and what was told of them; missing offices, of which there are many here, left out."""
    gates = read_manifest(folder)["gates"]
    return {
        gate["name"]: gate["observed"]
        for gate in gates
        if not gate["held"] and gate["name"] != "senders_not_missing"
    }  # fmt: skip


def test_a_step_away_from_the_trailing_nights_is_held_once(tmp_path: Path) -> None:
    """Three hundred people for five nights, then 25 fewer (five spreads), then 27 fewer: each less than a tenth."""
    curated = tmp_path / "curated"
    for people in (300, 300, 300, 300, 300, 275):
        receive(tmp_path, people)
        assert night(tmp_path).verdict == "published"
        assert unusual(curated / "latest") == {}
    receive(tmp_path, 248)
    assert night(tmp_path).verdict == "held"
    (held,) = (curated / "held").iterdir()
    assert unusual(held) == {
        "segment_volume_usual": ["segment=pekerja_rentan spreads=5.4 covered=248 usual=300"],
        "sender_volume_usual": ["sender=dinas-pertanian spreads=5.4 covered=248 usual=300"],
    }
    release(curated, None, reason="memang berkurang", by="Bu Wati", at=datetime(2023, 9, 13, tzinfo=UTC))
    assert night(tmp_path).verdict == "published"
    assert unusual(curated / "latest") == {}
