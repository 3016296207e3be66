"""The bill of a month as BPJS would send it, and what is paid of it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from flows.demo.history.offices import month_after
from flows.demo.history.papers import Paper, Planted, written
from flows.demo.history.rates import Contribution, contribution, funding_source
from flows.demo.history.strokes import Month
from flows.demo.people import Person

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
    """The lines of a month by the NIK they are about, the member numbers of all, and what was planted."""

    month: Month
    kpj: dict[str, str]
    lines: dict[str, list[Line]]
    planted: list[Planted] = field(default_factory=list)

    def put(self, finding: str, nik: str, lines: list[Line], ours: int = 0) -> None:
        """Puts those lines in the place of what there is about the NIK; all of it beyond `ours` is at stake."""
        self.lines[nik] = lines
        at_stake = sum(line.cost.total for line in lines) - ours
        self.planted.append(Planted("bill", self.month.first_day, nik, finding, at_stake))


def right_bill(month: Month, kpj: dict[str, str]) -> Bill:
    """One right line for everyone covered."""
    ours = month.ledger.covered.items()
    lines = {nik: [right_line(one.row.person, kpj[nik], one.segment, month.first_day)] for nik, one in ours}
    return Bill(month, kpj, lines)


def right_line(person: Person, kpj: str, segment: str, month: date) -> Line:
    """What BPJS should bill for a worker of the segment."""
    return Line(person.nik, kpj, person.name, segment, contribution(segment, month))


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
        for number, (source, rupiah) in enumerate(sorted(_by_source(bill).items()), 1)
    )
    return paper


def _by_source(bill: Bill) -> Counter[str]:
    """Rupiah billed for the people of each source of money."""
    billed: Counter[str] = Counter()
    for lines in bill.lines.values():
        for line in lines:
            billed[funding_source(line.segment, bill.month.first_day)] += line.cost.total
    return billed


def _paid_on(day: date) -> date:
    return month_after(day) + timedelta(13)
