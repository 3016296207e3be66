"""The table of what happens to people from one month to the next.

How to add a happening: write what it does to a list as a function in `strokes.py`, and add a line to `HAPPENINGS` with
how often it happens a month, on lists of which segments, and the columns it needs. The truth follows from the lists
(`ledger.py`), unless the lists do not tell it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flows.demo.filling import scaled
from flows.demo.history import strokes
from flows.demo.history.ledger import POSTS
from flows.demo.history.pool import Pool
from flows.demo.history.strokes import Month
from flows.demo.messes import ALL, BPU
from flows.demo.spare import Found


@dataclass(frozen=True, slots=True)
class Happening:
    """One kind of thing that happens; `full` is how often in a month of 46,731 workers, and at least once."""

    name: str
    full: int
    stroke: Callable[[Found, Month], None]
    segments: tuple[str, ...] = ALL
    needs: tuple[str, ...] = ()
    first: int = 2
    several_places: bool = False

    def fits(self, found: Found) -> bool:
        """Whether it can happen to the person on that list."""
        return (
            found.row.segment in self.segments
            and found.sheet.fields.issuperset(self.needs)
            and not (self.several_places and len(found.sheet.places) == 1)
        )


HAPPENINGS = (
    # Told by the list itself.
    Happening("moved_out", 40, strokes.leaves("pindah", "pindah domisili"), needs=("note",)),
    Happening("resigned", 20, strokes.leaves("mengundurkan diri"), ("non_asn", *BPU), ("note",)),
    Happening("employed", 15, strokes.leaves("bekerja di pabrik"), BPU, ("note",)),
    Happening("term_over", 12, strokes.leaves("habis masa jabatan", "purna tugas"), POSTS, ("note",)),
    Happening("died", 15, strokes.dies_on_the_list, needs=("name",)),
    # Not told by the list, which goes on to hold them.
    Happening("died_claimed", 12, strokes.dies_elsewhere("claim")),
    Happening("died_at_dukcapil", 8, strokes.dies_elsewhere("dukcapil")),
    # Silently.
    Happening("not_sent", 120, strokes.is_left_out, ("non_asn", *BPU)),
    Happening("away_a_month", 40, strokes.is_away_a_month, BPU, first=3),
    Happening("new_holder", 30, strokes.hands_over, POSTS, ("desa", "position")),
    # Still on the lists, and not as before.
    Happening("moved_home", 50, strokes.moves_home, BPU, ("desa",), several_places=True),
    Happening("nik_mended", 6, strokes.has_the_nik_mended, ALL, ("desa", "birth_date")),
)


def happen(pool: Pool, month: Month, workers: int) -> None:
    """Everything that happens in a month, each kind as often as the table says."""
    for happening in HAPPENINGS:
        if month.number >= happening.first:
            for found in pool.take(scaled(happening.full, workers), happening.fits):
                happening.stroke(found, month)
    for held_elsewhere in pool.also_carried[: scaled(4, workers)]:
        strokes.dies_on_the_list(held_elsewhere, month)
    for farmer in pool.take(scaled(10, workers), lambda found: found.row.segment in BPU):
        _take_a_post(farmer, pool, month)


def _take_a_post(farmer: Found, pool: Pool, month: Month) -> None:
    """A vulnerable worker becomes RT head of the desa, or at least of one in the kecamatan, and changes segment."""
    place = farmer.row.person.place

    def headed(found: Found) -> bool:
        return found.row.segment == "rt_rw" and found.row.person.place.kecamatan == place.kecamatan

    for holder in pool.take(1, lambda found: headed(found) and found.row.person.place == place) or pool.take(1, headed):
        strokes.takes_over(farmer, holder, month)
