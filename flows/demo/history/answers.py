"""The answers from outside, month by month, and the truth about what was planted in them."""

from datetime import timedelta
from pathlib import Path

from flows.demo.history.bills import bill_paper, payment_paper, right_bill
from flows.demo.history.ledger import Ledger
from flows.demo.history.offices import month_after
from flows.demo.history.outside import aid_paper, claims_paper, dukcapil_paper
from flows.demo.history.papers import Paper, Planted, written
from flows.demo.history.planting import plant
from flows.demo.history.strokes import Month
from flows.demo.people import Person

FOLDERS = ("dukcapil", "bpjs", "claims", "aid")


class Answers:
    """What has come back so far: member numbers by NIK, who was given aid, and what was planted."""

    def __init__(self, raw: Path, workers: int) -> None:
        self._raw, self._workers = raw, workers
        self._kpj: dict[str, str] = {}
        self._helped: list[Person] = []
        self._claimed: set[str] = set()
        self.planted: list[Planted] = []

    def come(self, month: Month, strangers: list[Person]) -> None:
        """All answers of a month, on disk; `strangers` are those whose NIK Dukcapil does not have."""
        members = self._register(month)
        bill = right_bill(month, self._kpj)
        plant(bill, self._workers)
        claims, doubtful = claims_paper(month, self._kpj)
        aid, twice = aid_paper(month, self._helped, self._workers)
        self.planted += [*bill.planted, *doubtful, *twice]
        self._claimed |= {person.nik for teller, person, _ in month.deaths if teller == "claim"}
        known = dukcapil_paper(month, strangers, self._workers)
        for paper in (members, bill_paper(bill), payment_paper(bill), claims, aid, known):
            paper.write(self._raw, month_after(month.first_day) + timedelta(5))

    def _register(self, month: Month) -> Paper:
        """The numbers of those who are new at BPJS; a corrected NIK keeps the number of the person."""
        day = month.first_day
        heading = ("NIK", "NO KPJ", "NAMA", "TANGGAL KEPESERTAAN")
        paper = Paper("bpjs", f"nomor peserta {day:%Y-%m}.xlsx", "DAFTAR PESERTA TERDAFTAR", heading)
        former = {new: old for old, new in month.ledger.corrected.items()}
        for nik, stand in month.ledger.ever.items():
            if nik not in self._kpj:
                self._kpj[nik] = self._kpj.get(former.get(nik, "")) or f"{23_000_000_000 + len(self._kpj)}"
                paper.lines.append((nik, self._kpj[nik], stand.row.person.name, written(day)))
        return paper

    def unclaimed(self, ledger: Ledger) -> list[Planted]:
        """Who died covered and for whom nobody has claimed: in the month of death, or, of a death that only lists tell
        without its day, in the last that was covered."""
        last = {nik: month for month, nik, _, status, _ in ledger.lines if status == "covered"}
        dead = [nik for nik in last if (nik in ledger.died or nik in ledger.told) and nik not in self._claimed]
        then = {nik: ledger.died.get(nik, last[nik]).replace(day=1) for nik in dead}
        return [Planted("death", last[nik], nik, "unclaimed") for nik in dead if last[nik] == then[nik]]
