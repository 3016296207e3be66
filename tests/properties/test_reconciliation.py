"""Bills with discrepancies planted at random: each is found with its class and amount, and nothing else is."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.programme.answers.billed_persons import WORKER
from flows.programme.answers.reconciliation import reconcile
from schemas.tables.bills import BILLS
from schemas.tables.deaths import DEATHS
from schemas.tables.members import MEMBERS
from schemas.tables.reconciliation import FINDINGS, RECONCILIATION
from schemas.tables.workers import WORKERS

AUGUST, SEPTEMBER = date(2023, 8, 1), date(2023, 9, 1)
PU = {"segment": "rt_rw", "funding_source": "ADD", "membership": "PU", "wage_base_rp": 2_000_000,
      "jkk_rp": 4_800, "jkm_rp": 6_000, "contribution_rp": 10_800}  # fmt: skip
BPU = {"segment": "pekerja_rentan", "funding_source": "DBHCHT", "membership": "BPU", "wage_base_rp": 1_000_000,
       "jkk_rp": 10_000, "jkm_rp": 6_800, "contribution_rp": 16_800}  # fmt: skip
AT_ANOTHER_WAGE = {"PU": (2_500_000, 13_500), "BPU": (1_150_000, 18_800)}


@dataclass
class World:
    """A ledger of two months, a bill of the second, what else is known, and what must be found."""

    workers: list[dict[str, Any]] = field(default_factory=list)
    bills: list[dict[str, Any]] = field(default_factory=list)
    members: list[dict[str, Any]] = field(default_factory=list)
    deaths: list[dict[str, Any]] = field(default_factory=list)
    corrected: list[tuple[str, str]] = field(default_factory=list)
    expected: list[tuple[str, str | None, int]] = field(default_factory=list)

    def found(self) -> pl.DataFrame:
        lines = [{**line, "source_row": row} for row, line in enumerate(self.bills, 2)]
        return reconcile(
            frame(lines, BILLS.dtypes),
            frame(self.workers, {name: WORKERS.dtypes[name] for name in WORKER}),
            frame(self.members, MEMBERS.dtypes),
            frame(self.deaths, DEATHS.dtypes),
            pl.DataFrame(self.corrected, ["former_worker_id", "worker_id"], orient="row").cast(pl.String),
        )


def frame(rows: list[dict[str, Any]], schema: Any) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=schema)


def other(nik: str) -> str:
    """The NIK of nobody in these worlds: another serial."""
    return f"{nik[:12]}{int(nik[12:]) + 500}"


@dataclass(frozen=True)
class Case:
    """One worker as a planting sees it: the world to plant in, and the line that a right bill has."""

    world: World
    worker: dict[str, Any]
    kpj: str

    @property
    def line(self) -> dict[str, Any]:
        return {"month": SEPTEMBER, "nik": self.nik, "kpj": self.kpj, "worker_id": self.worker["worker_id"],
                "name": "X", "wage_base_rp": self.worker["wage_base_rp"], "billed_rp": self.rp,
                "source_file": "bpjs/a.csv", "sheet": ""}  # fmt: skip

    @property
    def nik(self) -> str:
        return str(self.worker["nik"])

    @property
    def rp(self) -> int:
        return int(self.worker["contribution_rp"])

    def cover(self, *months: date) -> None:
        self.world.workers += [{**self.worker, "month": month} for month in months]

    def bill(self, **changed: Any) -> None:
        self.world.bills.append({**self.line, **changed})

    def expect(self, finding: str, at_stake: int, nik: str | None = "") -> None:
        self.world.expected.append((finding, self.nik if nik == "" else nik, at_stake))

    def died(self, on: date | None, told_in: date = SEPTEMBER) -> None:
        closed_from = (on.replace(day=1) + timedelta(days=31)).replace(day=1) if on else told_in
        self.world.deaths.append({"nik": self.nik, "worker_id": self.worker["worker_id"], "died_on": on,
                                  "told_by": "dukcapil", "told_in": told_in, "closed_from": closed_from})  # fmt: skip


def as_billed(case: Case) -> None:
    case.cover(AUGUST, SEPTEMBER)
    case.bill()


def without_its_zeros(case: Case) -> None:
    case.cover(SEPTEMBER)
    case.bill(kpj=case.kpj.lstrip("0"), wage_base_rp=None)


def by_number_alone(case: Case) -> None:
    case.cover(SEPTEMBER)
    case.bill(nik=None, worker_id=None)


def died_this_month(case: Case) -> None:
    case.cover(SEPTEMBER)
    case.died(date(2023, 9, 10))
    case.bill()


def not_billed(case: Case) -> None:
    case.cover(AUGUST, SEPTEMBER)
    case.expect("ours_not_billed", -case.rp)


def twice(case: Case) -> None:
    case.cover(SEPTEMBER)
    case.bill()
    case.bill()
    case.expect("billed_twice", case.rp)


def twice_once_wrongly(case: Case) -> None:
    case.cover(SEPTEMBER)
    case.bill(billed_rp=1_234)
    case.bill()
    case.expect("billed_twice", 1_234)


def twice_once_by_number(case: Case) -> None:
    case.cover(SEPTEMBER)
    case.bill(nik=other(case.nik), worker_id="w1_other")
    case.bill()
    case.expect("billed_twice", case.rp)


def at_half_the_rate(case: Case) -> None:
    case.cover(SEPTEMBER)
    case.bill(billed_rp=case.rp // 2)
    case.expect("wrong_rate", case.rp // 2 - case.rp)


def at_half_the_rate_of_another_wage(case: Case) -> None:
    case.cover(SEPTEMBER)
    case.bill(billed_rp=case.rp // 2, wage_base_rp=1_500_000)
    case.expect("wrong_rate", case.rp // 2 - case.rp)


def at_another_wage(case: Case) -> None:
    wage, rp = AT_ANOTHER_WAGE[case.worker["membership"]]
    case.cover(SEPTEMBER)
    case.bill(wage_base_rp=wage, billed_rp=rp)
    case.expect("wrong_wage", rp - case.rp)


def under_another_nik(case: Case) -> None:
    case.cover(SEPTEMBER)
    case.bill(nik=other(case.nik), worker_id="w1_other", billed_rp=case.rp + 5)
    case.expect("nik_corrected", 5)


def under_the_former_nik(case: Case) -> None:
    former = f"w1_former_{case.nik}"
    case.world.corrected.append((former, case.worker["worker_id"]))
    case.cover(SEPTEMBER)
    case.bill(nik=other(case.nik), worker_id=former, kpj=None)
    case.expect("nik_corrected", 0)


def under_another_number(case: Case) -> None:
    case.cover(SEPTEMBER)
    case.bill(kpj="99999999999")
    case.expect("kpj_changed", 0)


def after_exit(case: Case) -> None:
    case.cover(AUGUST)
    case.bill()
    case.expect("billed_after_exit", case.rp)


def after_exit_by_number(case: Case) -> None:
    case.cover(AUGUST)
    case.bill(nik=other(case.nik), worker_id="w1_other")
    case.expect("billed_after_exit", case.rp)


def after_death(case: Case) -> None:
    case.cover(AUGUST)
    case.died(date(2023, 8, 31))
    case.bill()
    case.bill()
    case.expect("billed_after_death", case.rp)
    case.expect("billed_after_death", case.rp)


def after_death_in_a_closed_month(case: Case) -> None:
    """A closed month still has the dead among its workers: nothing is owed for them all the same."""
    case.cover(AUGUST, SEPTEMBER)
    case.died(date(2023, 7, 3))
    case.bill()
    case.expect("billed_after_death", case.rp)


def after_a_death_without_a_day(case: Case) -> None:
    case.cover(AUGUST)
    case.died(None)
    case.bill()
    case.expect("billed_after_death", case.rp)


def dead_and_not_billed(case: Case) -> None:
    case.cover(AUGUST, SEPTEMBER)
    case.died(date(2023, 8, 2))


def before_joining(case: Case) -> None:
    case.bill()
    case.expect("on_bill_not_ours", case.rp)


def a_stranger(case: Case) -> None:
    case.bill(nik=other(case.nik), worker_id="w1_other", kpj="88888888888")
    case.expect("on_bill_not_ours", case.rp, other(case.nik))


def nobody_legible(case: Case) -> None:
    case.bill(nik=None, worker_id=None, kpj=None)
    case.expect("on_bill_not_ours", case.rp, None)


PLANTINGS: tuple[Callable[[Case], None], ...] = (
    as_billed, without_its_zeros, by_number_alone, died_this_month, not_billed, twice, twice_once_wrongly,
    twice_once_by_number, at_half_the_rate, at_half_the_rate_of_another_wage, at_another_wage, under_another_nik,
    under_the_former_nik, under_another_number, after_exit, after_exit_by_number, after_death,
    after_death_in_a_closed_month, after_a_death_without_a_day, dead_and_not_billed, before_joining, a_stranger,
    nobody_legible,
)  # fmt: skip


def world(plantings: list[tuple[Callable[[Case], None], bool]]) -> World:
    """A world with one worker for each planting; its bill and its ledger are never empty."""
    made = World()
    for place, (plant, wage_earner) in enumerate([(as_billed, True), *plantings]):
        nik, kpj = f"350411{1 + place % 28:02d}0170{9001 + place}", f"0{1_000_000_000 + place}"
        worker = {**(PU if wage_earner else BPU), "nik": nik, "worker_id": f"w1_{nik}", "name": f"N{place}"}
        made.members.append({"nik": nik, "kpj": f"7{place:010d}", "worker_id": f"w1_{nik}", "source_file": "a",
                             "sheet": "", "source_row": place})  # fmt: skip
        made.members.append({**made.members[-1], "kpj": kpj, "member_from": AUGUST})
        plant(Case(made, worker, kpj))
    return made


few = settings(max_examples=60, deadline=None)
plantings = st.lists(st.tuples(st.sampled_from(PLANTINGS), st.booleans()), max_size=40)


@few
@given(plantings)
def test_each_discrepancy_is_found_and_nothing_else(planted: list[tuple[Callable[[Case], None], bool]]) -> None:
    made = world(planted)
    found = made.found()
    told = sorted(found.select("finding", "nik", "at_stake_rp").rows(), key=str)
    assert told == sorted(made.expected, key=str), found
    assert (found["at_stake_rp"] == found["billed_rp"] - found["expected_rp"]).all()
    assert found["evidence"].null_count() == 0
    RECONCILIATION.model.validate(found)


@few
@given(plantings)
def test_what_is_at_stake_is_what_is_billed_less_what_is_owed(planted: list[tuple[Any, bool]]) -> None:
    made = world(planted)
    dead = {row["nik"] for row in made.deaths if row["died_on"] and row["died_on"] < SEPTEMBER}
    billed = sum(line["billed_rp"] for line in made.bills)
    owed = sum(
        worker["contribution_rp"]
        for worker in made.workers
        if worker["month"] == SEPTEMBER and worker["nik"] not in dead
    )
    assert made.found()["at_stake_rp"].sum() == billed - owed


@few
@given(plantings, st.randoms(use_true_random=False))
def test_the_order_of_the_ledger_and_of_what_is_known_does_not_matter(
    planted: list[tuple[Any, bool]], shuffled: random.Random
) -> None:
    made = world(planted)
    before = made.found()
    for rows in (made.workers, made.members, made.deaths, made.corrected):
        shuffled.shuffle(rows)
    assert made.found().equals(before)


def test_every_class_can_be_planted() -> None:
    made = world([(plant, wage_earner) for plant in PLANTINGS for wage_earner in (True, False)])
    told = sorted(made.found().select("finding", "nik", "at_stake_rp").rows(), key=str)
    assert told == sorted(made.expected, key=str)
    assert {finding for finding, _, _ in told} == set(FINDINGS)


def test_a_month_without_a_bill_or_without_a_ledger_is_left_out() -> None:
    made = World()
    case = Case(made, {**PU, "nik": "3504110101709001", "worker_id": "w1_a", "name": "N"}, "01000000000")
    case.cover(AUGUST)
    case.bill(month=SEPTEMBER)
    assert made.found().is_empty()
