"""Wrong lines in a right bill, in every way that reconciliation knows: never two on one person.

How to add a discrepancy: a line in `WRONG` with how often it happens, in which segments, and what stands on the bill.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from flows.demo.filling import scaled
from flows.demo.history.bills import Bill, Line, right_line
from flows.demo.history.rates import Contribution, contribution
from flows.demo.lookalikes import one_digit, slipped
from flows.demo.messes import ALL, BPU
from flows.demo.places import places

_RELIEF = Contribution(1_000_000, 5_000, 3_400)
"""Half of the BPU contribution (PP 50/2025): never for those whose contribution an APBD pays."""
_MINIMUM_WAGE = 2_229_359
"""UMK 2023, on which BPJS would bill where the agreed base is not known to it."""
_WAGED = tuple(segment for segment in ALL if segment not in BPU)
_AFTER_EXIT, _AFTER_DEATH, _NOT_OURS = 15, 10, 10


def _at_the_relief(line: Line, _: Bill) -> list[Line]:
    return [replace(line, cost=_RELIEF)]


def _on_another_wage(line: Line, bill: Bill) -> list[Line]:
    return [replace(line, cost=contribution(line.segment, bill.month.first_day, _MINIMUM_WAGE))]


def _not_at_all(_: Line, __: Bill) -> list[Line]:
    return []


def _twice(line: Line, _: Bill) -> list[Line]:
    return [line, line]


def _under_another_nik(line: Line, bill: Bill) -> list[Line]:
    return [replace(line, nik=slipped(line.nik, bill.month.register, one_digit))]


def _under_another_number(line: Line, _: Bill) -> list[Line]:
    return [replace(line, kpj=f"8{line.kpj[1:]}")]


@dataclass(frozen=True, slots=True)
class Wrong:
    """What stands on the bill in the place of a covered worker's line; `full` as in `messes.py`, a bill."""

    finding: str
    full: int
    change: Callable[[Line, Bill], list[Line]]
    segments: tuple[str, ...] = ALL


WRONG = (
    Wrong("wrong_rate", 30, _at_the_relief, BPU),
    Wrong("wrong_wage", 20, _on_another_wage, _WAGED),
    Wrong("ours_not_billed", 40, _not_at_all),
    Wrong("billed_twice", 30, _twice),
    Wrong("nik_corrected", 6, _under_another_nik),
    Wrong("kpj_changed", 8, _under_another_number),
)


def plant(bill: Bill, workers: int) -> None:
    """All discrepancies of a month's bill."""
    _about_ours(bill, workers)
    _about_the_gone(bill, workers)
    _about_strangers(bill, workers)


def _about_ours(bill: Bill, workers: int) -> None:
    """Lines about covered workers that are missing, doubled or wrong."""
    # Who has a new NIK has it at BPJS too, with the number of old: nothing more is planted there.
    mended = set(bill.month.ledger.corrected.values())
    untouched = [nik for nik in bill.lines if nik not in mended]
    bill.month.register.rng.shuffle(untouched)
    for wrong in WRONG:
        fitting = [nik for nik in untouched if bill.lines[nik][0].segment in wrong.segments]
        for nik in fitting[: scaled(wrong.full, workers)]:
            untouched.remove(nik)
            (line,) = bill.lines[nik]
            bill.put(wrong.finding, nik, wrong.change(line, bill), line.cost.total)


def _about_the_gone(bill: Bill, workers: int) -> None:
    """Lines about people who were covered once: dead since, or gone for another reason."""
    ledger, day = bill.month.ledger, bill.month.first_day
    gone = [nik for nik in ledger.ever if nik not in ledger.covered]
    dead = [nik for nik in gone if ledger.died.get(nik, day) < day]
    known = ledger.died.keys() | ledger.told.keys() | ledger.corrected.keys()
    left = [nik for nik in gone if nik not in known]
    for finding, niks, full in (("billed_after_death", dead, _AFTER_DEATH), ("billed_after_exit", left, _AFTER_EXIT)):
        for nik in _few(niks, full, bill, workers):
            stand = ledger.ever[nik]
            bill.put(finding, nik, [right_line(stand.row.person, bill.kpj[nik], stand.segment, day)])


def _about_strangers(bill: Bill, workers: int) -> None:
    """Lines about people whom the programme never had."""
    register, day = bill.month.register, bill.month.first_day
    for number in range(scaled(_NOT_OURS, workers)):
        person = register.person(register.rng.choice(places()), "L", "middle")
        line = right_line(person, f"77{day:%y%m}{number:05}", "pekerja_rentan", day)
        bill.put("on_bill_not_ours", person.nik, [line])


def _few(niks: list[str], full: int, bill: Bill, workers: int) -> list[str]:
    return bill.month.register.rng.sample(niks, min(len(niks), scaled(full, workers)))
