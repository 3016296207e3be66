"""Each mess, as an office might send it, and what it must become."""

from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from tests.golden.reading import became, expected_of, mess_of

FOLDER = Path(__file__).parent
MESSES = sorted(path.parent.name for path in FOLDER.glob("*/mess.yml"))


@pytest.mark.parametrize("mess", MESSES)
def test_a_mess_becomes_what_is_written_beside_it(mess: str) -> None:
    said, found = mess_of(FOLDER / mess), became(FOLDER / mess)
    assert (found.status, found.code) == (said["status"], said["code"]), found.heading
    assert_frame_equal(found.people, expected_of(FOLDER / mess))
    assert found.ignored == (said.get("ignored") or {})
    for phrase in said.get("heading_says") or []:
        assert phrase in found.heading


def test_every_folder_is_a_mess_and_most_were_not_written_by_us() -> None:
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders == set(MESSES)
    writers = [mess_of(FOLDER / mess)["written_by"] for mess in MESSES]
    assert len(MESSES) >= 70
    assert "xlsxwriter" not in " ".join(writers).lower()
