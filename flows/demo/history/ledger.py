"""The true ledger of a history: who is covered, waits or is out in each month, and why."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from flows.demo.history.quotas import limit
from flows.demo.history.stands import Stand, refused
from flows.demo.places import Place
from flows.demo.rosters import File, Row

POSTS = ("perangkat_desa", "rt_rw", "bpd")
"""Segments in which a person holds a post, that another takes over."""
NOTICES = {
    "pindah": "moved",
    "pindah domisili": "moved",
    "mengundurkan diri": "resigned",
    "bekerja di pabrik": "employed",
    "habis masa jabatan": "term_ended",
    "purna tugas": "term_ended",
}
"""What offices note of people who have left, and why they are not covered any more."""
Line = tuple[date, str, str, str, str | None]


@dataclass(slots=True)
class Ledger:
    """`lines` of all months so far, who was `covered` in the last of them and who has `ever` been, by NIK.

    `died` and `unknown` are what Dukcapil and claims know: days of death, and NIKs that nobody has. `told` is the month
    in which a list first called a person dead; `corrected` gives the NIK that took the place of a mistyped one;
    `in_a_row` counts consecutive covered months, which a corrected NIK goes on with.
    """

    lines: list[Line] = field(default_factory=list)
    covered: dict[str, Stand] = field(default_factory=dict)
    ever: dict[str, Stand] = field(default_factory=dict)
    died: dict[str, date] = field(default_factory=dict)
    told: dict[str, date] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    corrected: dict[str, str] = field(default_factory=dict)
    in_a_row: dict[str, int] = field(default_factory=dict)

    def candidates(self, files: list[File], month: date) -> dict[str, Stand]:
        """Who has a row in the files that nothing speaks against, by NIK; of several rows the segment decides."""
        best: dict[str, Stand] = {}
        for file, row in _rows(files):
            nik = row.person.nik
            if refused(row, month) or nik in self.unknown or self._dead(nik, month):
                continue
            stand = Stand(file, row)
            if nik not in best or stand.rank < best[nik].rank:
                best[nik] = stand
        return best

    def close(self, files: list[File], month: date) -> None:
        """Settles the month: who is covered, who waits for a place, who has left and why."""
        for _, row in _rows(files):
            if "DECEASED" in row.codes:
                self.told.setdefault(row.person.nik, month)
        candidates = self.candidates(files, month)
        waiting = self._waiting(candidates, month)
        covered = {nik: stand for nik, stand in candidates.items() if nik not in waiting}
        left = self._left(candidates, covered, files, month)
        self.ever |= covered
        self.lines += [(month, nik, stand.segment, "covered", None) for nik, stand in covered.items()]
        self.lines += [(month, nik, candidates[nik].segment, "waiting", why) for nik, why in waiting.items()]
        out = (nik for nik in self.ever if nik not in candidates)
        self.lines += [(month, nik, self.ever[nik].segment, "out", left.get(nik)) for nik in out]
        former = {new: old for old, new in self.corrected.items()}
        before = self.in_a_row
        self.in_a_row = {nik: 1 + before.get(nik, before.get(former.get(nik, ""), 0)) for nik in covered}
        self.covered = covered

    def _dead(self, nik: str, month: date) -> bool:
        """Known to have died before the month: an undated death, told by a list, counts from the month after."""
        return self.died.get(nik, month) < month or self.told.get(nik, month) < month

    def _waiting(self, candidates: dict[str, Stand], month: date) -> dict[str, str]:
        """Who finds no place: newcomers last, by priority of their occupation, then by when their list came."""
        waiting: dict[str, str] = {}
        for segment in {stand.segment for stand in candidates.values()}:
            places = limit(segment, month)
            people = [nik for nik, stand in candidates.items() if stand.segment == segment]
            if places is not None and len(people) > places:
                people.sort(key=lambda nik: (nik not in self.covered, candidates[nik].queue))
                waiting |= dict.fromkeys(people[places:], "over_quota" if places else "not_funded")
        return waiting

    def _left(
        self, candidates: dict[str, Stand], covered: dict[str, Stand], files: list[File], month: date
    ) -> dict[str, str]:
        """Why each is gone who was covered the month before: the plainest that is known."""
        gone = {nik: stand for nik, stand in self.covered.items() if nik not in candidates}
        said: dict[str, list[Row]] = {nik: [] for nik in gone}
        for _, row in _rows(files):
            if row.person.nik in said:
                said[row.person.nik].append(row)
        heard = {file.sender for file in files}
        before = {(nik, stand.segment) for nik, stand in self.covered.items()}
        taken = {stand.post for nik, stand in covered.items() if (nik, stand.segment) not in before}
        return {
            nik: self._known(nik, said[nik], month) or _silently(stand, heard, taken) for nik, stand in gone.items()
        }

    def _known(self, nik: str, said: list[Row], month: date) -> str | None:
        """What is said of the person: by a list, by Dukcapil or a claim, or by the calendar."""
        if nik in self.told or self._dead(nik, month):
            return "deceased"
        if nik in self.corrected:
            return "corrected_nik"
        notices = [row.mess for row in said if row.mess in NOTICES.values()]
        return notices[0] if notices else "age" if said else None


def _silently(before: Stand, heard: set[str], taken: set[tuple[str, Place]]) -> str:
    """Why a person is on no list any more of whom nobody has said anything."""
    if before.file.sender not in heard:
        return "list_expired"
    if before.segment in POSTS:
        return "replaced" if before.post in taken else "term_ended"
    return "no_longer_sent"


def _rows(files: list[File]) -> Iterator[tuple[File, Row]]:
    return ((file, row) for file in files if not file.unread for row in file.rows)
