"""What nights need not make again: found whole or not at all, bounded, closed, and safe to lose."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from flows.cache import Cache, as_bytes, as_frame, key_of, open_cache

ROOT = Path(__file__).parents[2]
NOW = datetime.now(UTC)
KEY, OTHER = key_of("a list"), key_of("another")
PARTS = (b"facts", b"", b"cells\nof a list")


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / ".curated-cache", 1_000_000, NOW)


def entry(cache: Cache, key: str = KEY) -> Path:
    return cache.folder / "rows" / key


def long_ago(cache: Cache, key: str, hours: int = 1) -> None:
    moment = NOW.timestamp() - 3600 * hours
    os.utime(entry(cache, key), (moment, moment))


def test_what_is_kept_is_found_part_by_part(cache: Cache) -> None:
    cache.put("rows", KEY, *PARTS)
    assert cache.get("rows", KEY) == list(PARTS)
    assert cache.get("rows", OTHER) is None
    assert cache.get("readings", KEY) is None


def test_the_later_takes_the_place_of_the_earlier(cache: Cache) -> None:
    cache.put("rows", KEY, b"before")
    cache.put("rows", KEY, b"after")
    assert cache.get("rows", KEY) == [b"after"]


def test_a_frame_comes_back_as_it_was() -> None:
    frame = pl.DataFrame({"nik": ["3504", None], "row": [1, 2], "on": [NOW, None]}, schema_overrides={"row": pl.UInt32})
    for one in (frame, frame.clear()):
        back = as_frame(as_bytes(one))
        assert back.equals(one)
        assert back.schema == one.schema


SHARED_BY_THREADS = """
import sys, threading
import polars as pl
from flows.cache import as_bytes
from schemas.tables.cells import CELLS

shared = pl.DataFrame(schema=CELLS)
sys.setswitchinterval(1e-6)

def write():
    for _ in range(100):
        as_bytes(shared)
        pl.concat([shared, shared], how="diagonal")

threads = [threading.Thread(target=write) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


def test_threads_may_write_a_frame_that_they_share() -> None:
    """In a process of its own: threads that wait for one another here hold it for ever."""
    subprocess.run([sys.executable, "-c", SHARED_BY_THREADS], cwd=ROOT, timeout=60, check=True)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda whole: whole[:-1],
        lambda whole: whole[:10],
        lambda _: b"",
        lambda whole: whole[:-1] + b"?",
        lambda whole: b"?" + whole[1:],
        lambda whole: whole + b"more",
    ],
)
def test_an_entry_that_is_not_whole_is_none_and_goes(cache: Cache, spoil: Callable[[bytes], bytes]) -> None:
    cache.put("rows", KEY, *PARTS)
    entry(cache).write_bytes(spoil(entry(cache).read_bytes()))
    assert cache.get("rows", KEY) is None
    assert not entry(cache).exists()
    cache.put("rows", KEY, *PARTS)
    assert cache.get("rows", KEY) == list(PARTS)


def test_it_can_be_deleted_at_any_moment(cache: Cache) -> None:
    cache.put("rows", KEY, *PARTS)
    shutil.rmtree(cache.folder)
    assert cache.get("rows", KEY) is None
    cache.put("rows", KEY, *PARTS)
    assert cache.get("rows", KEY) == list(PARTS)


def test_it_is_closed_to_others_and_marked_as_no_matter_for_a_backup(cache: Cache) -> None:
    cache.put("rows", KEY, *PARTS)
    modes = {path.stat().st_mode & 0o777 for path in (cache.folder, cache.folder / "rows")}
    assert modes == {0o700}
    assert {path.stat().st_mode & 0o777 for path in cache.folder.rglob("*") if path.is_file()} == {0o600}
    assert (cache.folder / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")


def test_a_folder_that_others_could_read_is_closed_before_anything_is_kept(cache: Cache) -> None:
    cache.folder.mkdir(mode=0o755)
    cache.put("rows", KEY, *PARTS)
    assert cache.folder.stat().st_mode & 0o777 == 0o700
    assert cache.get("rows", KEY) == list(PARTS)


def test_a_folder_that_others_could_write_in_is_not_used(cache: Cache) -> None:
    cache.put("rows", KEY, *PARTS)
    cache.folder.chmod(0o770)
    assert cache.get("rows", KEY) is None
    cache.put("rows", OTHER, *PARTS)
    assert not entry(cache, OTHER).exists()


def test_a_folder_that_cannot_be_made_only_costs_speed(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = Cache(tmp_path / "file" / "cache", 1_000_000, NOW)
    cache.put("rows", KEY, *PARTS)
    assert cache.get("rows", KEY) is None
    cache.trim()


def test_without_room_for_anything_nothing_is_made_nor_lost(cache: Cache) -> None:
    cache.put("rows", KEY, *PARTS)
    off = Cache(cache.folder, 0, NOW)
    off.put("rows", OTHER, *PARTS)
    off.trim()
    assert off.get("rows", KEY) is None
    assert cache.get("rows", KEY) == list(PARTS)
    assert cache.get("rows", OTHER) is None


def test_what_was_used_longest_ago_goes_first(cache: Cache) -> None:
    small = Cache(cache.folder, 2_500, NOW)
    keys = [key_of(number) for number in range(3)]
    for hours, key in zip((1, 3, 2), keys, strict=True):
        cache.put("rows", key, bytes(700))
        long_ago(cache, key, hours)
    small.put("rows", OTHER, bytes(700))
    assert [key for key in (*keys, OTHER) if entry(small, key).exists()] == [keys[0], keys[2], OTHER]


def test_to_find_is_to_use(cache: Cache) -> None:
    for key in (KEY, OTHER):
        cache.put("rows", key, bytes(700))
        long_ago(cache, key)
    cache.get("rows", KEY)
    Cache(cache.folder, 1_000, NOW).trim()
    assert entry(cache, KEY).exists()
    assert not entry(cache, OTHER).exists()


def test_what_this_night_used_stays_and_the_rest_finds_no_room(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", 1_000, datetime.fromtimestamp(NOW.timestamp() - 60, UTC))
    cache.put("rows", KEY, bytes(700))
    cache.put("rows", OTHER, bytes(700))
    assert cache.get("rows", KEY) is not None
    assert cache.get("rows", OTHER) is None


def test_a_file_that_is_none_of_its_own_stays(cache: Cache) -> None:
    cache.put("rows", KEY, *PARTS)
    others = cache.folder / "letters" / "a letter.docx"
    others.parent.mkdir()
    others.write_bytes(bytes(5_000))
    Cache(cache.folder, 1, NOW).trim()
    assert others.exists()
    assert not entry(cache).exists()


def test_what_a_killed_night_left_half_written_goes_too(cache: Cache) -> None:
    cache.put("rows", KEY, *PARTS)
    left = cache.folder / "rows" / ".new-abc"
    left.write_bytes(bytes(900))
    Cache(cache.folder, 1, NOW).trim()
    assert not left.exists()


def test_a_key_tells_what_it_is_of_apart() -> None:
    told = [("a", "b"), ("ab", ""), ("a", None), (["a", "b"],), ({"a": "b"},), ("b", "a")]
    assert len({key_of(*one) for one in told}) == len(told)


def test_a_night_opens_its_cache_once(tmp_path: Path) -> None:
    assert open_cache(tmp_path, 1, NOW) is open_cache(tmp_path, 1, NOW)
