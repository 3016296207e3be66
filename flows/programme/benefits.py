"""What heirs are paid when a covered worker dies, by the terms in force."""

from dataclasses import dataclass
from datetime import date

from schemas.reference import ReferenceDataError, in_force


@dataclass(frozen=True, slots=True)
class DeathBenefit:
    """The whole benefit is `full_rp`, from `full_from_months` covered months in a row on; before, `burial_rp` alone."""

    full_from_months: int
    full_rp: int
    burial_rp: int


def death_benefit(month: date) -> DeathBenefit:
    """The terms in force on the first day of a month (schemas/reference/death_benefit_terms.csv).

    Raises:
        ReferenceDataError: no terms, or two, are in force.
    """
    terms = in_force("death_benefit_terms", month).select("full_from_months", "full_rp", "burial_rp").rows()
    if len(terms) != 1:
        raise ReferenceDataError(f"schemas/reference/death_benefit_terms.csv: {len(terms)} terms in force on {month}")
    return DeathBenefit(*terms[0])
