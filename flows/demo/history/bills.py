"""The bill of a month as BPJS would send it, with some lines wrong in every way that reconciliation knows."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from flows.demo.filling import scaled
from flows.demo.history.ledger import Ledger
from flows.demo.history.offices import month_after
from flows.demo.history.papers import Paper, Planted, written
from flows.demo.history.rates import Contribution, contribution, funding_source
from flows.demo.history.strokes import Month
from flows.demo.lookalikes import one_digit, slipped
from flows.demo.people import Person
from flows.demo.places import places

_RELIEF = Contribution(1_000_000, 5_000, 3_400)
"""Half of the BPU contribution (PP 50/2025): never for those whose contribution an APBD pays."""
_MINIMUM_WAGE = 2_229_359
"""UMK 2023, on which BPJS would bill where the agreed base is not known to it."""
_OFTEN = {
    "ours_not_billed": 40, "billed_twice": 30, "wrong_rate": 30, "wrong_wage": 20, "nik_corrected": 6,
    "kpj_changed": 8, "billed_after_exit": 15, "billed_after_death": 10, "on_bill_not_ours": 10,
}  # fmt: skip
_HEADING = ("NO", "NIK", "KPJ", "NAMA", "BLTH", "UPAH", "IURAN JKK", "IURAN JKM", "TOTAL IURAN")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the bill."""

    nik: str
    kpj: str
    name: str
    segment: str
    cost: Contribution


@dataclass(slots=True)
class Bill:
    """The lines of a month by the NIK they are about, and what was planted among them."""

    month: Month
    kpj: dict[str, str]
    workers: int
    lines: dict[str, list[Line]]
    planted: list[Planted]

    @property
    def rng(self) -> Random:
        """Chance."""
        return self.month.register.rng

    def plant(self, finding: str, nik: str, lines: list[Line], ours: int = 0) -> None:
        """Puts those lines in the place of what there is about the NIK; all of it beyond `ours` is at stake."""
        self.lines[nik] = lines
        at_stake = sum(line.cost.total for line in lines) - ours
        self.planted.append(Planted("bill", self.month.first_day, nik, finding, at_stake))

    def few(self, finding: str, niks: list[str]) -> list[str]:
        """Some NIKs to plant that finding on: of those given, as often as the table says."""
        return self.rng.sample(niks, min(len(niks), scaled(_OFTEN[finding], self.workers)))


def bill_of(month: Month, kpj: dict[str, str], workers: int) -> Bill:
    """A right line for everyone covered, then the wrong ones: never two on one person."""
    covered = month.ledger.covered
    lines = {nik: [_line(stand.row.person, kpj[nik], stand.segment, month)] for nik, stand in covered.items()}
    bill = Bill(month, kpj, workers, lines, [])
    _disagree(bill)
    _about_others(bill)
    return bill


def _line(person: Person, kpj: str, segment: str, month: Month) -> Line:
    return Line(person.nik, kpj, person.name, segment, contribution(segment, month.first_day))


def _disagree(bill: Bill) -> None:
    """Lines about covered workers that are missing, doubled or wrong."""
    # Who has a new NIK has it at BPJS too, with the number of old: nothing more is planted there.
    untouched = [nik for nik in bill.lines if nik not in bill.month.ledger.corrected.values()]
    bill.rng.shuffle(untouched)
    vulnerable = [nik for nik in untouched if bill.lines[nik][0].segment == "pekerja_rentan"]
    waged = [nik for nik in untouched if bill.lines[nik][0].segment != "pekerja_rentan"]
    for finding, people in (
        ("wrong_rate", vulnerable), ("wrong_wage", waged), ("ours_not_billed", untouched), ("billed_twice", untouched),
        ("nik_corrected", untouched), ("kpj_changed", untouched),
    ):  # fmt: skip
        planted = {one.nik for one in bill.planted}
        for nik in bill.few(finding, [nik for nik in people if nik not in planted]):
            line = bill.lines[nik][0]
            bill.plant(finding, nik, _wrong(finding, line, bill), line.cost.total)


def _wrong(finding: str, line: Line, bill: Bill) -> list[Line]:
    register, day = bill.month.register, bill.month.first_day
    match finding:
        case "ours_not_billed":
            return []
        case "billed_twice":
            return [line, line]
        case "wrong_rate":
            return [replace(line, cost=_RELIEF)]
        case "wrong_wage":
            return [replace(line, cost=contribution(line.segment, day, _MINIMUM_WAGE))]
        case "nik_corrected":
            return [replace(line, nik=slipped(line.nik, register, one_digit))]
        case _:
            return [replace(line, kpj=f"8{line.kpj[1:]}")]


def _about_others(bill: Bill) -> None:
    """Lines about the dead, about those who have left, and about people whom the programme never had."""
    ledger, day = bill.month.ledger, bill.month.first_day
    gone = [nik for nik in ledger.ever if nik not in ledger.covered and nik in bill.kpj]
    dead = [nik for nik in gone if nik in ledger.died and ledger.died[nik] < day]
    left = [nik for nik in gone if not _perhaps_ours(nik, ledger)]
    for finding, niks in (("billed_after_death", dead), ("billed_after_exit", left)):
        for nik in bill.few(finding, niks):
            stand = ledger.ever[nik]
            bill.plant(finding, nik, [_line(stand.row.person, bill.kpj[nik], stand.segment, bill.month)])
    for number in range(scaled(_OFTEN["on_bill_not_ours"], bill.workers)):
        person = bill.month.register.person(bill.rng.choice(places()), "L", "middle")
        line = _line(person, f"77{day:%y%m}{number:05}", "pekerja_rentan", bill.month)
        bill.plant("on_bill_not_ours", person.nik, [line])


def _perhaps_ours(nik: str, ledger: Ledger) -> bool:
    return nik in ledger.died or nik in ledger.told or nik in ledger.corrected


def bill_paper(bill: Bill) -> Paper:
    """The bill as a workbook."""
    day = bill.month.first_day
    paper = Paper("bpjs", f"tagihan {day:%Y-%m}.xlsx", f"RINCIAN TAGIHAN IURAN BLTH {day:%m-%Y}", _HEADING)
    for number, line in enumerate((line for lines in bill.lines.values() for line in lines), 1):
        cost = line.cost
        paper.lines.append(
            (number, line.nik, line.kpj, line.name, f"{day:%m-%Y}", cost.wage, cost.jkk, cost.jkm, cost.total)
        )
    return paper


def payment_paper(bill: Bill) -> Paper:
    """What was paid of the bill: all of it, by the sources of the money."""
    day = bill.month.first_day
    heading = ("KODE IURAN", "BLTH", "SUMBER DANA", "TGL BAYAR", "JUMLAH BAYAR")
    paper = Paper("bpjs", f"pembayaran {day:%Y-%m}.xlsx", f"PEMBAYARAN IURAN BLTH {day:%m-%Y}", heading)
    paper.lines.extend(
        (f"{day:%y%m}00{number:02}", f"{day:%m-%Y}", source, written(_paid_on(day)), rupiah)
        for number, (source, rupiah) in enumerate(sorted(billed_by_source(bill).items()), 1)
    )
    return paper


def billed_by_source(bill: Bill) -> Counter[str]:
    """Rupiah billed for the people of each source of money."""
    billed: Counter[str] = Counter()
    for lines in bill.lines.values():
        for line in lines:
            billed[funding_source(line.segment, bill.month.first_day)] += line.cost.total
    return billed


def _paid_on(day: date) -> date:
    return month_after(day) + timedelta(13)
