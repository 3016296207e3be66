"""How a file was read, kept and found again."""

from pathlib import Path

import pytest

from flows.intake.kept_readings import is_worth_keeping, kept_parts, kept_reading
from flows.intake.reading import Reading
from flows.intake.roster import read_roster
from schemas.senders.sender import Sender

GOLDEN = Path(__file__).parents[2] / "golden"
SENDER = Sender(sender="dishub", name="Dishub", kind="opd", contact="-", sends="-")
FILES = sorted(GOLDEN.glob("*/roster.*"))


def read(path: Path) -> Reading:
    return read_roster(path, f"rosters/2023-09/dishub/{path.name}", SENDER)


@pytest.mark.parametrize("path", FILES[::6], ids=lambda path: path.parent.name)
def test_a_reading_is_found_as_it_was_kept(path: Path) -> None:
    reading = read(path)
    facts, cells = kept_parts(reading)
    back = kept_reading(facts, cells)
    assert back.cells.equals(reading.cells)
    assert back.cells.schema == reading.cells.schema
    assert kept_parts(back)[0] == facts
    assert (back.columns, back.heading, back.returned) == (reading.columns, reading.heading, reading.returned)


def test_a_file_of_which_nothing_could_be_read_is_tried_again(tmp_path: Path) -> None:
    torn = tmp_path / "torn.xlsx"
    torn.write_bytes(b"PK\x03\x04 torn")
    assert not is_worth_keeping(read(torn))
    assert is_worth_keeping(read(FILES[-1]))
