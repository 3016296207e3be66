"""Laws of what goes out: nobody is registered twice, nobody who left stays a member unseen."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.reporting.exports.deactivation import deactivation
from flows.reporting.exports.forms import Export
from flows.reporting.exports.registration import registration
from tests.unit.reporting.exports.offices import OCTOBER, POST, SEPTEMBER, corrected, dead, frame, left, member, person

PEOPLE = st.integers(1, 12)
SOME = st.sets(PEOPLE)


def exported(export: Export, heading: str) -> list[str]:
    return [cell for upload in export.uploads for cell in upload.rows[heading].to_list()]


def told(export: Export, words: str) -> int:
    """The number that a note begins with; 0 where there is no such note."""
    return sum(int(note.split()[0]) for note in export.notes if words in note)


def numbers(*serials: int) -> pl.DataFrame:
    return frame("members", *(member(n, f"230000000{n:02d}") for n in serials))


@settings(deadline=None)
@given(covered=SOME, known=SOME, corrections=st.sets(st.tuples(PEOPLE, PEOPLE), max_size=4))
def test_everybody_covered_is_registered_or_has_a_number(
    covered: set[int], known: set[int], corrections: set[tuple[int, int]]
) -> None:
    people = [person(n, **(POST if n % 2 else {})) for n in sorted(covered)]
    ones = {after: before for before, after in sorted(corrections)}  # one former NIK a worker
    changes = [corrected(before, after, SEPTEMBER) for after, before in ones.items()]
    made = registration(
        frame("workers", *people), numbers(*known), frame("changes", *changes), frame("deaths"), SEPTEMBER
    )
    numbered = set(known)
    for _ in ones:
        numbered |= {after for after, before in ones.items() if before in numbered}
    expected = sorted(str(one["nik"]) for one in people if one["nik"] not in {person(n)["nik"] for n in numbered})
    assert sorted(exported(made, "NOMOR_IDENTITAS")) == expected
    assert told(made, "left out") == len(covered & (numbered - known))


@settings(deadline=None)
@given(covered=SOME, gone=SOME, known=SOME, died=SOME)
def test_every_leaver_is_made_inactive_or_counted(
    covered: set[int], gone: set[int], known: set[int], died: set[int]
) -> None:
    leavers = covered & gone
    made = deactivation(
        frame("workers", *(person(n) for n in sorted(covered))),
        numbers(*known),
        frame("changes", *(left(n, "moved") for n in sorted(gone))),
        frame("deaths", *(dead(n, None) for n in sorted(died))),
        OCTOBER,
    )
    written = exported(made, "KPJ")
    assert sorted(written) == sorted(f"230000000{n:02d}" for n in (leavers & known) - died)
    assert len(written) + told(made, "dead") + told(made, "without a KPJ") == len(leavers)
