"""People who come twice on the lists of the month."""

from dataclasses import dataclass

from flows.demo.filling import scaled
from flows.demo.people import Register
from flows.demo.rosters import File, Row
from flows.demo.spare import Spare, again, insert


@dataclass(frozen=True, slots=True)
class Overlap:
    """People of some segments who also stand on lists of another one that yields to theirs."""

    segments: tuple[str, ...]
    on: str
    full: int


# Only downwards in the precedence of segments.csv, so that nobody changes segment by standing on two lists.
OVERLAPS = (
    Overlap(("rt_rw",), "pekerja_rentan", 450),
    Overlap(("bpd", "perangkat_desa", "non_asn"), "pekerja_rentan", 300),
    Overlap(("bpd", "non_asn"), "rt_rw", 150),
)


def across_segments(spare: Spare, files: list[File], register: Register, workers: int) -> None:
    """An RT head on a list of farmers, a BPD member among the RT heads: on a list that covers their desa."""
    rng = register.rng
    for overlap in OVERLAPS:
        lists = [sheet for file in files for sheet in file.sheets if sheet.segment == overlap.on]
        for found in spare.take(scaled(overlap.full, workers), overlap.segments):
            near = [sheet for sheet in lists if found.row.person.place in sheet.places]
            if near:
                sheet = rng.choice(near)
                insert(sheet, again(found.row, sheet, rng), rng)


def twice_on_a_sheet(spare: Spare, register: Register, workers: int) -> None:
    """The very same row once more, or once more without the phone number: then the fuller one wins."""
    for found in spare.take(scaled(80, workers), ("pekerja_rentan", "rt_rw", "non_asn")):
        insert(found.sheet, Row(found.row.person, found.row.segment, dict(found.row.cells)), register.rng)
    candidates = spare.take(scaled(1000, workers), ("pekerja_rentan",))
    with_phone = [found for found in candidates if found.row.cells.get("phone")]
    for found in with_phone[: scaled(20, workers)]:
        cells = {**found.row.cells, "phone": None}
        insert(found.sheet, Row(found.row.person, found.row.segment, cells), register.rng)
