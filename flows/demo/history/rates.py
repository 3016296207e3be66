"""What a worker of a segment costs in a month, and what heirs are paid, by the declared terms."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from flows.demo.places import reference


@dataclass(frozen=True, slots=True)
class Contribution:
    """Whole rupiah a month."""

    wage: int
    jkk: int
    jkm: int

    @property
    def total(self) -> int:
        """Both programmes."""
        return self.jkk + self.jkm


@cache
def contribution(segment: str, month: date, wage: int | None = None) -> Contribution:
    """The contribution in force, on the declared wage base or on another wage."""
    base = wage or int(_in_force("wage_bases", month, segment=segment)["wage_base_rp"])
    membership = _in_force("segments", month, segment=segment)["membership"]
    parts = (_part(_in_force("contribution_rates", month, membership=membership, programme=programme), base)
             for programme in ("jkk", "jkm"))  # fmt: skip
    return Contribution(base, *parts)


@cache
def funding_source(segment: str, month: date) -> str:
    """Who pays for the segment."""
    return _in_force("funding_sources", month, segment=segment)["funding_source"]


@cache
def death_benefit(month: date, months_in_a_row: int) -> int:
    """What heirs are paid: the whole benefit from some months in a row on, before that the burial alone."""
    terms = _in_force("death_benefit_terms", month)
    return int(terms["full_rp" if months_in_a_row >= int(terms["full_from_months"]) else "burial_rp"])


def burial(month: date) -> int:
    """The burial part alone."""
    return int(_in_force("death_benefit_terms", month)["burial_rp"])


def _part(rate: dict[str, str], base: int) -> int:
    if rate["amount_rp"]:
        return int(rate["amount_rp"])
    share = Decimal(base) * Decimal(rate["rate_percent"]) / 100
    return int(share.quantize(Decimal(1), ROUND_HALF_UP))


def _in_force(table: str, month: date, **wanted: str) -> dict[str, str]:
    return next(
        row
        for row in reference(table)
        if wanted.items() <= row.items()
        and row["valid_from"] <= month.isoformat() <= (row["valid_to"] or "9999-12-31")
    )  # fmt: skip
