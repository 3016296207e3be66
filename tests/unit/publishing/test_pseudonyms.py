"""Worker ids and the key they are made with."""

import base64
import hashlib
import hmac
import stat
from pathlib import Path

import polars as pl
import pytest

from flows.publishing.pseudonyms import KeyUnusable, check_key, key_fingerprint, new_key, read_key, with_worker_ids

KEY = "0123456789abcdef" * 4
NIKS = ["3504111209759001", "3504115209759002", "9104111209759999"]


def by_the_standard_library(nik: str) -> str:
    digest = hmac.new(KEY.encode(), b"payung/worker\0" + nik.encode(), hashlib.sha256).digest()
    return "w1_" + base64.b32encode(digest).decode().lower()[:26]


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "secrets" / "payung.key"
    new_key(path)
    return path


def worker_ids(*niks: str | None, key: str = KEY) -> list[str | None]:
    frame = pl.DataFrame({"nik": niks}, schema={"nik": pl.String})
    found: list[str | None] = with_worker_ids(frame, key)["worker_id"].to_list()
    return found


def test_worker_ids_are_what_the_standard_library_makes_of_them() -> None:
    assert worker_ids(*NIKS) == [by_the_standard_library(nik) for nik in NIKS]


def test_the_known_answer() -> None:
    """Written out: this id must never change, for snapshots of all years are joined by it."""
    assert worker_ids("3504111209759001") == ["w1_6ljuxp2fs5je2e4jp7zhld23jt"]


def test_a_row_without_nik_has_no_worker_id() -> None:
    assert worker_ids(None, NIKS[0])[0] is None


def test_another_key_gives_other_ids() -> None:
    assert worker_ids(*NIKS) != worker_ids(*NIKS, key="f" * 64)


def test_the_nik_cannot_be_seen_in_the_id() -> None:
    assert not any(nik[:8] in found for nik, found in zip(NIKS, map(str, worker_ids(*NIKS)), strict=True))


def test_no_rows_have_no_ids() -> None:
    assert worker_ids() == []


def test_a_new_key_is_readable_by_its_owner_alone(key_file: Path) -> None:
    assert (stat.S_IMODE(key_file.stat().st_mode), stat.S_IMODE(key_file.parent.stat().st_mode)) == (0o600, 0o700)


def test_a_new_key_can_be_read(key_file: Path) -> None:
    assert len(read_key(key_file)) == 64


def test_a_key_is_never_replaced(key_file: Path) -> None:
    before = key_file.read_text()
    with pytest.raises(KeyUnusable, match="exists already"):
        new_key(key_file)
    assert key_file.read_text() == before


def test_a_key_that_cannot_be_written_is_an_answer_not_a_crash(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(KeyUnusable, match="cannot write"):
        new_key(tmp_path / "file" / "payung.key")


def test_a_missing_key_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(KeyUnusable, match="put the key"):
        read_key(tmp_path / "payung.key")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620])
def test_a_key_open_to_others_is_refused(key_file: Path, mode: int) -> None:
    key_file.chmod(mode)
    with pytest.raises(KeyUnusable, match="chmod 600"):
        read_key(key_file)


@pytest.mark.parametrize("text", ["", "abc", "g" * 64, "A" * 64, "0" * 63, "0" * 65, "é" * 32])
def test_a_malformed_key_is_refused_and_not_repeated(key_file: Path, text: str) -> None:
    key_file.write_text(text, encoding="utf-8")
    with pytest.raises(KeyUnusable) as raised:
        read_key(key_file)
    assert not text or text not in str(raised.value)


def test_a_folder_in_place_of_the_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyUnusable):
        read_key(tmp_path)


def test_the_first_night_makes_its_own_key(tmp_path: Path) -> None:
    assert check_key(tmp_path / "payung.key", None) == key_fingerprint(read_key(tmp_path / "payung.key"))


def test_a_later_night_makes_no_key(tmp_path: Path) -> None:
    with pytest.raises(KeyUnusable):
        check_key(tmp_path / "payung.key", "0" * 16)
    assert not (tmp_path / "payung.key").exists()


def test_the_same_key_as_before_is_welcome(key_file: Path) -> None:
    fingerprint = key_fingerprint(read_key(key_file))
    assert check_key(key_file, fingerprint) == fingerprint


def test_another_key_than_before_is_refused(key_file: Path) -> None:
    with pytest.raises(KeyUnusable, match="not the key"):
        check_key(key_file, "0" * 16)


def test_the_fingerprint_is_no_part_of_the_key_and_tells_keys_apart() -> None:
    assert key_fingerprint(KEY) not in KEY
    assert key_fingerprint(KEY) != key_fingerprint("f" * 64)
